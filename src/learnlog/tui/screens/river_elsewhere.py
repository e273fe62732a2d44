"""How far I read on my own server, beside how far I read here, and evening that out."""

from typing import TYPE_CHECKING

from textual import work

from learnlog.model.errors import LearnlogError
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.river_talk import TalkActs
from learnlog.tui.text import ago, line, some

if TYPE_CHECKING:
    from learnlog.talking.base import HomePost
    from learnlog.talking.positions import Standing


class ReadElsewhere(TalkActs):
    """The act that compares how far I read."""

    @work(group="elsewhere", exclusive=True)
    async def action_elsewhere(self) -> None:
        """Compare how far I read here and on my own server, and even it out as I choose."""
        try:
            account = await self._account("mastodon")
            if account is None:
                return
            self.show_progress(f"asking {line(account.server, 40)} how far you read …")
            positions = self.workspace.positions
            standing = await self.ask(lambda: positions.look(account))
            self.show_progress("")
            await self._choose(standing)
        except LearnlogError as error:
            self.desk.say_error(error)
        finally:
            if self.is_attached:
                self.show_progress("")

    async def _choose(self, standing: "Standing") -> None:
        choices = self._choices(standing)
        if not choices:
            self.desk.say("You read as far here as there.")
            return
        handle = line(standing.account.handle, 40)
        title = f"{handle} has read up to {self._called(standing.place)}" if standing.place else ""
        title = title or f"Nobody says how far {handle} read."
        choices.insert(0, Choice(id="", label="Leave it as it is"))
        picked = await self.app.push_screen_wait(Choose(title, choices))
        if picked == "take":
            count = len(standing.read_there)
            said = f"Marked {some(count, 'post')} read"
            self.act(lambda: self.workspace.positions.take(standing), said)
        elif picked:
            await self._share(standing, skipping=picked == "skip")

    async def _share(self, standing: "Standing", *, skipping: bool) -> None:
        from learnlog.tui.screens.leave_to_write import may_write

        if not await may_write(self, standing.account):
            return
        place = await self.ask(lambda: self.workspace.positions.share(standing, skipping=skipping))
        if place is not None:
            self.desk.say(f"Said there: read up to {self._called(place)}")

    def _choices(self, standing: "Standing") -> list[Choice]:
        found = []
        if count := len(standing.read_there):
            found.append(Choice(id="take", label=f"Mark {some(count, 'post')} read here, too"))
        if standing.ahead:
            found.append(Choice(id="share", label=f"Say there: up to {self._called(standing.ahead)}"))
        if standing.furthest:
            past = f"  past {standing.skipped} you did not read" if standing.skipped else ""
            label = f"Say there: up to {self._called(standing.furthest)}"
            found.append(Choice(id="skip", label=label, note=past))
        return found

    def _called(self, place: "HomePost") -> str:
        when = ago(place.moment, self.workspace.clock())
        return f"{line(place.who, 20)}, “{line(place.words, 28)}” ({when})"
