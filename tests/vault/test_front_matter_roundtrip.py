"""Whatever is written comes back, and whatever is not written stays as it was."""

from typing import Any

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from learnlog.model.errors import LearnlogError
from learnlog.model.safe import clean_line, clean_text
from learnlog.vault.emitting import read_own
from learnlog.vault.front_matter import parse, splice, split, tidy

# A busy machine is no failure.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

words = st.text(max_size=30) | st.sampled_from(
    ["yes", "a: b", "# c", "- x", "2026-01-01", "[a]", "a,b", "'", "…"]
)
lines = words.map(clean_line)
texts = st.text(max_size=80).map(clean_text)
lists = st.lists(lines, max_size=4)
channel_keys = st.sampled_from(["kind", "key", "title", "address"])
channels = st.lists(st.dictionaries(channel_keys, lines, min_size=1), max_size=3)
keys = st.sampled_from(["title", "why", "tags", "channels", "kind", "modified"])
values = st.dictionaries(keys, lines | lists | channels | st.none() | texts)

# Front matter as a person writes it: whole lines that belong to one key each, or to none.
by_hand = st.lists(
    st.sampled_from(
        [
            "# a comment",
            "",
            "mine: {a: 1, b: [x]}",
            "other: |\n  # no comment\n\n  text",
            "more:\n- a\n  # c\n- b:\n    c",
            "'quoted key': \"q\\x41\" # yes",
            "long: one\n  two\n  three",
            "date: 2026-11-23 # day",
            "nothing:",
            "ünïcode: 🙂 ok",
            "~: x",
        ]
    ),
    unique=True,
).map(lambda found: "".join(f"{line}\n" for line in found))
known = st.lists(
    st.sampled_from(
        [
            "title: 'old' # t",
            "tags: # t\n  - a # 1\n  # between\n  - b",
            "tags: a, b",
            "why: >-\n  folded\n  text",
            "kind:   # none",
            "modified: 2026-11-23",
            "channels:\n  - key: x # x\n    mine: y",
        ]
    ),
    unique_by=lambda line: line.partition(":")[0],
).map(lambda found: "".join(f"{line}\n" for line in found))


@unhurried
@given(values, texts)
def test_a_new_file_says_what_was_written(values: dict[str, Any], body: str) -> None:
    text = splice("", values, body)
    data, read, problem = parse(text)
    assert (data, read, problem) == ({k: v for k, v in values.items() if v is not None}, tidy(body), "")
    inside = split(text)[0].removeprefix("---\n").removesuffix("---\n")
    assert (yaml.load(inside, Loader=yaml.BaseLoader) or {}) == data
    assert splice(text, values, body) == text


@unhurried
@given(values, values, texts, texts)
def test_changing_our_own_file_equals_writing_it_anew(
    first: dict[str, Any], second: dict[str, Any], body: str, later: str
) -> None:
    text = splice(splice("", first, body), second, later)
    data, read, problem = parse(text)
    assert problem == ""
    assert read == tidy(later)
    for key, value in second.items():
        if value in (None, "", []) and data.get(key, "") in ("", []):
            continue
        assert splice(text, {key: value}) == text
        if isinstance(value, str) and value == clean_line(value):
            assert clean_line(data[key]) == value or data[key][:10] == value[:10]


@unhurried
@given(by_hand, by_hand, known, values, st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
@example("", "", "tags: a, b\n", {"tags": ["a", "b"]}, "\n", "")
def test_all_other_lines_stay_byte_for_byte(
    above: str, below: str, known: str, values: dict[str, Any], newline: str, mark: str
) -> None:
    below = "" if above else below  # no key twice
    fence = f"---{newline}"
    inside = [part.replace("\n", newline) for part in (above, known, below)]
    rest = f"{newline}Body{newline}{newline}trailing  {newline}"
    text = mark + fence + "".join(inside) + fence + rest
    after = splice(text, values)
    assert after.startswith(mark + fence + inside[0])
    assert after.endswith(fence + rest)
    assert inside[2] in after
    before_data, after_data = parse(text)[0], parse(after)[0]
    assert {k: v for k, v in before_data.items() if k not in values} == {
        k: v for k, v in after_data.items() if k not in values
    }
    for key, value in values.items():
        assert (value is not None) or key not in after_data
    assert splice(after, values) == after
    assert after.count("# between") == text.count("# between") or values.get("tags", []) != []
    if newline == "\r\n":
        assert "\n" not in after.replace("\r\n", "")


@unhurried
@given(st.text(alphabet="ab:-'\"[]{},&*#|>!%@ \t\n\r\\\x85\u2028é1", max_size=60), values)
def test_any_front_matter_at_all_is_read_and_never_lost(inside: str, values: dict[str, Any]) -> None:
    text = f"---\nid: x\n{inside}\n---\nBody"
    data, _, _ = parse(text)
    assert isinstance(data, dict)
    try:
        after = splice(text, values)
    except LearnlogError:  # refused: the file is as it was
        return
    assert after.endswith("Body")
    assert after.startswith("---\n")
    assert splice(after, values) == after


@unhurried
@given(st.text(alphabet="ab:- '\"[],#.1é\\\n", max_size=40))
def test_the_quick_reader_agrees_with_yaml(inside: str) -> None:
    own = read_own(inside + "\n")
    if own is not None:
        loaded = yaml.load(inside, Loader=yaml.BaseLoader) or {}
        assert {pair.key: pair.value for pair in own} == loaded
