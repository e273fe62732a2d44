"""One document in full with its links both ways: the chain from an expert's post to a theme, link by link."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from learnlog.model.entry import Entry, EntryKind
from learnlog.model.errors import NotFoundError
from learnlog.model.post import KeptPost, Post
from learnlog.model.query import EntryFilter, PostFilter
from learnlog.model.safe import clean_link
from learnlog.overview.links import LIMIT, Chain, Linked, linked_document, linked_post, linked_voice
from learnlog.workspace import Workspace

EARLIER = "about an earlier version"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkGroup:
    """Links that mean the same: "Rests on", "Linked from", "Themes" and so on."""

    title: str
    links: tuple[Linked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """A document: its title, a few ``facts`` about it, its text (Markdown, or a post's HTML), its links.

    ``is_named`` tells whether the title is its own, and not only the first words of its text; ``comment_on`` is the
    id of the entry that a coach's comment is about.
    """

    type: str
    id: str
    title: str
    is_named: bool = True
    facts: tuple[str, ...] = ()
    markdown: str = ""
    html: str = ""
    url: str = ""
    moment: datetime | None = None
    groups: tuple[LinkGroup, ...] = ()
    problem: str = ""
    entry: Entry | None = None
    comment_on: str = ""


def look_at_document(workspace: Workspace, type: str, id: str) -> DocumentPage:
    """Gather a document's page. Reads disk and database: call it from a thread when there is a screen.

    Raises:
        NotFoundError: there is no such document.
    """
    readers: dict[str, Callable[[Workspace, str], DocumentPage]] = {
        "entry": lambda w, name: look_at_entry(w, w.journal.get(name)),
        "kept": _kept_page,
        "person": _person_page,
        "theme": _theme_page,
        "post": _post_page,
    }
    if type not in readers:
        raise NotFoundError(f"There is nothing called “{type}”.")
    return readers[type](workspace, id)


def look_at_entry(workspace: Workspace, entry: Entry) -> DocumentPage:
    """Gather the page of `entry` as it is given, also when another file claims its id."""
    chain = Chain(workspace)
    rests = [chain.to(link.relation, link.target) for link in entry.links]
    rests += chain.wiki(entry.body)
    remarks = _remarks(workspace, chain, entry)
    answers = _answers(workspace, chain, entry)
    shows = chain.back("evidence", entry.id)
    ids = {link.id for link in (*answers, *remarks, *shows)}
    back = [link for link in chain.back("entry", entry.id) if link.id not in ids]
    return DocumentPage(
        type="entry",
        id=entry.id,
        title=entry.headline,
        is_named=bool(entry.title),
        markdown=entry.body,
        moment=entry.created,
        groups=_groups(
            ("Answers", answers),
            ("Said about it", remarks),
            ("Evidence", _evidence(workspace, chain, entry)),
            ("Files", _files(workspace, entry)),
            ("Rests on", rests),
            ("Themes", chain.themes(entry.themes)),
            ("Evidence for", shows),
            ("Linked from", back),
        ),
        problem=entry.problem,
        url=next((clean_link(place.url) for place in reversed(entry.sent) if place.url), ""),
        entry=entry,
    )


def _files(workspace: Workspace, entry: Entry) -> list[Linked]:
    """Return the files of an entry by their numbers, each with its kind and size; of a missing one that it is."""
    files = workspace.shelf.files
    return [
        Linked(
            type="file",
            id=str(number),
            title=f"{one.name}: {one.alt}" if one.alt else one.name,
            note=one.told if files.has(one.file) else "missing",
        )
        for number, one in enumerate(entry.attachments, start=1)
    ]


def _remarks(workspace: Workspace, chain: Chain, entry: Entry) -> list[Linked]:
    """Return what was said about an entry; of an earlier version of it, that it was."""
    remarks = workspace.feedback.about(entry)
    links = [(one, chain.to("kept", one.comment.id)) for one in remarks]
    return [replace(link, note=EARLIER) if one.is_earlier else link for one, link in links]


def _answers(workspace: Workspace, chain: Chain, entry: Entry) -> list[Linked]:
    """Return the kept posts that answer a question."""
    if entry.kind is not EntryKind.QUESTION:
        return []
    return [chain.to("kept", kept.id) for kept in workspace.asking.answers(entry)]


def _evidence(workspace: Workspace, chain: Chain, entry: Entry) -> list[Linked]:
    """Return what shows how far a goal is."""
    if entry.kind is not EntryKind.GOAL:
        return []
    return [chain.to(shown.kind.value, shown.id) for shown in workspace.goals.get(entry.id).evidence]


def _kept_page(workspace: Workspace, name: str) -> DocumentPage:
    kept = workspace.keeping.get(name)
    earlier = _version_read(workspace, kept) if kept.comment else ""
    chain = Chain(workspace)
    source = [chain.to("person", kept.person)] if kept.person else []
    post = workspace.library.posts.get(kept.post) if kept.post else None
    source += [linked_post(post)] if post else []
    return DocumentPage(
        type="kept",
        id=kept.id,
        title=kept.headline,
        is_named=bool(kept.title),
        facts=(kept.author, kept.why and f"why: {kept.why}", _source(post), EARLIER if earlier else ""),
        markdown=f"{kept.body.rstrip()}\n\n{earlier}" if earlier else kept.body,
        comment_on=kept.answers if kept.comment else "",
        url=kept.url,
        moment=kept.published,
        groups=_groups(
            ("From", source),
            (
                "About" if kept.comment else "Answers",
                [chain.to("entry", kept.answers)] if kept.answers else [],
            ),
            ("Themes", chain.themes(kept.themes)),
            ("Rests on", chain.wiki(kept.body)),
            ("Evidence for", chain.back("evidence", kept.id)),
            ("Used in", chain.back("kept", kept.id)),
        ),
        problem=kept.problem,
    )


def _version_read(workspace: Workspace, kept: KeptPost) -> str:
    """Return what the writer of a comment had read, where the entry says something else by now; else ""."""
    remark = workspace.feedback.remark(kept)
    if not remark.is_earlier:
        return ""
    read = workspace.feedback.version_read(remark)
    if read is None:
        return "#### That version is not kept any more"
    quoted = "\n".join(f"> {line}".rstrip() for line in read.body.strip().splitlines())
    return f"#### What they had read\n\n{quoted}"


def _source(post: Post | None) -> str:
    """Return what became of a post at its source, "" when it is still there or nobody can know."""
    return "taken back by its author" if post and post.gone else ""


def _person_page(workspace: Workspace, name: str) -> DocumentPage:
    person = workspace.people.get(name)
    chain = Chain(workspace)
    kept = workspace.library.documents.kept(person=person.id, limit=LIMIT)
    back = [link for link in chain.back("person", person.id) if link.type != "kept"]
    posts = workspace.library.posts.page(PostFilter(person=person.id), limit=12)
    return DocumentPage(
        type="person",
        id=person.id,
        title=person.name,
        facts=(person.role, " · ".join(person.circles), person.why and f"why: {person.why}"),
        markdown=person.body,
        groups=_groups(
            ("Themes", chain.themes(person.themes)),
            ("Rests on", chain.wiki(person.body)),
            ("My entries", back),
            ("Kept", map(linked_document, kept)),
            ("Newest posts", map(linked_post, posts)),
        ),
        problem=person.problem,
    )


def _theme_page(workspace: Workspace, name: str) -> DocumentPage:
    theme = workspace.themes.get(name)
    chain = Chain(workspace)
    documents = workspace.library.documents
    entries = [d for _, d in documents.entries(EntryFilter(themes=(theme.slug,)), limit=LIMIT)]
    kept = documents.kept(theme=theme.slug, limit=LIMIT)
    filed = [linked_document(d) for d in entries]
    people = [p for p in workspace.people.all() if theme.slug in {chain.final(slug) for slug in p.themes}]
    posts = workspace.library.posts.page(PostFilter(theme=theme.slug), limit=12)
    known = {(link.type, link.id) for link in filed}
    back = [link for link in chain.back("theme", theme.slug) if (link.type, link.id) not in known]
    return DocumentPage(
        type="theme",
        id=theme.slug,
        title=theme.name,
        facts=(theme.question, theme.status.value),
        markdown=theme.body,
        groups=_groups(
            ("Rests on", chain.wiki(theme.body)),
            ("My entries", filed),
            ("Kept", map(linked_document, kept)),
            ("People", (Linked(type="person", id=p.id, title=p.name, note=p.role) for p in people)),
            ("Newest posts", map(linked_post, posts)),
            ("Linked from", back),
        ),
        problem=theme.problem,
    )


def _post_page(workspace: Workspace, name: str) -> DocumentPage:
    post = workspace.keeping.post(name)
    chain = Chain(workspace)
    text = workspace.keeping.text(post)
    kept = [chain.to("kept", post.kept)] if post.kept else []
    return DocumentPage(
        type="post",
        id=post.id,
        title=post.headline,
        is_named=bool(post.title),
        facts=(
            post.person_name or post.author,
            post.by and f"written by {post.by}",
            "edited by its author" if post.edited else "",
            _source(post),
        ),
        markdown="" if text.html else text.text,
        html=text.html,
        url=post.url,
        moment=post.published,
        groups=_groups(
            ("From", [chain.to("person", post.person)] if post.person else []),
            ("Also said by", map(linked_voice, post.others)),
            ("Kept as", kept),
            ("Themes", chain.themes(post.themes)),
            ("Used in", chain.back("kept", post.kept) if post.kept else []),
        ),
    )


def look_at_links(workspace: Workspace, links: Iterable[tuple[str, str]]) -> list[Linked]:
    """Return where the links (relation, target) go."""
    chain = Chain(workspace)
    return [chain.to(relation, target) for relation, target in links]


def _groups(*parts: tuple[str, Iterable[Linked]]) -> tuple[LinkGroup, ...]:
    """Return the groups that have links, each link once in its group."""
    groups = []
    for title, links in parts:
        unique = {(link.type, link.id): link for link in reversed(list(links))}
        if unique:
            groups.append(LinkGroup(title=title, links=tuple(reversed(unique.values()))))
    return tuple(groups)
