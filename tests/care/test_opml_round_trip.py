"""An OPML file that comes in goes out as it was, with what changed here since."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnlog.care.backup import backup
from learnlog.care.exporting import export_markdown
from learnlog.care.exporting_opml import export_opml
from learnlog.care.importing import import_markdown
from learnlog.care.importing_opml import take_in_opml
from learnlog.model.person import Channel
from learnlog.reading.following.opml import read_opml
from learnlog.settings import find_paths
from learnlog.workspace import Workspace
from tests.care.opml_files import BY_THE_BOOK, FEEDLY, READERS, canonical
from tests.conftest import FakeClock

Home = Callable[[], Workspace]


@pytest.fixture
def another_home(tmp_path: Path, clock: FakeClock) -> Iterator[Home]:
    made: list[Workspace] = []

    def make() -> Workspace:
        made.append(Workspace(find_paths(str(tmp_path / f"home{len(made)}")), clock=clock))
        return made[-1]

    yield make
    for space in made:
        space.close()


def exported(space: Workspace) -> str:
    return export_opml(space)[0]


def bytes_of(file: str) -> bytes:
    return file.encode("latin-1" if "ISO-8859-1" in file else "utf-8")


@pytest.mark.parametrize("reader", READERS)
def test_what_a_reader_wrote_goes_out_as_it_came(reader: str, another_home: Home) -> None:
    file = bytes_of(READERS[reader])
    first, second = another_home(), another_home()
    take_in_opml(first, file, "subscriptions.opml")
    once = exported(first)
    assert canonical(once) == canonical(file)
    take_in_opml(second, once.encode(), "once.opml")
    assert exported(second) == once
    assert take_in_opml(first, once.encode(), "once.opml").added == ()
    assert exported(first) == once
    assert len(list((first.vault.root / "outlines").iterdir())) == 1


# Made-up files: any tree that OPML allows.
words = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=12
)
spoken = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), max_size=12
).map(lambda text: "".join(sign for sign in text if sign >= " " or sign in "\n\t\r"))
OTHER = [
    "description",
    "language",
    "version",
    "created",
    "isBreakpoint",
    "x:priority",
    "_custom",
    "Äußerung",
    "title",
]
remarks = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="-"), max_size=12)
others = st.dictionaries(st.sampled_from(OTHER), spoken, max_size=3)
addresses = st.integers(0, 9).map(
    lambda number: f"https://s{number % 4}.example/f{number}?a=1&b='2\"".replace('"', "")
)


@st.composite
def feed_rows(draw: st.DrawFn) -> ElementTree.Element:
    said = {"text": draw(words), "type": "rss", "xmlUrl": draw(addresses), **draw(others)}
    if draw(st.booleans()):
        said["htmlUrl"] = draw(st.sampled_from(["https://s.example/", "", "/blog"]))
    if draw(st.booleans()):
        said["category"] = draw(st.lists(words, max_size=3).map(",".join))
    order = draw(st.permutations(list(said)))
    return ElementTree.Element("outline", {name: said[name] for name in order})


@st.composite
def folder_rows(draw: st.DrawFn, inner: st.SearchStrategy[list[ElementTree.Element]]) -> ElementTree.Element:
    said = {"text": draw(words), **draw(others)}
    if draw(st.booleans()):
        said["isComment"] = draw(st.sampled_from(["true", "false"]))
    row = ElementTree.Element("outline", said)
    row.extend(draw(inner))
    if draw(st.booleans()):
        row.insert(draw(st.integers(0, len(row))), ElementTree.Comment(draw(remarks)))
    return row


bodies = st.recursive(
    st.lists(feed_rows(), max_size=3),
    lambda inner: st.lists(st.one_of(feed_rows(), folder_rows(inner)), max_size=4),
    max_leaves=8,
)
heads = st.lists(
    st.tuples(st.sampled_from(["title", "dateCreated", "ownerName", "docs", "x:state"]), words), max_size=4
)


@st.composite
def files(draw: st.DrawFn) -> bytes:
    root = ElementTree.Element("opml", {"version": "2.0", "xmlns:x": "urn:x"})
    head = ElementTree.SubElement(root, "head")
    for tag, text in draw(heads):
        ElementTree.SubElement(head, tag).text = text
    head.append(ElementTree.Comment(draw(remarks)))
    ElementTree.SubElement(root, "body").extend(draw(bodies))
    return b"".join(
        (
            b"<?xml version='1.0' encoding='utf-8'?>",
            f"<!--{draw(remarks)}-->".encode(),
            ElementTree.tostring(root, encoding="utf-8"),
            f"<!--{draw(remarks)}-->".encode(),
        )
    )


@settings(max_examples=30, deadline=None)
@given(files())
def test_any_file_goes_out_as_it_came_twice(file: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        spaces = [Workspace(find_paths(f"{folder}/{number}"), clock=FakeClock()) for number in range(2)]
        try:
            take_in_opml(spaces[0], file, "a.opml")
            once = exported(spaces[0])
            assert canonical(once) == canonical(file)
            take_in_opml(spaces[1], once.encode(), "b.opml")
            assert canonical(exported(spaces[1])) == canonical(file)
        finally:
            for space in spaces:
                space.close()


LIST = """<opml version="2.0"><head><title>Mine</title><ownerName>Me</ownerName></head><body>
<outline text="Work"><outline text="Zoë" xmlUrl="https://zoe.example/rss" language="nl" category="Data,Old"/>
<outline text="Ben" title="Ben's whole log" xmlUrl="https://ben.example/atom"/></outline>
<outline text="Empty"/>
<outline text="Ana" xmlUrl="https://ana.example/feed" htmlUrl="https://ana.example/"/>
</body></opml>"""


@pytest.fixture
def space(workspace: Workspace) -> Workspace:
    take_in_opml(workspace, LIST.encode(), "mine.opml")
    return workspace


def changed(old: str, new: str) -> object:
    assert old in LIST
    return canonical(LIST.replace(old, new))


def test_remarks_stay_where_they_stood(workspace: Workspace) -> None:
    file = (
        LIST.replace("<head>", "<!-- made by hand --><head><!-- of me -->")
        .replace(
            '<outline text="Ben"',
            '<!-- <outline text="Old" xmlUrl="https://old.example/rss"/> --><outline text="Ben"',
        )
        .replace("</body>", "<!-- the last of\n them --></body>")
    )
    file = f"<!-- first -->{file}<!-- after all -->"
    report = take_in_opml(workspace, file.encode(), "mine.opml")
    assert "Old" not in {person.name for person in report.added}
    assert canonical(exported(workspace)) == canonical(file)


def test_a_remark_cannot_end_before_its_end_or_act_on_a_terminal(workspace: Workspace) -> None:
    said = "a-\u202e-\u202e><outline text='In' xmlUrl='https://in.example/f'/><!-\u202e- \x9b31m b-\x85"
    take_in_opml(workspace, LIST.replace("<body>", f"<body><!--{said}-->").encode(), "odd.opml")
    out = exported(workspace)
    assert not {"\x9b", "\u202e", "\x85"} & set(out)
    assert "In" not in {row.name for row in read_opml(out.encode())[0]}
    take_in_opml(workspace, out.encode(), "again.opml")
    assert exported(workspace) == out


def test_of_a_second_file_the_remarks_are_added_once(space: Workspace, clock: FakeClock) -> None:
    clock.pass_(minutes=1)
    second = LIST.replace("<body>", "<body><!-- of the second -->").replace("https://ana", "https://anna")
    take_in_opml(space, second.encode(), "second.opml")
    assert exported(space).count("<!-- of the second -->") == 1


def test_whom_i_unfollowed_is_gone_and_so_is_a_folder_that_held_only_them(space: Workspace) -> None:
    space.people.unfollow("Zoë")
    assert canonical(exported(space)) == changed(
        '<outline text="Zoë" xmlUrl="https://zoe.example/rss" language="nl" category="Data,Old"/>\n', ""
    )
    space.people.unfollow("Ben")
    assert "Work" not in exported(space)
    assert "Empty" in exported(space)
    space.changes.undo()
    space.changes.undo()
    assert canonical(exported(space)) == canonical(LIST)


def test_what_stands_in_the_row_of_somebody_who_is_gone_goes_too_save_other_rows(
    workspace: Workspace,
) -> None:
    inner = '<outline text="Zoë" xmlUrl="https://zoe.example/rss"/>'
    file = (
        '<opml version="2.0"><body><outline text="Ana" xmlUrl="https://ana.example/f">a word<!-- of Ana -->'
        f'{inner}</outline><outline text="Bad" xmlUrl="file:///x">of a bad row</outline></body></opml>'
    )
    take_in_opml(workspace, file.encode(), "mine.opml")
    assert "a word" in exported(workspace)
    assert "of a bad row" not in exported(workspace)
    workspace.people.unfollow("Ana")
    assert canonical(exported(workspace)) == canonical(f'<opml version="2.0"><body>{inner}</body></opml>')


def test_whom_i_renamed_has_the_new_name_and_all_the_rest(space: Workspace) -> None:
    space.people.save(replace(space.people.get("Ben"), name="Ben de Wit"))
    space.people.save(replace(space.people.get("Ana"), name="Ana Vos"))
    out = canonical(exported(space))
    renamed = LIST.replace('text="Ben"', 'text="Ben de Wit"').replace(
        'text="Ana"', 'text="Ana Vos" title="Ana"'
    )
    assert out == canonical(renamed)


def test_new_ones_come_last_each_in_the_folder_of_their_circle(space: Workspace) -> None:
    space.people.add(
        "Cas", [Channel(kind="feed", key="https://cas.example/f")], circles=["Work", "New / Inner"]
    )
    space.people.add("Dee", [Channel(kind="feed", key="https://dee.example/f", title="Dee's log")])
    cas = '<outline type="rss" text="Cas" title="Cas" xmlUrl="https://cas.example/f"/>'
    assert canonical(exported(space)) == canonical(
        LIST.replace(
            '</outline>\n<outline text="Empty"/>', cas + '</outline>\n<outline text="Empty"/>'
        ).replace(
            "</body>",
            '<outline type="rss" text="Dee" title="Dee\'s log" xmlUrl="https://dee.example/f"/>'
            f'<outline text="New"><outline text="Inner">{cas}</outline></outline></body>',
        )
    )


def test_who_moved_to_another_circle_moves_with_all_their_row_says(space: Workspace) -> None:
    zoe = '<outline text="Zoë" xmlUrl="https://zoe.example/rss" language="nl" category="Data,Old"/>'
    space.people.save(replace(space.people.get("Zoë"), circles=("Home",)))
    moved = LIST.replace(zoe, "").replace("</body>", f'<outline text="Home">{zoe}</outline></body>')
    assert canonical(exported(space)) == canonical(moved)
    space.people.save(replace(space.people.get("Zoë"), circles=()))
    assert canonical(exported(space)) == canonical(LIST.replace(zoe, "").replace("</body>", f"{zoe}</body>"))
    space.people.save(replace(space.people.get("Zoë"), circles=("Work", "Home")))
    also = LIST.replace("</body>", f'<outline text="Home">{zoe}</outline></body>')
    assert canonical(exported(space)) == canonical(also)


def test_themes_given_taken_and_renamed_are_categories(space: Workspace) -> None:
    zoe = space.people.get("Zoë")
    space.themes.add("Reviews/CI")
    space.people.save(replace(zoe, themes=("data", "reviews-ci")))
    assert canonical(exported(space)) == changed('category="Data,Old"', 'category="Data,/Reviews/CI"')
    space.themes.rename("Data", "Data, contracts")
    assert canonical(exported(space)) == changed(
        'category="Data,Old"', 'category="Data\u201a contracts,/Reviews/CI"'
    )
    space.people.save(replace(space.people.get("Zoë"), themes=()))
    assert canonical(exported(space)) == changed(' category="Data,Old"', "")


def test_a_feed_that_moved_has_its_new_address(space: Workspace) -> None:
    ana = space.people.get("Ana")
    moved = replace(ana.channels[0], key="https://new.example/feed", aliases=(ana.channels[0].key,))
    space.people.save(replace(ana, channels=(moved,)))
    assert canonical(exported(space)) == changed("https://ana.example/feed", "https://new.example/feed")
    assert take_in_opml(space, LIST.encode(), "mine.opml").added == ()


def test_those_not_chosen_are_not_in_it_until_they_are_followed(workspace: Workspace) -> None:
    planned = take_in_opml(workspace, LIST.encode(), "mine.opml", dry_run=True)
    assert workspace.outlines.all() == []
    ids = {person.id for person in planned.added if person.name != "Ben"}
    take_in_opml(workspace, LIST.encode(), "mine.opml", only=ids)
    ben = '<outline text="Ben" title="Ben\'s whole log" xmlUrl="https://ben.example/atom"/>'
    assert canonical(exported(workspace)) == changed(ben, "")
    workspace.people.add(
        "Ben",
        [Channel(kind="feed", key="https://ben.example/atom", title="Ben's whole log")],
        circles=["Work"],
    )
    assert canonical(exported(workspace)) == canonical(LIST)


def test_someone_known_under_another_name_keeps_their_row_as_it_came(workspace: Workspace) -> None:
    ben = Channel(kind="feed", key="https://ben.example/atom", title="B.", address="https://b.example/")
    workspace.people.add("Benjamin", [ben], circles=["friends"], themes=["data"])
    take_in_opml(workspace, LIST.encode(), "mine.opml")
    assert canonical(exported(workspace)) == canonical(LIST)
    workspace.people.save(
        replace(workspace.people.get("Benjamin"), name="Ben de Wit", circles=("friends", "Home"))
    )
    out = exported(workspace)
    assert out.count('text="Ben de Wit"') == 2
    assert '<outline text="Home">' in out


def test_of_two_files_the_second_brings_what_the_first_has_not(space: Workspace, clock: FakeClock) -> None:
    clock.pass_(minutes=1)
    second = FEEDLY.replace("https://ana.example", "https://anavos.example").replace("Must Read", "Empty")
    take_in_opml(space, second.encode(), "feedly.opml")
    out = exported(space)
    ben, new = (
        f'<outline type="rss" text="{name}" title="{name}" xmlUrl="{feed}" htmlUrl="{site}"/>'
        for name, feed, site in [
            ("Ben", "https://ben.example/atom", "https://ben.example"),
            ("Ana", "https://anavos.example/feed", "https://anavos.example"),
        ]
    )
    assert canonical(out) == canonical(
        LIST.replace(
            '</outline>\n<outline text="Empty"/>', f'{new}</outline>\n<outline text="Empty">{ben}</outline>'
        )
    )
    take_in_opml(space, out.encode(), "again.opml")
    assert canonical(exported(space)) == canonical(out)


def test_a_large_file_goes_out_as_it_came(workspace: Workspace) -> None:
    row = '<outline text="Feed {0}" xmlUrl="https://s{0}.example/f" description="{1}"/>'
    file = LIST.replace("</body>", "".join(row.format(n, "word " * 140_000) for n in range(20)) + "</body>")
    assert len(file.encode()) > 14_000_000
    assert len(take_in_opml(workspace, file.encode(), "mine.opml").added) == 23
    assert canonical(exported(workspace)) == canonical(file)
    workspace.changes.undo()
    assert workspace.outlines.all() == []


def test_a_bare_ampersand_is_mended_and_a_remark_left_as_it_is(workspace: Workspace) -> None:
    file = LIST.replace("<body>", "<body><!-- you & me -->").replace('text="Ben"', 'text="Ben & co"')
    take_in_opml(workspace, file.encode(), "mine.opml")
    assert canonical(exported(workspace)) == canonical(file.replace("Ben &", "Ben &amp;"))


def test_a_list_of_somebody_else_says_nothing_of_its_owner(workspace: Workspace) -> None:
    theirs = BY_THE_BOOK.replace("<opml", "<!-- of Zoë --><opml").encode("latin-1")
    take_in_opml(workspace, theirs, "theirs.opml", is_mine=False)
    assert "<!--" not in exported(workspace)
    assert "ownerName" not in exported(workspace)
    take_in_opml(workspace, LIST.encode(), "mine.opml")
    assert "<ownerName>Me</ownerName>" in exported(workspace)


def test_what_could_harm_another_reader_comes_in_and_out_of_nothing(workspace: Workspace) -> None:
    bad = (
        '<outline text="Local" xmlUrl="file:///etc/passwd"/><outline text="Script" xmlUrl="javascript:x()"/>'
        '<outline text="Odd" xmlUrl="https://odd.example/f" htmlUrl="javascript:alert(1)"/>'
        '<outline text="List" type="include" url="data:text/xml,x"/>'
    )
    report = take_in_opml(workspace, LIST.replace("</body>", bad + "</body>").encode(), "bad.opml")
    assert [name for name, _ in report.left_out] == ["Empty", "Local", "Script", "List"]
    good = '<outline text="Odd" xmlUrl="https://odd.example/f"/><outline text="List" type="include"/>'
    assert canonical(exported(workspace)) == canonical(LIST.replace("</body>", good + "</body>"))


def test_nothing_in_it_acts_on_a_terminal_or_passes_for_ours(workspace: Workspace) -> None:
    said = "a&#x9b;31m &#x202e;b&#xA;c&#x85;"
    file = LIST.replace('language="nl"', f'language="{said}" learnlog:name="Somebody" xmlns:learnlog="urn:y"')
    take_in_opml(workspace, file.encode(), "odd.opml")
    out = exported(workspace)
    assert out.isprintable() or not {"\x9b", "\u202e", "\x85", "\r"} & set(out)
    assert "learnlog" not in out
    assert canonical(out) == canonical(LIST.replace('language="nl"', f'language="{said}"'))


def test_the_folder_of_the_vault_is_enough_on_another_machine(
    space: Workspace, another_home: Home, clock: FakeClock
) -> None:
    other = another_home()
    shutil.copytree(space.vault.root, other.vault.root, dirs_exist_ok=True)
    other.sync.scan()
    assert canonical(exported(other)) == canonical(LIST)
    # Both take in a file of their own, and the other's files come: nothing of either is lost.
    clock.pass_(minutes=1)
    take_in_opml(other, FEEDLY.encode(), "feedly.opml")
    take_in_opml(space, READERS["Miniflux"].encode(), "miniflux.opml")
    for one, two in ((space, other), (other, space)):
        for name in ("outlines", "people", "themes"):
            shutil.copytree(one.vault.root / name, two.vault.root / name, dirs_exist_ok=True)
    for one in (space, other):
        one.sync.scan()
    assert canonical(exported(space)) == canonical(exported(other))
    assert {"Must Read", "All", "Empty"} <= {
        row.get("text") for row in ElementTree.fromstring(exported(space)).iter()
    }


def test_a_copy_of_the_vault_and_a_backup_have_it(
    space: Workspace, another_home: Home, tmp_path: Path
) -> None:
    copy, other = tmp_path / "copy", another_home()
    export_markdown(space, copy)
    report = import_markdown(other, copy)
    assert sum(name.startswith("outlines/") for name in report.added) == 1
    assert canonical(exported(other)) == canonical(LIST)
    assert any(name.startswith("outlines/") for name in import_markdown(other, copy).known)
    with ZipFile(backup(space, tmp_path / "all.zip")) as zipped:
        assert any("/outlines/" in name for name in zipped.namelist())


def test_a_crash_between_the_file_and_the_cards_loses_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(workspace.shelf, "write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            take_in_opml(workspace, LIST.replace(' category="Data,Old"', "").encode(), "mine.opml")
    assert len(workspace.outlines.all()) == 1
    assert "Zoë" not in exported(workspace)
    take_in_opml(workspace, LIST.replace(' category="Data,Old"', "").encode(), "mine.opml")
    assert canonical(exported(workspace)) == changed(' category="Data,Old"', "")


def test_one_undo_takes_the_file_back_with_the_people(space: Workspace) -> None:
    assert space.changes.undo() == "followed 3 people"
    assert space.outlines.all() == []
    assert space.people.all(unfollowed=True) == []
    assert "Empty" not in exported(space)


def test_a_file_that_somebody_spoiled_is_passed_over(space: Workspace) -> None:
    (file,) = (space.vault.root / "outlines").iterdir()
    file.write_text("<opml><bo")
    (file.parent / "mine.opml").write_text(LIST.replace("Empty", "By hand"))
    assert "By hand" in exported(space)
    assert "Zoë" in exported(space)
