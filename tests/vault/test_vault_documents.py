"""From an entry to its file and back, and what files by others' hands are understood as."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learnlog.model.document import DocumentType
from learnlog.model.entry import Entry, EntryKind
from learnlog.model.ids import derived_id
from learnlog.model.moments import EPOCH
from learnlog.model.person import Channel, Person
from learnlog.model.safe import clean_line, clean_text
from learnlog.model.visibility import Visibility
from learnlog.vault.documents import read_document, write_text
from learnlog.vault.files import Stored
from learnlog.vault.front_matter import tidy

# A busy machine is no failure.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

ID = "01jd0000000000000000000000"
PATH = f"journal/2026/2026-11-23-x-{ID}.md"

lines = st.text(max_size=40).map(clean_line)
words = st.lists(lines.filter(bool), max_size=3, unique=True).map(tuple)
moments = st.datetimes(
    min_value=datetime(1900, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9999, 12, 27),  # noqa: DTZ001 - beyond, some zone has no date for it
    timezones=st.integers(-840, 840).map(lambda minutes: timezone(timedelta(minutes=minutes))),
).map(lambda moment: moment.replace(microsecond=0))
entries = st.builds(
    Entry,
    id=st.just(ID),
    title=lines,
    body=st.text().map(clean_text).map(tidy),
    kind=st.sampled_from(EntryKind),
    created=moments,
    modified=moments,
    themes=words,
    tags=words,
    visibility=st.sampled_from(Visibility),
    kept=words,
    people=words,
    entries=words,
    status=lines,
    path=st.just(PATH),
)


def stored(text: str, path: str = PATH) -> Stored:
    return Stored(path, text, "hash", 0, len(text))


def read_entry(text: str) -> Entry:
    document = read_document(stored(text))
    assert document is not None
    return Entry.of(document)


def plain(entry: Entry) -> dict[str, object]:
    return {
        name: getattr(entry, name) for name in Entry.__dataclass_fields__ if name not in ("hash", "problem")
    }


@unhurried
@given(entries)
def test_an_entry_survives_its_file(entry: Entry) -> None:
    again = read_entry(write_text(entry.front_matter(), entry.body))
    assert plain(again) == plain(entry)
    assert again.problem == ""


@unhurried
@given(entries, entries)
def test_an_entry_survives_being_saved_over_another(first: Entry, second: Entry) -> None:
    text = write_text(first.front_matter(), first.body)
    again = write_text(second.front_matter(), second.body, text)
    assert plain(read_entry(again)) == plain(second)
    assert write_text(second.front_matter(), second.body, again) == again


@unhurried
@given(st.lists(st.builds(Channel, kind=st.just("feed"), key=lines.filter(bool), title=lines), max_size=3))
def test_a_persons_channels_survive_the_card(channels: list[Channel]) -> None:
    person = Person(id="ana", name="Ana", channels=tuple(channels))
    document = read_document(stored(write_text(person.front_matter(), ""), "people/ana.md"))
    assert document is not None
    assert Person.of(document).channels == tuple(channels)


def test_what_a_file_is_comes_from_its_folder() -> None:
    for kind in DocumentType:
        document = read_document(stored("text", f"{kind.folder}/x.md"))
        assert document is not None
        assert document.type is kind
    assert read_document(stored("text", "elsewhere/x.md")) is None


@pytest.mark.parametrize(
    ("path", "said", "expected"),
    [
        (PATH, "", ID),
        (PATH.upper().replace("JOURNAL", "journal"), "", ID),
        (PATH, "01JE0000000000000000000000", "01je0000000000000000000000"),
        (PATH, "zettel-7", "zettel-7"),
        (PATH, "../../etc/passwd", ID),
        (PATH, "two words", ID),
        ("journal/plain.md", "", derived_id("journal/plain.md")),
        ("themes/data-contracts.md", "", "data-contracts"),
        ("themes/Data Contracts.md", "", "data-contracts"),
        ("people/ana.md", "ana-vos", "ana-vos"),
    ],
)
def test_an_id_comes_from_the_front_matter_or_the_name(path: str, said: str, expected: str) -> None:
    document = read_document(stored(f"---\nid: {said}\n---\n", path))
    assert document is not None
    assert document.id == expected


def test_nothing_that_acts_comes_out_of_a_file_and_it_stays_in_the_file() -> None:
    text = '---\ntitle: "\\e[31mred\\u202E"\ntags: ["a\\x9b31m"]\n---\n\n\x1b]0;title\x07Body\u202e\n'
    document = read_document(stored(text))
    assert document is not None
    assert document.word("title") == "red"
    assert document.words("tags") == ("a",)
    assert document.body == "Body"
    assert document.text == text
    assert write_text({"title": "red", "tags": ["a"]}, "Body", text) == text


def test_a_problem_is_told_and_the_text_is_there() -> None:
    document = read_document(stored("---\ntitle: a\n\tb: c\n---\nBody"))
    assert document is not None
    assert "line 3" in document.problem
    assert document.body == "Body"
    assert document.word("title") == "a"


def test_an_entry_of_the_very_first_second_keeps_its_moment() -> None:
    entry = Entry(id=ID, title="", body="old", kind=EntryKind.REFLECTION, created=EPOCH, modified=EPOCH)
    assert read_entry(write_text(entry.front_matter(), entry.body)).created == EPOCH
