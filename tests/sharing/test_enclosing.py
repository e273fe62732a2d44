"""Files leave with their entry, and only so: small, without what a camera wrote, and told before they go."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from learnlog.model.entry import Entry
from learnlog.model.visibility import Visibility
from learnlog.sharing import enclosing
from learnlog.sharing.showing import Asked, rendered
from learnlog.workspace import Workspace
from tests.sharing.conftest import Write

Photo = Callable[..., Path]


@pytest.fixture
def photo(tmp_path: Path) -> Photo:
    """Take a photograph that says where it was taken, by a name."""

    def take(name: str, colour: str = "navy", size: tuple[int, int] = (60, 40), **more: object) -> Path:
        told = Image.Exif()
        told[0x0110] = "canary-camera"
        path = tmp_path / name
        Image.new("RGB", size, colour).save(path, exif=told, **more)  # type: ignore[arg-type]
        return path

    return take


@pytest.fixture
def board(workspace: Workspace, write: Write, photo: Photo, tmp_path: Path) -> Entry:
    """An entry for a coach with a photograph and a plan."""
    plan = tmp_path / "plan.pdf"
    plan.write_bytes(b"%PDF-1.4 the plan")
    entry = write("We drew it.")
    workspace.attaching.attach(entry.id, [photo("Board & wall.jpg")], "three lanes")
    return workspace.attaching.attach(entry.id, [plan])[0]


def made(workspace: Workspace, form: str) -> bytes:
    return rendered(workspace.showing.summary(Asked()).summary, form, page_id="")


def test_a_page_shows_pictures_from_itself_and_names_other_files(workspace: Workspace, board: Entry) -> None:
    page = made(workspace, "html").decode()

    assert 'alt="three lanes"' in page
    assert "Board &amp; wall.jpg" in page
    assert re.search(r"plan\.pdf <span[^>]*>\(PDF, 17 bytes\)", page)
    assert re.search(r"""Content-Security-Policy" content="default-src 'none';[^"]* img-src data:;""", page)
    assert page.count("<img") == page.count('src="data:image/jpeg;base64,') == 1
    assert "canary" not in page


def test_a_page_without_pictures_allows_none(workspace: Workspace, write: Write) -> None:
    write("words alone")

    assert "img-src" not in made(workspace, "html").decode()


@pytest.mark.parametrize("name", ["a.png", "b.jpg", "c.gif", "d.webp"])
def test_a_pdf_shows_every_kind_of_picture(
    workspace: Workspace, write: Write, photo: Photo, name: str
) -> None:
    workspace.attaching.attach(write("seen").id, [photo(name)], "what it shows")

    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(made(workspace, "pdf")))
    assert [image.image.size for image in reader.pages[0].images if image.image] == [(60, 40)]
    assert name in reader.pages[0].extract_text()


def test_the_zip_holds_the_files_and_the_preview_names_each_with_its_size(
    workspace: Workspace, board: Entry, tmp_path: Path
) -> None:
    bundle = workspace.showing.bundle(Asked())
    path = workspace.showing.hand_out(bundle, tmp_path)

    with zipfile.ZipFile(path) as archive:
        assert {info.filename: info.file_size for info in archive.infolist()} == bundle.sizes
        names = [name for name in archive.namelist() if name.startswith("files/")]
        said = json.loads(archive.read("manifest.json"))["entries"][0]["files"]
        assert [one["file"] for one in said] == names
        assert [(one["name"], one["alt"]) for one in said] == [
            ("Board & wall.jpg", "three lanes"),
            ("plan.pdf", ""),
        ]
        assert all(re.fullmatch(r"files/[a-z0-9-]+\.(jpg|pdf)", name) for name in names)
        assert archive.read(names[1]) == b"%PDF-1.4 the plan"
        assert b"canary" not in archive.read(names[0])


def test_files_of_a_private_entry_stay_with_it(
    workspace: Workspace, board: Entry, write: Write, photo: Photo
) -> None:
    hidden = write("hidden", "private")
    workspace.attaching.attach(hidden.id, [photo("canary.png", "red")], "canary")
    for form in ("html", "pdf", "markdown", "json"):
        assert b"canary" not in made(workspace, form)
    assert made(workspace, "html").count(b"<img") == 1

    workspace.journal.set_visibility(board.id, Visibility.PRIVATE)
    write("something else")
    assert b"<img" not in made(workspace, "html")
    assert b"/Subtype/Image" not in made(workspace, "pdf")
    assert not workspace.showing.bundle(Asked()).enclosed


def test_a_picture_in_a_file_of_another_name_loses_what_a_camera_wrote_too(
    workspace: Workspace, write: Write, photo: Photo
) -> None:
    sly = photo("a.jpg").rename(photo("a.jpg").with_name("report.pdf"))
    workspace.attaching.attach(write("seen").id, [sly])

    (file,) = workspace.showing.bundle(Asked()).enclosed.values()
    assert (file.name, file.type) == ("report.jpg", "image/jpeg")
    assert b"canary" not in file.data


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("drawing.svg", b"<svg onload='x()'/>", "cannot be taken out"),
        ("IMG.HEIC", b"\0\0\0\x18ftypheic....", "cannot be taken out"),
        ("scan.tif", b"II*\0....", "cannot be taken out"),
        ("broken.png", b"\x89PNG\r\n\x1a\nnothing", "no picture"),
        ("photo.png", b"no picture at all", "cannot be taken out"),
    ],
)
def test_what_cannot_be_cleaned_stays_and_the_preview_says_so(
    workspace: Workspace, write: Write, tmp_path: Path, name: str, data: bytes, why: str
) -> None:
    (tmp_path / name).write_bytes(data)
    workspace.attaching.attach(write("seen").id, [tmp_path / name])

    bundle = workspace.showing.bundle(Asked())

    assert not bundle.enclosed
    (left,) = bundle.selection.left_out
    assert left.name == name
    assert why in left.why
    assert name not in "".join(bundle.files.values())


def test_a_picture_of_endless_pixels_stays(workspace: Workspace, write: Write, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    Image.new("1", (12_000, 12_000)).save(bomb)
    workspace.attaching.attach(write("seen").id, [bomb])

    (left,) = workspace.showing.bundle(Asked()).selection.left_out

    assert "too many pixels" in left.why


def test_a_large_picture_leaves_small(workspace: Workspace, write: Write, tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    Image.effect_noise((1500, 1500), 90).convert("RGB").save(large)
    assert large.stat().st_size > 2_000_000
    workspace.attaching.attach(write("seen").id, [large])

    (file,) = workspace.showing.bundle(Asked()).enclosed.values()

    assert (file.size <= enclosing.MOST_PICTURE, file.name) == (True, "large.jpg")


def test_a_file_that_was_changed_by_hand_stays(workspace: Workspace, board: Entry) -> None:
    workspace.showing.bundle(Asked())
    for one in board.attachments:
        (workspace.paths.vault / one.file).write_text("canary: my diary")

    bundle = workspace.showing.bundle(Asked())

    assert not bundle.enclosed
    assert len(bundle.selection.left_out) == 2


def test_all_files_together_have_a_limit(
    workspace: Workspace, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosing, "MOST_TOGETHER", 250)
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(name * 100)
        workspace.attaching.attach(write(name).id, [tmp_path / f"{name}.txt"])

    bundle = workspace.showing.bundle(Asked())

    assert [file.name for file in bundle.enclosed.values()] == ["a.txt", "b.txt"]
    assert [left.name for left in bundle.selection.left_out] == ["c.txt"]


def test_another_file_on_an_entry_is_news_in_the_next_bundle(
    workspace: Workspace, board: Entry, tmp_path: Path
) -> None:
    workspace.showing.hand_out(workspace.showing.bundle(Asked()), tmp_path)
    assert workspace.showing.bundle(Asked()).changed == ()

    workspace.attaching.detach(board.id, ["plan.pdf"])

    assert workspace.showing.bundle(Asked()).changed == (board.id,)


def test_a_site_has_the_pictures_of_public_entries_until_they_are_public_no_more(
    workspace: Workspace, board: Entry, write: Write, photo: Photo, tmp_path: Path
) -> None:
    shown = write("for all", "public")
    workspace.attaching.attach(shown.id, [photo("Garden.png", "green")], "a garden")
    site = tmp_path / "site"

    def publish() -> list[Path]:
        workspace.publishing.publish(site, title="", address="", now=workspace.clock())
        return sorted((site / "pictures").iterdir())

    (picture,) = publish()
    (page,) = (path for path in site.glob("2*/*.html"))
    assert re.fullmatch(r"garden-[0-9a-f]{12}\.png", picture.name)
    assert f'src="../pictures/{picture.name}" alt="a garden"' in page.read_text()
    assert "img-src 'self'" in page.read_text()
    assert b"canary" not in picture.read_bytes()

    workspace.journal.set_visibility(shown.id, Visibility.COACH)
    assert publish() == []


def test_names_of_people_are_looked_for_in_what_files_are_called(
    workspace: Workspace, write: Write, tmp_path: Path
) -> None:
    workspace.people.add("Kees Bakker")
    (tmp_path / "talk with Kees Bakker.txt").write_text("words")
    workspace.attaching.attach(write("seen").id, [tmp_path / "talk with Kees Bakker.txt"])

    assert "Kees Bakker" in [one.words for one in workspace.showing.bundle(Asked()).named]
