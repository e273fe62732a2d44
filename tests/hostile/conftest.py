"""A home full of attacks, made once; each test that changes it takes a copy."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tests.hostile.attacks import hostile_home


@pytest.fixture(scope="session")
def hostile_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hostile") / "home"
    hostile_home(home, datetime.now().astimezone()).close()
    return home


@pytest.fixture
def hostile(hostile_original: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "hostile"
    shutil.copytree(hostile_original, copy)
    return copy
