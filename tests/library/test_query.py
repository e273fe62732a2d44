"""The search language: what is typed, and what it is understood as."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnlog.library.query import And, Field, Not, Or, Query, Text, leaves, misread, parse


def word(text: str) -> Text:
    return Text(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("data ", word("data")),
        ("dat", Text("dat", prefix=True)),
        ("data contr", And((word("data"), Text("contr", prefix=True)))),
        ("contr kind:x", And((Text("contr", prefix=True), Field("kind", "x")))),
        (
            'contr -kind:x theme:"a b"',
            And((Text("contr", prefix=True), Not(Field("kind", "x")), Field("theme", "a b"))),
        ),
        ("contr kind:x ", And((word("contr"), Field("kind", "x")))),
        ("(contr) kind:x", And((word("contr"), Field("kind", "x")))),
        ('"contr" kind:x', And((Text("contr", phrase=True), Field("kind", "x")))),
        ("contr* data ", And((Text("contr", prefix=True), word("data")))),
        ('"data contracts"', Text("data contracts", phrase=True)),
        ('"data contr', Text("data contr", prefix=True, phrase=True)),
        ("a OR b c ", Or((word("a"), And((word("b"), word("c")))))),
        ("(a OR b) c ", And((Or((word("a"), word("b"))), word("c")))),
        ("a AND b ", And((word("a"), word("b")))),
        ("a or b ", And((word("a"), word("or"), word("b")))),
        ("a -b ", And((word("a"), Not(word("b"))))),
        ("a NOT b ", And((word("a"), Not(word("b"))))),
        ("-(a b) ", Not(And((word("a"), word("b"))))),
        ("e-mail ", word("e-mail")),
        ("theme:data-contracts", Field("theme", "data-contracts")),
        ('Theme:"data contracts"', Field("theme", "data contracts")),
        ('theme:"data con', Field("theme", "data con")),
        ("in:journal x ", And((Field("in", "journal"), word("x")))),
        ('since:"last week"', Field("since", "last week")),
        ("-is:read", Not(Field("is", "read"))),
    ],
)
def test_what_is_typed_is_understood(typed: str, meant: object) -> None:
    assert parse(typed).root == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("(a", Text("a", prefix=True)),
        ("a)) b ", And((word("a"), word("b")))),
        ("a OR ", word("a")),
        ("OR a ", word("a")),
        ("a AND ", word("a")),
        ("- a ", word("a")),
        ("()", None),
        ("theme: a ", word("a")),
        ("& a ", word("a")),
        ("NOT", Text("NOT", phrase=True)),
        ("since:whenever", Text("since:whenever", phrase=True)),
        ("in:space", Text("in:space", phrase=True)),
        ("is:good", Text("is:good", phrase=True)),
        ("colour:red ", word("colour:red")),
        ("(" * 500 + "a" + ")" * 500, word("a")),
    ],
)
def test_broken_searches_become_words_or_are_left_out(typed: str, meant: object) -> None:
    assert parse(typed).root == meant


def test_nothing_typed_is_not_the_same_as_nothing_understood() -> None:
    assert parse("  ") == Query(None, blank=True)
    assert parse("&&") == Query(None, blank=False)


def test_escape_sequences_and_surrogates_do_not_survive() -> None:
    assert "\x1b" not in str(parse("a\x1b[31mb \udcff \u202e c"))


def test_denied_words_are_not_looked_for_in_excerpts() -> None:
    assert leaves(parse('a -b (c OR "d e") theme:x ').root) == [
        word("a"),
        word("c"),
        Text("d e", phrase=True),
    ]


PIECES = st.sampled_from(
    [
        *"-()*:&é",
        "AND",
        "OR",
        "NOT",
        '"',
        "theme:",
        "since:",
        "is:read",
        "in:posts",
        "data",
        'tag:"a',
        'y"',
        "date:2026-13",
    ]
)
TYPED = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=60).map(" ".join),
    st.lists(PIECES, max_size=60).map("".join),
)


@given(TYPED)
def test_whatever_is_typed_reads_back_as_itself(typed: str) -> None:
    once = parse(typed)
    assert parse(str(once)).root == once.root


@given(st.text(alphabet='()-"ORANDNT a', max_size=3000))
def test_no_length_or_depth_is_too_much(typed: str) -> None:
    assert len(leaves(parse(typed).root)) <= 32


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("is:foo promise", "“is:foo” was read as words: is: takes starred, unread"),
        ("promise in:nowhere", "“in:nowhere” was read as words: in: takes journal, posts"),
        ("since:soon", "“since:soon” was read as words: since: takes a day or a time"),
    ],
)
def test_a_field_with_a_value_that_means_nothing_is_told(typed: str, said: str) -> None:
    assert misread(typed).startswith(said)


@pytest.mark.parametrize("typed", ["", "promise", "is:unread since:7d in:journal", "foo:bar", "is:"])
def test_what_is_understood_needs_no_advice(typed: str) -> None:
    assert misread(typed) == ""
