"""Zips of others: a small file costs little, however it is packed and whatever its headers say."""

import bz2
import lzma
import os
import struct
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from learnlog.care.backup import restore_backup
from learnlog.model.errors import LearnlogError
from learnlog.workspace import Workspace
from tests.hostile.zips import BZIP2, LZMA, Member, zip_of

GROWN = 96 * 2**20
LITTLE = 24 * 2**20


def bzip2_bomb() -> bytes:
    return bz2.compress(bytes(GROWN))


def lzma_bomb() -> bytes:
    head = struct.pack("<BBH", 9, 4, 5) + lzma._encode_filter_properties({"id": lzma.FILTER_LZMA1})  # type: ignore[attr-defined]
    return head + lzma.compress(bytes(GROWN), lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1}])


def take_in(workspace: Workspace, path: Path) -> str:
    return workspace.coaching.open([path]).left_out[0][1]


def restore(workspace: Workspace, path: Path) -> str:
    with pytest.raises(LearnlogError) as refused:
        restore_backup(workspace, path)
    return refused.value.message


@pytest.mark.parametrize("use", [take_in, restore])
@pytest.mark.parametrize(("method", "bomb"), [(BZIP2, bzip2_bomb), (LZMA, lzma_bomb)], ids=["bzip2", "lzma"])
def test_a_bomb_packed_as_no_bundle_is_never_goes_off(
    workspace: Workspace,
    tmp_path: Path,
    use: Callable[[Workspace, Path], str],
    method: int,
    bomb: Callable[[], bytes],
) -> None:
    path = tmp_path / "small.zip"
    path.write_bytes(zip_of([Member("manifest.json", bomb(), method, size=100)]))
    assert path.stat().st_size < 100_000
    workspace.library  # noqa: B018 - opened before it is measured
    tracemalloc.start()
    try:
        assert use(workspace, path).endswith(".")
        assert tracemalloc.get_traced_memory()[1] < LITTLE
    finally:
        tracemalloc.stop()


def test_a_bundle_with_names_without_end_is_refused_before_they_are_read(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "names.zip"
    path.write_bytes(zip_of(Member(f"{number:040}", b"") for number in range(300_000)))
    started = time.process_time()
    assert "larger than a bundle can be" in take_in(workspace, path)
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("use", [take_in, restore])
def test_what_is_no_plain_file_is_not_waited_for(
    workspace: Workspace, tmp_path: Path, use: Callable[[Workspace, Path], str]
) -> None:
    os.mkfifo(tmp_path / "pipe.zip")
    for path in (tmp_path / "pipe.zip", Path("/dev/zero")):
        assert "no plain file" in use(workspace, path)
