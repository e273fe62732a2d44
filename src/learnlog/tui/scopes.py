"""Which commands work where: the scopes of the screens, each with its title."""

from collections.abc import Mapping

from learnlog.tui.command import Command
from learnlog.tui.commands import EVERYWHERE, FOLLOW, FORM, LISTS, PEOPLE, THEMES, TODAY, WELCOME
from learnlog.tui.commands_dialogs import DIALOG, HELPED
from learnlog.tui.commands_finding import ASKED_ABOUT, DISMISSED, FIND, LOOK_BACK, WHY
from learnlog.tui.commands_posts import POST_ALONE, RIVER, SEARCH, THREAD, THREAD_POST
from learnlog.tui.commands_reflecting import (
    ASSIGNMENT,
    COMING_BACK,
    GOALS,
    PROGRAMMES,
    RECALL,
    REVIEW,
    THEN_NOW,
    TRACE,
    WEEK,
    WEEKS,
)
from learnlog.tui.commands_sharing import BUNDLE, COACH, COHORT, MEMBER_ENTRY, RECEIVED
from learnlog.tui.commands_stories import CHANGES, VOICES
from learnlog.tui.commands_talking import ACCOUNTS, LOGIN, NOTICES, OUTBOX, SHARE
from learnlog.tui.commands_views import RULE, VIEWS
from learnlog.tui.commands_writing import (
    COMPOSER,
    CONFLICT,
    DOCUMENT,
    HISTORY,
    INSIGHT,
    JOURNAL,
    POST_DOCUMENT,
)

SCOPES: Mapping[str, tuple[str, tuple[Command, ...]]] = {
    "everywhere": ("Everywhere", EVERYWHERE),
    "lists": ("In every list", LISTS),
    "today": ("Today", (*COMING_BACK, *TODAY)),
    "journal": ("Journal", JOURNAL),
    "river": ("River", RIVER),
    "views": ("My views and rules", VIEWS),
    "rule": ("A rule", RULE),
    "post": ("A post by itself", POST_ALONE),
    "thread": ("A conversation", THREAD),
    "thread-post": ("A post of a conversation", THREAD_POST),
    "voices": ("The voices of a story", VOICES),
    "changes": ("What a post said before", CHANGES),
    "themes": ("Themes", THEMES),
    "people": ("People", PEOPLE),
    "search": ("Search", SEARCH),
    "find": ("Find", FIND),
    "why": ("Why a person is found", WHY),
    "dismissed": ("Those set aside", DISMISSED),
    "look-back": ("Is it still useful?", LOOK_BACK),
    "asked-about": ("What I could be asked about", ASKED_ABOUT),
    "trace": ("The chain", TRACE),
    "goals": ("Goals", GOALS),
    "programmes": ("Programmes", PROGRAMMES),
    "weeks": ("Weeks", WEEKS),
    "week": ("A week", WEEK),
    "assignment": ("An assignment", ASSIGNMENT),
    "then-now": ("Then and now", THEN_NOW),
    "recall": ("An insight that comes back", RECALL),
    "review": ("The weekly review", REVIEW),
    "composer": ("While writing", COMPOSER),
    "document": ("A document and its links", DOCUMENT),
    "post-document": ("A post and its links", POST_DOCUMENT),
    "history": ("Earlier versions", HISTORY),
    "conflict": ("Two versions", CONFLICT),
    "form": ("In a form", FORM),
    "dialog": ("In a small dialog", DIALOG),
    "help": ("The list of keys", HELPED),
    "follow": ("Following someone", FOLLOW),
    "accounts": ("My accounts", ACCOUNTS),
    "login": ("Logging in", LOGIN),
    "share": ("Sending something", SHARE),
    "outbox": ("The outbox", OUTBOX),
    "notices": ("What concerns me", NOTICES),
    "bundle": ("What a coach would get", BUNDLE),
    "coach": ("A coach's desk", COACH),
    "cohort": ("My cohort", COHORT),
    "member-entry": ("An entry of somebody in my cohort", MEMBER_ENTRY),
    "received": ("A learner's entry", RECEIVED),
    "welcome": ("The first steps", WELCOME),
    "insight": ("While writing an insight", INSIGHT),
}
