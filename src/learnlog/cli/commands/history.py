"""Earlier versions, and the trash."""

from typing import TYPE_CHECKING

from learnlog.cli.as_json import document_json
from learnlog.cli.as_text import minute, short
from learnlog.cli.context import Context
from learnlog.cli.output import Cell, Styled, put_json, table, tell
from learnlog.cli.parser import Parser, Part, count
from learnlog.model.attachment import FOLDER
from learnlog.model.entry import first_line
from learnlog.model.moments import to_text

if TYPE_CHECKING:
    from learnlog.vault.trash import Trashed

ORIGINS = {
    "save": "saved over",
    "outside": "changed by another program",
    "delete": "deleted",
    "conflict": "my side of a conflict",
    "now": "as it is now",
}


def define_history(parser: Parser) -> None:
    """Say what `history` takes."""
    parser.add_argument(
        "id", nargs="?", default="", metavar="ID", help="an id; without one: what is in the trash"
    )


def history(context: Context) -> int:
    """List the versions of something, or the trash."""
    if not context.args.id:
        return _trash(context)
    kept, reader = context.workspace.history.of(context.args.id), context.workspace.history
    _id, path = reader.resolve(context.args.id)
    if context.wants_json:
        put_json(
            [
                {
                    "number": version.number,
                    "moment": to_text(version.moment),
                    "origin": version.origin,
                    "current": version.is_current,
                    "text": version.text,
                }
                for version in kept
            ]
        )
        return 0
    rows: list[list[Cell]] = []
    for version in kept:
        document = reader.read(path, version.text)
        said = first_line(document.body) if document else ""
        origin = ORIGINS.get(version.origin, version.origin)
        rows.append([f"{version.number}", minute(version.moment), origin, Styled(said, "dim")])
    table(rows)
    return 0


def _trash(context: Context) -> int:
    trashed = context.workspace.vault.trashed()
    if context.wants_json:
        put_json([{"id": t.doc_id, "path": t.path, "deleted": to_text(t.moment)} for t in trashed])
    else:
        table([[_typed(t), minute(t.moment), _where(t)] for t in trashed])
    if not trashed:
        tell("The trash is empty.")
    return 0


def _typed(trashed: "Trashed") -> Styled:
    """Return what a deleted thing can be called: a theme or person by its whole slug, all else by its end."""
    kind, _dot, slug = trashed.doc_id.partition(".")
    if kind in ("theme", "person") and slug:
        return Styled(slug, "accent")
    return Styled("", "dim") if _is_attached(trashed) else short(trashed.doc_id)


def _where(trashed: "Trashed") -> Cell:
    return (
        [trashed.path, Styled("  comes back with its entry", "dim")]
        if _is_attached(trashed)
        else trashed.path
    )


def _is_attached(trashed: "Trashed") -> bool:
    return trashed.path.startswith(f"{FOLDER}/")


def define_restore(parser: Parser) -> None:
    """Say what `restore` takes."""
    parser.add_argument("id", metavar="ID", help="an id, also of something deleted")
    parser.add_argument(
        "--version",
        type=count,
        default=0,
        metavar="N",
        help="as history numbers them; else the last one kept",
    )


def restore(context: Context) -> int:
    """Bring a version back; what is there now becomes one too."""
    document = context.workspace.history.restore(context.args.id, context.args.version)
    tell(f"Restored {document.path}")
    if context.wants_json:
        put_json(document_json(document))
    return 0


PARTS: dict[str, Part] = {"history": (define_history, history), "restore": (define_restore, restore)}
