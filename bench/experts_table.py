"""The table of the public half of the expert evaluation: our ranking beside three others, with a paired test.

Uses the evaluation's own metrics; where its folder is not beside the checkout, says so and does nothing.
"""

import argparse
import importlib.util
import json
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from expert_baselines import BASELINES, baseline
from expert_data import load, opened
from experts import results

COLLECTIONS = ("emacs", "blogs", "dblp", "emacs-future")
POOLED = COLLECTIONS[:3]
OURS = "learnlog"
METRICS = ("MAP", "nDCG10", "MRR", "P5")

Rows = Mapping[str, Mapping[str, float]]
"""The metrics of each theme."""


def kit(folder: Path) -> ModuleType:
    """Return the evaluation's own module."""
    spec = importlib.util.spec_from_file_location("expert_eval", folder / "expert_eval.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def measured(folder: Path, name: str, split: str) -> dict[str, Rows]:
    """Return the metrics of every ranking on a collection, by ranking and theme."""
    data, evaluation = folder / split, kit(folder)
    where, _, themes, relevant = evaluation.load(str(data), name, split)
    labels = Path(where) / "LABELS.post_tags.json"
    tags = json.loads(labels.read_text()) if labels.exists() else None
    collection = load(data, name, split)
    own = {int(post): author for author, posts in collection.authors.items() for post in _numbers(posts)}
    with opened(collection) as library:
        runs = {ranking: baseline(library, collection, ranking) for ranking in BASELINES}
        runs[OURS] = results(library, collection)
        runs[f"{OURS}, name withheld"] = results(library, collection, withhold_names=True)
    return {ranking: evaluation.score(run, themes, relevant, tags, own) for ranking, run in runs.items()}


def main() -> None:
    """Measure, and print a line for each ranking."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--folder", type=Path, default=Path(__file__).parents[2] / "shared" / "eval" / "experts"
    )
    parser.add_argument("--split", default="public")
    asked = parser.parse_args()
    if not (asked.folder / "expert_eval.py").exists():
        print(f"Skipped: the evaluation is not at {asked.folder}.")
        return
    evaluation = kit(asked.folder)
    found = {name: measured(asked.folder, name, asked.split) for name in COLLECTIONS}
    pooled = {
        ranking: {theme: row for name in POOLED for theme, row in found[name][ranking].items()}
        for ranking in found[COLLECTIONS[0]]
    }
    for name, runs in [*found.items(), ("pooled", pooled)]:
        print(f"\n{name}: {len(runs[OURS])} themes")
        for ranking, rows in runs.items():
            means = "  ".join(f"{metric} {evaluation.mean(rows, metric):.3f}" for metric in METRICS)
            print(f"  {ranking:24s} {means}{_own(rows)}")
    _tests(evaluation, pooled)
    _withheld(evaluation, found, asked.folder / asked.split, asked.split)


def _tests(evaluation: ModuleType, pooled: Mapping[str, Rows]) -> None:
    print()
    for other in BASELINES:
        for metric in METRICS:
            more, chance = evaluation.randtest(pooled[OURS], pooled[other], metric)
            print(f"{OURS} minus {other}, {metric}: {more:+.3f}, p = {chance:.4f}")


def _withheld(evaluation: ModuleType, found: Mapping[str, Any], data: Path, split: str) -> None:
    """Print how much is left when the name is withheld, over the themes that have keywords."""
    full: dict[str, Mapping[str, float]] = {}
    rest: dict[str, Mapping[str, float]] = {}
    for name in POOLED:
        themes = json.loads((data / name / f"themes.{split}.json").read_text())
        for theme in themes:
            if theme["keywords"] and theme["id"] in found[name][OURS]:
                full[theme["id"]] = found[name][OURS][theme["id"]]
                rest[theme["id"]] = found[name][f"{OURS}, name withheld"][theme["id"]]
    whole, part = evaluation.mean(full, "MAP"), evaluation.mean(rest, "MAP")
    print(
        f"name withheld, {len(full)} themes with keywords: MAP {part:.3f} of {whole:.3f} ({part / whole:.0%})"
    )


def _own(rows: Rows) -> str:
    own = [row["OWN"] for row in rows.values() if "OWN" in row]
    return f"  OWN {sum(own) / len(own):.3f}" if own else ""


def _numbers(posts: Any) -> list[str]:
    return [post.guid for post in posts]


if __name__ == "__main__":
    main()
