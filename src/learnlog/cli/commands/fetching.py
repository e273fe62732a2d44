"""Asking for new posts."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from learnlog.cli.context import Context
from learnlog.cli.output import Bar, Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part

if TYPE_CHECKING:
    from learnlog.reading.fetching.outcome import Outcome

INTERRUPTED = 130


def define_fetch(parser: Parser) -> None:
    """Say what `fetch` takes."""
    parser.add_argument(
        "--all", action="store_true", help="every channel, due or not, save hosts that asked us to wait"
    )
    parser.add_argument("--person", default="", metavar="WHO", help="the channels of one person only")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--explain",
        nargs="?",
        const="",
        metavar="WHO",
        help="ask nobody: say when each channel (of a person, or that one) was asked, what it answered, "
        "and why it is due when",
    )
    instead.add_argument(
        "--revive",
        default="",
        metavar="WHO",
        help="ask a person's channels again that said they are gone for good",
    )


def fetch(context: Context) -> int:
    """Ask the channels that are due; fails only when every one of them did."""
    if context.args.explain is not None:
        return _explain(context, context.args.explain or context.args.person)
    if context.args.revive:
        revived = context.workspace.fetching.schedule.revive(context.args.revive)
        tell(f"Asking again: {', '.join(channel.key for channel in revived)}")
    return _fetch(context)


def _explain(context: Context, reference: str) -> int:
    """Say how it stands with each channel."""
    from learnlog.cli.fetch_text import standing_json, standing_lines

    found = context.workspace.fetching.schedule.explain(reference)
    if context.wants_json:
        put_json([standing_json(one) for one in found])
        return 0
    for number, one in enumerate(found):
        if number:
            say()
        for parts in standing_lines(one, context.now):
            say(*parts)
    if not found:
        tell("There is no channel to ask yet. `learnlog follow ADDRESS` follows someone.")
    return 0


def _fetch(context: Context) -> int:
    bar, waited = Bar("Fetching"), False

    def wait() -> None:
        nonlocal waited
        waited = True
        tell("Another learnlog is asking the channels; this one waits for it …")

    def progress(done: int, total: int, outcome: "Outcome") -> None:
        if outcome.error:
            bar.tell(Styled("failed  ", "bad"), f"{outcome.person}: {outcome.error} ({outcome.channel.key})")
        bar.show(done, total)

    with _until_interrupted() as cancelled:
        try:
            outcomes = context.workspace.fetching.run(
                everything=context.args.all,
                person=context.args.person,
                progress=progress,
                cancelled=cancelled,
                waiting=wait,
            )
        finally:
            bar.close()
        stopped = cancelled()
    _tell_all(context, outcomes, stopped=stopped, waited=waited)
    _give(context, outcomes)
    if stopped:
        return INTERRUPTED
    _even_out(context)
    return 1 if outcomes and all(outcome.error for outcome in outcomes) else 0


def _tell_all(context: Context, outcomes: "list[Outcome]", *, stopped: bool, waited: bool) -> None:
    """Say how the fetch went; `waited` tells that another one had to end first."""
    if not outcomes and not stopped and not context.workspace.people.all():
        tell("There is nobody to ask yet. `learnlog follow ADDRESS` follows someone.")
    elif waited and not outcomes and not stopped:
        tell("It asked every channel already.")
    else:
        _tell(outcomes, stopped, everything=context.args.all)
    if left := context.workspace.fetching.left:
        tell(f"The time for one fetch was over; {left} wait for the next")
    _tell_rules(context)


@contextmanager
def _until_interrupted() -> "Iterator[Callable[[], bool]]":
    """Give a function that says whether Ctrl-C was pressed; a second one stops at once."""
    import signal
    import threading

    pressed = threading.Event()

    def press(number: int, frame: object) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    if threading.current_thread() is not threading.main_thread():
        yield pressed.is_set
        return
    earlier = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, earlier)


def _tell(outcomes: "list[Outcome]", stopped: bool, *, everything: bool) -> None:
    failed = sum(bool(outcome.error) for outcome in outcomes)
    asked = "1 channel" if len(outcomes) == 1 else f"{len(outcomes)} channels"
    if not outcomes and not stopped:
        waits = "Every channel is gone for good or on a host that asked us to wait; --explain says which."
        tell(
            waits
            if everything
            else "No channel is due; --explain says why. `learnlog fetch --all` asks them all."
        )
        return
    said = f"{brought_said(*outcomes)} from {asked}" + (f", {failed} failed" if failed else "")
    tell(f"Stopped; what arrived stays: {said}" if stopped else said)
    for outcome in outcomes:
        if outcome.moved_to:
            tell(f"{outcome.person} moved: asked at {outcome.moved_to} from now on")
        if outcome.is_retired:
            tell(f"Not asked any more: {outcome.channel.key}; `learnlog fetch --revive` brings it back")


def _tell_rules(context: Context) -> None:
    """Say what my rules did, what keeps one from doing anything, and how many old posts went."""
    from learnlog.reading.keeping.tidying import tidied_said
    from learnlog.reading.sorting.ruler import ruled_said

    if said := ruled_said(context.workspace.ruler.done):
        tell(f"{said} `learnlog rules undo NAME` takes it back.")
    if said := tidied_said(context.workspace.tidying.done):
        tell(said)
    for problem in context.workspace.rules.problems():
        tell(f"rules.md: {problem}")


def _even_out(context: Context) -> None:
    """Say on my own servers how far I read, and here what was read there."""
    workspace = context.workspace
    for standing in workspace.positions.settle() if workspace.accounts.all() else ():
        count, handle = len(standing.read_there), standing.account.handle
        tell(f"{handle} has read {count} of the unread posts: `learnlog position --take` marks them read")


def _give(context: Context, outcomes: "list[Outcome]") -> None:
    if context.wants_json:
        put_json([_outcome_json(outcome) for outcome in outcomes])
        return
    brought = sorted((o for o in outcomes if o.new or o.edited or o.gone), key=lambda o: o.person.casefold())
    table([[brought_said(o), o.person, Styled(o.channel.title or o.channel.key, "dim")] for o in brought])
    sys.stdout.flush()


def brought_said(*outcomes: "Outcome") -> str:
    """Say how many posts are new, and how many were edited or taken back if any were."""
    new, edited, gone = (sum(getattr(one, name) for one in outcomes) for name in ("new", "edited", "gone"))
    counts = ((new, "new"), (edited, "edited"), (gone, "taken back"))
    return ", ".join(f"{count:,} {what}" for count, what in counts if count or what == "new")


def _outcome_json(outcome: "Outcome") -> dict[str, object]:
    return {
        "person": outcome.person,
        "channel": outcome.channel.key,
        "new": outcome.new,
        "edited": outcome.edited,
        "gone": outcome.gone,
        "status": outcome.status,
        "retired": outcome.is_retired,
        "error": outcome.error,
        "note": outcome.note,
        "moved_to": outcome.moved_to,
    }


PARTS: dict[str, Part] = {"fetch": (define_fetch, fetch)}
