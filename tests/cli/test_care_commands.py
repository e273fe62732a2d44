"""Backups, copies, other programs' files and health, from the shell."""

import json
from pathlib import Path

import pytest

from learnlog.reading.sources.base import Found, OutlineError
from tests.cli.conftest import FakeNetwork, Shell

OPML = """<opml version="2.0"><body><outline text="Bob" xmlUrl="https://bob.example/feed"/></body></opml>"""


def test_a_backup_brings_everything_back(followed: Shell, tmp_path: Path) -> None:
    id = followed.ok("add", "do not lose me").out.strip()
    path = followed.ok("backup", str(tmp_path / "all.zip")).out.strip()
    followed.ok("delete", id)
    replaced = followed.ok("restore-backup", path, "--json").json["replaced"]
    assert Path(replaced).exists()
    assert followed.ok("list", "--json").json[0]["id"] == id
    assert len(followed.ok("river", "--json").json) == 3


def test_reindex_takes_in_what_others_did(shell: Shell, home: Path) -> None:
    entry = shell.ok("add", "before", "--json").json
    path = home / "vault" / entry["path"]
    path.write_text(path.read_text(encoding="utf-8").replace("before", "after"), encoding="utf-8")
    assert shell.ok("reindex", "--json").json == {"files": 1}
    assert shell.ok("list", "--json").json[0]["body"].strip() == "after"


def test_doctor_says_that_all_is_well_or_not(shell: Shell, home: Path) -> None:
    entry = shell.ok("add", "text", "--json").json
    assert all(finding["ok"] for finding in shell.ok("doctor", "--json").json)
    assert "Everything is well." in shell.ok("doctor").err
    path = home / "vault" / entry["path"]
    path.with_name("copy.md").write_bytes(path.read_bytes())
    shell.ok("reindex")
    result = shell("doctor")
    assert result.code == 1
    assert "look" in result.out


def test_doctor_says_which_key_of_the_settings_keeps_the_screens_shut(shell: Shell, home: Path) -> None:
    shell.ok("add", "x")
    (home / "settings.toml").write_text('[keys]\nstarr = "x"\n')
    result = shell("doctor")
    assert result.code == 1
    assert "unknown command “starr”" in result.out
    assert "Did you mean “star”?" in result.out
    (home / "settings.toml").write_text('[keys]\nstar = "m"\n')
    assert "The key m is “star” by the settings and “read” as well" in shell("doctor").out
    (home / "settings.toml").write_text('[macro]\nx = ["stra"]\n')
    assert "have a macro “x” with an unknown command “stra”" in shell("doctor").out
    (home / "settings.toml").write_text('[keys]\nstar = "ctrl+x"\n')
    assert "those of known commands" in shell("doctor").out


def test_export_is_the_whole_copy(followed: Shell, tmp_path: Path) -> None:
    followed.ok("add", "mine")
    whole = followed.ok("export", "--format", "json").json
    assert [len(whole[part]) for part in ("entries", "people", "posts")] == [1, 1, 3]
    target = tmp_path / "copy.json"
    followed.ok("export", "--format", "json", str(target))
    assert json.loads(target.read_text(encoding="utf-8")) == whole
    assert target.stat().st_mode & 0o077 == 0
    assert followed("export", "--format", "json", str(target)).code == 2
    followed.ok("export", "--format", "markdown", str(tmp_path / "copy"))
    assert len(list((tmp_path / "copy" / "journal").rglob("*.md"))) == 1
    assert followed("export", "--format", "markdown").code == 2
    assert followed("export").code == 2
    followed.ok("export", str(tmp_path / "second"))
    assert len(list((tmp_path / "second" / "journal").rglob("*.md"))) == 1


def test_import_takes_a_folder_in(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "one.md").write_text("# One\n\nFrom elsewhere.", encoding="utf-8")
    (tmp_path / "notes" / "two.bin").write_bytes(b"\0\1")
    tried = shell.ok("import", "markdown", str(tmp_path / "notes"), "--dry-run", "--json")
    assert len(tried.json["added"]) == 1
    assert shell.ok("list", "--json").json == []
    done = shell.ok("import", "markdown", str(tmp_path / "notes"))
    assert "1 added" in done.err
    assert "two.bin" in done.err
    assert len(shell.ok("list", "--json").json) == 1


def test_importing_the_same_again_is_no_failure(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text("# One\n\nFrom elsewhere.", encoding="utf-8")
    shell.ok("import", "markdown", str(tmp_path / "one.md"))
    again = shell.ok("import", "markdown", str(tmp_path / "one.md"), "--json")
    assert again.json == {"added": [], "merged": [], "known": ["one.md"], "skipped": []}
    assert "0 added, 1 known already, 0 left out" in again.err
    assert "left out  " not in again.err
    (tmp_path / "two.bin").write_bytes(b"\0\1")
    assert shell("import", "markdown", str(tmp_path / "two.bin")).code == 1


def test_import_follows_subscriptions(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "subscriptions.xml"
    path.write_text(OPML, encoding="utf-8")
    assert shell.ok("import", "opml", str(path), "--json").json["added"][0]["name"] == "Bob"
    assert [person["id"] for person in shell.ok("people", "--json").json] == ["bob"]
    shell.ok("unfollow", "Bob")
    again = shell("import", "opml", str(path))
    assert "brings their posts" not in again.err, "nobody new came"
    assert "You unfollowed https://bob.example/feed" in again.err


def test_follow_takes_a_file_of_subscriptions_as_well(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "subscriptions.opml"
    path.write_text(OPML, encoding="utf-8")
    refused = shell("follow", str(path), "--as", "Somebody")
    assert refused.code == 2
    assert "says itself who is in it" in refused.err
    assert shell.ok("follow", str(path), "--json").json["added"][0]["name"] == "Bob"
    assert [person["id"] for person in shell.ok("people", "--json").json] == ["bob"]
    assert "There is no file" in shell("follow", str(tmp_path / "none.opml")).err


SEVERAL = """<opml version="2.0"><head><ownerName>Their owner</ownerName></head><body><outline text="Friends">
<outline text="Bob" xmlUrl="https://bob.example/feed"/><outline text="Cas" xmlUrl="https://cas.example/feed"/></outline>
<outline text="Bad" xmlUrl="javascript:alert(1)"/></body></opml>"""


class WithList(FakeNetwork):
    """A network where every address is a list of feeds."""

    async def find(self, address: str, http: object) -> list[Found]:
        raise OutlineError(SEVERAL.encode(), address)


def test_follow_shows_who_is_in_a_list_at_an_address_and_takes_those_chosen(shell: Shell) -> None:
    shell.network, address = WithList(), "https://lists.example/roll.opml"
    listed = shell.ok("follow", address)
    assert [line.split()[:2] for line in listed.lines] == [["1", "Bob"], ["2", "Cas"]]
    assert "Bad: “javascript:alert(1)” is no http(s) address" in listed.err
    assert "--choose 1,3,5 follows these" in listed.err
    assert [one["number"] for one in shell.ok("follow", address, "--json").json] == [1, 2]
    assert shell.ok("people", "--json").json == []
    assert "no number 3" in shell("follow", address, "--choose", "3").err
    assert "says itself" in shell("follow", address, "--as", "Somebody").err
    added = shell.ok("follow", address, "--choose", "2", "--json").json["added"]
    assert [(one["name"], one["circles"]) for one in added] == [("Cas", ["Friends"])]
    assert shell.ok("follow", address, "--all", "--json").json["known"] == ["https://cas.example/feed"]
    assert "Their owner" not in shell.ok("export", "--format", "opml").out


@pytest.mark.parametrize(("typed", "followed", "code"), [("\n", 0, 0), ("x\n", 0, 2), ("1,2\n", 2, 0)])
def test_on_a_terminal_a_list_at_an_address_is_asked_about(
    shell: Shell, typed: str, followed: int, code: int
) -> None:
    shell.network, shell.typed = WithList(), typed
    said = shell("follow", "https://lists.example/roll.opml", stdin=None)
    assert "Whom? Numbers with commas" in said.err
    assert said.code == code
    assert len(shell.ok("people", "--json").json) == followed


def test_of_a_file_those_are_followed_who_are_chosen(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "my subscriptions.opml"
    path.write_text(SEVERAL, encoding="utf-8")
    assert shell.ok("follow", str(path), "--choose", "1", "--json").json["added"][0]["name"] == "Bob"
    assert "Their owner" in shell.ok("export", "--format", "opml").out


def test_subscriptions_go_out_as_they_came_in(shell: Shell, tmp_path: Path) -> None:
    source, target = tmp_path / "subs.opml", tmp_path / "out.opml"
    source.write_text(OPML, encoding="utf-8")
    shell.ok("import", "opml", str(source))
    assert 'xmlUrl="https://bob.example/feed"' in shell.ok("export", "--format", "opml").out
    assert shell.ok("export", str(target), "--format", "opml", "--json").json == {
        "path": str(target),
        "written": 1,
    }
    assert shell.ok("import", "opml", str(target), "--json").json["known"] == ["https://bob.example/feed"]
    before = target.read_bytes()
    assert "already" in shell("export", str(target), "--format", "opml").err
    assert target.read_bytes() == before


def test_a_missing_file_is_told(shell: Shell, tmp_path: Path) -> None:
    for argv in (["import", "opml"], ["import", "markdown"], ["restore-backup"]):
        result = shell(*argv, str(tmp_path / "nothing"))
        assert result.code == 1, argv
        assert result.err.startswith("learnlog: ")


def test_tidying_says_what_would_go_and_then_lets_it_go(followed: Shell) -> None:
    followed.ok("mark", *(one["id"] for one in followed.ok("river", "--json").json), "--read")
    assert followed.ok("tidy", "--json").json == []
    (told,) = followed.ok("tidy", "--dry-run", "--keep", "1 post", "--json").json
    assert (told["over"], told["going"], told["person"]) == (2, 2, "Anna Vos")
    assert len(followed.ok("river", "--json").json) == 3
    done = followed.ok("tidy", "--keep", "1 post")
    assert "2 posts went" in done.err
    assert followed("tidy", "--keep", "a few").code == 2
    followed.clock.pass_(hours=2)
    followed.ok("fetch", "--all")
    assert len(followed.ok("river", "--json").json) == 1
    assert followed.ok("tidy", "--again", "anna vos", "--json").json == {"posts": 2}
    followed.ok("fetch", "--all")
    assert len(followed.ok("river", "--json").json) == 3


def test_a_persons_own_limit_is_tidied_after_a_fetch_which_says_so(followed: Shell) -> None:
    followed.ok("mark", *(one["id"] for one in followed.ok("river", "--json").json), "--read")
    card = followed.ok("people", "limit", "anna vos", "--keep", "2 posts", "--json").json
    assert card["channels"][0]["keep"] == "2 posts"
    followed.clock.pass_(days=2)
    assert "Tidied 1 old post away." in followed.ok("fetch", "--all").err
