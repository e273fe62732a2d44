"""Suggesting a theme for a post."""

from learnlog.cli.context import Context
from learnlog.cli.output import put_json, say, tell
from learnlog.cli.parser import Parser, Part


def define_suggest(parser: Parser) -> None:
    """Say what `suggest` takes."""
    parser.add_argument("post", metavar="POST", help="the post's id, or its start or end")
    parser.add_argument("--accept", action="store_true", help="put the post under it")


def suggest(context: Context) -> int:
    """Suggest a theme for a post, with the words that speak for it."""
    workspace = context.workspace
    post = workspace.keeping.post(context.args.post)
    found = workspace.suggesting.for_post(post)
    if found is None:
        off = "" if workspace.settings.suggest_themes else " Suggesting is switched off in the settings."
        tell(f"No theme speaks clearly for this post.{off}")
        if context.wants_json:
            put_json(None)
        return 0
    name = context.all_theme_names.get(found.theme, found.theme)
    tell(f"“{name}”, for its words {', '.join(found.words)}")
    if context.args.accept:
        workspace.river.give_theme(post.id, found.theme)
        tell(f"Put under “{name}”")
    if context.wants_json:
        score = round(found.score, 2)
        put_json({"theme": found.theme, "name": name, "score": score, "words": list(found.words)})
    else:
        say(found.theme)
    return 0


PARTS: dict[str, Part] = {"suggest": (define_suggest, suggest)}
