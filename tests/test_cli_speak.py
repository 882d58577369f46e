"""Does ``speak`` say each line, and name what nobody could say?"""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import Result
from flask import Flask
from sqlalchemy import delete

from saturday.extensions import db
from saturday.models.abbreviations import Abbreviation

ROOT = Path(__file__).resolve().parent.parent


def speak(app: Flask, text: str) -> Result:
    """Let the command read a text."""
    result = app.test_cli_runner().invoke(args=["speak"], input=text)
    db.session.rollback()
    return result


def test_each_line_is_read_aloud(app: Flask) -> None:
    result = speak(app, "Mở từ 7h30 – 11h30.\n\nUBND xã, 02 buổi/năm")

    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout.splitlines() == [
        "Mở từ bảy giờ ba mươi phút đến mười một giờ ba mươi phút.",
        "",
        "Ủy ban nhân dân xã, hai buổi một năm",
    ]


def test_words_that_cannot_be_said_are_named_once_each(app: Flask) -> None:
    result = speak(app, "Nộp ABC, #zalo\nNộp ABC\n")

    assert result.exit_code == 1
    assert result.stdout.splitlines() == ["Nộp ABC, #zalo", "Nộp ABC"]
    assert result.stderr.splitlines() == ["ABC", "#zalo"]


def test_a_file_can_be_named(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "tin.txt"
    file.write_text("thứ 7", "utf-8")

    assert app.test_cli_runner().invoke(args=["speak", str(file)]).stdout == "thứ Bảy\n"


def test_the_edited_list_is_spoken(app: Flask) -> None:
    db.session.add(Abbreviation.begin("NTD", "nhà truyền dân"))
    db.session.commit()

    assert speak(app, "NTD và UBND").stdout == "nhà truyền dân và Ủy ban nhân dân\n"


def test_an_empty_list_is_that_of_the_file(app: Flask) -> None:
    db.session.execute(delete(Abbreviation))
    db.session.commit()

    assert speak(app, "UBND").stdout == "Ủy ban nhân dân\n"


def test_a_text_is_spoken_in_a_bare_clone(tmp_path: Path) -> None:
    """No database, no secret, no data folder; letters of no encoding are named."""
    environment = {**os.environ, "SATURDAY_DATA": str(tmp_path / "none")}
    environment.pop("DATABASE_URL", None)

    told = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "speak"],
        cwd=ROOT,
        env=environment,
        input="HĐND xã\n".encode() + b"\xff x",
        capture_output=True,
        check=False,
    )

    assert told.returncode == 1
    assert "Hội đồng nhân dân xã" in told.stdout.decode()
    assert "\ufffd" in told.stderr.decode()
    assert not (tmp_path / "none").exists()
