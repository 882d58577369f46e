"""Is a copy called good really good, and a bad one found?"""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from saturday import clock
from saturday.extensions import db
from saturday.models.documents import Document
from saturday.rules.refusals import NotAllowedNow
from saturday.safekeeping import backup
from tests import factories
from tests.conftest import POSTGRES

pytestmark = [pytest.mark.usefixtures("app"), pytest.mark.each_on_server]


@pytest.fixture
def copy(tmp_path: Path, app: object) -> Path:
    """Give a backup of a database with some history."""
    del app
    factories.duty_session()
    factories.officer()
    return backup.back_up(tmp_path)


def resealed(copy: Path) -> Path:
    """Give a changed copy the fingerprint it now has, as somebody cunning would."""
    manifest = json.loads(copy.with_suffix(".json").read_text("utf-8"))
    manifest["sha256"] = backup.sha256_of(copy)
    copy.with_suffix(".json").write_text(json.dumps(manifest), "utf-8")
    return copy


def changed(copy: Path, *statements: str) -> Path:
    """Change a copy behind its back."""
    with closing(sqlite3.connect(copy)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return copy


def test_a_new_backup_is_good_and_only_its_owner_reads_it(copy: Path) -> None:
    assert backup.faults_of(copy) == []
    assert copy.stat().st_mode & 0o077 == 0
    manifest = json.loads(copy.with_suffix(".json").read_text("utf-8"))
    assert manifest["counts"]["officer"] == 1
    assert manifest["audit_head"][0] > 0


def test_two_backups_in_one_second_do_not_overwrite_each_other(tmp_path: Path) -> None:
    first, second = backup.back_up(tmp_path), backup.back_up(tmp_path)

    assert first != second
    assert backup.faults_of(first) == backup.faults_of(second) == []


def test_a_changed_byte_is_found(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[len(content) // 2] ^= 1
    copy.write_bytes(content)

    assert "SHA-256" in backup.faults_of(copy)[0]


def test_half_a_backup_is_refused(copy: Path) -> None:
    manifest = copy.with_suffix(".json")
    kept = manifest.read_bytes()
    manifest.unlink()
    assert "Thiếu tệp" in backup.faults_of(copy)[0]
    manifest.write_bytes(kept[: len(kept) // 2])
    assert "hỏng" in backup.faults_of(copy)[0]
    manifest.write_bytes(kept)
    copy.unlink()
    assert "Thiếu tệp" in backup.faults_of(copy)[0]


def test_a_row_taken_out_is_found_by_its_count(copy: Path) -> None:
    bad = resealed(changed(copy, "DELETE FROM officer"))

    assert any("officer" in fault for fault in backup.faults_of(bad))


def test_a_changed_audit_row_is_found_by_its_chain(copy: Path) -> None:
    bad = resealed(
        changed(
            copy,
            "DROP TRIGGER IF EXISTS audit_event_no_update",
            "UPDATE audit_event SET verb = 'other' WHERE id = 2",
        )
    )

    assert any("đứt ở dòng 2" in fault for fault in backup.faults_of(bad))


def test_something_else_under_the_name_of_a_backup_is_refused(copy: Path) -> None:
    copy.write_bytes(b"not a database")

    assert "Không mở được" in backup.faults_of(resealed(copy))[0]


def test_a_copy_that_turns_out_bad_gets_no_good_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "inner_faults", lambda *_: ["hỏng"])

    with pytest.raises(NotAllowedNow, match="hỏng"):
        backup.back_up(tmp_path)

    assert list(tmp_path.iterdir()) == []


if not POSTGRES:  # there a copy is written as the program knows the tables

    def test_a_database_older_than_the_program_is_copied_before_its_upgrade(tmp_path: Path) -> None:
        """An upgrade begins with a backup, by the new program of the old tables."""
        db.session.execute(text("DROP TABLE replacement"))
        db.session.commit()

        copy = backup.back_up(tmp_path)

        assert backup.faults_of(copy) == []
        assert "replacement" not in json.loads(copy.with_suffix(".json").read_text())["counts"]


def test_papers_that_name_later_ones_are_copied(tmp_path: Path) -> None:
    old, new = _paper("Thông báo cũ"), _paper("Thông báo mới")
    db.session.add_all([old, new])
    db.session.flush()
    old.marked_by = new
    db.session.commit()

    assert backup.faults_of(backup.back_up(tmp_path)) == []


def _paper(title: str) -> Document:
    """Make a paper with nothing but its title."""
    return Document(
        paper="public_notice",
        title=title,
        signer_capacity="GIÁM ĐỐC",
        signer_name="",
        recipients="",
        drafted_at=clock.now(),
    )
