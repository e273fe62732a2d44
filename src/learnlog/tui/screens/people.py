"""People: the cards of those I follow, and what came from each."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.widgets.option_list import Option

from learnlog.model.entry import EntryKind
from learnlog.model.person import Person
from learnlog.model.query import PostFilter
from learnlog.overview.person_page import look_at_person
from learnlog.tui.commands import LISTS, PEOPLE
from learnlog.tui.key_names import key_of
from learnlog.tui.keys import bindings
from learnlog.tui.screens import page_rows as rows
from learnlog.tui.screens.asking import AskLine, Choice, Choose
from learnlog.tui.screens.forms import Form, words_of
from learnlog.tui.screens.people_card import (
    Card,
    Page,
    card_fields,
    draw_card,
    draw_head,
    draw_review,
    draw_themes,
)
from learnlog.tui.screens.people_channels import draw_channels, kind_named, kinds_of, moved_said, past
from learnlog.tui.screens.people_limit import LimitActs
from learnlog.tui.screens.two_panes import TwoPanes
from learnlog.tui.text import line, some


class PeopleScreen(LimitActs, TwoPanes[list[Card], Page]):
    """The cards at the left, the page of the chosen person at the right."""

    scope = "people"
    BINDINGS: ClassVar = bindings(PEOPLE, LISTS)
    needs_card = frozenset(
        ("edit", "river_of", "unfollow", "whole_always", "mute", "join", "split", "limit", "editor")
    )
    _cards: Mapping[str, Person] = {}
    _looked: Page | None = None
    _with_former = False
    _unread = 0

    def gather_cards(self) -> list[Card]:
        """Return the cards; those I no longer follow come last, when they are asked for."""
        posts = self.workspace.library.posts
        unread = posts.unread_by_person(boosts=self.desk.remembered.shows_boosts)
        self._unread = posts.unread_total(boosts=self.desk.remembered.shows_boosts)
        last = posts.last_by_person()
        people = self.workspace.people.all(unfollowed=self._with_former)
        people.sort(key=lambda person: (not person.is_followed, person.name.casefold()))
        return [Card(person=p, unread=unread.get(p.id, 0), last=last.get(p.id)) for p in people]

    def card_options(self, found: list[Card], width: int) -> Iterator[Option]:
        """Draw two lines for each person."""
        self._cards = {card.person.id: card.person for card in found}
        followed = [card for card in found if card.person.is_followed]
        unread = self._unread  # a story that several of them tell is one
        said = some(len(followed), "person", "people")
        self.context(f"{said} · {unread:,} new" if unread else said)
        if not followed:
            yield rows.wrapped("You do not follow anybody yet.", width)
            yield rows.gap()
            yield rows.wrapped(
                f"{key_of('follow')} follows someone: a homepage, a feed, or their name on a network is enough.",
                width,
                "$text-muted",
            )
            yield rows.gap()
        former = False
        for card in found:
            if not card.person.is_followed and not former:
                former = True
                yield rows.section("No longer followed", "X hides them")
            yield Option(draw_card(card, width, self.workspace.clock()), id=card.person.id)

    def gather_page(self, name: str) -> Page:
        """Return the person's page."""
        look = look_at_person(self.workspace, name)
        names = {theme.slug: theme.name for theme in self.workspace.themes.all(merged=True)}
        reviews = self.workspace.finder.reviews() if look.person.is_followed else []
        review = next((one for one in reviews if one.person == look.person.id), None)
        return Page(look=look, names=names, text=rows.read_body(look.person.body), review=review)

    def page_options(self, found: Page, width: int) -> Iterator[Option]:
        """Draw the person's page."""
        self._looked = found
        now, look, names = self.workspace.clock(), found.look, dict(found.names)
        yield from draw_head(found, width)
        yield from draw_review(found.review, now, width)
        yield from draw_channels(look, now, width)
        yield from draw_themes(look, width)
        insights = [entry for entry in look.insights if entry.kind is EntryKind.INSIGHT]
        others = [entry for entry in look.insights if entry.kind is not EntryKind.INSIGHT]
        yield from rows.entries("My insights that came from them", insights, now, width, names)
        yield from rows.entries("Also written with them in mind", others, now, width, names)
        yield from rows.kept_posts(look.kept, now, width, named=False)
        note = f"last {past(look.last, now)}" if look.last else ""
        note += f" · {look.unread:,} new" if look.unread else ""
        yield from rows.posts(
            "Newest posts",
            f"{note} · {key_of('river-of')} shows them all",
            look.posts,
            now,
            width,
            named=False,
        )
        yield from rows.wiki_text("On the card", "person", found.text, width)
        if not look.posts:
            yield rows.section("No posts here yet")
            words = f"{key_of('follow')} follows a feed of theirs."
            if look.standings:
                words = f"{key_of('fetch')} asks the channels that are due."
            yield rows.wrapped(words, width, indent="  ")

    @property
    def person_at_hand(self) -> Person | None:
        """The person under the cursor, though their page may still be read."""
        found, chosen = self._looked, self.chosen
        return found.look.person if found and found.look.person.id == chosen else self._cards.get(chosen)

    def action_edit(self) -> None:
        """Change the card."""
        person = self.person_at_hand
        if person is not None and self.desk.ahead.begin():
            self._edit(person)

    @work(group="form")
    async def _edit(self, person: Person) -> None:
        space = self.workspace
        names = {theme.slug: theme.name for theme in await self.ask(space.themes.all)}
        circles = await self.ask(space.people.circles)
        fields = card_fields(person, names, tuple(circles))
        form = Form(
            f"The card of {line(person.name, 48)}", fields, lambda values: self._change(person, values)
        )
        if await self.app.push_screen_wait(form):
            self.desk.say("Changed the card", undo=True)
            self.desk.changed()

    def _change(self, person: Person, values: Mapping[str, str]) -> None:
        """Write what the form says, as one change. Runs in a thread."""
        before = self.workspace.changes.mark()
        self.workspace.people.save(
            replace(
                person,
                name=values["name"] or person.name,
                why=values["why"],
                role=values["role"],
                themes=words_of(values["themes"]),
                circles=words_of(values["circles"]),
            )
        )
        self.workspace.changes.group(f"changed the card of {person.name}", before)

    def action_unfollow(self) -> None:
        """Stop following, or follow again."""
        person, people = self.person_at_hand, self.workspace.people
        if person is None:
            return
        name = line(person.name, 40)
        if person.is_followed:
            said = f"You no longer follow {name}; kept posts and insights stay"
            self.act(lambda: people.unfollow(person.id), said)
            return
        again = replace(person, status="following")
        self.act(lambda: people.save(again, f"followed {person.name} again"), f"You follow {name} again")

    def action_whole_always(self) -> None:
        """Read what their feeds bring whole from now on, or take it as it comes."""
        person, full_text = self.person_at_hand, self.workspace.full_text
        if person is None:
            return
        wanted = not any(channel.full_text for channel in person.channels)
        name = line(person.name, 40)
        said = (
            f"Posts of {name} are read whole when they come"
            if wanted
            else f"{name}: posts as their feed gives them"
        )
        self.act(lambda: full_text.want(person.id, wanted), said)

    def action_mute(self) -> None:
        """Leave the person out of the River, or let them back."""
        person, seasons = self.person_at_hand, self.workspace.finder.seasons
        if person is None:
            return
        name = line(person.name, 40)
        if person.is_muted:
            self.act(lambda: seasons.unmute(person.id), f"{name} is in the River again")
        else:
            self.act(
                lambda: seasons.mute(person.id), f"{name} is muted: not in the River, and found all the same"
            )

    def action_join(self) -> None:
        """Join with another person."""
        person = self.person_at_hand
        if person is not None and self.desk.ahead.begin():
            self._join(person)

    @work(group="form")
    async def _join(self, person: Person) -> None:
        people = self.workspace.people
        others = [one for one in await self.ask(lambda: people.all(unfollowed=True)) if one.id != person.id]
        choices = [Choice(id=p.id, label=p.name, note=kinds_of(p), also=p.aliases) for p in others]
        title = f"Who is {line(person.name, 34)} as well?"
        hint = "Their channels, themes and circles come to this card"
        other = await self.app.push_screen_wait(Choose(title, choices, hint=hint))
        if other:
            name = next(line(one.name, 40) for one in others if one.id == other)
            self.act(lambda: people.join(person.id, other), f"{name} is one with {line(person.name, 40)} now")

    def action_split(self) -> None:
        """Give a channel a card of its own."""
        person = self.person_at_hand
        if person is not None and self.desk.ahead.begin():
            self._split(person)

    @work(group="form")
    async def _split(self, person: Person) -> None:
        channels = [
            Choice(id=c.key, label=c.title or c.key, note=kind_named(c.kind)) for c in person.channels
        ]
        hint = "It gets a card of its own; its posts go with it"
        key = await self.app.push_screen_wait(
            Choose("Which channel is somebody else’s?", channels, hint=hint)
        )
        name = await self.app.push_screen_wait(AskLine("Whose is it?")) if key else None
        if key and name:
            people = self.workspace.people
            self.act(lambda: people.split(person.id, key, name), f"{line(name, 40)} has a card now")

    async def action_move_on(self) -> None:
        """Follow somebody who moved to their new account."""
        found, person = self._looked, self.person_at_hand
        if found is None or person is None or found.look.person.id != person.id:
            return
        if not any(moved_said(person, one.channel, one.state) for one in found.look.standings):
            self.desk.say(f"{line(person.name, 40)} did not move, as far as their channels say")
            return
        following = self.workspace.following
        self.act(lambda: following.follow_move(person.id), f"You follow {line(person.name, 40)} there now")

    def action_revive(self) -> None:
        """Ask channels again that said they are gone for good, with the next fetch."""
        person = self.person_at_hand
        if person is not None:
            schedule = self.workspace.fetching.schedule
            self.act(
                lambda: schedule.revive(person.id), "It is asked again with the next fetch: r", undo=False
            )

    def action_former(self) -> None:
        """Show those I no longer follow, or hide them."""
        self._with_former = not self._with_former
        self.renew()

    async def action_river_of(self) -> None:
        """Show the person's posts in the River."""
        if self.chosen:
            await self.desk.open_river(PostFilter(person=self.chosen))

    def own_file(self) -> tuple[str, str, str] | None:
        """Return the file of the card, its id, and what writing in it is called."""
        person = self.person_at_hand
        return (person.path, person.id, f"wrote on the card of {person.name}") if person else None
