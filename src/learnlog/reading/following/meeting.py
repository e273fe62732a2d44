"""Whom an address led to: the first channel, and the others that are theirs or may be."""

from dataclasses import dataclass

from learnlog.model.safe import clean_line
from learnlog.reading.sources.base import Found

KINDS = {"feed": "feed", "bluesky": "Bluesky", "mastodon": "Mastodon"}
"""What kinds of channel are called on a screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A channel that may be this person's: ``proven`` both ways, and in ``evidence`` what speaks for it."""

    found: Found
    proven: bool = False
    evidence: str = ""

    @property
    def said(self) -> str:
        """The evidence, and what it is worth."""
        return f"proven: {self.evidence}" if self.proven else self.evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What was found at an address: ``offers``, the first being what was asked for, and remarks on the rest."""

    offers: tuple[Offer, ...]
    notes: tuple[str, ...] = ()

    @property
    def found(self) -> Found:
        """What was asked for."""
        return self.offers[0].found

    @property
    def own(self) -> list[Found]:
        """What was asked for and what is proven to be the same person's."""
        return [offer.found for number, offer in enumerate(self.offers) if offer.proven or not number]

    @property
    def name(self) -> str:
        """What the person is called there."""
        titles = (clean_line(one.title, 120) for one in self.own)
        return next((title for title in titles if title), clean_line(self.found.handle, 120))

    @property
    def handle(self) -> str:
        """What they are called on their network ("": it is no network)."""
        return clean_line(self.found.handle, 200)

    @property
    def bio(self) -> str:
        """What they say of themselves, on one line."""
        return next((bio for one in self.own if (bio := clean_line(one.description, 600))), "")


def kind_of(found: Found) -> str:
    """Return what the kind of a channel is called."""
    return KINDS.get(found.kind, clean_line(found.kind, 20))
