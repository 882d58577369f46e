"""How does a test get a disk that is small, and fill it?"""

import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(where: Path, *, kilobytes: int) -> Iterator[Path]:
    """Give a disk of its own in memory, until the end of the ``with``."""
    where.mkdir(parents=True)
    size = f"size={kilobytes}k"
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "saturday-tests", str(where)],
        check=False,
        capture_output=True,
    )
    if made.returncode:
        pytest.skip("only root may make a small disk")
    try:
        yield where
    finally:
        subprocess.run(["umount", "--lazy", str(where)], check=True)


def fill(disk: Path) -> Path:
    """Leave no byte free; give the file to remove when there shall be room again."""
    file = disk / "fill"
    with file.open("wb", buffering=0) as content:
        for size in (65536, 4096, 1):
            try:
                while True:
                    content.write(bytes(size))
            except OSError as fault:
                if fault.errno != errno.ENOSPC:
                    raise
    assert os.statvfs(disk).f_bavail == 0
    return file
