"""What a cohort has in common: only of those who agreed, and nobody is ranked."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

from learnlog.coaching.cohort import COMMON, Cohort, look_at_cohort
from learnlog.coaching.cohort_page import look_at_page
from learnlog.model.learner import Learner, ReceivedEntry, Shared
from learnlog.workspace import Workspace
from tests.cli.conftest import Shell
from tests.coaching.conftest import Pupil

TODAY = date(2026, 11, 23)


def learner(name: str, *agreed: str, **more: object) -> Learner:
    return Learner(id=name, called=name, agreed=agreed, **more)  # type: ignore[arg-type]


def entry(who: str, *themes: str, days: int = 0, **more: object) -> ReceivedEntry:
    values = {"kind": "reflection", "title": "t", "body": "b", **more}
    return ReceivedEntry(
        learner=who,
        id=f"{who}{days}{themes}",
        day=TODAY - timedelta(days=days),
        themes=themes,
        **values,  # type: ignore[arg-type]
    )


def shared(entries: Sequence[ReceivedEntry]) -> Shared:
    themes: dict[str, list[str]] = defaultdict(list)
    days: dict[str, list[date]] = defaultdict(list)
    for one in entries:
        themes[one.learner] += one.themes
        days[one.learner].append(one.day)
    return Shared(
        themes=themes, days=days, questions=[one for one in entries if one.kind == "question" and one.is_open]
    )


def test_a_topic_needs_three_who_agreed() -> None:
    people = [learner(name, "topics") for name in "abc"] + [learner("d")]
    entries = [entry(name, "Retros", "Only here" if name == "a" else "Two") for name in "abcd"]

    found = look_at_cohort(people, shared(entries), TODAY)

    assert [(topic.name, topic.learners) for topic in found.topics] == [("Retros", 3)]


def test_two_meet_only_when_both_agreed() -> None:
    people = [learner("a", "matches"), learner("b", "matches"), learner("c")]
    entries = [entry(name, "Retros", "data Contracts" if name == "a" else "Data contracts") for name in "abc"]

    (match,) = look_at_cohort(people, shared(entries), TODAY).matches

    assert (match.first.called, match.second.called) == ("a", "b")
    assert [name.casefold() for name in match.themes] == ["data contracts", "retros"]


def test_what_everybody_has_brings_no_two_together() -> None:
    people = [learner(f"p{number}", "matches", "topics") for number in range(COMMON + 1)]
    entries = [entry(one.id, "Everybody's") for one in people] + [entry("p3", "Ours"), entry("p4", "Ours")]

    found = look_at_cohort(people, shared(entries), TODAY)

    assert [(match.first.id, match.second.id) for match in found.matches] == [("p3", "p4")]
    assert found.topics[0].learners == COMMON + 1


def test_silence_is_told_of_those_who_agreed_against_their_own_rhythm_and_never_when_away() -> None:
    people = [
        learner("daily", "rhythm"),
        learner("monthly", "rhythm"),
        learner("away", "rhythm", away_until=TODAY + timedelta(days=3)),
        learner("silent"),
        learner("newcomer", "rhythm"),
    ]
    entries = [entry(name, days=24 + 2 * n) for name in ("daily", "away", "silent") for n in range(5)]
    entries += [entry("monthly", days=24 + 30 * n) for n in range(5)] + [entry("newcomer", days=60)]

    found = look_at_cohort(people, shared(entries), TODAY)

    assert [(one.learner.called, one.days, one.usual) for one in found.quiet] == [("daily", 24, 2)]


def test_offers_and_open_questions_are_listed() -> None:
    people = [learner("a", offers=("Retros",)), learner("b")]
    entries = [entry("b", kind="question", is_open=True, title="Who?"), entry("b", kind="question", days=1)]

    found = look_at_cohort(people, shared(entries), TODAY)

    assert [(offer, one.called) for offer, one in found.offers] == [("Retros", "a")]
    assert [(asked.title, one.called) for asked, one in found.questions] == [("Who?", "b")]


def test_nothing_in_it_counts_what_a_person_wrote() -> None:
    assert {field.name for field in fields(Cohort)} == {
        *("learners", "topics", "matches", "quiet", "offers", "questions"),
    }


def test_its_export_has_no_names(workspace: Workspace, pupil: Callable[[str], Pupil], shell: Shell) -> None:
    for name in ("Sanne", "Youssef", "Tess"):
        one = pupil(name)
        one.agree("topics", "matches", "rhythm", offers=("facilitation",))
        one.write("words", themes=["retros"])
        workspace.coaching.open([one.hand_out("Why?")])

    said = shell.ok("coach", "cohort", "--json")

    assert said.json["topics"] == [{"name": "retros", "learners": 3}]
    assert said.json["offers"] == ["facilitation"]
    assert not any(name in said.out for name in ("Sanne", "Youssef", "Tess"))
    shown = shell.ok("coach", "cohort")
    assert "Sanne and Tess: retros" in shown.out


def test_the_page_for_the_cohort_holds_what_was_shared_with_it_by_those_who_agreed(
    workspace: Workspace, pupil: Callable[[str], Pupil], shell: Shell, tmp_path: Path
) -> None:
    for name, agrees in (("Sanne", ("cohort", "matches")), ("Youssef", ("cohort", "matches")), ("Tess", ())):
        one = pupil(name)
        one.agree(*agrees, introduction=f"I am {name}")
        one.write(f"{name} to the cohort", "cohort", themes=["retros"])
        one.write(f"{name} to the coach", "coach")
        answer = one.write(f"{name} answers", "public")
        one.workspace.programmes.link(answer, "autumn/1")
        workspace.coaching.open([one.hand_out("A question to the coach alone")])

    path = Path(
        shell.ok("coach", "page", "--announce", "See you **Monday**.", "--output", str(tmp_path)).out.strip()
    )

    page = path.read_text()
    assert "See you <strong>Monday</strong>." in page
    assert "Sanne and Youssef: retros" in page
    assert page.index("Answers to autumn/1") < page.index("Sanne answers") < page.index("Also shared")
    assert all(words in page for words in ("I am Sanne", "Youssef to the cohort"))
    assert not any(words in page for words in ("Tess", "to the coach", "question to the coach"))


def test_what_was_withdrawn_is_not_on_the_next_page(
    workspace: Workspace, pupil: Callable[[str], Pupil]
) -> None:
    sanne = pupil("Sanne")
    sanne.agree("cohort")
    entry = sanne.write("taken back", "cohort")
    workspace.coaching.open([sanne.hand_out()])
    learners = workspace.library.learners
    assert len(look_at_page(learners.all(), learners.entries(), TODAY).others) == 1
    sanne.workspace.showing.revoke(entry.id)
    workspace.coaching.open([sanne.hand_out()])

    assert look_at_page(learners.all(), learners.entries(), TODAY).others == ()


def test_an_introduction_leaves_only_with_consent(
    pupil: Callable[[str], Pupil], workspace: Workspace
) -> None:
    sanne = pupil("Sanne")
    sanne.agree(introduction="I am Sanne")
    sanne.write("words")
    workspace.coaching.open([sanne.hand_out()])
    assert workspace.coaching.get("Sanne").introduction == ""
