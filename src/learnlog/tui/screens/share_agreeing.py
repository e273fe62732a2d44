"""Before something is sent: what it lacks, may that many people see it, and is it meant."""

from collections.abc import Sequence

from learnlog.model.account import Account
from learnlog.model.social import Audience
from learnlog.talking.sharing import NEEDED, Wish
from learnlog.tui.screens.delivering import agrees
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.screens.share_drawing import Standing
from learnlog.tui.screens.share_plan import Plan, named_in, needs_raising
from learnlog.tui.text import line, some


def lacking(texts: Sequence[str], wish: Wish, standing: Standing) -> str:
    """Say what keeps the posts `texts` from being kept, and with their `standing` from being sent; "" when nothing."""
    if not texts:
        return "There is nothing to send yet."
    if wish.audience is Audience.DIRECT and not named_in("\n".join(texts)):
        return "A direct post reaches only those it names: write @name@host of whom it is for."
    over = (
        [number for number, one in enumerate(standing[0][1], 1) if one.length > one.limit] if standing else []
    )
    return f"Post {over[0]} is too long: shorten it, or part it with a line ---." if over else ""


async def may_be_seen(screen: DeskScreen, plan: Plan, wish: Wish) -> bool:
    """Ask before an entry is shown to more people than it was. Call it from a worker."""
    entry = await screen.ask(lambda: needs_raising(screen.workspace, plan, wish))
    if entry is None:
        return True
    level = NEEDED[wish.audience].value
    now = entry.visibility.value
    question = f"This entry is {now} so far. To send it ({wish.audience.value}), it becomes {level}."
    return await agrees(screen, question, f"Make it {level}", f"Leave it {now}")


async def is_meant(screen: DeskScreen, accounts: Sequence[Account], wish: Wish, posts: int) -> bool:
    """Ask once whether so many posts are to be sent now. Call it from a worker."""
    who = " and ".join(line(one.handle, 40) for one in accounts)
    audience = "privately" if wish.audience is Audience.DIRECT else wish.audience.value
    question = f"Send {some(posts, 'post')} as {who}, {audience}, now?"
    return await agrees(screen, question, "Send now", "Not yet")
