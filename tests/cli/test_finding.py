"""Listing, showing and searching from the shell."""

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def journal(shell: Shell) -> Shell:
    shell.ok(
        "add", "Contracts need owners", "--theme", "Data contracts", "--date", "2026-11-02", "--tag", "own"
    )
    shell.ok("add", "Walked and thought", "--kind", "goal", "--date", "2026-11-20", "--visibility", "coach")
    shell.ok("add", "Who agrees on the owners?", "--kind", "question", "--theme", "data contracts")
    return shell


def bodies(shell: Shell, *argv: str) -> list[str]:
    return [entry["body"].split()[0] for entry in shell.ok("list", "--json", *argv).json]


@pytest.mark.parametrize(
    ("argv", "found"),
    [
        ([], ["Who", "Walked", "Contracts"]),
        (["-n", "1"], ["Who"]),
        (["-n1"], ["Who"]),
        (["--theme", "DATA CONTRACTS"], ["Who", "Contracts"]),
        (["--kind", "goal"], ["Walked"]),
        (["--tag", "own"], ["Contracts"]),
        (["--visibility", "coach"], ["Walked"]),
        (["--open"], ["Who", "Walked"]),
        (["--since", "7d"], ["Who", "Walked"]),
        (["--since", "2026-11-20"], ["Who", "Walked"]),
        (["--until", "2026-11-20"], ["Walked", "Contracts"]),
        (["--since", "2026-11-03", "--until", "yesterday"], ["Walked"]),
        (["--since", "2026-12"], []),
    ],
)
def test_list_shows_the_newest_that_fit(journal: Shell, argv: list[str], found: list[str]) -> None:
    assert bodies(journal, *argv) == found


def test_list_is_a_line_for_each_entry(journal: Shell) -> None:
    result = journal.ok("list", "--theme", "data contracts")
    ids = [entry["id"] for entry in journal.ok("list", "--theme", "data contracts", "--json").json]
    assert [line[:6] for line in result.lines] == [id[-6:] for id in ids]
    assert result.lines[1].endswith("2026-11-02 12:00  reflection  Contracts need owners · Data contracts")


def test_themes_are_shown_by_name_and_given_to_programs_by_id(journal: Shell) -> None:
    entry = journal.ok("list", "--tag", "own", "--json").json[0]
    assert entry["themes"] == ["data-contracts"]
    assert "Data contracts" in journal.ok("show", entry["id"]).out
    journal.ok("theme", "rename", "data contracts", "Agreements")
    assert journal.ok("list", "--tag", "own").lines[0].endswith(" · Agreements")


def test_a_wrong_choice_is_answered_with_plain_words(shell: Shell) -> None:
    for option, known in (("--kind", "insight"), ("--visibility", "coach")):
        result = shell("list", option, "foo")
        assert result.code == 2
        assert known in result.err
        assert "<" not in result.err


def test_search_finds_an_unfinished_word_before_a_field(journal: Shell) -> None:
    for query in ("contr kind:reflection", "kind:reflection contr", "contr in:journal -kind:goal"):
        assert [hit["title"] for hit in journal.ok("search", query, "--json").json][:1] == [
            "Contracts need owners"
        ]


def test_an_unknown_theme_names_the_nearest(journal: Shell) -> None:
    result = journal("list", "--theme", "data contrats")
    assert (result.code, result.out) == (1, "")
    assert "Did you mean “Data contracts”?" in result.err


@pytest.mark.parametrize("argv", [["list", "-n", "0"], ["list", "-n", "many"], ["list", "--since", "flurb"]])
def test_a_value_that_makes_no_sense_is_a_mistake_in_the_request(shell: Shell, argv: list[str]) -> None:
    result = shell(*argv)
    assert (result.code, result.out) == (2, "")


def test_an_empty_journal_says_what_to_do(shell: Shell) -> None:
    result = shell.ok("list")
    assert result.out == ""
    assert "learnlog add" in result.err


def test_show_prints_an_entry_and_what_links_to_it(journal: Shell) -> None:
    target = journal.ok("list", "--json").json[-1]["id"]
    source = journal.ok("add", "Later", "--title", "Later").out.strip()
    result = journal.ok("show", target[-6:])
    assert result.lines[0] == "Contracts need owners"
    assert result.lines[-1] == "Contracts need owners"
    assert source not in result.out
    journal.ok("edit", source, "--text", f"as in [[{target}]]")
    assert source in journal.ok("show", target).out


def test_show_finds_themes_by_name(journal: Shell) -> None:
    assert journal.ok("show", "data-contracts").lines[0] == "Data contracts"
    assert journal.ok("show", "Data contracts").lines[0] == "Data contracts"


def test_show_says_that_nothing_fits(shell: Shell) -> None:
    result = shell("show", "zzzzzz")
    assert (result.code, result.out) == (1, "")
    assert "zzzzzz" in result.err


def test_an_id_that_fits_several_lists_them(journal: Shell) -> None:
    ids = [entry["id"] for entry in journal.ok("list", "--json").json]
    result = journal("show", ids[0][:5])
    assert result.code == 1
    assert all(id in result.err for id in ids)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["owners"], 2),
        (["owners", "-agrees"], 1),
        (["-n", "1", "owners"], 1),
        (["owners", "-n1"], 1),
        (["kind:question"], 1),
        (['"need owners"'], 1),
        (["--", "owners"], 2),
    ],
)
def test_whatever_is_typed_is_a_search(journal: Shell, words: list[str], found: int) -> None:
    hits = [hit for hit in journal.ok("search", "--json", *words).json if hit["type"] == "entry"]
    assert len(hits) == found


@pytest.mark.parametrize(
    "words", [["--owners"], ["(((", '"', "AND", "OR"], ["-"], [""], [], ["--limits", "-x"]]
)
def test_nothing_typed_breaks_a_search(journal: Shell, words: list[str]) -> None:
    journal.ok("search", *words)


def test_search_prints_ids_that_show_takes(journal: Shell) -> None:
    (line,) = journal.ok("search", "walked").lines
    assert "Walked and thought" in journal.ok("show", line.split()[0]).out
    nothing = journal.ok("search", "xylophone")
    assert (nothing.out, nothing.err) == ("", "Nothing was found.\n")


def test_a_search_that_was_not_understood_says_what_it_takes(journal: Shell) -> None:
    assert "is: takes starred, unread" in journal.ok("search", "is:foo").err
