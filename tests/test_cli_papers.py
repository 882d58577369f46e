"""Do the commands that make and read papers do what scripts rely on?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.documents import Document
from saturday.papers.layout import check_layout
from tests.web.documents import stories

ROOT = Path(__file__).resolve().parent.parent


def run(app: Flask, *words: str) -> tuple[int, str]:
    """Give exit code and all that a command printed."""
    result = app.test_cli_runner().invoke(args=list(words))
    db.session.rollback()
    return result.exit_code, result.output


def rows() -> tuple[int, int]:
    return (
        db.session.scalars(select(func.count(Document.id))).one(),
        db.session.scalars(select(func.count(AuditEvent.id))).one(),
    )


@pytest.mark.parametrize(
    "words",
    [
        ["annual_plan", "2026"],
        ["assignment_notice", "2026-04-11"],
        ["citizen_notice", "2026-04-11"],
        ["citizen_notice", "2026-04-11", "--issuer", "COMMITTEE"],
        ["nomination", "2026-04-11", "--department", "kinh-te"],
        ["session_report", "2026-04-11"],
        ["monthly_report", "2026-03-15/2026-04-14"],
        ["year_report", "2026"],
        ["outgoing_register", "2026"],
        ["outgoing_register", "2026", "--issuer", "COMMITTEE"],
    ],
)
def test_any_paper_is_made_without_a_browser_and_without_a_row(
    app: Flask, tmp_path: Path, words: list[str]
) -> None:
    stories.nomination()
    stories.saturday()
    before, file = rows(), tmp_path / "p.docx"

    code, said = run(app, "make-paper", *words, "--to", str(file))

    assert (code, said) == (0, f"Đã tạo {file}\n")
    assert check_layout(file) == []
    assert run(app, "check-layout", str(file)) == (0, "")
    assert rows() == before


@pytest.mark.parametrize(
    "words",
    [
        ["annual_plan", "2031"],
        ["annual_plan", "năm nay"],
        ["assignment_notice", "2026-04-12"],
        ["citizen_notice", "2026-04-12"],
        ["nomination", "2026-04-11"],
        ["monthly_report", "2026-04-14/2026-03-15"],
        ["monthly_report", "tháng 4"],
        ["year_report", "2031"],
        ["outgoing_register", "x"],
    ],
)
def test_what_is_not_there_is_said(app: Flask, tmp_path: Path, words: list[str]) -> None:
    stories.saturday()
    file = tmp_path / "p.docx"

    code, said = run(app, "make-paper", *words, "--to", str(file))

    assert code == 1
    assert said == (f"Không tìm thấy {words[0]} {words[1]}. Hãy xem lại năm, ngày hoặc phòng.\n")
    assert not file.exists()


def test_each_fault_is_a_line_and_the_exit_code_says_so(app: Flask, tmp_path: Path) -> None:
    row = stories.paper()
    row.recipients = "UBND xã"
    db.session.commit()
    file = tmp_path / "p.docx"
    run(app, "make-paper", "assignment_notice", "2026-04-11", "--to", str(file))

    assert run(app, "check-layout", str(file)) == (
        1,
        "Dòng nơi nhận cuối cùng phải là “- Lưu: VT…”.\n",
    )


def test_a_file_that_is_no_word_file_is_said(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "p.docx"
    file.write_bytes(b"PK\x03\x04 garbage")

    code, said = run(app, "check-layout", str(file))

    assert code == 1
    assert "không mở được như một văn bản Word" in said


def test_layout_is_checked_in_a_bare_clone(app: Flask, tmp_path: Path) -> None:
    stories.saturday()
    file = tmp_path / "p.docx"
    run(app, "make-paper", "assignment_notice", "2026-04-11", "--to", str(file))
    bare = {"PATH": os.environ["PATH"], "SATURDAY_DATA": str(tmp_path / "nowhere")}

    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "check-layout", str(file)],
        cwd=ROOT,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (tmp_path / "nowhere").exists()
