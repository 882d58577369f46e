"""Does the doctor say in words whatever is wrong, and nothing when all is well?"""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy import text

from saturday import clock
from saturday.extensions import db
from saturday.models.broadcasts import NewSound, Recording
from saturday.models.documents import Document, DocumentFile, FileStage
from saturday.models.safekeeping import CopyPlace
from saturday.papers import pdf, picture, templates
from saturday.rules.broadcasts import SoundOrigin
from saturday.safekeeping import backup, doctor, schema, shelf
from tests import factories
from tests.conftest import POSTGRES, stand_at
from tests.safekeeping.conftest import PHRASE
from tests.web.announcements.bulletin_stories import bulletin
from tests.web.announcements.telling import setting


class Usage(NamedTuple):
    """How full a disk is."""

    total: int
    used: int
    free: int


@pytest.fixture
def machine(past: Flask, stick: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a machine on which nothing is wrong."""
    folder = Path(past.config["DATA_FOLDER"])
    for one in folder.iterdir():
        one.chmod(0o700 if one.is_dir() else 0o600)
    monkeypatch.setattr(doctor, "_asked", lambda *_: "Liberation Serif\n 5  vi  --/M  Vietnamese")
    monkeypatch.setattr(pdf, "find_program", lambda: "/usr/bin/soffice")
    copy = shelf.keep_here()
    shelf.choose(str(stick), PHRASE, by=None)
    db.session.commit()
    shelf.bring_elsewhere(copy, shelf.Elsewhere(stick, PHRASE))
    monkeypatch.setattr(shelf.Elsewhere, "is_on_the_same_disk", False)
    return folder


def remarks(name: str) -> tuple[str, ...]:
    """Give what would be good to have of one thing."""
    return next(one.remarks for one in doctor.examine(deep=False) if one.name == name)


def faults(name: str | None = None, *, deep: bool = True) -> list[str]:
    """Give what is wrong, with one thing or with all."""
    return [
        fault
        for finding in doctor.examine(deep=deep)
        if name in (None, finding.name)
        for fault in finding.faults
    ]


@pytest.mark.each_on_server  # which has no files to be looked into
@pytest.mark.usefixtures("machine")
def test_nothing_is_wrong() -> None:
    assert faults() == []
    assert all(finding.was_looked_at for finding in doctor.examine())


@pytest.mark.usefixtures("machine")
def test_a_quick_look_leaves_out_what_reads_everything() -> None:
    skipped = [one.name for one in doctor.examine(deep=False) if not one.was_looked_at]

    assert skipped == [
        "Cấu trúc dữ liệu",
        "Nhật ký",
        "Tệp văn bản",
        "Tệp âm thanh",
        "Mẫu văn bản",
        "Bản sao lưu gần nhất",
    ]


@pytest.mark.usefixtures("machine")
@pytest.mark.parametrize(("total", "free"), [(100 << 30, 4 << 30), (2 << 30, 400 << 20)])
def test_a_full_disk(monkeypatch: pytest.MonkeyPatch, total: int, free: int) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(total, total - free, free))

    assert faults("Ổ đĩa") == [
        f"Ổ đĩa sắp đầy: chỉ còn {free >> 20} MB. Hãy xóa hoặc chuyển bớt tệp."
    ]
    assert faults("Ổ đĩa") == doctor.urgent()


@pytest.mark.usefixtures("machine")
def test_a_clock_behind_the_newest_record() -> None:
    stand_at("2026-03-01 08:00")

    assert faults("Đồng hồ")[0] == (
        "Đồng hồ máy chậm hơn bản ghi mới nhất (9 giờ, thứ Tư, 01/4, năm 2026). "
        "Hãy đặt lại ngày, giờ của máy."
    )


@pytest.mark.usefixtures("machine")
def test_a_clock_of_a_dead_battery() -> None:
    stand_at("2019-01-01 08:00")

    assert faults("Đồng hồ")[0] == "Đồng hồ máy ghi năm 2019. Hãy đặt lại ngày, giờ của máy."


def test_a_folder_that_others_read(machine: Path) -> None:
    machine.chmod(0o755)
    try:
        assert "Người khác trên máy đọc được" in faults("Thư mục dữ liệu")[0]
    finally:
        machine.chmod(0o700)


def test_a_folder_that_is_synced_or_on_a_network(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "SYNCED", (machine.name,))
    monkeypatch.setattr(doctor, "_kind_of_disk", lambda _: "cifs")

    said = faults("Thư mục dữ liệu")

    assert "đồng bộ" in said[0]
    assert "ổ mạng" in said[1]


def test_a_folder_that_can_not_be_written(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)

    assert faults("Thư mục dữ liệu")[0].startswith(f"Không ghi được vào {machine}.")


def test_the_kernel_tells_what_kind_of_disk_it_is() -> None:
    assert doctor._kind_of_disk(Path("/proc/self")) == "proc"


@pytest.mark.usefixtures("machine")
def test_data_of_another_version() -> None:
    for version, words in (("9999", "mới hơn"), ("0001", "chưa nâng cấp")):
        statement = text("UPDATE alembic_version SET version_num = :version")
        db.session.execute(statement, {"version": version})
        db.session.commit()
        assert words in faults("Phiên bản dữ liệu")[0]
    db.session.execute(statement, {"version": schema.head()})
    db.session.commit()


@pytest.mark.usefixtures("machine")
def test_a_sound_that_was_changed_behind_the_apps_back() -> None:
    row = bulletin(factories.duty_session(date(2026, 9, 5)))
    Recording.keep(db.session, row, NewSound(b"ID3\x04", SoundOrigin.UPLOADED), by=None)
    db.session.commit()
    well = faults("Tệp âm thanh")
    db.session.query(Recording).one().content = b"ID3\x05"
    db.session.commit()

    assert well == []
    assert faults("Tệp âm thanh") == [
        "1 tệp âm thanh của bản tin khác lúc lưu. Hãy bỏ, rồi tạo hoặc tải lên lại."
    ]


@pytest.mark.usefixtures("machine")
def test_a_paper_that_was_changed_behind_the_apps_back() -> None:
    document = Document(
        paper="public_notice",
        title="Thông báo",
        signer_capacity="",
        signer_name="",
        recipients="",
        drafted_at=clock.now(),
    )
    document.files.append(
        DocumentFile(
            stage=FileStage.SCAN,
            name="tb.pdf",
            media_type="application/pdf",
            content=b"%PDF-",
            sha256="0" * 64,
            size=5,
            made_at=clock.now(),
        )
    )
    db.session.add(document)
    db.session.commit()

    assert faults("Tệp văn bản") == [
        "1 tệp văn bản khác lúc lưu: tb.pdf. Hãy lấy lại từ bản sao lưu."
    ]


@pytest.mark.usefixtures("machine")
def test_a_template_that_can_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(templates, "in_force", lambda _session, paper: paper.encode())

    assert "Mẫu annual_plan.docx không đọc được" in faults("Mẫu văn bản")[0]


@pytest.mark.usefixtures("machine")
def test_copies_that_are_late() -> None:
    stand_at("2026-04-02 20:00")
    assert faults("Tuổi bản sao lưu") == []
    stand_at("2026-04-03 09:00")
    assert faults("Tuổi bản sao lưu") == [
        "Bản sao lưu gần nhất đã 2 ngày. Hãy mở trang Sao lưu, bấm Sao lưu ngay."
    ]


@pytest.mark.usefixtures("past")
def test_copies_that_were_never_made() -> None:
    assert faults("Tuổi bản sao lưu") == [], "on the first day nobody is blamed"
    stand_at("2026-04-03 09:00")
    assert "Chưa có bản sao lưu nào" in faults("Tuổi bản sao lưu")[0]
    assert "Chưa có bản sao nào cất ngoài" in faults("Bản sao cất ngoài máy")[0]


@pytest.mark.usefixtures("machine")
def test_a_newest_copy_that_is_bad() -> None:
    newest = shelf.latest()
    assert newest
    newest.file.write_bytes(b"spoiled")

    assert "SHA-256" in faults("Bản sao lưu gần nhất")[0]
    assert faults("Bản sao lưu gần nhất", deep=False) == []


@pytest.mark.usefixtures("machine")
def test_a_stick_that_is_missing_or_old(stick: Path) -> None:
    (stick / shelf.MARK).unlink()
    stand_at("2026-04-20 09:00")

    assert faults("Bản sao cất ngoài máy") == [
        f"Chưa thấy {stick}. Hãy cắm USB sao lưu vào máy chủ.",
        "Bản sao cất ngoài máy đã 19 ngày. Hãy mở trang Sao lưu, tải một bản về USB.",
    ]


@pytest.mark.usefixtures("past")
def test_a_second_place_on_the_same_disk(stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.choose(str(stick), "", by=None)
    db.session.commit()
    place = shelf.elsewhere()
    assert place
    same = stick.stat().st_dev == backup.room().stat().st_dev
    assert place.is_on_the_same_disk is same
    monkeypatch.setattr(shelf.Elsewhere, "is_on_the_same_disk", True)

    assert "cùng ổ đĩa" in faults("Bản sao cất ngoài máy")[0]


@pytest.mark.usefixtures("past")
def test_a_copy_taken_away_by_the_browser_counts() -> None:
    shelf.record(shelf.keep_here(), CopyPlace.DOWNLOAD)

    assert faults("Bản sao cất ngoài máy") == []


@pytest.mark.parametrize(
    ("secret", "words"), [(None, "Chưa có khóa bí mật"), ("short", "quá ngắn")]
)
def test_a_secret_that_is_none(machine: Path, past: Flask, secret: str | None, words: str) -> None:
    del machine
    kept = past.config["SECRET_KEY"]
    past.config["SECRET_KEY"] = secret
    try:
        assert words in faults("Khóa bí mật")[0]
        assert words in doctor.after_restore()[0]
    finally:
        past.config["SECRET_KEY"] = kept


def test_what_the_machine_lacks(past: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    del past

    def missing(*_: str) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(doctor, "_asked", missing)
    monkeypatch.setattr(pdf, "find_program", lambda: None)
    monkeypatch.setattr(doctor, "NEEDED", (9, 9))

    assert "fontconfig" in faults("Phông chữ")[0]
    assert "Không tìm thấy LibreOffice" in faults("LibreOffice")[0]
    assert "Không tìm thấy espeak-ng" in remarks("espeak-ng")[0]
    assert "Python" in faults("Python")[0]


def test_fonts_and_voices_that_lack_vietnamese(
    past: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    del past
    monkeypatch.setattr(doctor, "_asked", lambda *_: "DejaVu Sans\n en-gb")

    assert faults("Phông chữ")[0] == (
        "Thiếu phông chữ Times New Roman hoặc Liberation Serif đủ chữ Việt. "
        "Hãy cài gói fonts-liberation2."
    )
    assert "thiếu giọng tiếng Việt" in remarks("espeak-ng")[0]


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", None),
        ("http://192.168.1.9:8000", None),
        ("http://anhson.lan/thong-bao/", None),
        ("https://thu7.example", 'OWN_HOSTS = ("thu7.example",)'),
        ("https://known.example/", None),
        ("thu7.example", "phải bắt đầu bằng https://"),
    ],
)
def test_an_address_on_posters_must_open(past: Flask, address: str, fault: str | None) -> None:
    setting("public.address", address)
    past.config["OWN_HOSTS"] = ("known.example",)
    try:
        found = faults("Địa chỉ công khai")
    finally:
        past.config["OWN_HOSTS"] = ()

    assert (fault in found[0]) if fault else found == []


def test_a_machine_that_can_draw_no_picture_says_what_to_install(
    past: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    del past
    assert faults("Phông chữ") == []
    monkeypatch.setattr(picture, "fonts", lambda: None)

    assert faults("Phông chữ") == [picture.NO_FONT]


def test_what_is_good_to_have_is_no_fault(past: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    del past
    monkeypatch.setattr(doctor, "_asked", lambda *_: "vi")
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    assert remarks("espeak-ng") == (
        "Máy chỉ tạo được tệp wav, chưa tạo được mp3. Cần thì cài gói lame.",
    )
    assert faults("espeak-ng") == []


def test_a_program_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "QUESTION_SECONDS", 0.05)

    with pytest.raises(OSError):  # noqa: PT011 - what the checks take for "not there"
        doctor._asked(sys.executable, "-c", "import time; time.sleep(5)")


def test_a_machine_without_this_font_is_told_so(tmp_path: Path) -> None:
    """The question itself, put to the fontconfig of this machine."""
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>")
    asked = ["fc-list", doctor.LETTERS, "family"]

    found = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    none = subprocess.run(
        asked,
        capture_output=True,
        text=True,
        check=True,
        env={"FONTCONFIG_FILE": str(tmp_path / "fonts.conf"), "PATH": "/usr/bin:/bin"},
    ).stdout

    assert any(name in found for name in doctor.LIKE_TIMES)
    assert not any(name in none for name in doctor.LIKE_TIMES)


@pytest.mark.usefixtures("machine")
def test_a_check_that_breaks_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError

    monkeypatch.setattr(shelf, "latest", fail)

    assert faults("Tuổi bản sao lưu") == ["Không kiểm tra được (OSError)."]


if not POSTGRES:

    def test_a_log_that_was_changed(machine: Path) -> None:
        del machine
        db.session.execute(text("DROP TRIGGER audit_event_no_update"))
        db.session.execute(text("UPDATE audit_event SET verb = 'other' WHERE id = 2"))
        db.session.commit()

        assert "đứt ở dòng 2" in faults("Nhật ký")[0]

    def test_a_reference_that_leads_nowhere(machine: Path) -> None:
        del machine
        db.session.remove()
        db.engine.dispose()
        with closing(sqlite3.connect(str(db.engine.url.database))) as file:
            file.execute("UPDATE officer SET department_id = 999")
            file.commit()

        assert "bị hỏng" in faults("Cấu trúc dữ liệu")[0]

    def test_files_of_somebody_else(machine: Path) -> None:
        (machine / "config.py").touch(mode=0o600)
        try:
            assert faults("Thư mục dữ liệu") == []
            os.chown(machine / "config.py", 65534, -1)
            assert "thuộc người dùng khác" in faults("Thư mục dữ liệu")[0]
        except PermissionError:
            pytest.skip("only root may give a file away")
        finally:
            (machine / "config.py").unlink()


def test_only_accounts_whose_second_step_is_lost_are_counted(past: Flask) -> None:
    del past
    factories.account(username="hoa")

    assert faults("Lớp đăng nhập thứ hai") == []
