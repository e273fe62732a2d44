"""How many posts of a person stay: chosen from a list that says what would go now."""

from typing import Final

from textual import work

from learnlog.model.errors import LearnlogError
from learnlog.model.person import Person
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.desk import DeskScreen
from learnlog.tui.text import line, some

_USUAL: Final = ("all", "30 days", "90 days", "365 days", "100 posts", "1,000 posts")
_SET, _NOW = "as set", "now"


class LimitActs(DeskScreen):
    """The act that says how many posts of somebody stay. A screen that has it says who, in `person_at_hand`."""

    @property
    def person_at_hand(self) -> Person | None:
        """The person that is meant."""
        return None

    @work(group="form")
    async def action_limit(self) -> None:
        """Choose how many posts of the person stay, or let go now what is more than that, with all others'."""
        person, space = self.person_at_hand, self.workspace
        if person is None:
            return
        said = {channel.keep for channel in person.channels}
        chosen = said.pop() if len(said) == 1 else ""
        try:
            going = sum(one.going for one in await self.ask(space.tidying.look))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        usual = space.settings.keep
        choices = [Choice(id=_SET, label="As in the settings", note=usual, chosen=not chosen)]
        listed = (*_USUAL, *((chosen,) if chosen and chosen not in _USUAL else ()))
        choices += [Choice(id=one, label=one, chosen=one == chosen) for one in listed]
        if going:
            choices.append(Choice(id=_NOW, label=f"Let {some(going, 'old post')} of all channels go now"))
        hint = "Never what is starred, kept, tagged, named by a page of yours, or unread as the settings say"
        title = f"Which posts of {line(person.name, 40)} stay?"
        picked = await self.app.push_screen_wait(Choose(title, choices, allow_new=True, hint=hint, new="say"))
        if picked == _NOW:
            self._tidy()
        elif picked:
            self._limit(person, picked)

    @work(group="act")
    async def _limit(self, person: Person, keep: str) -> None:
        """Say how many posts of `person` stay, and what that will let go."""
        space = self.workspace
        try:
            await self.ask(lambda: space.people.limit(person.id, keep))
            looked = await self.ask(space.tidying.look)
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        going = sum(one.going for one in looked if one.person == person.name)
        goes = f". {some(going, 'old post')} will go, once a day after a fetch" if going else ""
        self.desk.say(f"Stays of {line(person.name, 40)}: {keep}{goes}", undo=True)
        self.desk.changed()

    @work(group="act")
    async def _tidy(self) -> None:
        from learnlog.reading.keeping.tidying import tidied_said

        self.show_progress("tidying old posts away …")
        try:
            done = await self.ask(self.workspace.tidying.tidy)
            self.desk.say(tidied_said(done) or "Nothing was to go.")
        except LearnlogError as error:
            self.desk.say_error(error)
        self.show_progress("")
        self.desk.changed()
