"""People and places that tests are told with."""

import gc
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Collection, Generator, Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta, tzinfo
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade
from hypothesis import settings as hypothesis_settings
from sqlalchemy import Engine, create_engine, event, make_url, text

from saturday import clock, create_app
from saturday.extensions import db, writing
from saturday.models import accounts
from saturday.models.accounts import Account
from saturday.models.base import Model
from saturday.rules.permissions import Role
from saturday.safekeeping import defaults
from tests import asking, factories
from tests.faults.installing import SYSTEM_PYTHON
from tests.pages import Person
from tests.tracing import spare_others, traced, untraced

hypothesis_settings.register_profile("gate", deadline=None, derandomize=True, print_blob=True)
hypothesis_settings.load_profile("gate")

# Every commit syncs; thousands of tests do it in memory, those of tests/faults on the real disk.
ROOT = Path(__file__).resolve().parent.parent
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - mkdtemp is private
POSTGRES = os.environ.get("TEST_DATABASE_URL")  # once more what asks this server anything
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # no thief guesses here
ASKED: asking.Asked = {}  # by the tests of this run
TABLES = tuple(table.name for table in Model.metadata.sorted_tables)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest files; on a server run only what meets the database anew."""
    items.sort(key=lambda one: one.get_closest_marker("long") is None)
    if POSTGRES:
        met = [one for one in items if _meets_server(one)]
        asked, spared = _kept_asked(config), {one.nodeid for one in met if _may_be_spared(one)}
        certain = [one.nodeid for one in met if one.nodeid not in spared]
        spared -= asking.says_more(asked, certain, sorted(spared))
        items[:] = [one for one in met if one.nodeid not in spared]


def _meets_server(item: pytest.Item) -> bool:
    """Whether a test may say something else on a server than in a file.

    A page's test whose cases differ in who comes or in what is typed reaches the server by one way,
    and its first case goes it; where the cases ask it different things, they are marked.
    """
    if not _has_data(item):
        return False
    told = item.nodeid.startswith(("tests/web/", "tests/house/")) and _is_further_case(item)
    return not told or item.get_closest_marker("each_on_server") is not None


def _has_data(item: pytest.Item) -> bool:
    """Whether a test is told over the app and its database."""
    return "whole_app" in getattr(item, "fixturenames", ())


def _may_be_spared(item: pytest.Item) -> bool:
    """Whether what a test asks decides if it comes again on a server; those of models all do."""
    certain = item.nodeid.startswith("tests/models/") or item.get_closest_marker("each_on_server")
    return not certain


def _kept_asked(config: pytest.Config) -> asking.Asked:
    """Give what the last runs over a file kept for the run on a server."""
    kept: asking.Asked = config.cache.get("saturday/asked", {})
    return kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note over a file what a test asks the database."""
    is_noted = _has_data(item) and not POSTGRES
    with asking.noted(ASKED, item.nodeid) if is_noted else nullcontext():
        return (yield)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep what was asked, or hand it to the process that keeps it."""
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["asked"] = ASKED
    elif ASKED:
        config.cache.set("saturday/asked", _kept_asked(config) | ASKED)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:  # noqa: ANN401 - a worker of pytest-xdist
    """Take what was asked in another process."""
    ASKED.update(getattr(node, "workeroutput", {}).get("asked", {}))


def _is_further_case(item: pytest.Item) -> bool:
    """Whether a test is not the first of its cases."""
    case = getattr(item, "callspec", None)
    return case is not None and any(case.indices.values())


def pytest_collection_finish() -> None:
    """Leave what is there for good out of every search for garbage, others out of every count."""
    spare_others()
    keep_for_good()


def keep_for_good() -> None:
    """Take the garbage out and never look at the rest again: it is asked for often."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a skip fail where SATURDAY_NO_SKIPS says that everything must be there."""
    report = yield
    if os.environ.get("SATURDAY_NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, None, None]:
    """Count as covered what a test does, not what lies ready for it."""
    with untraced():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Follow a way through the program once.

    The hundred examples of a property, and a page's test in all cases but its first, go where
    others went; of language alone there is more than anybody thinks of.
    """
    is_property = getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
    is_property &= not item.nodeid.startswith("tests/vietnamese/")
    is_case = item.nodeid.startswith("tests/web/") and _is_further_case(item)
    with untraced() if is_property or is_case else nullcontext():
        yield


@pytest.fixture(scope="session")
def empty_folder() -> Iterator[Path]:
    """Give a data folder with all tables and the defaults, copied for each test."""
    folder = Path(tempfile.mkdtemp(prefix="saturday-tests-", dir=MEMORY))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def whole_app(empty_folder: Path) -> Iterator[Flask]:
    """One app for the whole run; its database is made anew for each test."""
    with traced():
        app = create_app(
            {
                "TESTING": True,
                "SECRET_KEY": "a key for tests only, never used elsewhere",
                "DATA_FOLDER": str(empty_folder),
                "BACKUPS": str(empty_folder / "backups"),
                "SQLALCHEMY_DATABASE_URI": _own_postgres(POSTGRES)
                if POSTGRES
                else f"sqlite:///{empty_folder / 'now.sqlite'}",
            }
        )
    with app.app_context():
        upgrade(directory=str(Path(__file__).parent.parent / "saturday" / "migrations"))
        writing.set(True)
        defaults.load(db.session)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
        if POSTGRES:
            with db.engine.begin() as connection:
                connection.exec_driver_sql(keep("fresh"))
            db.engine.dispose()
            event.listen(Engine, "before_cursor_execute", _note_written)
    if not POSTGRES:
        shutil.copy(empty_folder / "now.sqlite", empty_folder / "fresh.sqlite")
        asking.listen()
    keep_for_good()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "_hasher", CHEAP)
        patch.setattr(accounts, "_DUMMY", CHEAP.hash("nobody's"))
        yield app
    with app.app_context():
        db.engine.dispose()  # of a server's connections that were kept from test to test


def _own_postgres(server: str) -> str:
    """Make an empty database for this worker, so that two may run side by side."""
    address = make_url(server)
    name = f"{address.database}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}"'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return address.set(database=name).render_as_string(hide_password=False)


def _start_anew(folder: Path) -> None:
    """Bring the database back to its defaults."""
    if not POSTGRES:
        shutil.copy(folder / "fresh.sqlite", folder / "now.sqlite")
        return
    if WRITTEN:
        with db.engine.begin() as connection:
            connection.exec_driver_sql(bring_back("fresh", WRITTEN))
        WRITTEN.clear()


WRITTEN: set[str] = set()  # tables of the server that are no longer as they were kept
READS = re.compile(r"SELECT|SAVEPOINT|RELEASE|ROLLBACK")
WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


def _note_written(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
    """Remember which table a statement writes; of one that is not understood: all of them."""
    if not READS.match(statement):
        known = WRITES.match(statement)
        WRITTEN.update({known[1]} if known else TABLES)


def keep(kept: str) -> str:
    """Copy every table into a schema beside: loading the defaults anew takes long."""
    copies = (f'CREATE TABLE "{kept}"."{name}" AS TABLE "{name}"' for name in TABLES)
    return "; ".join([f'CREATE SCHEMA "{kept}"', *copies])


def bring_back(kept: str, names: Collection[str] = TABLES) -> str:
    """Empty tables, fill them from their copies, and count from the last row on.

    All at once there is nothing to check or to refuse, neither for keys nor for the log.
    """
    known = [name for name in TABLES if name in names]
    gone = (f'DELETE FROM "{name}"' for name in known)  # noqa: S608 - our own names
    back = (f'INSERT INTO "{name}" TABLE "{kept}"."{name}"' for name in known)
    count = """SELECT setval(pg_get_serial_sequence('"{0}"', 'id'), coalesce(max(id), 0) + 1, false)
               FROM "{0}\""""
    counts = (count.format(name) for name in known if "id" in Model.metadata.tables[name].c)
    return "; ".join(["SET LOCAL session_replication_role = replica", *gone, *back, *counts])


@pytest.fixture
def app(whole_app: Flask, empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Give the app over a fresh database, at nine o'clock on Wednesday 01/4/2026."""
    monkeypatch.setattr(clock, "datetime", Standing)
    stand_at("2026-04-01 09:00")
    with whole_app.app_context():
        writing.set(True)
        _start_anew(empty_folder)
        shutil.rmtree(empty_folder / "backups", ignore_errors=True)
        (empty_folder / "backup.passphrase").unlink(missing_ok=True)
        yield whole_app
        db.session.remove()
        if not POSTGRES:  # the file is copied anew; a server's connections may be kept
            db.engine.dispose()
    clock.run_true()


class Standing(datetime):
    """A watch that hardly moves, so that no second passes between a deed and its check."""

    _looks = count()
    _begun = clock.true_now()

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override] # a plain moment
        """Give the moment at which the tests began; one look is a microsecond after the other."""
        return cls._begun.astimezone(tz) + timedelta(microseconds=next(cls._looks))


def stand_at(moment: str) -> None:
    """Set the clock of the test: "2026-04-07 15:00" in Vietnam."""
    clock.run_from(datetime.fromisoformat(moment).replace(tzinfo=clock.TIMEZONE))


@pytest.fixture
def stranger(app: Flask) -> Person:
    """Open the browser of somebody who has not signed in."""
    return Person(app, None)


@pytest.fixture
def centre(app: Flask) -> Person:
    """Open the browser of the coordinator of the Centre, signed in."""
    return Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))


@pytest.fixture
def clerk(app: Flask) -> Person:
    """Open the browser of the office clerk, signed in."""
    return Person(app, factories.account(username="vanthu", roles={Role.CLERK}))


@pytest.fixture
def admin(app: Flask) -> Person:
    """Open the browser of the IT officer, signed in."""
    return Person(app, factories.account(username="quantri", roles={Role.ADMIN}))


@pytest.fixture
def leader(app: Flask) -> Person:
    """Open the browser of a leader of UBND xã, signed in."""
    return Person(app, factories.account(username="lanhdao", roles={Role.LEADER}))


def department_person(app: Flask, code: str) -> Person:
    """Open the browser of somebody of a department, signed in."""
    account: Account = factories.account(
        username=code, roles={Role.DEPARTMENT}, department=factories.department(code)
    )
    return Person(app, account)


@pytest.fixture
def economy(app: Flask) -> Person:
    """Open the browser of somebody of Phòng Kinh tế, signed in."""
    return department_person(app, "kinh-te")


@pytest.fixture
def culture(app: Flask) -> Person:
    """Open the browser of somebody of Phòng Văn hóa - Xã hội, signed in."""
    return department_person(app, "van-hoa-xa-hoi")


@pytest.fixture
def office(app: Flask) -> Person:
    """Open the browser of somebody of Văn phòng HĐND và UBND, signed in."""
    return department_person(app, "van-phong")


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Gather the statements sent to the database inside the ``with``.

    Rows of earlier requests that only a cycle still holds would be found rather than asked for.
    """
    gc.collect()
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the program, as it is when a bundle is made of it."""
    folder = tmp_path_factory.mktemp("program") / "saturday"
    folder.mkdir()
    script = (ROOT / "deploy.sh").read_text("utf-8")
    listed = re.search(r"^PROGRAM=\((.*?)\)", script, re.MULTILINE | re.DOTALL)
    assert listed
    for name in listed[1].split():
        kept_out = shutil.ignore_patterns("__pycache__")
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=kept_out)
        else:
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


@pytest.fixture(scope="session")
def bundle(program: Path) -> Path:
    """Make the file that is carried to a machine without Internet."""
    if subprocess.run([SYSTEM_PYTHON, "-c", "import ensurepip"], check=False).returncode:
        pytest.skip("python3-venv is not installed")
    subprocess.run([program / "deploy.sh", "bundle"], check=True, stdout=subprocess.PIPE)
    return next((program / "dist").glob("*.tar.gz"))
