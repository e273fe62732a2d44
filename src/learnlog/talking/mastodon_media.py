"""Giving a picture to a Mastodon server, with its description, and waiting until it is ready."""

import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from learnlog.model.safe import clean_line
from learnlog.reading.sources.mastodon.fields import entity, own_id, understood
from learnlog.talking.base import LaterError, Picture
from learnlog.talking.mastodon_asking import NOT_OFFERED, Asking
from learnlog.talking.pictures import bytes_of

MOST_LOOKS = 30
WAIT = 0.5


def upload(asking: Asking, picture: Picture, most: int, pause: Callable[[float], Any]) -> str:
    """Return the id of `picture`, of at most `most` bytes, on the server, once it is ready to be posted.

    Raises:
        SendError: it cannot be read, or the server does not want it.
        LaterError: it is not ready yet.
    """
    form = _form(picture, *bytes_of(picture, most))
    answer = asking.quietly("POST", "/api/v2/media", **form)
    if answer.status in NOT_OFFERED:
        answer = asking.quietly("POST", "/api/v1/media", **form)
    own = own_id(entity(understood(answer.body)))
    if answer.status not in (200, 201, 202) or not own:
        raise asking.refusal(answer, f"the picture {clean_line(picture.name, 80)}")
    looks = 0
    while answer.status in (202, 206):
        if looks == MOST_LOOKS:
            raise LaterError(
                f"{asking.host} is still working on {clean_line(picture.name, 80)}.", "Try again later."
            )
        looks += 1
        pause(WAIT)
        answer = asking.quietly("GET", f"/api/v1/media/{quote(own, safe='')}")
    if answer.status not in (200, 201):
        raise asking.refusal(answer, f"the picture {clean_line(picture.name, 80)}")
    return own


def _form(picture: Picture, content: bytes, kind: str) -> dict[str, Any]:
    """Return what is sent. The file's name is ours: what it is called at home stays there."""
    boundary = f"learnlog-{secrets.token_hex(16)}"
    name = f"picture.{kind.rpartition('/')[2]}"
    parts = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="description"\r\n\r\n{picture.alt}\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n"
    )
    body = parts.encode("utf-8", "replace") + content + f"\r\n--{boundary}--\r\n".encode()
    return {"body": body, "content_type": f"multipart/form-data; boundary={boundary}"}
