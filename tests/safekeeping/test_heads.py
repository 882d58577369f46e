"""Which ends of the audit log are known outside the database?"""

import json
from pathlib import Path

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.audit import AuditCheck, AuditEvent, Head
from saturday.models.safekeeping import BackupCopy, CopyPlace, Made
from saturday.safekeeping import heads
from tests import factories


@pytest.fixture
def folder(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an empty folder of backups, and a log with an act."""
    monkeypatch.setitem(app.config, "BACKUPS", str(tmp_path))
    factories.account(username="hoa")
    return tmp_path


def copy(folder: Path, name: str, head: object) -> None:
    """Lay a backup there, of which only the manifest matters here."""
    (folder / f"{name}.sqlite").write_bytes(b"x")
    manifest = {"made_at": "2026-04-01T08:00:00+07:00", "sha256": "0", "audit_head": head}
    (folder / f"{name}.json").write_text(json.dumps(manifest), "utf-8")


def test_each_backup_tells_its_head(folder: Path) -> None:
    copy(folder, "saturday-20260401-080000", [3, "ab"])
    copy(folder, "saturday-20260401-090000", [5, "cd"])

    assert set(heads.noted()) == {
        Head(3, "ab", "bản sao lưu saturday-20260401-080000.sqlite"),
        Head(5, "cd", "bản sao lưu saturday-20260401-090000.sqlite"),
    }


@pytest.mark.parametrize("head", [[], None, "x", [1], ["một", "ab"]])
def test_a_manifest_that_tells_nothing_is_passed_over(folder: Path, head: object) -> None:
    copy(folder, "saturday-20260401-080000", head)

    assert heads.noted() == []


def test_a_manifest_that_can_not_be_read_is_passed_over(folder: Path) -> None:
    copy(folder, "saturday-20260401-080000", [3, "ab"])
    (folder / "saturday-20260401-080000.json").write_text("{", "utf-8")

    assert heads.noted() == []


@pytest.mark.usefixtures("folder")
def test_the_last_whole_reading_is_known_too() -> None:
    check = AuditCheck.begin()
    db.session.add(check)
    check.carry_on(db.session, 1000, [])
    db.session.commit()

    end = db.session.scalars(AuditEvent.newest()).one()
    assert heads.noted() == [Head(end.id, end.hash, "lần kiểm tra trước")]


def test_what_a_restore_went_back_behind_is_rightly_gone(folder: Path) -> None:
    copy(folder, "saturday-20260401-080000", [3, "ab"])
    copy(folder, "saturday-20260401-083000", [5, "cd"])
    copy(folder, "saturday-20260401-100000", [7, "ef"])
    made_at = factories.at("2026-04-01 08:00")
    made = Made("saturday-20260401-080000.sqlite", made_at, 1)
    db.session.add(BackupCopy.record(made, CopyPlace.RESTORED, by=None))
    db.session.commit()

    assert {one.row for one in heads.noted()} == {3, 7}
