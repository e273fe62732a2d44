"""Decoding what a server compressed, stopping as soon as it grows beyond a limit."""

import importlib
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

from learnlog.reading.web.answers import FetchError

MAX_LAYERS = 2
_GZIP = b"\x1f\x8b"


class _Layer(Protocol):
    def feed(self, data: bytes, room: int) -> bytes: ...


class _Zlib:
    """Gzip (several members too) and deflate, the raw kind included; what was never compressed passes."""

    def __init__(self) -> None:
        self._head = b""
        self._engine: Any = None
        self._plain = False
        self._is_over = False

    def feed(self, data: bytes, room: int) -> bytes:
        if self._is_over:
            return b""  # given to zlib, each piece of it would cost as much as all before it
        if self._engine is None and not self._plain:
            data = self._head + data
            if len(data) < 2:
                self._head = data
                return b""
            self._start(data)
        if self._plain:
            return data
        out = bytearray()
        while data and len(out) <= room:
            out += self._engine.decompress(data, room + 1 - len(out))
            data = self._engine.unconsumed_tail
            if self._engine.eof:
                data = self._engine.unused_data
                if not data.startswith(_GZIP):
                    self._is_over = not _GZIP.startswith(data)
                    break
                self._engine = zlib.decompressobj(31)
        return bytes(out)

    def _start(self, data: bytes) -> None:
        if data.startswith(_GZIP):
            self._engine = zlib.decompressobj(31)
        elif data[0] & 0x0F == 8 and int.from_bytes(data[:2]) % 31 == 0:
            self._engine = zlib.decompressobj(15)
        elif data.lstrip()[:1] in (b"<", b"{", b"\xef", b"\xfe", b"\xff"):
            self._plain = True
        else:
            self._engine = zlib.decompressobj(-15)


class _Brotli:
    def __init__(self, module: Any) -> None:
        self._engine = module.Decompressor()

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        while len(out) <= room:
            piece = self._engine.process(data, output_buffer_limit=room + 1 - len(out))
            out += piece
            data = b""
            if not piece or self._engine.is_finished():
                break
        return bytes(out)


class _Zstandard:
    def __init__(self, module: Any) -> None:
        self._engine = module.ZstdDecompressor()

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        while len(out) <= room and not self._engine.eof:
            out += self._engine.decompress(data, room + 1 - len(out))
            data = b""
            if self._engine.needs_input:
                break
        return bytes(out)


@cache
def _makers() -> dict[str, Callable[[], _Layer]]:
    """Return what can be decoded here *within a limit*: libraries without one are passed over."""
    makers: dict[str, Callable[[], _Layer]] = {"gzip": _Zlib, "deflate": _Zlib}
    for name in ("brotli", "brotlicffi"):
        module = _optional(name)
        if hasattr(getattr(module, "Decompressor", None), "can_accept_more_data"):
            makers["br"] = lambda module=module: _Brotli(module)  # type: ignore[misc]  # a default binds it
            break
    for name in ("compression.zstd", "backports.zstd"):
        module = _optional(name)
        if module is not None:
            makers["zstd"] = lambda module=module: _Zstandard(module)  # type: ignore[misc]  # a default binds it
            break
    return makers


def _optional(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def accepted() -> str:
    """Return the value for Accept-Encoding: every compression that can be undone here within a limit."""
    return ", ".join(_makers())


class Inflater:
    """Takes a body piece by piece and raises FetchError the moment it is larger than `limit` bytes."""

    def __init__(self, content_encoding: str, limit: int) -> None:
        names = [name.strip().lower().removeprefix("x-") for name in content_encoding.split(",")]
        names = [name for name in names if name not in ("", "identity", "none")]
        unknown = [name for name in names if name not in _makers()]
        if unknown or len(names) > MAX_LAYERS:
            raise FetchError("The answer is compressed in a way that was not asked for.")
        self._layers = [_makers()[name]() for name in reversed(names)]
        self._grown = [0] * len(names)
        self._limit = limit
        self._raw = 0
        self._size = 0
        self._parts: list[bytes] = []

    def feed(self, data: bytes) -> None:
        """Take the next piece as it came from the network."""
        self._raw += len(data)
        room = self._limit - self._size
        try:
            for number, layer in enumerate(self._layers):
                data = layer.feed(data, max(room, 0))
                self._grown[number] += len(data)
                if len(data) > room:
                    break
        except Exception as error:  # each library has an error of its own for broken data
            raise FetchError("The compressed answer is broken.") from error
        self._size += len(data)
        if max(self._size, self._raw, *self._grown) > self._limit:
            raise FetchError(
                f"The answer is larger than {self._limit // 2**20} MB.",
                "Such a large document is not read; ask its publisher for a shorter feed.",
            )
        self._parts.append(data)

    def finish(self) -> bytes:
        """Return the whole body; one that was cut short gives what arrived."""
        return b"".join(self._parts)
