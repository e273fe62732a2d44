"""The chain, followed both ways."""

from typing import TYPE_CHECKING, Any

from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say
from learnlog.cli.parser import Parser, Part

if TYPE_CHECKING:
    from learnlog.overview.tracing import Step, Trace


def define_trace(parser: Parser) -> None:
    """Say what `trace` takes."""
    parser.add_argument("id", metavar="ID", help="an entry, a kept post or a post")


def trace(context: Context) -> int:
    """Show what something rests on and what grew from it, link by link."""
    from learnlog.model.errors import NotFoundError
    from learnlog.overview.tracing import trace as follow

    workspace = context.workspace
    try:
        document = workspace.shelf.find(context.args.id)
        kind, id = document.type.value, document.id
    except NotFoundError:
        kind, id = "post", workspace.keeping.post(context.args.id).id
    found = follow(workspace, kind, id)
    if context.wants_json:
        put_json(_trace_json(found))
        return 0
    for step in found.rests:
        _show_step(step, "↑ ", 0)
    say(Styled(f"● {found.link.title}", "bold"), Styled(f"  {found.link.type}", "dim"))
    for step in found.grew:
        _show_step(step, "↓ ", 0)
    for theme in found.themes:
        say("# ", theme.title)
    for address in found.sent:
        say("→ ", address)
    return 0


def _show_step(step: "Step", sign: str, depth: int) -> None:
    note = " · ".join(part for part in (step.relation.lower(), step.link.note) if part)
    say("  " * depth, sign, step.link.title, Styled(f"  {note}", "dim"))
    for further in step.steps:
        _show_step(further, sign, depth + 1)


def _trace_json(found: "Trace") -> dict[str, Any]:
    return {
        "type": found.link.type,
        "id": found.link.id,
        "title": found.link.title,
        "rests": [_step_json(step) for step in found.rests],
        "grew": [_step_json(step) for step in found.grew],
        "themes": [theme.id for theme in found.themes],
        "sent": list(found.sent),
    }


def _step_json(step: "Step") -> dict[str, Any]:
    return {
        "relation": step.relation,
        "type": step.link.type,
        "id": step.link.id,
        "title": step.link.title,
        "steps": [_step_json(further) for further in step.steps],
    }


PARTS: dict[str, Part] = {"trace": (define_trace, trace)}
