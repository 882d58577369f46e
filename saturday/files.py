"""How does a file reach the disk whole or not at all?"""

import os
import tempfile
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable: a rename is only kept once its folder is synced."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Make the content of a finished file durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Make everything in a folder durable, and nothing else: others write elsewhere meanwhile."""
    for place, _folders, names in os.walk(folder):
        for name in names:
            sync_file(Path(place, name))
        sync_folder(Path(place))


def write_durably(path: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Write beside, sync, rename, sync the folder: the old file or the new one, never a half."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
