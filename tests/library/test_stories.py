"""Posts that say the same are one item: what is joined, what is not, and what one does with it."""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnlog.library import Library, story_rows
from learnlog.model.post import NewPost, Post
from learnlog.model.query import Place, PostFilter
from learnlog.model.social import LinkCard
from tests.library.conftest import FEED, NOW, kept, person, post, publish, put, theme
from tests.library.social import ANA, BEN, boost, commit, said

WEEKLY = "https://weekly.example/feed"
EVERY = PostFilter()
PAGE = "https://ana.example/registry"
TEXT = (
    "We treated the registry as a tool. It is a promise, and a promise needs someone who keeps it. So we gave every "
    "contract an owner, a date on which it is looked at again, and a place where it may be broken on purpose."
)
OTHER_OF_ANA = "https://host.example/users/ana"
COUNTED = (
    "Of the contracts that we wrote this year {} were broken on purpose, and nobody was called at night for any of "
    "them, because the teams that read the tables knew about it two weeks before it happened"
)
SHORT = "Contracts are written for the day you disagree, not for the day you sign them."


def _channel(kind: str, key: str) -> dict[str, str]:
    return {"kind": kind, "key": key}


OF_ANA = [_channel("feed", FEED), _channel("bluesky", ANA), _channel("mastodon", OTHER_OF_ANA)]


@pytest.fixture
def river(library: Library) -> Library:
    put(
        library,
        theme("data", "data contracts"),
        person("ana", FEED, circles=["authors"], channels=OF_ANA),
        person("ben", circles=["colleagues"], channels=[_channel("mastodon", BEN)]),
        person("weekly", WEEKLY, name="Data Weekly", circles=["authors"]),
    )
    return library


def article(
    title: str = "Why our registry failed", text: str = TEXT, url: str = PAGE, **values: Any
) -> NewPost:
    return post(values.pop("guid", url + title), text, title=title, url=url, **values)


def announcing(name: str, text: str, *, by: str = ANA, hours: float = 0, url: str = PAGE) -> NewPost:
    card = LinkCard(url=url, title="A page") if url else None
    return said(name, text, by=by, hours=hours, card=card)


def shown(library: Library, filter: PostFilter = EVERY) -> list[str]:
    return [found.headline for found in library.posts.page(filter)]


def voices(library: Library, filter: PostFilter = EVERY) -> list[list[str]]:
    return [[voice.called for voice in found.others] for found in library.posts.page(filter)]


def first(library: Library, filter: PostFilter = EVERY) -> Post:
    return library.posts.page(filter)[0]


def test_one_article_in_three_places_is_one_item(river: Library) -> None:
    publish(river, article(hours=3))
    publish(
        river,
        article("Issue 212: registries", "A good read.", f"{PAGE}/?utm_source=weekly", hours=1),
        feed=WEEKLY,
    )
    commit(river, announcing("a1", "New on the blog: why our registry failed", hours=2))
    commit(river, announcing("b1", "Good one by @ana", by=BEN, hours=2), to=BEN)
    assert len(shown(river)) == 4
    assert river.stories.join() == 3
    assert shown(river) == ["Why our registry failed"]
    assert voices(river) == [["Data Weekly", "Ana (Bluesky)", "Ben (Mastodon)"]]
    assert [voice.reason for voice in first(river).others] == ["address", "link", "link"]
    assert river.posts.unread_total() == 1
    assert river.posts.count(EVERY) == 1
    assert river.stories.waiting() == river.stories.join() == 0


def test_what_is_too_much_for_once_waits(river: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("learnlog.library.stories.SLICE", 1)
    publish(river, article(hours=3))
    commit(river, announcing("a1", "New on the blog: why our registry failed", hours=2))
    commit(river, announcing("b1", "Good one by @ana", by=BEN, hours=2), to=BEN)
    assert (river.stories.join(most=1), river.stories.waiting()) == (0, 2)
    assert (river.stories.join(), river.stories.waiting()) == (2, 0)


def test_a_text_that_was_cross_posted_is_one_item(river: Library) -> None:
    commit(river, said("a1", SHORT, hours=2))
    commit(river, said("a2", f"{SHORT} #contracts", by=OTHER_OF_ANA, hours=1), to=OTHER_OF_ANA)
    assert river.stories.join() == 1
    assert voices(river) == [["Ana (Mastodon)"]]


def test_the_same_text_under_another_address_is_one_item(river: Library) -> None:
    publish(river, article(hours=2))
    publish(river, article(text=TEXT[:150] + "…", url="https://feedproxy.example/~r/77"), feed=WEEKLY)
    assert river.stories.join() == 1


def test_what_several_pass_on_is_one_item_with_its_author_first(river: Library) -> None:
    commit(river, said("a1", SHORT, hours=9))
    commit(river, boost("a1", SHORT, of=ANA, hours=1), to=BEN)
    assert river.stories.join() == 1
    assert not first(river).is_boost
    assert voices(river) == [["Ben (Mastodon)"]]
    assert len(shown(river, PostFilter(boosts=False))) == 1


def test_somebody_whom_i_do_not_follow_is_no_voice_that_is_told(river: Library) -> None:
    commit(river, said("n1", SHORT, by="did:plc:new", hours=9), to="did:plc:new")
    commit(river, boost("n1", SHORT, of="did:plc:new", hours=1), to=BEN)
    assert river.stories.join() == 1
    assert voices(river) == [[]]
    assert river.posts.unread_total() == 1


NEAR_MISSES: dict[str, Sequence[tuple[str, NewPost]]] = {
    "issues of a series": (
        (FEED, article("Weekly links #12", TEXT, "https://ana.example/12")),
        (WEEKLY, article("Weekly links #13", TEXT, "https://weekly.example/13")),
    ),
    "issues on one page": (
        (FEED, article("Version 1.2", TEXT, "https://tool.example/changes#1.2")),
        (WEEKLY, article("Version 1.3", TEXT, "https://tool.example/changes#1.3")),
    ),
    "versions on one page": (
        (FEED, article("Version 1.2", TEXT, "https://tool.example/changes")),
        (WEEKLY, article("Version 1.3", TEXT, "https://tool.example/changes")),
    ),
    "a number in many words": (
        (ANA, said("a1", COUNTED.format(12))),
        (OTHER_OF_ANA, said("a2", COUNTED.format(13), by=OTHER_OF_ANA)),
    ),
    "an announcement of last week's article": (
        (FEED, article(hours=24 * 10)),
        (ANA, announcing("a1", "Why our registry failed")),
    ),
    "a page of many entries": (
        (FEED, article("Fixes for the new parser", TEXT, "https://tool.example/news")),
        (FEED, article("A release", "Something else.", "https://tool.example/news")),
        (WEEKLY, article("Three tools we like", "Quite another text.", "https://tool.example/news")),
    ),
    "a page of many entries, seldom a new one": (
        (FEED, article("Fixes for the new parser", TEXT, "https://tool.example/news")),
        (FEED, article("A release", "Something else.", "https://tool.example/news", hours=24 * 60)),
        (WEEKLY, article("Three tools we like", "Quite another text.", "https://tool.example/news")),
    ),
    "a title that many use": (
        (FEED, article("What I learned this year", TEXT, "https://ana.example/year")),
        (WEEKLY, article("What I learned this year", TEXT[::-1], "https://weekly.example/year")),
    ),
    "a title and nothing else": (
        (FEED, article("What I learned this year", "", "https://ana.example/year")),
        (WEEKLY, article("What I learned this year", "", "https://weekly.example/year")),
    ),
    "front pages": (
        (FEED, article("Hello there", TEXT, "https://ana.example/")),
        (WEEKLY, article("Nothing new", "Another text.", "https://ana.example/")),
    ),
    "short words": (
        (ANA, said("a1", "Good morning everyone!")),
        (BEN, said("b1", "Good morning everyone!", by=BEN)),
    ),
    "a counted day": (
        (
            ANA,
            said("a1", "Day 12 of a hundred days of code: recursion again, and it finally made sense to me"),
        ),
        (
            BEN,
            said(
                "b1",
                "Day 13 of a hundred days of code: recursion again, and it finally made sense to me",
                by=BEN,
            ),
        ),
    ),
    "an opinion on the article": (
        (FEED, article()),
        (
            BEN,
            announcing(
                "b1", "I disagree with nearly all of this, since owners leave and dates are moved", by=BEN
            ),
        ),
    ),
    "news beside the link to one's own article": (
        (FEED, article()),
        (
            ANA,
            announcing(
                "a1",
                "Since so many asked: on Thursday evening I speak about this in Utrecht, upstairs at the old library, "
                "with coffee beforehand and time for your questions afterwards",
            ),
        ),
    ),
    "a list of links": (
        (FEED, article()),
        (
            ANA,
            NewPost(
                guid="a1",
                text="Why our registry failed",
                html=f'<p>Why our registry failed <a href="{PAGE}">1</a> <a href="https://ben.example/two">2</a></p>',
                published=NOW,
                social=said("a1").social,
            ),
        ),
    ),
    "an announcement of another page": (
        (FEED, article()),
        (ANA, announcing("a1", "Why our registry failed", url="https://ana.example/registry-two")),
    ),
    "the same invitation to two pages": (
        (
            ANA,
            announcing(
                "a1", "Come and read what I wrote about it on my blog today", url="https://ana.example/1"
            ),
        ),
        (BEN, announcing("b1", "Come and read what I wrote about it on my blog today", by=BEN)),
    ),
    "the same title again within a channel": (
        (FEED, article("Open thread", TEXT, "https://ana.example/open-1", guid="1")),
        (FEED, article("Open thread", TEXT, "https://ana.example/open-2", guid="2")),
    ),
    "an old article found again": (
        (FEED, article(hours=24 * 40)),
        (ANA, announcing("a1", "Why our registry failed")),
    ),
    "an answer that points there": (
        (FEED, article()),
        (BEN, said("b1", "Why our registry failed", by=BEN, parent="at://x/y/z", card=LinkCard(url=PAGE))),
    ),
}


@pytest.mark.parametrize("case", NEAR_MISSES)
def test_what_only_looks_alike_stays_apart(river: Library, case: str) -> None:
    for channel, new in NEAR_MISSES[case]:
        river.channels.commit(channel, [new], river.channels.state(channel))
    count = len(shown(river))
    assert count == len(NEAR_MISSES[case])
    assert river.stories.join() == 0
    assert len(shown(river)) == count


@pytest.fixture
def story(river: Library) -> Library:
    """Ana's article, announced by herself and by Ben, and one post more."""
    publish(river, article(hours=3), post("other", "about data contracts", hours=5))
    commit(river, announcing("a1", "New on the blog: why our registry failed", hours=2))
    commit(river, announcing("b1", "Good one by @ana", by=BEN, hours=1), to=BEN)
    river.stories.join()
    return river


def test_reading_one_voice_reads_the_story_and_undo_gives_all_back(story: Library) -> None:
    lead = first(story)
    changed = story.posts.mark_read([lead.id], True, NOW)
    assert len(changed) == 3
    assert story.posts.unread_total() == 1
    story.posts.mark_read(changed, False, NOW)
    assert story.posts.unread_total() == 2
    marked = story.posts.mark_all_read(EVERY, NOW)
    assert (len(marked.rows), marked.items) == (4, 2)
    assert story.posts.unread_total() == 0
    story.posts.mark_unread(marked.rows)
    assert story.posts.unread_total() == 2


def test_counts_count_a_story_once_for_each_list_it_is_in(story: Library) -> None:
    assert story.posts.unread_by_person() == {"ana": 2, "ben": 1}
    assert story.posts.unread_by_circle() == {"authors": 2, "colleagues": 1}
    put(story, theme("registry", "registry"))
    assert story.posts.unread_by_theme() == {"data": 1, "registry": 1}
    for asked in (PostFilter(person="ana"), PostFilter(circle="authors"), PostFilter(person="ben"), EVERY):
        unread = PostFilter(person=asked.person, circle=asked.circle, unread=True)
        assert story.posts.count(unread) == len(shown(story, unread)) == len(shown(story, asked))
    assert story.posts.count(PostFilter(theme="registry")) == 1


def test_a_list_shows_the_voice_that_it_is_about(story: Library) -> None:
    assert shown(story, PostFilter(person="ben")) == ["Good one by @ana"]
    assert voices(story, PostFilter(person="ben")) == [["Ana", "Ana (Bluesky)"]]
    assert shown(story, PostFilter(person="ana")) == ["Why our registry failed", "other"]
    put(
        story,
        person("ana", FEED, status="muted", channels=[_channel("feed", FEED), _channel("bluesky", ANA)]),
    )
    assert shown(story) == ["Good one by @ana"]
    assert voices(story) == [[]]


def test_a_page_that_begins_below_the_first_voice_does_not_bring_the_story_again(story: Library) -> None:
    lead = first(story)
    below = story.posts.page(EVERY, after=Place(int(lead.published.timestamp()), lead.row))
    assert [found.headline for found in below] == ["other"]
    assert [found.id for found in story.posts.page(EVERY, before=Place(-(2**62), 0))] == [
        lead.id,
        below[0].id,
    ]


def test_a_star_and_a_kept_copy_of_any_voice_are_the_storys(story: Library) -> None:
    ben = first(story, PostFilter(person="ben"))
    story.posts.star([ben.id], True, NOW)
    assert first(story).starred
    assert shown(story, PostFilter(starred=True)) == ["Good one by @ana"]
    put(story, kept("k1", post=ben.id))
    assert first(story).kept == "k1"
    story.posts.star([first(story).id], False, NOW)
    assert shown(story, PostFilter(starred=True)) == []


def test_a_voice_that_comes_late_is_read_when_the_story_was(story: Library) -> None:
    story.posts.mark_read([first(story).id], True, NOW)
    publish(story, article("Issue 212", "A good read.", hours=0), feed=WEEKLY)
    assert story.posts.unread_total() == 2
    story.stories.join()
    assert story.posts.unread_total() == 1
    assert story.posts.arrived_since(0, EVERY) == 2


def test_a_voice_that_is_split_off_stands_alone_and_what_was_only_read_along_is_unread(
    story: Library,
) -> None:
    story.posts.mark_read([first(story).id], True, NOW)
    publish(story, article("Issue 212", "A good read.", hours=0), feed=WEEKLY)
    story.stories.join()
    weekly = first(story, PostFilter(person="weekly"))
    left = story.stories.split(weekly.id)
    assert len(left) == 3
    assert not first(story, PostFilter(person="weekly")).read
    assert shown(story) == ["Issue 212", "Why our registry failed", "other"]
    story.stories.compare_again([weekly.id])
    assert story.stories.join([(weekly.id, one) for one in left]) == 0
    story.stories.compare_again([weekly.id])
    assert story.stories.join() == 1


def test_voices_that_were_divided_elsewhere_leave_the_story(story: Library) -> None:
    lead = first(story)
    ben = next(voice for voice in lead.others if voice.person == "ben")
    story.stories.join([(ben.id, lead.id)])
    assert len(shown(story)) == 3


def test_a_story_of_two_is_none_when_one_is_split_off(river: Library) -> None:
    publish(river, article())
    commit(river, announcing("a1", "Why our registry failed"))
    river.stories.join()
    river.stories.split(first(river).id)
    assert voices(river) == [[], []]
    assert river.posts.unread_by_person() == {"ana": 2}


def test_when_the_author_takes_the_first_voice_back_another_leads(river: Library) -> None:
    commit(river, said("a1", SHORT, hours=9))
    commit(river, boost("a1", SHORT, of=ANA, hours=1), to=BEN)
    river.stories.join()
    from tests.library.social import uri

    commit(river, gone=[uri("a1")])
    river.stories.join()
    assert first(river).is_boost


def test_it_stays_a_story_when_a_voice_is_edited_or_a_channel_moves(story: Library) -> None:
    publish(story, article(text=f"{TEXT} And one thing more.", hours=3))
    story.stories.join()
    assert len(shown(story)) == 2
    story.channels.rename(FEED, "https://ana.example/new-feed")
    assert len(shown(story)) == 2
    assert story.check() == []


def test_the_newest_are_compared_first_and_the_rest_waits_for_its_turn(
    river: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from learnlog.library import stories

    monkeypatch.setattr(stories, "SLICE", 2)
    publish(river, article(hours=5), *(post(f"other {n}", hours=4) for n in range(5)))
    commit(river, announcing("a1", "New on the blog: why our registry failed", hours=2))
    assert river.stories.join(most=2) == 0
    assert river.stories.waiting() == 5
    assert river.stories.join() == 1
    assert ["Ana (Bluesky)"] in voices(river)


def test_many_alike_are_compared_with_few(river: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from learnlog.library import stories

    looked = 0
    compare = stories.why_same

    def counting(one: Any, other: Any) -> str:
        nonlocal looked
        looked += 1
        return compare(one, other)

    monkeypatch.setattr(stories, "why_same", counting)
    many = [
        article("The daily note", f"{TEXT} {number}", f"https://ana.example/{number}")
        for number in range(600)
    ]
    publish(river, *many)
    river.stories.join()
    assert looked <= 600 * stories._MOST_ALIKE
    assert len(shown(river, PostFilter())) == 50


def test_what_a_rule_hides_is_hidden_with_all_its_voices_and_shown_again_when_divided(story: Library) -> None:
    lead = first(story)
    run = story.ruling.begin("no-registry", "no registry", NOW)
    assert len(story.ruling.do(run, [lead.row], "hide")) == 3
    assert shown(story) == ["other"]
    publish(story, article("Issue 212", "A good read.", hours=0), feed=WEEKLY)
    story.stories.join()
    assert shown(story) == ["other"]
    assert story.posts.unread_total() == 1
    assert shown(story, PostFilter(hidden="only")) == ["Why our registry failed"]
    story.stories.split(first(story, PostFilter(person="weekly", hidden="only")).id)
    assert shown(story) == ["Issue 212", "other"]
    story.stories.split(lead.id)
    assert shown(story) == ["Issue 212", "New on the blog: why our registry failed", "other"]
    assert story.ruling.take_back(run)
    assert len(shown(story)) == 4


def test_a_rule_that_finds_another_voice_leaves_the_story_and_hides_that_voice_alone(story: Library) -> None:
    ben = first(story, PostFilter(person="ben"))
    run = story.ruling.begin("no-ben", "no Ben", NOW)
    for what in ("hide", "read"):
        assert story.ruling.do(run, [ben.row], what) == []
    assert shown(story) == ["Why our registry failed", "other"]
    assert first(story, PostFilter(person="ben")).touched == ()
    assert story.posts.unread_total() == 2
    story.stories.split(ben.id)
    assert shown(story, PostFilter(hidden="only")) == ["Good one by @ana"]
    assert story.ruling.untouch(ben.id, "hide")
    assert len(shown(story)) == 3


@pytest.mark.parametrize("search", ["registry", "is:unread", "registry person:ben", "since:2026-11-01 good"])
def test_a_search_as_a_list_shows_a_story_once_as_the_voice_it_found(story: Library, search: str) -> None:
    found = story.posts.page(PostFilter(search=search, now=NOW))
    told = [post.id for post in found] + [voice.id for post in found for voice in post.others]
    assert len(told) == len(set(told))
    assert story.posts.count(PostFilter(search=search, now=NOW)) == len(found)
    assert found if "person" not in search else not found


_POST = st.integers(0, 11)
_ACTS = st.lists(
    st.tuples(
        st.sampled_from(["join", "read", "unread", "split", "mute", "move", "hide", "show"]),
        st.integers(0, 11),
        st.integers(0, 11),
    ),
    max_size=12,
)


def _do(library: Library, ids: Sequence[str], feeds: dict[str, str], act: str, one: int, other: int) -> None:
    db = library._connections.db
    row, beside = (library.posts.get_many([ids[number]])[0].row for number in (one, other))
    if act == "join" and row != beside:
        with db.transaction():
            if beside not in story_rows.members(db, row):
                story_rows.add_voices(db, row, beside, "words")
            story_rows.settle(db, [row, beside])
    elif act in ("read", "unread"):
        library.posts.mark_read([ids[one]], act == "read", NOW)
    elif act == "split":
        library.stories.split(ids[one])
    elif act == "hide":
        library.ruling.do(library.ruling.begin("rule", "rule", NOW), [row], "hide")
    elif act == "show":
        library.ruling.untouch(ids[one], "hide")
    elif act == "mute":
        put(library, person("cho", feeds["cho"], circles=["all"], status="muted" if one % 2 else "following"))
    elif act == "move":
        library.channels.rename(feeds["ben"], feeds["ana"])


@settings(max_examples=25, deadline=None)
@given(_ACTS)
def test_counts_agree_with_lists_whatever_is_joined_read_or_divided(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, int, int]]
) -> None:
    library = Library(tmp_path_factory.mktemp("counts") / "library.db")
    feeds = {name: f"https://{name}.example/feed" for name in ("ana", "ben", "cho")}
    put(
        library, theme("even", "even"), *(person(name, feed, circles=["all"]) for name, feed in feeds.items())
    )
    for place, feed in enumerate(feeds.values()):
        publish(
            library,
            *(post(f"{feed}{n}", "even" if n % 2 else "odd", hours=n + place) for n in range(4)),
            feed=feed,
        )
    ids = [found.id for found in library.posts.page(EVERY)]
    for act, one, other in acts:
        _do(library, ids, feeds, act, one, other)
    posts = library.posts
    for filter, count in (
        (EVERY, posts.unread_total()),
        (PostFilter(theme="even"), posts.unread_by_theme().get("even", 0)),
        (PostFilter(circle="all"), posts.unread_by_circle().get("all", 0)),
        *((PostFilter(person=name), posts.unread_by_person().get(name, 0)) for name in feeds),
    ):
        unread = replace(filter, unread=True)
        assert posts.count(unread) == len(posts.page(unread)) == count, filter
        told = [[found.id, *(voice.id for voice in found.others)] for found in posts.page(filter)]
        assert len({id for ids in told for id in ids}) == sum(map(len, told))
    assert library.check() == []
    library.close()


def test_a_search_has_a_story_once_by_its_leading_voice_and_names_the_others(river: Library) -> None:
    publish(river, article(), post("later", "of a registry", hours=9))
    publish(river, article("Issue 212", "Read this on the registry", PAGE + "/?utm_source=w"), feed=WEEKLY)
    assert river.stories.join() == 1
    hits = river.search("registry ", now=NOW)
    assert [hit.title for hit in hits] == ["Why our registry failed", "later"]
    (other,) = hits[0].voices
    assert river.posts.get(other).title == "Issue 212"  # type: ignore[union-attr]
    assert hits[1].voices == ()


def test_a_search_that_only_another_voice_answers_shows_that_one(river: Library) -> None:
    publish(river, article())
    publish(river, article("Issue 212", "A good read.", PAGE + "/?utm_source=w"), feed=WEEKLY)
    river.stories.join()
    assert [hit.title for hit in river.search('"good read" ', now=NOW)] == ["Issue 212"]


@pytest.mark.parametrize("query", ["read ", "is:unread", "in:posts"])
def test_a_story_of_many_voices_takes_nobodys_place_among_the_best(river: Library, query: str) -> None:
    for number in range(4):
        feed = f"https://copy{number}.example/feed"
        put(river, person(f"copy{number}", feed))
        publish(river, article(f"Read {number}", "Read it.", f"{PAGE}?utm_source={number}"), feed=feed)
    publish(
        river, *(post(f"read {number}", f"other words {number}", hours=30 + number) for number in range(3))
    )
    river.stories.join()
    assert len(river.search(query, now=NOW, limit=4)) == 4


def test_a_slice_takes_fewer_posts_when_comparing_them_takes_long(
    river: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from learnlog.library import stories

    taken: list[int] = []

    def slowly(_db: Any, rows: Sequence[int], _apart: Any) -> int:
        taken.append(len(rows))
        time.sleep(len(rows) * stories.SECONDS / 8)  # as posts of which many are alike do
        return 0

    monkeypatch.setattr(stories, "_join_slice", slowly)
    publish(river, *(post(f"{n}", hours=4) for n in range(100)))
    river.stories.join()
    assert taken[0] == stories.FIRST_SLICE
    assert max(taken[1:]) <= 8, "others may write in between, and keys come"


def test_a_slice_is_not_suddenly_long_after_posts_that_were_quickly_compared(
    river: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from learnlog.library import stories

    taken: list[int] = []
    monkeypatch.setattr(stories, "_join_slice", lambda _db, rows, _apart: taken.append(len(rows)) or 0)
    publish(river, *(post(f"{n}", hours=4) for n in range(500)))
    river.stories.join()
    assert sum(taken) == 500
    assert all(later <= 2 * before for before, later in pairwise(taken))


def test_the_log_of_joining_many_goes_into_the_file_while_others_may_write(
    river: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    from learnlog.library import stories

    monkeypatch.setattr(stories, "SLICE", 10)
    monkeypatch.setattr(stories, "APART", 3)
    publish(river, *(post(f"{n}", hours=4) for n in range(100)))
    asked: list[str] = []
    connection = river.stories._db.connection
    connection.set_trace_callback(asked.append)
    river.stories.join()
    connection.set_trace_callback(None)
    turns = [sql for sql in asked if sql.startswith(("BEGIN", "COMMIT", "PRAGMA wal_checkpoint"))]
    kept = [before for before, sql in pairwise(turns) if sql.startswith("PRAGMA")]
    assert kept == ["COMMIT"] * 3
