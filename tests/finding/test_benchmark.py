"""The ranking on the public half of the evaluation, where its folder is beside the checkout."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT.parent / "shared" / "eval" / "experts"

pytestmark = pytest.mark.skipif(
    not (FOLDER / "expert_eval.py").exists(), reason=f"the expert evaluation is not at {FOLDER}"
)


def test_the_people_of_the_public_themes_come_first_with_their_own_posts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    import json

    from expert_data import load
    from experts_table import POOLED, kit

    evaluation, data, pooled = kit(FOLDER), FOLDER / "public", {}
    for name in POOLED:
        out = tmp_path / f"{name}.json"
        command = [sys.executable, "bench/experts.py", str(data), name, "public", str(out)]
        subprocess.run(command, cwd=ROOT, check=True)
        _, _, themes, relevant = evaluation.load(str(data), name, "public")
        people = json.loads(out.read_text())
        pooled |= evaluation.score(people, themes, relevant)
        wrote = {
            int(post.guid): author
            for author, posts in load(data, name, "public").authors.items()
            for post in posts
        }
        assert all(
            wrote[post] == one["author"]
            for found in people.values()
            for one in found
            for post in one["evidence"]
        )
    assert len(pooled) == 35
    assert evaluation.mean(pooled, "MAP") > 0.54
    assert evaluation.mean(pooled, "nDCG10") > 0.66


def test_a_bot_with_a_hundred_near_copies_is_in_the_top_five_of_no_public_theme(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    from expert_data import load, opened
    from experts_bot import places

    for name in ("emacs", "blogs", "dblp"):
        collection = load(FOLDER / "public", name, "public")
        with opened(collection) as library:
            found = places(library, collection)
        assert [theme for theme, place in found.items() if place <= 5] == []
