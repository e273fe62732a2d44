"""From what Bluesky tells of a post to a post one can read; servers may say anything."""

import subprocess
import sys
from typing import Any

import pytest

from learnlog.reading.sources.bluesky.names import maybe_actor, surely_actor
from learnlog.reading.sources.bluesky.posts import Posts
from learnlog.reading.sources.bluesky.profiles import links_in
from learnlog.reading.sources.bluesky.refusing import BlueskyError
from learnlog.reading.sources.bluesky.threads import posts_of_thread

ADA = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
BORIS = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"
Json = dict[str, Any]


def author(did: str = ADA, handle: str = "ada.example", name: str = "Ada") -> Json:
    return {"did": did, "handle": handle, "displayName": name, "labels": []}


def uri(key: str = "3aaaaaaaaaaa2", did: str = ADA) -> str:
    return f"at://{did}/app.bsky.feed.post/{key}"


def view(text: str = "A lesson.", key: str = "3aaaaaaaaaaa2", did: str = ADA, **more: Any) -> Json:
    record = {"$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-11-20T10:00:00.123Z"}
    handle = "ada.example" if did == ADA else "boris.example"
    return {
        "uri": uri(key, did),
        "cid": "bafyreiabc",
        "author": author(did, handle, handle.partition(".")[0].title()),
        "record": record | more.pop("record", {}),
        "indexedAt": "2026-11-20T10:00:01.000Z",
        "replyCount": 2,
        "repostCount": 1,
        "likeCount": 7,
    } | more


def read(post: Json, **item: Any) -> Any:
    return Posts().of_feed({"post": post, **item}, ADA)


def facet(text: str, part: str, **feature: Any) -> Json:
    start = len(text[: text.index(part)].encode())
    kind = feature.pop("kind")
    return {
        "index": {"byteStart": start, "byteEnd": start + len(part.encode())},
        "features": [{"$type": f"app.bsky.richtext.facet#{kind}", **feature}],
    }


def test_a_post_has_its_words_its_page_its_moment_and_its_counts() -> None:
    post = read(view("One.\nTwo.\n\nThree & <four>.", record={"langs": ["en", "nl"], "tags": ["work"]}))

    assert post.guid == uri()
    assert post.url == "https://bsky.app/profile/ada.example/post/3aaaaaaaaaaa2"
    assert post.html == "<p>One.<br>\nTwo.</p>\n<p>Three &amp; &lt;four&gt;.</p>"
    assert post.text == "One.\nTwo.\n\nThree & <four>."
    assert (post.author, post.language, post.tags) == ("Ada", "en", ("work",))
    assert post.published.isoformat() == "2026-11-20T10:00:00+00:00"
    assert (post.social.replies, post.social.boosts, post.social.likes) == (2, 1, 7)
    assert post.social.cid == post.social.home == "bafyreiabc"


def test_places_of_facets_are_bytes_so_links_stand_right_behind_emoji() -> None:
    text = "👩‍👩‍👧 señor: example.com and @boris.example on #añil"
    facets = [
        facet(text, "#añil", kind="tag", tag="añil"),
        facet(text, "example.com", kind="link", uri="https://example.com/long?a=1&b=2"),
        facet(text, "@boris.example", kind="mention", did=BORIS),
    ]

    post = read(view(text, record={"facets": facets}))

    assert '<a href="https://example.com/long?a=1&amp;b=2">example.com</a>' in post.html
    assert f'<a href="https://bsky.app/profile/{BORIS}">@boris.example</a>' in post.html
    assert '<a href="https://bsky.app/hashtag/a%C3%B1il">#añil</a>' in post.html
    assert post.text == text
    assert post.tags == ("añil",)
    assert [(actor.key, actor.handle) for actor in post.social.mentions] == [(BORIS, "boris.example")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"index": {"byteStart": 0, "byteEnd": 2}},  # cuts the é
        {"index": {"byteStart": 0, "byteEnd": 9999}},
        {"index": {"byteStart": 3, "byteEnd": 3}},
        {"index": {"byteStart": -2, "byteEnd": 3}},
        {"index": {"byteStart": "0", "byteEnd": 2.5}},
        {"index": None},
        {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": "javascript:alert(1)"}]},
        {"features": [{"$type": "app.bsky.richtext.facet#link", "uri": 'https://x/"onclick="y'}]},
        {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": "boris"}]},
        {"features": "all of them"},
    ],
)
def test_a_facet_that_makes_no_sense_is_dropped_and_the_words_stay(wrong: Json) -> None:
    text = "aé link"
    good = facet(text, "aé", kind="link", uri="https://example.com/")

    post = read(view(text, record={"facets": [good | wrong]}))

    assert post.html == "<p>aé link</p>"


def test_of_two_facets_that_overlap_the_first_counts() -> None:
    text = "look at this here"
    facets = [
        facet(text, "at this", kind="link", uri="https://one.example/"),
        facet(text, "this here", kind="link", uri="https://two.example/"),
    ]

    post = read(view(text, record={"facets": facets}))

    assert post.html == '<p>look <a href="https://one.example/">at this</a> here</p>'


def test_a_boost_says_who_wrote_it_and_when_it_was_passed_on() -> None:
    own = f"at://{ADA}/app.bsky.feed.repost/3bbbbbbbbbbb2"
    reason = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": author(),
        "uri": own,
        "indexedAt": "2026-11-22T08:00:00.000Z",
    }

    post = read(view(did=BORIS), reason=reason)

    assert post.guid == f"boost:{own}"
    assert post.author == "Boris"
    assert post.social.author.key == BORIS
    assert post.social.boost_of == post.social.uri == uri(did=BORIS)
    assert post.published == post.social.boosted
    assert post.published.isoformat() == "2026-11-22T08:00:00+00:00"


def test_what_others_wrote_is_not_slipped_into_a_feed() -> None:
    pin = {"$type": "app.bsky.feed.defs#reasonPin"}
    strange = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": author(BORIS),
        "indexedAt": "2026-11-22T08:00:00Z",
    }

    assert read(view(did=BORIS)) is None
    assert read(view(did=BORIS), reason=pin) is None
    assert read(view(did=BORIS), reason=strange) is None
    assert read(view() | {"author": author(BORIS)}) is None
    assert read(view(), reason=pin) is not None


def test_an_answer_says_whom_and_what_it_answers() -> None:
    reply = {"parent": {"uri": uri(did=BORIS)}, "root": {"uri": uri("3ccccccccccc2")}}
    shown = {"parent": view(did=BORIS), "root": view(key="3ccccccccccc2")}

    told = read(view(record={"reply": reply}), reply=shown).social
    blocked = read(view(record={"reply": reply}), reply={"parent": {"blocked": True}}).social

    assert (told.parent, told.root) == (uri(did=BORIS), uri("3ccccccccccc2"))
    assert told.answers.handle == "boris.example"
    assert (blocked.answers.key, blocked.answers.handle) == (BORIS, "")


def quoted(kind: str = "viewRecord", **more: Any) -> Json:
    record = {
        "$type": f"app.bsky.embed.record#{kind}",
        "uri": uri(did=BORIS),
        "author": author(BORIS, "boris.example", "Boris"),
        "value": {"text": "The original.", "createdAt": "2026-11-19T10:00:00Z"},
        "labels": [{"val": "porn"}],
    }
    return {"$type": "app.bsky.embed.record#view", "record": record | more}


def test_a_quote_is_shown_as_it_was_with_its_own_warning() -> None:
    quote = read(view(embed=quoted())).social.quote

    assert (quote.guid, quote.text, quote.author.name) == (uri(did=BORIS), "The original.", "Boris")
    assert quote.warning == "adult content"
    assert quote.url == "https://bsky.app/profile/boris.example/post/3aaaaaaaaaaa2"


@pytest.mark.parametrize(
    ("kind", "why"), [("viewNotFound", "deleted"), ("viewBlocked", "blocked"), ("viewDetached", "author")]
)
def test_a_quote_that_cannot_be_shown_says_why(kind: str, why: str) -> None:
    quote = read(view(embed=quoted(kind, author=None, value=None))).social.quote

    assert why in quote.gone
    assert (quote.text, quote.guid) == ("", uri(did=BORIS))


def test_pictures_bring_their_descriptions_also_beside_a_quote() -> None:
    pictures = {
        "$type": "app.bsky.embed.images#view",
        "images": [{"fullsize": "https://cdn.example/1", "alt": "A chart\x1b[2J", "thumb": "x"}, {"alt": 5}],
    }
    both = {"$type": "app.bsky.embed.recordWithMedia#view", "media": pictures, "record": quoted()}

    media = read(view(embed=pictures)).social.media
    social = read(view(embed=both)).social

    assert [(one.kind, one.url, one.alt) for one in media] == [
        ("image", "https://cdn.example/1", "A chart"),
        ("image", "", ""),
    ]
    assert social.media == media
    assert social.quote.text == "The original."


def test_a_linked_page_and_a_film_are_told_too() -> None:
    page = {"uri": "https://example.org/p", "title": "A page", "description": "On\nthings."}
    card = read(view(embed={"$type": "app.bsky.embed.external#view", "external": page})).social.card
    film = {"$type": "app.bsky.embed.video#view", "playlist": "https://v.example/a.m3u8", "alt": "A talk"}

    assert (card.url, card.title, card.text) == ("https://example.org/p", "A page", "On things.")
    assert [(one.kind, one.alt) for one in read(view(embed=film)).social.media] == [("video", "A talk")]


def test_labels_of_moderators_and_of_the_author_fold_a_post() -> None:
    own = {"labels": {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "graphic-media"}]}}
    labels = [{"val": "nudity"}, {"val": "porn", "neg": True}, {"val": "bot"}, "!warn"]

    social = read(view(labels=labels, record=own)).social

    assert social.labels == ("nudity", "bot", "graphic-media")
    assert social.warning == "nudity, graphic media"
    assert read(view(labels=[{"val": "bot"}])).social.warning == ""


@pytest.mark.parametrize(
    "lie",
    [
        {"uri": 7},
        {"uri": "at://nobody/app.bsky.feed.post/1"},
        {"uri": "at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/../../x"},
        {"author": ["Ada"]},
        {"author": {"did": "x"}},
        {"record": "text", "indexedAt": None},
        {"indexedAt": "yesterday", "record": {"createdAt": "0000-00-00"}},
    ],
)
def test_a_post_without_a_name_a_writer_or_a_moment_is_left_out(lie: Json) -> None:
    assert read({**view(), **lie}) is None


@pytest.mark.parametrize("name", ["record", "embed", "labels", "replyCount", "cid", "indexedAt"])
@pytest.mark.parametrize(
    "lie", [None, 3, "x" * 100_000, [[[]]], {"$type": ["a"], "images": {}}, 10**30, True]
)
def test_nothing_a_server_puts_in_place_of_a_value_breaks_the_reading(name: str, lie: Any) -> None:
    post = read({**view(), name: lie})

    assert post is None or len(post.text) <= 30_000
    assert post is None or all(
        count is None or count < 2**31 for count in (post.social.replies, post.social.likes)
    )


def test_markup_and_escapes_in_a_post_do_nothing() -> None:
    text = "\x1b]0;evil\x07<script>alert(1)</script>\u202eabc \ud800"

    post = read(view(text) | {"author": author(name="\x1b[31mAda\n\n")})

    assert "\x1b" not in post.html + post.text + post.author
    assert "<script" not in post.html
    assert "\u202e" not in post.text
    assert post.author == "Ada"


def test_a_thread_becomes_a_list_the_oldest_first_without_what_is_gone() -> None:
    above = view("Above.", "3aaaaaaaaaaa1") | {"indexedAt": "2026-11-19T10:00:00Z"}
    below = view("Below.", "3aaaaaaaaaaa3", BORIS, record={"createdAt": "2026-11-20T10:30:00Z"})
    below["indexedAt"] = "2026-11-20T10:30:00Z"
    thread = {
        "post": view("Here."),
        "parent": {"post": above, "parent": {"notFound": True, "uri": uri("3x")}},
        "replies": [{"post": below, "replies": [{"blocked": True}, 5]}, {"notFound": True}],
    }

    assert [post.text for post in posts_of_thread(thread)] == ["Above.", "Here.", "Below."]


def test_a_thread_without_end_is_cut() -> None:
    thread: Json = {"post": view("Here.")}
    thread["replies"] = [{"post": view(str(n), f"3aaaaaaaaa{n:03}"), "replies": []} for n in range(700)]
    for one in thread["replies"]:
        one["replies"] = [one]

    assert len(posts_of_thread(thread)) <= 200


@pytest.mark.parametrize(
    ("typed", "actor"),
    [
        ("name.bsky.social", "name.bsky.social"),
        ("@Name.test", "name.test"),
        ("https://bsky.app/profile/ada.example", "ada.example"),
        (f"https://bsky.app/profile/{ADA}/post/3aaaaaaaaaaa2", ADA),
        (f"at://{ADA}", ADA),
        (ADA, ADA),
        ("did:web:example.org", "did:web:example.org"),
        ("example.org", ""),
        ("https://example.org/", ""),
        ("@ada@example.org", ""),
        ("https://bsky.app/about", ""),
        ("http://[::1/profile/x", ""),
        ("ada", ""),
    ],
)
def test_what_is_surely_a_name_on_bluesky_is_known_without_asking(typed: str, actor: str) -> None:
    assert surely_actor(typed) == actor


def test_a_bare_domain_may_be_a_handle_but_a_page_or_a_machine_is_none() -> None:
    assert maybe_actor("https://example.org/") == "example.org"
    assert maybe_actor("Example.org") == "example.org"
    assert maybe_actor("https://example.org/blog") == ""
    assert maybe_actor("http://127.0.0.1:8000") == ""
    assert maybe_actor("localhost") == ""


def test_links_in_a_bio_are_found_with_and_without_a_scheme() -> None:
    bio = "I write at https://ada.example/notes. Also ada.github.io/x, mail me: a@b.example"

    assert links_in(bio) == ("https://ada.example/notes", "https://ada.github.io/x")


@pytest.mark.parametrize(
    ("status", "content", "said"),
    [
        (400, {"error": "AccountTakedown", "message": "Account has been suspended"}, "suspended by Bluesky"),
        (400, {"error": "AccountDeactivated", "message": "x"}, "deactivated by its owner"),
        (400, {"error": "InvalidRequest", "message": "Profile not found"}, "deleted"),
        (429, None, "less often"),
        (501, {"error": "MethodNotImplemented"}, "does not offer"),
        (200, [], "not what Bluesky answers"),
        (502, {"error": "UpstreamFailure"}, "cannot reach its own servers"),
    ],
)
def test_a_refusal_is_told_in_a_sentence(status: int, content: object, said: str) -> None:
    assert said in BlueskyError(status, content).sentence("api.example")


def test_reading_a_post_does_not_load_the_sdk() -> None:
    code = (
        "import sys, learnlog.reading.sources.bluesky.source, learnlog.reading.sources.bluesky.posts;"
        "sys.exit(any(name.startswith('atproto') or name == 'httpx' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
