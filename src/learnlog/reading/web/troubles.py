"""What can go wrong between us and a server, each in one sentence. Loaded only when something did."""

import sys

from learnlog.model.safe import clean_line
from learnlog.reading.web.answers import FetchError
from learnlog.reading.web.byte_stream import HungUpError, TornError
from learnlog.reading.web.exchange import ConnectFailedError


def explained(error: Exception, host: str, seconds: float) -> FetchError:
    """Say in one sentence what went wrong between us and `host`."""
    import ssl

    host = clean_line(host, 80)
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLError):
        reason = getattr(cause, "verify_message", "") or cause.reason or "no agreement"
        return FetchError(f"No secure connection to {host}: {clean_line(str(reason), 120)}.")
    if isinstance(error, (TimeoutError, *_theirs("TimeoutException"))):
        return FetchError(f"{host} did not answer fully within {seconds:g} seconds.", "Try again later.")
    if isinstance(error, (ConnectFailedError, *_theirs("ConnectError"))):
        return FetchError(
            f"{host} could not be reached.", "Check the address, and that this machine is online."
        )
    if hung_up(error):
        return FetchError(f"{host} hung up without an answer.", "Try again later.")
    if is_torn(error):
        return FetchError(f"The connection to {host} broke off.", "Try again later.")
    return FetchError(f"{host} sent something that is not proper HTTP.")


def hung_up(error: Exception) -> bool:
    """Tell whether the server closed the connection where its answer should have begun."""
    if isinstance(error, HungUpError):
        return True
    return isinstance(error, _theirs("RemoteProtocolError")) and "without sending a response" in str(error)


def is_torn(error: Exception) -> bool:
    """Tell whether the connection ended: closed with care, or torn down while we still spoke."""
    return isinstance(error, (TornError, *_theirs("ReadError", "WriteError"))) or hung_up(error)


def _theirs(*names: str) -> tuple[type[Exception], ...]:
    """Return errors of httpcore, through which networks' own libraries ask; none when nobody loaded it."""
    httpcore = sys.modules.get("httpcore")
    return tuple(getattr(httpcore, name) for name in names) if httpcore else ()
