"""With what does a laptop run a pack: the program, its packages, and the words on how to begin?

The packages are copied as they are installed here, so that the laptop needs neither Internet nor
anything but the same Python: nothing is built or installed there, and a start takes seconds.
"""

import hashlib
import platform
import re
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Self

from saturday.models.packs import MobilePack
from saturday.vietnamese.dates import long_day

ROOT = Path(__file__).resolve().parent.parent.parent
LAPTOP = Path(__file__).resolve().parent / "laptop"  # what is read and run there
# What deploy.sh bundles, named one by one, so that no data lying about are carried along.
PROGRAM = (
    "README.md",
    "README.vi.md",
    "deploy.sh",
    "docs",
    "pyproject.toml",
    "requirements.txt",
    "saturday",
    "static",
    "templates",
    "wsgi.py",
)
BESIDES = 16 << 20  # bytes of the program itself, roughly
_REQUIRED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*])?==", re.MULTILINE)
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.gz", "guide")
_SEALED = "Dữ liệu được niêm phong bằng câu mật khẩu; câu ấy không nằm trong gói."
_PLAIN = "Dữ liệu không niêm phong: ai cầm USB cũng đọc được. Đừng để USB rời tay."


@dataclass(frozen=True, slots=True)
class Machine:
    """On which machine the copied packages run (máy chạy được gói): one like this."""

    system: str
    kind: str
    version: str  # of Python

    @classmethod
    def here(cls) -> Self:
        """Read the machine that makes the pack."""
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        return cls(platform.system(), platform.machine(), version)

    @property
    def words(self) -> str:
        """Say what a laptop needs: "Linux x86_64, Python 3.11"."""
        return f"{self.system} {self.kind}, Python {self.version}"


def _packages() -> Iterator[Distribution]:
    """Find the installed packages that the program needs to run."""
    required = (ROOT / "requirements.txt").read_text("utf-8")
    for name in _REQUIRED.findall(required):
        yield distribution(name)


def _files(package: Distribution) -> Iterator[tuple[Path, Path]]:
    """Give each file of a package, and where it belongs; programs and caches stay."""
    for file in package.files or ():
        if file.parts[0] != ".." and "__pycache__" not in file.parts:
            yield Path(str(file.locate())), Path(*file.parts)


def size() -> int:
    """Give the bytes that a pack takes, roughly."""
    return BESIDES + sum(file.size or 0 for one in _packages() for file in one.files or ())


def copy_into(folder: Path) -> None:
    """Put the program and its packages into the folder of a pack."""
    app = folder / "app"
    app.mkdir()
    for name in PROGRAM:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, app / name, ignore=_LEFT_OUT)
        else:
            shutil.copyfile(source, app / name)
    for package in _packages():
        for source, place in _files(package):
            target = app / "packages" / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    _write_environment(app)


def _write_environment(app: Path) -> None:
    """Let deploy.sh find its environment ready."""
    programs = app / ".venv" / "bin"
    programs.mkdir(parents=True)
    shutil.copyfile(LAPTOP / "python", programs / "python")
    for one in (programs / "python", app / "deploy.sh"):
        one.chmod(0o755)
    wanted = hashlib.sha256((app / "requirements.txt").read_bytes()).hexdigest()
    (app / ".venv" / "installed").write_text(f"{wanted}  -\n", "utf-8")


def write_words(folder: Path, pack: MobilePack, people: Iterable[str]) -> None:
    """Write what starts a pack, and what people must know of it: how it is kept from others."""
    machine = Machine.here()
    day = long_day(pack.duty_session.day)
    words = (LAPTOP / "doc-truoc.txt").read_text("utf-8")
    letter = words.format(
        letter=pack.letter,
        day=day[:1].upper() + day[1:],
        machine=machine.words,
        people=", ".join(people) or "chưa có tài khoản nào",
        seal=_SEALED if pack.is_sealed else _PLAIN,
    )
    (folder / "doc-truoc.txt").write_text(unicodedata.normalize("NFC", letter), "utf-8")
    known = (
        f"LETTER={pack.letter}\nPYTHON_VERSION={machine.version}\n"
        f"SYSTEM={machine.system}\nMACHINE={machine.kind}\n"
    )
    (folder / "pack.env").write_text(known, "utf-8")
    shutil.copyfile(LAPTOP / "chay.sh", folder / "chay.sh")
    (folder / "chay.sh").chmod(0o755)
