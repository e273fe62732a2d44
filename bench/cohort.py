"""Takes in many learners' bundles and opens the cohort again; prints wall and CPU seconds and peak memory.

Run it as ``python bench/cohort.py [LEARNERS] [ENTRIES]`` (default: 1000 learners with 200 entries each).
"""

import io
import json
import resource
import sys
import tempfile
import time
import zipfile
from base64 import b64encode
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from learnlog.model.ids import derived_id
from learnlog.settings import find_paths
from learnlog.sharing.bundle import FORMAT, MANIFEST, SIGNATURE
from learnlog.sharing.names import SIGNED
from learnlog.workspace import Workspace

WORDS = "We treated the registry as a tool. It is a promise, and a promise needs someone who keeps it. " * 6
THEMES = [f"theme {number}" for number in range(300)]
ANSWERS = {"agreed": ["topics", "matches", "rhythm"], "offers": ["retros"], "away_until": None}


def bundle(learner: int, entries: int) -> bytes:
    """Return one learner's bundle."""
    id = derived_id("learner", str(learner))
    listed = [listed_entry(id, learner, number) for number in range(entries)]
    manifest = {
        "learnlog": "bundle",
        "version": FORMAT,
        "id": derived_id("bundle", str(learner)),
        "made": "2026-11-23",
        "learner": {"id": id, "called": f"Learner {learner}", **ANSWERS},
        "question": "How do I go on?",
        "themes": {name: name for name in THEMES},
        "entries": listed,
        "withdrawn": [],
    }
    files = {
        str(one["file"]): f"---\nid: {one['id']}\ntitle: {one['title']}\n---\n\n{WORDS}\n" for one in listed
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (signed(learner, manifest, files) | files).items():
            archive.writestr(name, text)
    return out.getvalue()


def signed(learner: int, manifest: dict[str, Any], files: dict[str, str]) -> dict[str, str]:
    """Return the manifest with the sums of `files`, and its signature, as a learner's learnlog writes them."""
    key = Ed25519PrivateKey.from_private_bytes(learner.to_bytes(32))
    manifest["key"] = b64encode(key.public_key().public_bytes_raw()).decode()
    manifest["files"] = {name: sha256(text.encode()).hexdigest() for name, text in files.items()}
    said = json.dumps(manifest)
    return {MANIFEST: said, SIGNATURE: b64encode(key.sign(SIGNED + said.encode())).decode() + "\n"}


def listed_entry(id: str, learner: int, number: int) -> dict[str, object]:
    """Return how a manifest lists one entry."""
    own = derived_id(id, str(number))
    themes = [THEMES[(7 * learner + number % 6 * 41) % len(THEMES)]]
    day = (date(2026, 11, 23) - timedelta(days=2 * number)).isoformat()
    return {
        "file": f"entries/{day}-{own}.md",
        "id": own,
        "title": f"Entry {number}",
        "day": day,
        "kind": "reflection",
        "themes": themes,
        "visibility": "coach",
        "hash": "0" * 64,
    }


def timed(what: str, begun: tuple[float, float]) -> None:
    """Print what took how long since `begun` (wall, CPU)."""
    wall, cpu = time.perf_counter() - begun[0], time.process_time() - begun[1]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{what:<34} {wall:7.2f} s wall  {cpu:7.2f} s CPU  {peak:5} MB peak", flush=True)


def main() -> None:
    """Make the bundles, take them in, and open the cohort anew."""
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    entries = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "bundles"
        place.mkdir()
        for number in range(learners):
            (place / f"{number}.zip").write_bytes(bundle(number, entries))
        workspace = Workspace(find_paths(str(Path(folder) / "home")))
        begun = time.perf_counter(), time.process_time()
        opened = workspace.coaching.open([place])
        timed(f"{opened.new} bundles of {entries} taken in", begun)
        for name, why in opened.left_out[:3]:
            print(f"{name}: {why}")
        workspace.close()
        workspace = Workspace(find_paths(str(Path(folder) / "home")))
        begun = time.perf_counter(), time.process_time()
        found = workspace.coaching.cohort()
        timed(f"cohort of {found.learners} opened again", begun)
        begun = time.perf_counter(), time.process_time()
        workspace.coaching.learners()
        timed("list of learners", begun)
        workspace.close()


if __name__ == "__main__":
    main()
