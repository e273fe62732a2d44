"""What the demo has of social networks: posts of every kind, a question asked outside, and nothing that leaves."""

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from learnlog.demo.loader import open_demo
from learnlog.model.errors import LearnlogError
from learnlog.model.finding import Profile
from learnlog.model.post import Post, PostText
from learnlog.model.query import PostFilter
from learnlog.model.social import Social
from learnlog.model.visibility import Visibility
from learnlog.settings import find_paths
from learnlog.talking.base import Deed
from learnlog.talking.message import Message, Status
from learnlog.workspace import Workspace, open_workspace

SILENCE = "https://zaal.example/users/chidi/statuses/115602100201"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a demo's folder, from which each test gets a copy."""
    folder = tmp_path_factory.mktemp("networks") / "demo"
    open_demo(folder).close()
    return folder


@pytest.fixture
def demo(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """A demo on a machine whose network must not be touched."""

    def touched(*_: object, **__: object) -> NoReturn:
        pytest.fail("the demo asked for an address on the network")

    monkeypatch.setattr(socket, "getaddrinfo", touched)
    shutil.copytree(made, tmp_path / "demo")
    workspace = open_demo(tmp_path / "demo")
    yield workspace
    workspace.close()


def all_of(demo: Workspace) -> list[tuple[Post, PostText, Social]]:
    """Return every post of a social network in the demo, with all it carries."""
    keys = {channel.key for _, channel in demo.fetching.schedule.channels() if channel.kind != "feed"}
    posts = [post for post in demo.river.page(PostFilter(), limit=200) if post.channel in keys]
    texts = [(post, demo.library.posts.text(post.id)) for post in posts]
    return [(post, text, text.social) for post, text in texts if text and text.social]


def draft(demo: Workspace) -> Message:
    (message,) = demo.outbox.all(Status.DRAFT)
    return message


def test_there_is_a_post_of_every_kind(demo: Workspace) -> None:
    found = all_of(demo)
    assert {post.channel.partition(":")[0] for post, _, _ in found} == {"did", "https"}
    socials = [social for _, _, social in found]
    assert sum(social.is_boost for social in socials) >= 10
    assert any(social.quote and social.quote.text for social in socials)
    assert any(social.warning for social in socials)
    assert any(media.alt for social in socials for media in social.media)
    assert any(social.poll for social in socials)
    assert any(social.card and social.card.title for social in socials)
    assert any(text.updated for _, text, _ in found)
    assert {text.language for _, text, _ in found} == {"en", "nl"}


def test_a_starred_post_that_was_deleted_kept_its_words(demo: Workspace) -> None:
    (gone,) = [post for post, _, _ in all_of(demo) if post.gone]
    assert gone.starred
    assert not gone.is_emptied


def test_a_conversation_opens_whole_without_a_network(demo: Workspace) -> None:
    post = demo.library.posts.by_uri(SILENCE)
    assert post
    here, whole = demo.threads.open(post), demo.threads.ask(post)
    assert len(whole) == len(here) + 1
    assert {line.name for line in whole} == {"Chidi Okafor", "Ben de Wit", "Maren Holm"}
    assert [line.person for line in whole if line.name == "Maren Holm"] == [""]
    assert [line.depth for line in whole] == [0, 1, 2, 3, 4, 3]


def test_a_conversation_keeps_its_days_when_the_demo_is_opened_later(made: Path, tmp_path: Path) -> None:
    from datetime import timedelta

    from learnlog.model.moments import local_now

    shutil.copytree(made, tmp_path / "demo")
    later = open_demo(tmp_path / "demo", clock=lambda: local_now() + timedelta(days=30))
    try:
        post = later.library.posts.by_uri(SILENCE)
        assert post
        (stranger,) = [line for line in later.threads.ask(post) if line.name == "Maren Holm"]
        assert stranger.post.published - post.published < timedelta(days=1)
    finally:
        later.close()


def test_the_chain_from_an_expert_to_a_conclusion_can_be_followed(demo: Workspace) -> None:
    (asked,) = demo.outbox.all(Status.SENT)
    question = demo.journal.get(asked.entry)
    assert [place.uri for place in question.sent] == [asked.out[0].uri]
    answers = demo.asking.answers(question)
    assert [answer.person for answer in answers] == ["ana-vos", ""]
    conclusion = demo.journal.get(question.answered_by)
    assert question.status == "closed"
    assert answers[0].id in conclusion.kept
    assert question.id in conclusion.entries
    assert conclusion.people == ("ana-vos",)
    assert conclusion.themes == question.themes == ("data-contracts",)
    (ground,) = [id for id in question.entries if id != conclusion.id]
    assert demo.journal.get(ground).title.startswith("A registry is a promise")


def test_what_is_sent_was_public_and_fits(demo: Workspace) -> None:
    for message in demo.outbox.all():
        assert demo.journal.get(message.entry).visibility is Visibility.PUBLIC
        assert all(0 < shown.length <= shown.limit for shown in demo.sharing.preview(message))


def test_asking_everybody_for_news_asks_nobody(demo: Workspace) -> None:
    outcomes = demo.fetching.run(everything=True)
    assert len(outcomes) == len(demo.fetching.schedule.channels())
    assert not any(outcome.new or outcome.error for outcome in outcomes)
    assert demo.fetching.run() == []


def test_nothing_is_sent(demo: Workspace) -> None:
    message, accounts = draft(demo), demo.accounts.all()
    demo.outbox.queue(message.id)
    with pytest.raises(LearnlogError, match="made up"):
        demo.sending.send(message.id)
    assert demo.outbox.get(message.id).status is Status.FAILED
    post = demo.library.posts.by_uri(SILENCE)
    assert post
    with pytest.raises(LearnlogError, match="made up"):
        demo.answering.act(Deed.LIKE, post.id, accounts[1])
    with pytest.raises(LearnlogError, match="made up"):
        demo.sending.retract(demo.outbox.all(Status.SENT)[0].id)


def test_the_notices_say_who_answered_which_entry(demo: Workspace) -> None:
    news = demo.notices.look()
    assert not news.problems
    assert [one.notice.kind for one in news.new] == ["reply", "reply", "like", "follow"]
    assert demo.journal.get(news.new[0].entry).title.startswith("What happens to a promise")
    demo.notices.told(news)
    assert demo.notices.look().new == ()


def test_another_program_in_the_demos_folder_asks_no_real_network(made: Path) -> None:
    settings = open_workspace(str(made)).settings
    for address in (settings.bluesky_appview, settings.bluesky_plc, settings.bluesky_service):
        assert address.endswith(".example")
    assert find_paths(str(made)).settings.exists()


def test_the_demo_searches_no_network(demo: Workspace) -> None:
    assert demo.searching.plan(["data contracts"]) == ()
    with pytest.raises(LearnlogError, match="The demo searches no network"):
        demo.searching.search(["data contracts"])


def test_a_peek_at_the_demos_strangers_asks_nobody(demo: Workspace) -> None:
    chidi = demo.people.get("Chidi Okafor").channels[-1]
    site = Profile(key="https://nobody.example/", kind="web")
    demo.library.actors.put([site], demo.clock())

    assert demo.searching.peek(chidi.key) == demo.searching.newest(chidi.key)
    with pytest.raises(LearnlogError, match="made up for the demo"):
        demo.searching.peek(site.key)


@pytest.mark.parametrize("theme", ["data-contracts", "facilitation", "observability"])
def test_find_shows_people_of_both_circles_with_proof_for_every_theme(demo: Workspace, theme: str) -> None:
    found = demo.finder.find(theme)
    assert len(found.mine) >= 2
    assert len(found.new) >= 2
    assert found.beyond >= 1
    assert all(one.reasons and one.evidence for one in found.new)
    assert all(post.author == one.candidate.name for one in found.new for post in one.evidence)


def test_find_shows_what_there_is_to_see(demo: Workspace) -> None:
    found = demo.finder.find("data contracts")
    by_name = {one.candidate.name: one for one in found.new}
    said = [reason.words for reason in by_name["Tomás Rey"].reasons]
    assert "boosted by Ana Vos and Ben de Wit" in said
    assert "in the starter pack “Data people”" in said
    assert by_name["Schema Herald"].candidate.is_bot
    saar = by_name["Saar Tielemans"]
    assert [channel.kind for channel in saar.candidate.channels] == ["mastodon", "feed"]
    assert "rel=me" in saar.identity
    assert by_name["Yuki Mori"].beyond
    assert dict(demo.finder.find("observability").left_out)["silent for 18 months"] == 1
