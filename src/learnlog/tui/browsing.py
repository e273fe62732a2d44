"""Opening an address in the user's browser."""

import subprocess
import sys

from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.model.safe import clean_link
from learnlog.tui.key_names import key_of

_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def open_in_browser(url: str) -> None:
    """Open `url` in the user's browser, in a process of its own that cannot write on our screen.

    Raises:
        LearnlogError: the address is not http(s), or there is no browser.
    """
    address = clean_link(url)
    if not address:
        raise NotFoundError("This post has no address that can be opened.")
    command = [sys.executable, "-I", "-c", _OPEN, address]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and script; the address is one argument
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    if done.returncode:
        raise LearnlogError("No browser could be opened here.", f"{key_of('copy')} copies the address.")
