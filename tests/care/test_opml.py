"""Bringing subscriptions from another reader, and taking them away again."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.care.importing import export_opml, import_opml
from learnlog.model.errors import LearnlogError, NotFoundError
from learnlog.model.fetching import FetchState
from learnlog.model.person import Channel
from learnlog.model.post import NewPost
from learnlog.model.query import PostFilter
from learnlog.model.safe import clean_line
from learnlog.reading.following.opml import Row, new_file, node_of, put_rows, read_opml
from learnlog.reading.following.opml_tree import written as tree_written
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.conftest import FakeClock

READER = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>Mine</title></head><body>
<outline text="Work">
  <outline text="Data people">
    <outline type="rss" text="Ana Vos" xmlUrl="https://anavos.example/feed.xml"
             htmlUrl="https://www.anavos.example/" category="/Topics/data contracts,quality"/>
    <outline type="rss" title="x" text="Ana Vos" xmlUrl="https://anavos.example/notes.xml"/>
  </outline>
  <outline text="Blog" XMLURL="http://one.example/rss?a=1&amp;b=2"/>
  <outline text="Blog" xmlUrl="http://two.example/rss"/>
</outline>
<outline xmlUrl="https://nameless.example/atom"/>
<outline text="Again" xmlUrl="https://anavos.example/feed.xml"/>
<outline text="Local" xmlUrl="file:///etc/passwd"/>
<outline text="Script&#x1b;" xmlUrl="javascript:alert(1)"/>
<outline text="A note"/>
</body></opml>
"""


def opml(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "feeds.opml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def body(rows: str) -> str:
    return f'<opml version="2.0"><body>{rows}</body></opml>'


def test_folders_become_circles_and_categories_themes(workspace: Workspace, tmp_path: Path) -> None:
    report = import_opml(workspace, opml(tmp_path, READER.replace("&#x1b;", "")))

    people = {person.name: person for person in workspace.people.all()}
    assert set(people) == {"Ana Vos", "Blog", "Blog (two.example)", "nameless.example"}
    ana = people["Ana Vos"]
    assert [channel.key[-9:] for channel in ana.channels] == ["/feed.xml", "notes.xml"]
    assert ana.circles == ("Work / Data people",)
    assert workspace.people.circles() == {"Work": 3, "Work / Data people": 1}
    assert {workspace.themes.get(slug).name for slug in ana.themes} == {"Topics/data contracts", "quality"}
    assert people["Blog"].channels[0].key == "http://one.example/rss?a=1&b=2"
    assert people["Blog"].circles == ("Work",)
    assert not any(channel.typed_host for person in people.values() for channel in person.channels)
    assert {person.id for person in report.added} == {person.id for person in people.values()}
    assert report.left_out == (
        ("Local", "“file:///etc/passwd” is no http(s) address"),
        ("Script", "“javascript:alert(1)” is no http(s) address"),
        ("A note", "has no feed address"),
    )
    assert len(workspace.fetching.schedule.channels()) == 5


def test_importing_again_adds_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = opml(tmp_path, READER.replace("&#x1b;", ""))
    import_opml(workspace, path)
    before = workspace.people.all()
    report = import_opml(workspace, path)
    assert report.added == ()
    assert len(report.known) == 5
    assert workspace.people.all() == before


def test_a_dry_run_names_them_and_writes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = opml(tmp_path, READER.replace("&#x1b;", ""))
    dry = import_opml(workspace, path, dry_run=True)
    assert workspace.people.all(unfollowed=True) == workspace.themes.all() == []
    real = import_opml(workspace, path)
    assert [(p.id, p.name, p.circles) for p in dry.added] == [(p.id, p.name, p.circles) for p in real.added]


def test_someone_i_follow_gets_the_second_channel_of_the_same_site(
    workspace: Workspace, tmp_path: Path
) -> None:
    rows = '<outline text="Ana" xmlUrl="https://ana.example/a"/>'
    import_opml(workspace, opml(tmp_path, body(rows)))
    import_opml(workspace, opml(tmp_path, body('<outline text="ana" xmlUrl="https://ana.example/b"/>')))
    import_opml(workspace, opml(tmp_path, body('<outline text="Ana" xmlUrl="https://other.example/c"/>')))
    people = {p.name: [c.key for c in p.channels] for p in workspace.people.all()}
    assert people == {
        "Ana": ["https://ana.example/a", "https://ana.example/b"],
        "Ana (other.example)": ["https://other.example/c"],
    }


def test_those_i_unfollowed_stay_unfollowed(workspace: Workspace, tmp_path: Path) -> None:
    path = opml(tmp_path, body('<outline text="Ana" xmlUrl="https://ana.example/a"/>'))
    import_opml(workspace, path)
    workspace.people.unfollow("Ana")
    assert import_opml(workspace, path).known == ("https://ana.example/a",)
    assert workspace.people.all() == []


def test_a_bare_ampersand_is_read_all_the_same(workspace: Workspace, tmp_path: Path) -> None:
    path = opml(tmp_path, body('<outline text="Tom & Co" xmlUrl="http://x.example/?a=1&b=2"/>'))
    (person,) = import_opml(workspace, path).added
    assert (person.name, person.channels[0].key) == ("Tom & Co", "http://x.example/?a=1&b=2")


def test_long_names_on_many_sites_are_all_kept_apart(workspace: Workspace, tmp_path: Path) -> None:
    name = "A very long title of a weblog that goes on and on, and then some more"
    rows = "".join(f'<outline text="{name}" xmlUrl="https://s{n}.example/"/>' for n in range(5))
    import_opml(workspace, opml(tmp_path, body(rows)))
    assert len({person.name for person in workspace.people.all()}) == 5


def test_a_flood_of_categories_is_stemmed_and_told(workspace: Workspace, tmp_path: Path) -> None:
    rows = "".join(
        f'<outline text="P{n}" xmlUrl="https://p{n}.example/" category="{n}a,{n}b"/>' for n in range(60)
    )
    report = import_opml(workspace, opml(tmp_path, body(rows)))
    assert len(workspace.themes.all()) == 100
    assert len(report.left_out) == 20
    assert len(workspace.people.all()) == 60


def test_one_undo_takes_them_all_back(workspace: Workspace, tmp_path: Path) -> None:
    import_opml(workspace, opml(tmp_path, READER.replace("&#x1b;", "")))
    assert workspace.changes.undo() == "followed 4 people"
    assert workspace.people.all(unfollowed=True) == workspace.themes.all() == []


LAUGHS = """<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<opml><body><outline text="&b;" xmlUrl="http://x.example/"/></body></opml>"""
FLAWED = {
    "controls": body('<outline text="Ana\x0b V\x1f" xmlUrl="https://ana.example/f"/>'),
    "references": body(
        '<outline text="Ana&#x1f; V&#0;&#xD800;&#xFFFF;&#x110000;" xmlUrl="https://ana.example/f"/>'
    ),
    "tags in names": body('<outline text="Ana <b>V</b>" xmlUrl="https://ana.example/f?a=1&b=2"/>'),
    "without a body": '<opml version="2.0"><head/><outline text="Ana V" xmlUrl="https://ana.example/f"/></opml>',
}


@pytest.mark.parametrize("flaw", FLAWED)
def test_a_flaw_that_can_be_understood_costs_nobody(workspace: Workspace, tmp_path: Path, flaw: str) -> None:
    report = import_opml(workspace, opml(tmp_path, FLAWED[flaw]))
    assert [person.name.replace("<b>", "").replace("</b>", "") for person in report.added] == ["Ana V"]
    out = export_opml(workspace)[0]
    assert [row.feed.partition("?")[0] for row in read_opml(out.encode())[0]] == ["https://ana.example/f"]


HOSTILE = {
    "laughs": (LAUGHS, "document type"),
    "external": ('<!DOCTYPE opml SYSTEM "file:///etc/passwd"><opml/>', "document type"),
    "deep": (body('<outline text="a">' * 1000 + "</outline>" * 1000), "too deeply"),
    "many": (body('<outline text="a"/>' * 20_001), "more than"),
    "large": (b" " * 15_000_001, "larger than 15 MB"),
    "crumbs": (body("<a/>" * 400_001), "more than 400,000 parts"),
    "remarks": (body("<!---->" * 400_001), "more than 400,000 parts"),
    "remarks around": (body("") + "<!---->" * 400_001, "more than 400,000 parts"),
    "attributes": (
        body("<outline " + " ".join(f'a{n}=""' for n in range(20_001)) + "/>"),
        "more than 20,000 attributes",
    ),
    "remarks without end": ("<!--&" * 1_000_000, "no OPML"),
    "cut off": (READER[:400], "no OPML"),
    "html": ("<html><body>Not found</body></html>", "no OPML"),
    "empty": ("", "no OPML"),
    "binary": (b"\x00\x01\x02", "no OPML"),
}


@pytest.mark.parametrize(("text", "why"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_file_is_refused(workspace: Workspace, tmp_path: Path, text: str | bytes, why: str) -> None:
    with pytest.raises(LearnlogError, match=why):
        import_opml(workspace, opml(tmp_path, text))
    assert workspace.people.all() == []


def test_a_missing_file_is_said(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no file"):
        import_opml(workspace, tmp_path / "gone.opml")


def test_what_goes_out_comes_in_again(workspace: Workspace, tmp_path: Path, clock: FakeClock) -> None:
    import_opml(workspace, opml(tmp_path, READER.replace("&#x1b;", "")))
    path = opml(tmp_path, export_opml(workspace)[0])
    other = Workspace(find_paths(str(tmp_path / "new")), clock=clock)
    report = import_opml(other, path)
    assert report.left_out == (("A note", "has no feed address"),)

    def card(person):  # type: ignore[no-untyped-def]
        return (
            person.id,
            person.name,
            set(person.circles),
            set(person.themes),
            {(c.key, c.title, c.address) for c in person.channels},
        )

    assert [card(p) for p in other.people.all()] == [card(p) for p in workspace.people.all()]
    other.close()


names = st.text(min_size=1, max_size=30).map(lambda text: clean_line(text, 120)).filter(bool)
folders = names.filter(lambda name: not {"\u201a", "\u2215"} & set(name))
categories = folders.map(lambda name: name.strip("/ ")).filter(bool)


@st.composite
def outlines(draw: st.DrawFn) -> list[tuple[tuple[str, ...], str, str, tuple[str, ...]]]:
    """Feeds as a file of another reader has them: folder path, address, name, categories."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        path = tuple(draw(st.lists(folders, max_size=4)))
        themes = draw(st.lists(categories, max_size=3, unique=True))
        found.append((path, f"https://s{number}.example/f?a=1&b='2", draw(names), tuple(themes)))
    return found


def written(feeds: list[tuple[tuple[str, ...], str, str, tuple[str, ...]]]) -> bytes:
    """Return the OPML that a plain writer makes of `feeds`: each in its own folders, one in another."""
    root = ElementTree.Element("opml", version="2.0")
    body = ElementTree.SubElement(root, "body")
    for path, feed, name, themes in feeds:
        place = body
        for folder in path:
            place = ElementTree.SubElement(place, "outline", text=folder)
        said = {"text": name, "xmlUrl": feed, "category": ",".join(t.replace(",", "\u201a") for t in themes)}
        ElementTree.SubElement(place, "outline", said)
    return ElementTree.tostring(root)


def understood(data: str) -> dict[str, tuple[set[tuple[str, ...]], str, str]]:
    """Return what a plain reader finds: by address the folder paths, the name, the categories."""
    found: dict[str, tuple[set[tuple[str, ...]], str, str]] = {}

    def walk(place: ElementTree.Element, path: tuple[str, ...]) -> None:
        for row in place.findall("outline"):
            feed = row.get("xmlUrl")
            if feed:
                paths, *_ = found.setdefault(feed, (set(), row.get("text", ""), row.get("category", "")))
                paths.add(path)
            else:
                walk(row, (*path, row.get("text", "")))

    walk(ElementTree.fromstring(data).find("body"), ())  # type: ignore[arg-type]
    return found


def file_of(rows: list[Row]) -> str:
    root = new_file()
    put_rows(root, ((node_of(row), circle) for row in rows for circle in row.circles or ("",)))
    return tree_written(root)


@given(outlines())
def test_folders_in_folders_names_and_categories_survive_the_round_trip(
    feeds: list[tuple[tuple[str, ...], str, str, tuple[str, ...]]],
) -> None:
    rows, left_out = read_opml(written(feeds))
    assert left_out == []
    again = file_of(rows)
    by_feed = sorted(rows, key=lambda row: row.feed)
    assert sorted(read_opml(again.encode())[0], key=lambda row: row.feed) == by_feed
    out = understood(again)
    for path, feed, name, themes in feeds:
        paths, shown, category = out[feed]
        assert (paths, shown) == ({path}, name)
        assert [part.strip("/").replace("\u201a", ",") for part in category.split(",") if part] == list(
            dict.fromkeys(themes)
        )


def test_a_feed_in_several_folders_and_with_a_title_of_its_own(workspace: Workspace, tmp_path: Path) -> None:
    row = '<outline text="Ana, short" title="The whole title" xmlUrl="https://ana.example/a" category="/CI/CD"/>'
    text = body(
        f'<outline text="A/B, C"><outline text="In">{row}</outline></outline><outline text="D">{row}</outline>'
    )
    import_opml(workspace, opml(tmp_path, text))
    assert understood(export_opml(workspace)[0]) == understood(text)
    assert 'title="The whole title"' in export_opml(workspace)[0]


def test_a_circle_holds_those_within_it(workspace: Workspace) -> None:
    channel = Channel(kind="feed", key="https://ana.example/a")
    workspace.people.add("Ana", [channel], circles=["work / data"])
    workspace.people.add("Ben", [Channel(kind="feed", key="https://ben.example/b")], circles=["workshop"])
    for key in ("https://ana.example/a", "https://ben.example/b"):
        post = NewPost(guid=key, url=key, title="Words", published=workspace.clock())
        workspace.library.channels.commit(key, [post], FetchState())
    assert workspace.library.posts.unread_by_circle() == {"work": 1, "work / data": 1, "workshop": 1}
    assert len(workspace.library.posts.page(PostFilter(circle="Work"))) == 1
