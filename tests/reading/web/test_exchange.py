"""How connections are made, kept, lent and given up; and how addresses are understood without httpx."""

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from learnlog.reading.web import web_address
from learnlog.reading.web.http import FetchError, Http

Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def talking(talk: Talk, secure: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """Serve every connection with `talk`; give the ``host:port``."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=secure)
    async with server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


def answering(*answers: bytes, heard: list[bytes]) -> Talk:
    """Return a talk that gives one answer after the other to the questions of one connection."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append(b"connected")
        for answer in answers:
            heard.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(answer)
            await writer.drain()
        await reader.read()

    return talk


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
SAME = b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\n\r\n'


@pytest.mark.parametrize("first", [OK, SAME, b"HTTP/1.1 100 Continue\r\n\r\n" + OK])
async def test_a_connection_is_used_again(first: bytes) -> None:
    heard: list[bytes] = []
    async with talking(answering(first, OK, heard=heard)) as host, Http(allowed=[host]) as http:
        await http.get(f"http://{host}/a", etag='"a"')
        assert (await http.get(f"http://{host}/b")).body == b"ok"
    assert [line.partition(b" HTTP")[0] for line in heard] == [b"connected", b"GET /a", b"GET /b"]


@pytest.mark.parametrize(
    "first",
    [
        OK + b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno",
    ],
)
async def test_a_connection_with_anything_left_on_it_is_not(first: bytes) -> None:
    heard: list[bytes] = []
    async with talking(answering(first, OK, heard=heard)) as host, Http(allowed=[host]) as http:
        await http.get(f"http://{host}/a")
        await asyncio.sleep(0.05)
        answer = await http.get(f"http://{host}/b")
    assert answer.body in (b"ok", b"")
    assert b"forged" not in answer.body
    assert heard.count(b"connected") == 2


async def test_a_large_body_comes_whole_and_waits_where_nobody_reads() -> None:
    body = b"x" * 5_000_000

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        )
        await writer.drain()

    async with talking(talk) as host, Http(allowed=[host]) as http:
        assert (await http.get(f"http://{host}/")).body == body


async def test_a_large_question_is_sent_whole() -> None:
    got: list[int] = []

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"content-length: 3000000\r\n" in head.lower()
        got.append(len(await reader.readexactly(3_000_000)))
        writer.write(OK)
        await writer.drain()

    async with talking(talk) as host, Http(allowed=[host]) as http:
        answer = await http.request("POST", f"http://{host}/", body=b"x" * 3_000_000)
    assert (answer.body, got) == (b"ok", [3_000_000])


async def test_who_gives_up_leaves_no_connection_behind() -> None:
    ended = asyncio.Event()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await reader.read()
        ended.set()

    async with talking(talk) as host, Http(allowed=[host], timeout=0.2) as http:
        with pytest.raises(FetchError, match=r"within 0\.2 seconds"):
            await http.get(f"http://{host}/")
        await asyncio.wait_for(ended.wait(), 2)


def certificate(folder: Path, address: str) -> tuple[Path, Path]:
    """Make a certificate for `address` that vouches for itself; return its file and its key's."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return folder / "cert.pem", folder / "key.pem"


@pytest.mark.parametrize(
    ("address", "trusted"), [("127.0.0.1", True), ("127.0.0.1", False), ("127.0.0.2", True)]
)
async def test_a_secure_connection_is_made_to_who_proves_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str, trusted: bool
) -> None:
    file, key = certificate(tmp_path, address)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    heard: list[bytes] = []
    async with talking(answering(OK, OK, heard=heard), context) as host, Http(allowed=[host]) as http:
        if trusted and address == "127.0.0.1":
            assert (await http.get(f"https://{host}/a")).body == b"ok"
            assert (await http.get(f"https://{host}/b")).body == b"ok"
            assert heard.count(b"connected") == 1
        else:
            with pytest.raises(FetchError, match="No secure connection"):
                await http.get(f"https://{host}/a")
            assert b"connected" not in heard


async def test_a_login_in_an_address_goes_to_its_server_alone() -> None:
    heard: list[bytes] = []
    async with talking(answering(OK, heard=heard)) as host, Http(allowed=[host]) as http:
        await http.get(f"http://me:secret@{host}/a")
    assert b"authorization: Basic bWU6c2VjcmV0\r\n" in heard[1]


PIECES = st.sampled_from([*"/?&=#-_~!$()*+,;:@'\"|[]%", ".", "..", "a", "b.c", "%41", "%zz", " ", "é"])
HOSTS = st.sampled_from(
    [
        *(
            "a.example",
            "a-b.example",
            "127.0.0.1",
            "127.1",
            "999.1.1.1",
            "01.2.3.4",
            "1.2.3.4.5",
            "A.example",
            "a_b.c",
        ),
        *(
            "xn--bcher-kva.example",
            "bücher.example",
            "a..b",
            "a.",
            "3.org",
            "x.9",
            "[::1]",
            "-a.b",
            "0",
            "me:you@a.b",
        ),
    ]
)
PORTS = st.sampled_from(["", "", ":80", ":443", ":8080", ":0", ":99999", ":08", ":"])


@example("http", "a.example", "", "#")
@example("http", "a.example", "", "/#x")
@given(st.sampled_from(["http", "https", "HTTP"]), HOSTS, PORTS, st.lists(PIECES, max_size=6).map("".join))
@settings(max_examples=500)
def test_an_address_is_understood_as_httpx_does(scheme: str, host: str, port: str, rest: str) -> None:
    address = (
        f"{scheme}://{host}{port}/{rest}"
        if rest[:1] not in ("", "/", "?", "#")
        else f"{scheme}://{host}{port}{rest}"
    )
    plain = web_address._plain(address)
    if plain:
        assert plain == web_address._through_httpx(address)
        base = web_address.understand("https://base.example/a/b?c")
        joined = str(httpx.URL(base.text).join(address))
        assert web_address.join(base, address) == joined.partition("#")[0]  # a fragment is never asked


def test_an_ordinary_address_needs_no_httpx() -> None:
    for address in (
        "https://example.org",
        "http://example.org:8080/feed.xml?a=b%20c",
        "https://127.0.0.1:8000/~me/#x",
    ):
        assert web_address._plain(address) is not None
