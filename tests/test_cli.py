"""Do the doors for machines do what the IT officer's scripts rely on?"""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text

from saturday.extensions import db
from saturday.models.accounts import Account, Link
from saturday.models.calendar import BusyDay
from saturday.rules.permissions import Role
from tests import factories

ROOT = Path(__file__).resolve().parent.parent
NOT_FREE_2026 = [
    "2026-01-03 BREAK",
    "2026-01-10 MAKE_UP",
    "2026-02-14 BREAK",
    "2026-02-21 BREAK",
    "2026-03-14 BUSY",
    "2026-04-25 BREAK",
    "2026-05-02 BREAK",
    "2026-08-22 MAKE_UP",
    "2026-08-29 BREAK",
]


def run(app: Flask, *words: str) -> tuple[int, str]:
    """Give exit code and all that a command printed."""
    result = app.test_cli_runner().invoke(args=list(words))
    db.session.rollback()
    return result.exit_code, result.output


def test_the_saturdays_of_2026_are_judged(app: Flask) -> None:
    code, said = run(app, "saturdays", "2026")

    lines = said.splitlines()
    assert code == 0
    assert len(lines) == 52
    unfree = [" ".join(line.split()[:2]) for line in lines if line.split()[1] != "FREE"]
    assert unfree == NOT_FREE_2026
    assert all(len(line.split()) > 2 for line in lines if line.split()[1] != "FREE")


def test_the_saturdays_follow_the_edited_calendar(app: Flask) -> None:
    db.session.add(BusyDay(day=date(2026, 4, 11), reason="diễn tập"))
    db.session.commit()

    assert "2026-04-11 BUSY diễn tập" in run(app, "saturdays", "2026")[1]


def test_the_saturdays_are_told_in_a_bare_clone(tmp_path: Path) -> None:
    """No database, no secret, no data folder."""
    environment = {**os.environ, "SATURDAY_DATA": str(tmp_path / "none")}
    environment.pop("DATABASE_URL", None)
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]

    told = subprocess.run(
        [*flask, "saturdays", "2026"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "2026-08-22 MAKE_UP" in told.stdout
    assert not (tmp_path / "none").exists()


def test_the_first_admin_comes_in_by_a_link_printed_once(app: Flask) -> None:
    code, said = run(app, "create-admin", "--base", "http://192.168.1.10:8000/")

    address = said.strip()
    assert code == 0
    assert address.startswith("http://192.168.1.10:8000/bat-dau/")
    token = address.rpartition("/")[2]
    assert db.session.scalars(Link.of_token(token)).one().account is None
    stored = db.session.scalars(select(Link)).one()
    assert token not in (stored.token_sha256, str(stored.id))


def test_a_script_can_ask_whether_anybody_has_an_account(app: Flask) -> None:
    assert run(app, "has-accounts")[0] == 1
    factories.account(roles={Role.ADMIN})
    assert run(app, "has-accounts")[0] == 0


def test_a_backup_is_made_and_verified_and_a_broken_one_refused(app: Flask, tmp_path: Path) -> None:
    code, said = run(app, "backup", "--to", str(tmp_path))
    copy = Path(said.strip())

    assert code == 0
    assert run(app, "verify-backup", str(copy))[0] == 0
    copy.write_bytes(copy.read_bytes()[:-1])
    code, said = run(app, "verify-backup", str(copy))
    assert code == 1
    assert "SHA-256" in said


@pytest.fixture(autouse=True)
def no_backups(whole_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Know no ends of other tests' audit logs."""
    monkeypatch.setitem(whole_app.config, "BACKUPS", str(tmp_path / "none"))


def test_the_audit_log_is_verified_and_its_head_told(app: Flask) -> None:
    factories.duty_session()
    code, said = run(app, "audit", "verify")
    number, fingerprint = run(app, "audit", "head")[1].split()

    assert code == 0
    assert f"{number} dòng" in said
    assert len(fingerprint) == 64


def test_a_touched_audit_log_fails_with_its_row(app: Flask) -> None:
    factories.duty_session()
    for statement in (
        "DROP TRIGGER audit_event_no_update"
        if db.engine.dialect.name == "sqlite"
        else "DROP TRIGGER audit_event_no_change ON audit_event",
        "UPDATE audit_event SET subject = 'other' WHERE id = 2",
    ):
        db.session.execute(text(statement))
    db.session.commit()

    code, said = run(app, "audit", "verify")

    assert code == 1
    assert "dòng 2" in said
    _guard_again()


def _guard_again() -> None:
    """Put the guard back: PostgreSQL keeps its tables from test to test."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(
            text(
                "CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_event "
                "FOR EACH ROW EXECUTE FUNCTION audit_event_refuse()"
            )
        )
        db.session.commit()


def test_loading_the_defaults_says_what_was_added(app: Flask) -> None:
    db.session.execute(text("DELETE FROM busy_day"))
    db.session.commit()

    code, said = run(app, "load-defaults")

    assert code == 0
    assert "busy_days: thêm 2" in said
    assert "holidays: thêm 0" in said


def test_the_demo_never_mixes_with_real_accounts(app: Flask) -> None:
    factories.account(roles={Role.ADMIN})

    result = app.test_cli_runner().invoke(args=["demo"])

    assert result.exit_code != 0
    db.session.rollback()
    assert len(db.session.scalars(select(Account)).all()) == 1


def test_a_log_cut_short_is_found_by_the_head_that_was_written_down(app: Flask) -> None:
    factories.duty_session()
    number, fingerprint = run(app, "audit", "head")[1].split()

    whole = run(app, "audit", "verify", "--head", number, fingerprint)
    code, said = run(app, "audit", "verify", "--head", str(int(number) + 1), fingerprint)

    assert whole == (0, f"Nhật ký liền mạch: {number} dòng.\n")
    assert code == 1
    assert f"bị đứt ở dòng {int(number) + 1}" in said
