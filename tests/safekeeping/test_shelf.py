"""Are copies found, brought to the stick, and forgotten in the right order?"""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import SQLAlchemyError

from saturday import clock
from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.safekeeping import BackupCopy, CopyPlace
from saturday.rules.refusals import NotAllowedNow
from saturday.safekeeping import backup, shelf
from tests.conftest import stand_at
from tests.safekeeping.conftest import PHRASE

pytestmark = pytest.mark.usefixtures("past")


def names(folder: Path) -> list[str]:
    """Name what lies in a folder, hidden files left out."""
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))


def aged(copy: Path, days: int) -> Path:
    """Give a copy once more under the name of an earlier evening."""
    moment = clock.now() - timedelta(days=days)
    target = copy.with_name(f"saturday-{moment:%Y%m%d-%H%M%S}.sqlite")
    for ending in (".sqlite", ".json"):
        shutil.copy(copy.with_suffix(ending), target.with_suffix(ending))
    return target


def test_a_copy_tells_its_age_and_size_by_itself() -> None:
    copy = shelf.keep_here()

    assert shelf.copies_in(backup.room()) == [copy]
    assert shelf.latest() == copy
    assert copy.at == clock.now().replace(microsecond=0)
    assert copy.size == copy.file.stat().st_size
    assert copy.is_sealed is False


def test_what_is_no_copy_is_not_listed(tmp_path: Path) -> None:
    (tmp_path / "saturday-20260401-090000.sqlite").touch()
    (tmp_path / "anh.jpg").touch()

    assert shelf.copies_in(tmp_path) == []
    assert shelf.copies_in(tmp_path / "none") == []


def test_a_copy_is_entered_in_the_log() -> None:
    copy = shelf.keep_here()

    row = db.session.scalars(BackupCopy.named(copy.file.name, CopyPlace.HERE)).one()
    event = db.session.scalars(AuditEvent.newest()).one()
    assert (row.made_at, row.size, row.is_sealed) == (copy.at, copy.size, False)
    assert row.checked_at is not None
    assert (event.verb, event.subject, event.subject_id) == ("back_up", "backup_copy", row.id)


def test_a_copy_counts_even_when_it_can_not_be_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before an upgrade the table may be missing."""

    def fail(*_: object, **__: object) -> None:
        raise SQLAlchemyError

    monkeypatch.setattr(BackupCopy, "record", fail)

    assert shelf.keep_here().file.exists()


def test_what_a_killed_program_left_goes() -> None:
    room = backup.room()
    (room / ".saturday-20260401-090000.sqlite.part").touch()
    (room / ".open-abc").mkdir()
    (room / ".open-abc" / "copy.sqlite").touch()

    shelf.keep_here()

    assert [one.name for one in room.iterdir() if one.name.startswith(".")] == [".lock"]


def test_old_copies_go_and_the_newest_good_one_never_does() -> None:
    newest = shelf.keep_here().file
    for days in range(1, 30):
        aged(newest, days)
    bad = aged(newest, 40)
    bad.write_bytes(b"spoiled")

    gone = shelf.rotate(backup.room())

    assert len(gone) == 30 - 7 - 2  # seven days; two Sundays more; 31/3 is among the seven
    assert newest.exists()
    assert bad.exists(), "a bad copy takes nobody's place, and stays to be looked at"
    assert shelf.rotate(backup.room()) == []


def test_copies_older_than_a_bad_newest_one_stay() -> None:
    good = aged(shelf.keep_here().file, 100)
    newest = shelf.latest()
    assert newest
    newest.file.write_bytes(b"spoiled")

    shelf.rotate(backup.room())

    assert good.exists()
    assert backup.faults_of(good) == []


def test_the_night_copies_checks_and_forgets() -> None:
    first = shelf.keep_here().file
    for days in range(10, 22):
        aged(first, days)
    stand_at("2026-04-01 17:30")

    report = shelf.keep_everywhere()

    assert report.faults == []
    assert report.done[0].startswith("Đã sao lưu và kiểm tra: saturday-20260401-")
    assert report.done[1] == "Đã xóa 5 bản sao cũ trên máy."
    assert first.exists(), "all of the last three days stay"


def test_the_night_brings_a_sealed_copy_to_the_stick(stick: Path) -> None:
    shelf.choose(str(stick), PHRASE, by=None)
    db.session.commit()

    report = shelf.keep_everywhere()

    assert report.faults == []
    assert names(stick) == ["saturday-20260401-090000.json", "saturday-20260401-090000.sealed"]
    sealed = stick / "saturday-20260401-090000.sealed"
    assert b"officer" not in sealed.read_bytes()
    assert backup.faults_of(sealed, PHRASE) == []
    assert backup.faults_of(sealed, "một câu khác hẳn") == [backup.WRONG_PASSPHRASE]
    row = db.session.scalars(BackupCopy.latest((CopyPlace.ELSEWHERE,))).one()
    assert (row.name, row.is_sealed) == (sealed.name, True)


def test_the_stick_is_rotated_too(stick: Path) -> None:
    shelf.choose(str(stick), "", by=None)
    db.session.commit()
    shelf.keep_everywhere()
    newest = shelf.copies_in(stick)[0].file
    for days in range(1, 20):
        aged(newest, days)
    stand_at("2026-04-02 17:30")

    shelf.keep_everywhere()

    assert len(shelf.copies_in(stick)) < 14
    assert newest.exists()


def test_a_pulled_stick_is_missed_and_its_empty_place_stays_empty(stick: Path) -> None:
    shelf.choose(str(stick), PHRASE, by=None)
    db.session.commit()
    shutil.rmtree(stick)
    stick.mkdir()

    report = shelf.keep_everywhere()

    assert report.faults == [f"Chưa thấy {stick}. Hãy cắm USB sao lưu vào máy chủ."]
    assert len(report.done) == 1, "the copy on this machine was made all the same"
    assert names(stick) == []


def test_a_bad_copy_goes_no_further(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.choose(str(stick), PHRASE, by=None)
    db.session.commit()
    monkeypatch.setattr(backup, "faults_of", lambda *_: ["hỏng"])

    assert shelf.keep_everywhere().faults == ["hỏng"]
    assert names(stick) == []


def test_nothing_is_made_where_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "SPARE", 1 << 60)

    report = shelf.keep_everywhere()

    assert "cần" in report.faults[0]
    assert report.done == []
    assert names(backup.room()) == []


@pytest.mark.parametrize("folder", ["usb", "/no/such/folder"])
def test_a_folder_that_is_not_there_is_refused(folder: str) -> None:
    with pytest.raises(NotAllowedNow, match="không thấy thư mục"):
        shelf.choose(folder, PHRASE, by=None)


def test_the_machines_own_folder_is_no_second_place() -> None:
    with pytest.raises(NotAllowedNow, match="chính máy này"):
        shelf.choose(str(backup.room()), PHRASE, by=None)


def test_a_folder_that_can_not_be_written_is_refused(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(shelf, "write_durably", fail)

    with pytest.raises(NotAllowedNow, match="không ghi được"):
        shelf.choose(str(stick), "", by=None)


def test_a_short_passphrase_is_refused(stick: Path) -> None:
    with pytest.raises(NotAllowedNow, match="12 ký tự"):
        shelf.choose(str(stick), "ngắn", by=None)
    assert shelf.kept_passphrase() is None


def test_the_passphrase_lies_beside_the_data_and_nowhere_else(stick: Path) -> None:
    shelf.choose(str(stick), PHRASE, by=None)
    db.session.commit()
    shelf.keep_everywhere()

    assert shelf.kept_passphrase() == PHRASE
    acts = [event.facts.get("key") for event in db.session.scalars(AuditEvent.in_order())]
    assert shelf.SEALED_SINCE in acts, "the log says that it was changed, never what it is"
    place = shelf.elsewhere()
    assert place
    assert place.passphrase == PHRASE
    for folder in (stick, backup.room()):
        assert all(PHRASE.encode() not in one.read_bytes() for one in folder.glob("*.*"))


def test_nobody_chose_a_second_place() -> None:
    assert shelf.elsewhere() is None
