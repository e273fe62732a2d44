"""What comes back from a coach: comments, each beside its entry."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from learnlog.cli.as_json import remark_json
from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, tell
from learnlog.cli.parser import Parser, Part
from learnlog.model.errors import LearnlogError

if TYPE_CHECKING:
    from learnlog.sharing.feedback import Report


def define_feedback(parser: Parser) -> None:
    """Say what `feedback` takes."""
    parser.add_argument("file", nargs="+", metavar="FILE", help="a comments file that came back")


def feedback(context: Context) -> int:
    """Take comments in; fails when none of the files was one."""
    reports: list[Report] = []
    failed = False
    for name in context.args.file:
        try:
            reports.append(context.workspace.feedback.take(Path(name).expanduser()))
        except LearnlogError as error:
            if len(context.args.file) == 1:
                raise
            failed = True
            tell(Styled("left out  ", "warn"), f"{name}: {error.message}")
    for report in reports:
        _tell_report(context, report)
    if context.wants_json:
        put_json([_report_json(report) for report in reports])
    return 1 if failed and not reports else 0


def _tell_report(context: Context, report: "Report") -> None:
    for remark in (*report.new, *report.changed):
        about = f"“{remark.entry.headline}”" if remark.entry else "your question"
        late = "  (about an earlier version)" if remark.is_earlier else ""
        said = f"{report.by} · {remark.comment.comment} · {about}"
        tell(Styled(said, "accent"), Styled(late, "warn"))
        say(remark.comment.body.strip())
        if remark.is_earlier:
            read = context.workspace.feedback.version_read(remark)
            tell("They had read:" if read else "The version they had read is not kept any more.")
            tell(Styled(read.body.strip() if read else "", "dim"))
    for id in report.unknown:
        tell(Styled("unknown  ", "warn"), f"a comment is about {id}, which this journal did not share")
    tell(f"{len(report.new)} new, {len(report.changed)} changed, {report.known} known already")


def _report_json(report: "Report") -> dict[str, Any]:
    return {
        "from": report.by,
        "new": [remark_json(remark) for remark in report.new],
        "changed": [remark_json(remark) for remark in report.changed],
        "known": report.known,
        "unknown": list(report.unknown),
    }


PARTS: dict[str, Part] = {"feedback": (define_feedback, feedback)}
