"""How a message is drawn before it is sent: the lines that can be changed, and the posts as they will stand."""

from collections.abc import Iterator, Sequence

from textual.content import Content
from textual.widgets.option_list import Option

from learnlog.model.account import Account
from learnlog.model.social import Audience
from learnlog.talking.sharing import Shown, Wish
from learnlog.tui.key_names import with_keys
from learnlog.tui.screens.accounts import NETWORKS
from learnlog.tui.screens.share_plan import SEEN_BY, named_in
from learnlog.tui.text import fit, line, plain, some

LABEL = 10
Standing = Sequence[tuple[str, Sequence[Shown]]]
"""For each account's id the posts as they will stand."""


def facts(
    accounts: Sequence[Account], chosen: Sequence[str], wish: Wish, standing: Standing, width: int
) -> Iterator[Option]:
    """Yield the lines that say how it is sent; Enter changes each."""
    yield _fact("to", *_to(accounts, chosen), width)
    yield _fact("audience", wish.audience.value, SEEN_BY[wish.audience], width)
    yield _fact("language", wish.language or "not said", "", width)
    yield _fact("warning", wish.warning or "none", _warns(wish, standing), width)
    names = ", ".join(picture.name for picture in wish.pictures)
    alts = "; ".join(picture.alt for picture in wish.pictures)
    yield _fact("pictures", names or "none", alts, width)


def _warns(wish: Wish, standing: Standing) -> str:
    """Say what the warning does; some networks can only put it before the words."""
    if not wish.warning:
        return ""
    folds = [one.warning != "" for _, posts in standing for one in posts]
    if all(folds):
        return "hides it until asked for"
    return (
        "hides it where the network can; else it stands before the words"
        if any(folds)
        else "before the words"
    )


def _to(accounts: Sequence[Account], chosen: Sequence[str]) -> tuple[str, str]:
    if not accounts:
        return "no account of yours yet", with_keys("{change} adds one; what is written here stays")
    to = [f"{one.handle} ({NETWORKS[one.network]})" for one in accounts if one.id in chosen]
    others = [one.handle for one in accounts if one.id not in chosen]
    return ", ".join(to) or "nobody yet", f"not {', '.join(others)}" if others else ""


def _fact(label: str, value: str, note: str, width: int) -> Option:
    value = line(value, width - LABEL)
    note = line(note, max(0, width - LABEL - len(value) - 2))
    parts = Content.assemble(
        (fit(label, LABEL), "$accent"), value, ("  " + note if note else "", "$text-muted")
    )
    return Option(parts, id=label)


def short(standing: Standing) -> str:
    """Return how long the posts are, for the line on top."""
    if not standing:
        return ""
    over = sum(one.length > one.limit for _, shown in standing for one in shown)
    posts = standing[0][1]
    if over:
        return f"{some(over, 'post')} too long"
    if len(posts) == 1:
        return f"1 post · {count(posts[0])}"
    return some(len(posts), "post")


def count(one: Shown) -> str:
    """Return how long a post is of how much there is room for."""
    return f"{one.length} / {one.limit}"


def preview(standing: Standing, accounts: Sequence[Account], wish: Wish) -> Content:
    """Return the posts exactly as they will be sent, each with its length; a too long one says so in words."""
    parts: list[Content | str | tuple[str, str]] = []
    handles = {one.id: one.handle for one in accounts}
    for id, shown in standing:
        if parts:
            parts.append("\n\n")
        parts.append((f"As {line(handles.get(id, id), 60)} it will stand:", "bold"))
        if not shown:
            parts.append(("\n\nNothing is written yet.", "$text-muted"))
        for number, one in enumerate(shown, start=1):
            parts += ["\n\n", *_post(one, number, len(shown), wish)]
    return Content.assemble(*parts)


def _post(one: Shown, number: int, of: int, wish: Wish) -> Iterator[Content | str | tuple[str, str]]:
    over = one.length - one.limit
    which = f"{number} of {of} · " if of > 1 else ""
    said = f" · too long by {over}: shorten it, or part it with a line ---" if over > 0 else ""
    yield (f"── {which}{count(one)}{said}", "$error" if over > 0 else "$accent")
    if one.warning:
        yield (f"\n! {line(one.warning, 300)}", "$warning")
    yield "\n"
    yield plain(one.text)
    if number == 1:
        for picture in wish.pictures:
            yield (f"\n▣ {line(picture.name, 60)}: {line(picture.alt, 400)}", "$text-muted")


def banner(wish: Wish, text: str) -> str:
    """Return who alone sees a private message, in words; "" when it is not private."""
    if wish.audience is not Audience.DIRECT:
        return ""
    named = named_in(text)
    if not named:
        return "Private, but nobody is named yet: write @name@host of whom it is for."
    who = " and ".join([*filter(None, [", ".join(named[:-1])]), named[-1]])
    return f"Only {who} {'sees' if len(named) == 1 else 'see'} this."
