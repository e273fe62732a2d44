"""Taking in my views and rules from a folder that learnlog wrote: those whose names are not here yet."""

from pathlib import Path

from learnlog.care.taking import KNOWN, Taking
from learnlog.model.errors import LearnlogError
from learnlog.model.view import Rule, View
from learnlog.reading.sorting import rules, views
from learnlog.reading.sorting.rules import Rules
from learnlog.reading.sorting.views import Views
from learnlog.vault.files import Vault

PAGES = (views.PAGE, rules.PAGE)
AT_REST = "is taken in at rest; `learnlog rules on NAME` lets it work"


def import_searches(taking: Taking, root: Path) -> None:
    """Take in the views and rules of the learnlog folder `root`; rules come at rest, until I let them work."""
    space = taking.workspace
    theirs = Vault(root)
    known = {("view", one.id) for one in space.views.all()} | {("rule", one.id) for one in space.rules.all()}
    found: list[View | Rule] = [
        *(Views(theirs, space.changes).all() if (root / views.PAGE).is_file() else ()),
        *(Rules(theirs, space.themes, space.changes).all() if (root / rules.PAGE).is_file() else ()),
    ]
    for one in found:
        name = f"{rules.PAGE if isinstance(one, Rule) else views.PAGE}: {one.name}"
        if ("rule" if isinstance(one, Rule) else "view", one.id) in known:
            taking.skip(name, KNOWN)
            continue
        try:
            _take(taking, one, name)
        except LearnlogError as error:
            taking.skip(name, error.message)


def _take(taking: Taking, one: View | Rule, name: str) -> None:
    space = taking.workspace
    if isinstance(one, Rule) and one.problem:
        taking.skip(name, one.problem)
        return
    taking.added.append(name)
    if isinstance(one, Rule):
        taking.skip(name, AT_REST)
        if not taking.dry_run:
            space.rules.add(one.search, one.name, does=one.does, themes=one.themes)
            space.rules.change(one.name, off=True)
    elif not taking.dry_run:
        space.views.add(one.search, one.name)
