"""A real snac, a small server of the Fediverse that speaks Mastodon's API, on a loopback address of its own."""

import json
import re
import socket
import subprocess
import time
from pathlib import Path

import httpx


class Snac:
    """``command`` is the program; its people have passwords, and its files are in ``root``."""

    def __init__(self, command: Path, root: Path, address: str) -> None:
        self._command = str(command)
        self.root = root
        self.host = address
        self.base = f"http://{address}"
        self.passwords: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        answers = [address, "80", address, "", ""]
        self._run("init", words="\n".join(answers) + "\n")
        settings = json.loads((root / "server.json").read_text())
        more = {"protocol": "http", "num_threads": 16, "dbglevel": 1}  # it answers itself while it asks
        (root / "server.json").write_text(json.dumps(settings | more))

    @property
    def version(self) -> str:
        """What it says it is."""
        return str(httpx.get(f"{self.base}/api/v1/instance").json()["version"])

    def start(self) -> None:
        """Start it, and wait until it answers."""
        log = (self.root / "log").open("ab")
        self._process = subprocess.Popen([self._command, "httpd", str(self.root)], stdout=log, stderr=log)
        until = time.monotonic() + 20
        while time.monotonic() < until and self._process.poll() is None:
            try:
                socket.create_connection((self.host, 80), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"snac did not start: {(self.root / 'log').read_text()[-500:]}")

    def stop(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def add(self, name: str) -> None:
        """Add somebody."""
        said = self._run("adduser", name)
        found = re.search(r"password is (\S+)", said)
        assert found, said
        self.passwords[name] = found[1]

    def note(self, name: str, words: str, *files: Path) -> None:
        """Publish a post as its author does on the server itself."""
        self._run("note", name, words, *map(str, files))

    def visit(self, name: str, question: str) -> str:
        """Log in as `name` on the page that `question` opens; return where that leads."""
        page = httpx.get(question)
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        form = {"login": name, "passwd": self.passwords[name], **hidden}
        said = httpx.post(f"{self.base}/oauth/x-snac-login", data=form)
        return said.headers.get("location", said.text)

    def _run(self, what: str, *more: str, words: str = "") -> str:
        done = subprocess.run(
            [self._command, what, str(self.root), *more],
            input=words,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout
