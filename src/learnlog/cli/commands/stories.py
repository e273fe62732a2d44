"""Behind a post: who else says it, and what it said before."""

from learnlog.cli.as_text import post_rows
from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, table, tell
from learnlog.cli.pages import posts_json
from learnlog.cli.parser import Parser, Part
from learnlog.model.post import PostVersion
from learnlog.model.word_diff import Piece, PieceKind, word_diff


def define_voices(parser: Parser) -> None:
    """Say what `voices` takes."""
    parser.add_argument("post", metavar="POST", help="the post's id, or its start or end")
    act = parser.add_mutually_exclusive_group()
    act.add_argument("--split", action="store_true", help="this post is another story; remembered")
    act.add_argument("--join", action="store_true", help="take that back")


def voices(context: Context) -> int:
    """List everybody who says the same, the post that stands in lists first."""
    args, stories = context.args, context.workspace.stories
    post = context.workspace.keeping.post(args.post)
    if args.split:
        left = stories.split(post)
        tell(f"It stands alone now; its story has {left} {'voice' if left == 1 else 'voices'} left.")
    elif args.join and not stories.rejoin(post):
        tell("It stands alone: nothing that is here says the same.")
    told = stories.voices(context.workspace.keeping.post(post.id))
    if context.wants_json:
        put_json(posts_json(context.workspace, told))
    else:
        table(post_rows(told, context.theme_names(told)))
    return 0


def define_changes(parser: Parser) -> None:
    """Say what `changes` takes."""
    parser.add_argument("post", metavar="POST", help="the post's id, or its start or end")


def changes(context: Context) -> int:
    """Show what became of each earlier version's words, the newest version first."""
    post = context.workspace.keeping.post(context.args.post)
    now = context.workspace.keeping.text(post).text
    versions = context.workspace.library.posts.versions(post.id)[::-1]
    found = [
        (version, word_diff(f"{version.title}\n{version.text}", f"{post.title}\n{now}"))
        for version in versions
    ]
    if context.wants_json:
        put_json([_version_json(version, pieces) for version, pieces in found])
        return 0
    for version, pieces in found:
        say(Styled(f"until {version.until.astimezone():%Y-%m-%d %H:%M}", "bold"))
        say(*(map(_drawn, pieces) if pieces else ["It says the same again."]))
    if not found:
        tell("Its author changed nothing in it since it came.")
    return 0


def _version_json(version: PostVersion, pieces: list[Piece]) -> dict[str, object]:
    return {
        "until": version.until.isoformat(),
        "title": version.title,
        "text": version.text,
        "changes": [{"kind": piece.kind.value, "text": piece.text} for piece in pieces],
    }


def _drawn(piece: Piece) -> Styled:
    """Return a piece with signs around what changed, as `git diff --word-diff` has them."""
    if piece.kind is PieceKind.GONE:
        return Styled(f"[-{piece.text}-]", "bad")
    if piece.kind is PieceKind.NEW:
        return Styled(f"{{+{piece.text}+}}", "good")
    return Styled(" ... " if piece.kind is PieceKind.LEFT_OUT else piece.text, "dim")


PARTS: dict[str, Part] = {
    "voices": (define_voices, voices),
    "changes": (define_changes, changes),
}
