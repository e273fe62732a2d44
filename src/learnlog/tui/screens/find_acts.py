"""What can be done with a found person: follow, peek, set aside, join, divide, ask the networks, say why."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from textual import work
from textual.widgets.option_list import Option

from learnlog.model.errors import LearnlogError
from learnlog.model.finding import Findings, Suggestion
from learnlog.model.person import Channel
from learnlog.model.theme import ThemeStatus
from learnlog.reading.following.meeting import KINDS
from learnlog.tui.commands_posts import POSTS, READING
from learnlog.tui.key_names import key_of
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.asking import Choice, Choose
from learnlog.tui.screens.find_online import FindOnline
from learnlog.tui.screens.find_rows import place_of
from learnlog.tui.screens.find_state import Ring, Shown
from learnlog.tui.text import line
from learnlog.tui.wanted import Wanted

_OF_A_POST = frozenset(command.action for command in (*POSTS, *READING)) | {"read_on"}
_OF_A_PERSON = frozenset({"follow_them", "peek", "why", "set_aside", "ask_them", "join", "split"})
_OF_A_LIST = frozenset({"next_circle", "circle_before", "show_new", "search_networks"})
_READING = frozenset(command.action for command in READING) | {"read_on"}


class FindActs(FindOnline):
    """The acts on people. Everything is done in threads, and can be taken back."""

    _ring: Ring | None = None
    _keywords: tuple[str, ...] = ()
    _offered: object = None
    _adopts = False

    @property
    def is_asking(self) -> bool:
        """Tell whether it looks for somebody to ask."""
        return False

    def look(self, wanted: Wanted) -> tuple[Findings, tuple[str, ...]]:
        """Return who was found, and keywords to take when the theme has none. Runs in a thread."""
        theme = self.workspace.themes.find(wanted.theme) if wanted.theme else None
        proposed = tuple(self.workspace.finder.keywords(theme.slug)) if theme and not theme.keywords else ()
        return self.finds(wanted), proposed

    def marked(self, shown: Shown) -> Shown:
        """Return what is shown with those marked who are followed or set aside by now. Runs in a thread."""
        people = self.workspace.people.all()
        theirs = {key for one in people for channel in one.channels for key in channel.keys}
        followed = frozenset(
            one.candidate.key
            for one in shown.found.new
            if {one.candidate.key, *(channel.key for channel in one.candidate.channels)} & theirs
        )
        aside = (channel.key for one in self.workspace.finder.dismissed() for channel in one.channels)
        return replace(shown, followed=followed, dismissed=frozenset(aside))

    def looked_again(self, wanted: Wanted, shown: Shown) -> Shown:
        """Return what is shown after another look for people. Runs in a thread."""
        adopt, self._adopts = self._adopts, False
        return self.marked(shown).with_later(self.finds(wanted), adopt=adopt)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the person, the post or the line under the cursor."""
        if action in _OF_A_POST:
            return self.has_class("-reading") if action in _READING else self.post_at_hand() is not None
        if action in _OF_A_LIST:
            return self._shown is not None
        if action == "accept":
            return not self.is_asking and self._can_accept()
        if action not in _OF_A_PERSON:
            return True
        one = self.person_at_hand()
        return one is not None and self._can(action, one)

    def _can(self, action: str, one: Suggestion) -> bool:
        """Tell whether `action` can be done with `one`; whom I follow is neither followed nor set aside."""
        found = one.candidate
        possible = {
            "ask_them": self.is_asking,
            "follow_them": not found.person,
            "set_aside": not found.person,
            "join": bool(found.proposed),
            "split": not found.person and len(found.channels) > 1,
        }
        return possible.get(action, True)

    def _can_accept(self) -> bool:
        return bool(self._keywords) if self._shown is not None else self.found.at.startswith("word:")

    def offer(self) -> None:
        """Draw the footer anew, which is dear, only when it would say something else."""
        here = self.person_at_hand()
        offered = (
            self.has_class("-reading"),
            self.post_at_hand() is not None,
            here is not None and bool(here.candidate.person),
            here is None,
            here is not None and bool(here.candidate.proposed),
            self._shown is None,
            self._can_accept(),
        )
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def action_follow_them(self) -> None:
        """Follow the person under the cursor; where there is none, somebody by their address."""
        one = self.person_at_hand()
        if one is None:
            return
        if self._shown and one.candidate.key in self._shown.followed:
            self.desk.say(f"You follow {line(one.candidate.name, 40)} already.")
        else:
            self._follow(one)

    @work(group="act")
    async def _follow(self, one: Suggestion) -> None:
        """Follow all their proven channels as one person; the list stands still meanwhile."""
        found, theme = one.candidate, self.wanted.theme if self.wanted else ""
        if found.channels and all(channel.kind == "web" for channel in found.channels):
            from learnlog.tui.screens.follow import FollowScreen

            self.app.push_screen(
                FollowScreen(theme, address=found.channels[0].key)
            )  # its feed was never looked up
            return
        name = line(found.name or found.handle, 40)
        self.show_progress(f"following {name} …")
        try:
            followed = await self.ask(lambda: self.workspace.finder.follow(found, theme=theme))
        except LearnlogError as error:
            self.desk.say_error(error)
            return
        finally:
            self.show_progress("")
        where = " and ".join(line(place_of(channel, found), 40) for channel in followed.channels)
        self.desk.say(f"You follow {line(followed.name, 40)} on {where}", undo=True)
        self.desk.changed()

    def action_set_aside(self) -> None:
        """Set the person under the cursor aside for good."""
        one = self.person_at_hand()
        if one is not None:
            self.leave_proof()
            name = line(one.candidate.name or one.candidate.handle, 40)
            self.act(lambda: self.workspace.finder.dismiss(one.candidate), f"{name} is not proposed again")

    @work(group="form", exclusive=True)
    async def action_join(self) -> None:
        """Count a channel that is proposed as theirs."""
        one = self.person_at_hand()
        if one is None:
            return
        listed = {perhaps.channel.key: perhaps.channel for perhaps in one.candidate.proposed}
        key = await self._one_of(listed, "Which of these is theirs too?", "perhaps")
        if key:
            self._adopts = True
            said = f"Counted {place_of(listed[key], one.candidate)} as {line(one.candidate.name, 30)}’s"
            self.act(lambda: self.workspace.finder.join(one.candidate, key), said)

    @work(group="form", exclusive=True)
    async def action_split(self) -> None:
        """Leave out a channel that is somebody else's."""
        one = self.person_at_hand()
        if one is None:
            return
        listed = {channel.key: channel for channel in one.candidate.channels}
        key = await self._one_of(listed, "Which channel is somebody else’s?", "channel")
        if key:
            self._adopts = True
            said = f"Parted: {place_of(listed[key], one.candidate)} is somebody else’s"
            self.act(lambda: self.workspace.finder.split(one.candidate, key), said)

    async def _one_of(self, listed: Mapping[str, Channel], title: str, kind: str) -> str | None:
        """Return the key of the channel under the cursor, of the only one, or of the one that is chosen."""
        here, _, key = self.proof.at.partition(":")
        if self.proof.has_focus and here == kind and key in listed:
            return key
        if len(listed) == 1 and kind == "perhaps":
            return next(iter(listed))
        choices = [
            Choice(id=key, label=place_of(channel), note=KINDS.get(channel.kind, channel.kind))
            for key, channel in listed.items()
        ]
        return await self.app.push_screen_wait(Choose(title, choices))

    def action_dismissed(self) -> None:
        """Show those who were set aside."""
        from learnlog.tui.screens.dismissed import DismissedScreen

        self.app.push_screen(DismissedScreen())

    def action_why(self) -> None:
        """Explain the person under the cursor, to the last number."""
        from learnlog.tui.screens.why import WhyScreen

        one, wanted = self.person_at_hand(), self.wanted
        if one is not None and wanted is not None:
            finder = self.workspace.finder
            self.app.push_screen(
                WhyScreen(one.candidate.name, lambda: finder.explain(wanted.asked, one.candidate.key))
            )

    @work(group="form", exclusive=True)
    async def action_change_theme(self) -> None:
        """Ask about another theme, or about anything in my own words."""
        themes = await self.ask(self.workspace.themes.all)
        choices = [
            Choice(
                id=t.slug,
                label=t.name,
                note="" if t.status is ThemeStatus.ACTIVE else t.status.value,
                also=t.aliases,
            )
            for t in sorted(themes, key=lambda t: t.status is not ThemeStatus.ACTIVE)
        ]
        hint = "A theme, or any words · {take} looks · {leave} leaves it"
        dialog = Choose("Who knows about …", choices, allow_new=True, hint=hint, new="look for")
        chosen = await self.app.push_screen_wait(dialog)
        if chosen:
            known = any(theme.slug == chosen for theme in themes)
            self.look_for(Wanted(theme=chosen) if known else Wanted(words=chosen))

    def keyword_options(self) -> Iterator[Option]:
        """Draw the keywords that are proposed for a theme without any."""
        if self._keywords:
            said = " · ".join(line(word, 40) for word in self._keywords)
            yield rows.wrapped(f"No keywords yet. By what you wrote they might be: {said}", self.room)
            yield rows.wrapped(
                f"{key_of('accept', 'find')} takes them. Fewer or others: "
                f"{key_of('edit', 'themes')} on the theme’s own page.",
                self.room,
                "$text-muted",
            )
            yield rows.gap()

    def action_accept(self) -> None:
        """Take the keywords that are proposed; on a word that rises, make a theme of it or a keyword."""
        wanted = self.wanted
        if self._shown is None or wanted is None:
            self._use_word(self.found.at.partition(":")[2])
            return
        keywords, around = self._keywords, self.workspace.finder.around
        self._shown, self._keywords = None, ()
        said = f"The theme looks for {line(', '.join(keywords), 60)} now"
        self.act(lambda: around.accept(wanted.theme, keywords), said)

    @work(group="form", exclusive=True)
    async def _use_word(self, word: str) -> None:
        """Ask what becomes of a word that rises: a theme of its own, or a keyword of one."""
        themes = await self.ask(lambda: self.workspace.themes.all(status=ThemeStatus.ACTIVE))
        new = Choice(id="", label=f"a theme of its own: {word}")
        choices = [
            new,
            *(Choice(id=t.slug, label=t.name, note="keyword of it", also=t.aliases) for t in themes),
        ]
        picked = await self.app.push_screen_wait(Choose(f"What becomes of “{line(word, 40)}”?", choices))
        if picked is None:
            return
        space = self.workspace
        if not picked:
            self.act(lambda: space.themes.add(word, keywords=[word]), f"Made the theme “{line(word, 40)}”")
            return
        name = next(t.name for t in themes if t.slug == picked)
        around = space.finder.around
        self.act(
            lambda: around.accept(picked, (word,)), f"“{line(word, 40)}” is a keyword of {line(name, 40)} now"
        )
