"""What of a picture reaches a network, and what stays at home."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from learnlog.talking.base import Picture, SendError
from learnlog.talking.pictures import bytes_of

PLENTY = 10_000_000
SECRET = "Nikon-of-Ana"


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: which device, and where on earth."""
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x0110] = SECRET
    told.get_ifd(0x8825).update({1: "N", 2: (52.0, 22.0, 12.0), 3: "E", 4: (4.0, 54.0, 9.0)})
    return told


def photo(tmp_path: Path, name: str, size: tuple[int, int] = (40, 20), **more: object) -> Picture:
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 4, size[1] // 2))  # the top left is red
    image.save(tmp_path / name, **more)  # type: ignore[arg-type]
    return Picture(path=tmp_path / name, alt="A red corner")


def test_where_and_with_what_it_was_taken_stays_at_home(tmp_path: Path) -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", SECRET)
    pictures = (
        photo(tmp_path, "a.jpg", exif=exif(), comment=SECRET, xmp=f"<x>{SECRET}</x>".encode()),
        photo(tmp_path, "b.png", exif=exif(), pnginfo=words),
        photo(tmp_path, "c.webp", exif=exif(), xmp=f"<x>{SECRET}</x>".encode()),
        photo(tmp_path, "d.gif", comment=SECRET),
    )
    for picture, kind in zip(pictures, ("jpeg", "png", "webp", "gif"), strict=True):
        # A film that a telephone hides behind its picture goes as little as what stands in it.
        picture.path.write_bytes(picture.path.read_bytes() + b"film " + SECRET.encode())
        data, type = bytes_of(picture, PLENTY)
        assert type == f"image/{kind}"
        assert SECRET.encode() not in data
        sent = Image.open(BytesIO(data))
        assert not dict(sent.getexif())
        assert sent.size == (40, 20)


def test_a_picture_that_the_camera_held_sideways_stands_upright(tmp_path: Path) -> None:
    data, _ = bytes_of(photo(tmp_path, "a.jpg", exif=exif(orientation=6)), PLENTY)
    sent = Image.open(BytesIO(data)).convert("RGB")
    assert sent.size == (20, 40)
    red, _green, blue = sent.getpixel((17, 3))  # type: ignore[misc]
    assert red > 200 > 100 > blue


def test_a_film_of_pictures_still_moves(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    for name in ("a.gif", "a.png", "a.webp"):
        frames[0].save(tmp_path / name, save_all=True, append_images=frames[1:], duration=200, loop=0)
        data, _ = bytes_of(Picture(path=tmp_path / name, alt="Colours"), PLENTY)
        assert Image.open(BytesIO(data)).n_frames == 3  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_what_is_too_large_for_a_network_is_made_smaller(tmp_path: Path, name: str) -> None:
    Image.effect_noise((1500, 1500), 90).convert("RGB").save(tmp_path / name)
    assert (tmp_path / name).stat().st_size > 1_000_000
    data, type = bytes_of(Picture(path=tmp_path / name, alt="Noise"), 1_000_000)
    assert len(data) <= 1_000_000
    assert type == "image/jpeg"


def test_a_picture_needs_words_a_known_kind_and_a_file(tmp_path: Path) -> None:
    photo(tmp_path, "a.png")
    (tmp_path / "b.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"." * 100)
    (tmp_path / "c.txt").write_bytes(b"words")
    whole = (tmp_path / "a.png").read_bytes()
    (tmp_path / "d.png").write_bytes(whole[: len(whole) // 2])
    photo(tmp_path, "huge.gif")
    small = (tmp_path / "huge.gif").read_bytes()
    (tmp_path / "huge.gif").write_bytes(small[:6] + (60_000).to_bytes(2, "little") * 2 + small[10:])
    for name, alt, why in (
        ("a.png", " ", "no description"),
        ("b.png", "B", "no picture"),
        ("c.txt", "C", "no picture"),
        ("d.png", "D", "no picture"),
        ("huge.gif", "H", "too many pixels"),
        ("e.png", "E", "cannot be read"),
    ):
        with pytest.raises(SendError, match=why):
            bytes_of(Picture(path=tmp_path / name, alt=alt), PLENTY)
    with pytest.raises(SendError, match="as small as"):
        bytes_of(Picture(path=tmp_path / "a.png", alt="A"), 10)
