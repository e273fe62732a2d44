"""What a network told of a post, to JSON and back: the same again, whoever wrote it and whatever was in it."""

import json
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnlog.library.social_rows import clean, content, from_json, to_json
from learnlog.model.safe import clean_line, clean_text
from learnlog.model.social import Actor, Audience, Choice, LinkCard, Media, Poll, Quoted, Social

words = st.text(max_size=30) | st.sampled_from(
    ["\x1b]0;owned\x07", "a\u202eb", "x" * 3000, "\ud800", "two\nlines"]
)
links = st.sampled_from(
    ["", "https://ana.example/1", "javascript:alert(1)", "https://a.example/ x", "HTTP://b.example"]
)
counts = st.none() | st.integers(0, 10**6)
moments = st.none() | st.datetimes(timezones=st.just(UTC))
actors = st.builds(Actor, key=words, handle=words, name=words, url=links)
quotes = st.builds(
    Quoted,
    guid=words,
    url=links,
    author=st.none() | actors,
    text=words,
    published=moments,
    warning=words,
    gone=words,
)
choices = st.lists(st.builds(Choice, words=words, votes=counts), max_size=3).map(tuple)
socials = st.builds(
    Social,
    author=actors,
    uri=words,
    cid=words,
    home=words,
    boost_of=words,
    boosted=moments,
    parent=words,
    root=words,
    answers=st.none() | actors,
    quote=st.none() | quotes,
    warning=words,
    labels=st.lists(words, max_size=3).map(tuple),
    media=st.lists(
        st.builds(Media, kind=st.sampled_from(["image", "video", "odd"]), url=links, alt=words, type=words),
        max_size=3,
    ).map(tuple),
    poll=st.none() | st.builds(Poll, choices=choices, closes=moments, several=st.booleans(), voters=counts),
    card=st.none() | st.builds(LinkCard, url=links, title=words, text=words),
    mentions=st.lists(actors, max_size=3).map(tuple),
    audience=st.sampled_from(Audience),
    replies=counts,
    boosts=counts,
    likes=counts,
)


@settings(max_examples=150, deadline=None)
@given(socials)
def test_there_and_back_is_the_cleaned_post(social: Social) -> None:
    cleaned = clean(social)
    text = to_json(cleaned)
    assert from_json(text) == cleaned
    assert clean(cleaned) == cleaned
    text.encode()  # no lone surrogates
    for value in strings(json.loads(text)):
        assert clean_text(value) == value
    assert (cleaned.replies, cleaned.boosts, cleaned.likes) == (social.replies, social.boosts, social.likes)
    assert cleaned.warning == clean_line(social.warning, 500)


def strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for part in parts for text in strings(part)]


FULL = Social(
    author=Actor(key="did:plc:ana", handle="ana.example"),
    uri="at://did:plc:ana/x/1",
    media=(Media(url="https://img.example/1.png", alt="one\ntwo"),),
    poll=Poll(choices=(Choice(words="yes", votes=0), Choice(words="no"))),
    replies=0,
)


def test_none_of_it_gets_lost_and_nothing_counts_as_nothing() -> None:
    read = from_json(to_json(FULL))
    assert read == FULL
    assert read is not None
    assert read.poll is not None
    assert (read.replies, read.likes, read.poll.choices[0].votes, read.poll.choices[1].votes) == (
        0,
        None,
        0,
        None,
    )


def test_what_a_later_version_adds_is_passed_over() -> None:
    data = json.loads(to_json(FULL))
    data["mood"] = "sunny"
    data["author"]["species"] = "owl"
    data["media"][0]["kind"] = "hologram"
    data["audience"] = "neighbours"
    read = from_json(json.dumps(data))
    assert read is not None
    assert read.author == FULL.author
    assert read.media[0].kind == "file"
    assert read.audience is Audience.FOLLOWERS  # never wider than it may have been


@pytest.mark.parametrize("text", ["", "null", "[]", "3", "{", '"x"', "[" * 100_000])
def test_what_is_no_such_thing_is_nothing(text: str) -> None:
    assert from_json(text) is None


def test_values_of_other_types_are_left_out() -> None:
    odd = {
        "author": 7,
        "uri": ["x"],
        "boosted": "9999-12-31T23:59:59+00:00",
        "media": {"url": "x"},
        "labels": [1, "fine"],
        "mentions": [None, {"key": 3}],
        "poll": {"choices": "abc"},
        "card": {"url": "file:///etc/passwd"},
        "quote": [],
        "replies": True,
        "likes": -4,
        "boosts": 10**400,
    }
    assert from_json(json.dumps(odd)) == Social(author=Actor(key=""), labels=("fine",), likes=0, boosts=2**53)


def test_an_absurd_post_is_cut_to_size() -> None:
    picture = Media(url="https://img.example/1.png", alt="long " * 100_000)
    many = (Actor(key="k", name="n" * 10_000),) * 5000
    quote = Quoted(guid="g", text="q" * 10**6)
    absurd = Social(author=many[0], media=(picture,) * 900, mentions=many, labels=("l",) * 900, quote=quote)
    assert len(to_json(clean(absurd))) < 600_000
    cleaned = clean(absurd)
    assert (len(cleaned.media), len(cleaned.mentions), len(cleaned.labels)) == (50, 50, 50)


def test_counts_and_names_are_no_edit_but_words_are() -> None:
    from dataclasses import replace

    named = replace(FULL, author=Actor(key="did:plc:ana", handle="new.example", name="New"), likes=9, cid="c")
    assert content(named) == content(FULL)
    voted = replace(
        FULL, poll=Poll(choices=(Choice(words="yes", votes=5), Choice(words="no", votes=1)), voters=6)
    )
    assert content(voted) == content(FULL)
    assert content(replace(FULL, warning="careful")) != content(FULL)
    assert content(replace(FULL, media=())) != content(FULL)
    assert content(replace(FULL, quote=Quoted(guid="x", gone="deleted"))) != content(FULL)
