"""Listing, showing and searching."""

from datetime import datetime
from typing import TYPE_CHECKING

from learnlog.cli.as_json import document_json, hit_json, remark_json
from learnlog.cli.as_text import (
    entry_rows,
    hit_rows,
    page_of_entry,
    page_of_kept,
    page_of_post,
    remarks_on_page,
)
from learnlog.cli.context import Context
from learnlog.cli.output import Styled, put_json, say, table, tell
from learnlog.cli.parser import Parser, Part, count
from learnlog.model.document import Document, DocumentType
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import NotFoundError, UsageError
from learnlog.model.interchange import entry_dict
from learnlog.model.query import EntryFilter
from learnlog.model.visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Sequence

    from learnlog.model.post import Post
    from learnlog.sharing.feedback import Remark


def define_list(parser: Parser) -> None:
    """Say what `list` takes."""
    parser.add_argument("-n", "--limit", type=count, default=20, metavar="N", help="how many (20)")
    parser.add_argument("--theme", action="append", default=[], metavar="NAME", help="of this theme, or that")
    parser.add_argument("--tag", default="", metavar="WORD", help="with this tag")
    parser.add_argument(
        "--kind", choices=[kind.value for kind in EntryKind], metavar="KIND", default="", help="of this kind"
    )
    parser.add_argument("--person", default="", metavar="WHO", help="that came from this person")
    parser.add_argument(
        "--visibility",
        choices=[level.value for level in Visibility],
        metavar="LEVEL",
        default="",
        help="at this level",
    )
    parser.add_argument("--open", action="store_true", help="open questions and goals only")
    define_span(parser)


def define_span(parser: Parser) -> None:
    """Add the two options that bound a time."""
    parser.add_argument("--since", metavar="WHEN", help="from then on: 2026-11, monday, 7d")
    parser.add_argument("--until", metavar="WHEN", help="up to and with then")


def span(context: Context) -> tuple[datetime | None, datetime | None]:
    """Return what ``--since`` and ``--until`` mean."""
    args = context.args
    if not (args.since or args.until):
        return None, None
    from learnlog.cli.dates import read_end, read_start

    since = read_start(args.since, context.now) if args.since else None
    return since, read_end(args.until, context.now) if args.until else None


def list_entries(context: Context) -> int:
    """List the newest entries that fit."""
    args, workspace = context.args, context.workspace
    since, until = span(context)
    asked = EntryFilter(
        themes=tuple(workspace.themes.get(name).slug for name in args.theme),
        tag=args.tag,
        kind=args.kind,
        person=workspace.people.get(args.person).id if args.person else "",
        visibility=args.visibility,
        since=since,
        until=until,
        open_only=args.open,
    )
    entries = workspace.journal.list(asked, limit=args.limit)
    if context.wants_json:
        put_json([entry_dict(entry) for entry in entries])
    else:
        table(entry_rows(entries, context.theme_names(entries)))
    if not entries:
        tell('No entries fit. `learnlog add "…"` writes one.')
    return 0


def define_show(parser: Parser) -> None:
    """Say what `show` takes."""
    parser.add_argument("id", metavar="ID", help="an id, or its start or end; a theme's or person's name")
    parser.add_argument(
        "--version", type=count, metavar="N", help="an earlier version, as history numbers it"
    )
    parser.add_argument("--who", action="store_true", help="of an open question: who might know")


def show(context: Context) -> int:
    """Show whatever an id means."""
    if context.args.version:
        return _show_version(context)
    found = _find(context, context.args.id)
    if context.args.who:
        return _show_who(context, found)
    if not isinstance(found, Document):
        return _show_post(context, found)
    if context.wants_json:
        said = [remark_json(one) for one in _remarks(context, found, _linking_to(context, found))]
        put_json(document_json(found) | ({"comments": said} if said else {}))
    else:
        _page(context, found)
    return 0


def _linking_to(context: Context, found: Document) -> "Sequence[Document]":
    """Return what links to an entry; nothing for any other document."""
    return context.workspace.journal.backlinks(found.id) if found.type is DocumentType.ENTRY else ()


def _remarks(context: Context, entry: Document, linked: "Sequence[Document]") -> "list[Remark]":
    """Return a coach's comments on `entry`, which are among what is `linked` to it."""
    if all(one.type is not DocumentType.KEPT for one in linked):
        return []  # what understands comments is only loaded where there may be one
    return context.workspace.feedback.about(Entry.of(entry))


def _find(context: Context, reference: str) -> "Document | Post":
    workspace = context.workspace
    try:
        return workspace.shelf.find(reference)
    except NotFoundError as missing:
        try:
            return workspace.keeping.post(reference)
        except NotFoundError:
            named = workspace.themes.find(reference) or workspace.people.find(reference)
            if named is None:
                raise missing from None
            return workspace.shelf.find(named.path.rpartition("/")[2].removesuffix(".md"))


def _page(context: Context, document: Document) -> None:
    if document.type is DocumentType.ENTRY:
        entry = Entry.of(document)
        linked = _linking_to(context, document)
        remarks = _remarks(context, document, linked)
        comments = {one.comment.id for one in remarks}
        linked_from = [other for other in linked if other.id not in comments]
        page_of_entry(entry, linked_from, context.theme_names((entry,)))
        remarks_on_page(remarks)
    elif document.type is DocumentType.KEPT:
        from learnlog.model.post import KeptPost

        kept = KeptPost.of(document)
        page_of_kept(kept, context.theme_names((kept,)), gone=context.workspace.keeping.is_gone(kept))
    elif document.type is DocumentType.THEME:
        from learnlog.cli.pages import page_of_theme
        from learnlog.overview.theme_page import look_at_theme

        page_of_theme(look_at_theme(context.workspace, document.id), context.all_theme_names)
    else:
        from learnlog.cli.pages import page_of_person
        from learnlog.overview.person_page import look_at_person

        page_of_person(look_at_person(context.workspace, document.id), context.all_theme_names, context.now)


def _show_who(context: Context, found: "Document | Post") -> int:
    from learnlog.overview.who_knows import who_might_know

    entry = Entry.of(found) if isinstance(found, Document) and found.type is DocumentType.ENTRY else None
    if entry is None or not (entry.kind is EntryKind.QUESTION and entry.is_open):
        raise UsageError("Who might know is told of an open question.", "`learnlog list --open` lists those.")
    people = who_might_know(context.workspace, entry)
    if context.wants_json:
        put_json(
            [
                {"id": one.id, "name": one.title, "followed": one.type == "person", "why": one.note}
                for one in people
            ]
        )
        return 0
    table([[one.title, Styled(one.note, "dim")] for one in people])
    if not people:
        tell("Nobody yet, in what is stored. `learnlog find --online` asks the networks.")
    return 0


def _show_post(context: Context, post: "Post") -> int:
    from learnlog.cli.pages import posts_json

    if context.wants_json:
        put_json(posts_json(context.workspace, [post])[0])
    else:
        page_of_post(post, context.workspace.keeping.text(post), context.theme_names((post,)))
    return 0


def _show_version(context: Context) -> int:
    history, args = context.workspace.history, context.args
    _id, path = history.resolve(args.id)
    for kept in history.of(args.id):
        if kept.number == args.version:
            document = history.read(path, kept.text)
            if context.wants_json and document is not None:
                put_json(document_json(document))
            else:
                say(kept.text.rstrip("\n"))
            return 0
    raise NotFoundError(f"There is no version {args.version}.", f"`learnlog history {args.id}` lists them.")


def define_search(parser: Parser) -> None:
    """Say what `search` takes."""
    parser.add_argument(
        "query",
        nargs="*",
        metavar="QUERY",
        help='words, "a phrase", OR, -not, theme:x person:x kind:x tag:x in:journal is:starred since:2026-11',
    )
    parser.add_argument("-n", "--limit", type=count, default=20, metavar="N", help="how many (20)")


def words_last(rest: list[str]) -> list[str]:
    """Put the options of `search` before its words, so that a word like -not is a word."""
    options: list[str] = []
    words: list[str] = []
    waiting = False
    for number, word in enumerate(rest):
        if word == "--":
            words += rest[number + 1 :]
            break
        is_option = word in ("--json", "-h", "--help", "-n", "--limit", "--home") or (
            word.startswith(("--limit=", "--home=")) or (word.startswith("-n") and word[2:].isdecimal())
        )
        (options if waiting or is_option else words).append(word)
        waiting = not waiting and word in ("-n", "--limit", "--home")
    return [*options, "--", *words]


def search(context: Context) -> int:
    """Search everything; whatever is typed is a search."""
    hits = context.workspace.search(" ".join(context.args.query), limit=context.args.limit)
    told = [hit.id for hit in hits if hit.voices]
    posts = {post.id: post for post in context.workspace.library.posts.get_many(told)} if told else {}
    if context.wants_json:
        put_json([hit_json(hit, posts.get(hit.id)) for hit in hits])
    else:
        table(hit_rows(hits, posts))
    if not hits:
        from learnlog.library.query import misread

        tell(f"Nothing was found. {misread(' '.join(context.args.query))}".rstrip())
    return 0


PARTS: dict[str, Part] = {
    "list": (define_list, list_entries),
    "show": (define_show, show),
    "search": (define_search, search),
}
