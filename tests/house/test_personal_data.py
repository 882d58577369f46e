"""Does what people say of themselves stay where docs/personal-data.md says, and nowhere else?

A name, a telephone and an identity number are planted in every place that the table names; then
every page is read as everybody, and every column of the database. The table is the judge.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import LargeBinary, select, update
from werkzeug.test import TestResponse

from saturday import clock
from saturday.extensions import db, writing
from saturday.models.base import Model, Way
from saturday.models.commune import Setting
from saturday.models.feedback import Feedback
from saturday.models.intake import SearchKey, Visit
from saturday.papers import pdf, speech
from tests.conftest import POSTGRES, ROOT, stand_at
from tests.house.world import ROLES, World, build, rows_of

DOCUMENT = (ROOT / "docs" / "personal-data.md").read_text("utf-8")
NAME, PHONE, NUMBER = "Lô Thị Hoàng Yến", "0976543219", "040012345678"
ADDRESS, WORDS = "Ngõ Hoàng Yến 7", "lời riêng gài vào"
CANARIES = (NAME, PHONE, NUMBER, ADDRESS, "0976 543 219", "0400 1234 5678")
PERSON = "?luot=1&luot=2&y-kien=1"
WHO = ("stranger", *(role.lower() for role in ROLES))
FOR_A_DAY = {"draft", "import_file"}  # written by acts of their own, not at every row


def section(heading: str) -> list[list[str]]:
    """Give the cells of the table below a heading."""
    part = DOCUMENT.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def columns() -> list[str]:
    """Give the columns that the table names."""
    rows = section("Giữ gì, ở đâu, bao lâu")
    return [one for row in rows for one in re.findall(r"`([^`]+)`", row[1])]


def pages(*, words: bool = False) -> set[str]:
    """Give the doors at which names and numbers may be whole, or also those that show words."""
    rows = section("Trang và tệp hiện đủ")
    named = " ".join(row[1] + (row[2] if words else "") for row in rows)
    return set(re.findall(r"`([^`]+)`", named))


def told_in(content: str) -> list[str]:
    """Name the canaries that a text holds."""
    return [one for one in CANARIES if one in content]


# --- The table


def test_the_table_names_columns_and_doors_that_are_there(whole_app: Flask) -> None:
    known = {str(one) for table in Model.metadata.sorted_tables for one in table.columns}

    assert len(columns()) > 15
    assert set(columns()) - known == set()
    assert pages(words=True) - set(whole_app.view_functions) == set()


def test_the_table_says_of_each_thing_what_for_by_what_right_for_whom_and_how_long() -> None:
    for row in section("Giữ gì, ở đâu, bao lâu"):
        assert len(row) == 6
        assert all(row), row


# --- Pages


@pytest.fixture(scope="module")
def world(whole_app: Flask, empty_folder: Path) -> Iterator[World]:
    """Build a commune with a row in every state, and plant the canaries in every row."""
    stand_at("2026-04-07 15:00")
    with whole_app.app_context():
        db.engine.dispose()
        writing.set(True)
        shutil.copy(empty_folder / "fresh.sqlite", empty_folder / "now.sqlite")
        made = build()
        plant()
        db.session.remove()
        db.engine.dispose()
        shutil.copy(empty_folder / "now.sqlite", empty_folder / "planted.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_converted", lambda *_: b"%PDF-1.7")
        patch.setattr(speech, "speak", lambda *_: [])
        yield made
    clock.run_true()


def plant() -> None:
    """Put a name, its numbers, or words wherever the table says that such may be."""
    for one in columns():
        table, _, column = one.partition(".")
        if table in FOR_A_DAY | {"search_key", "feedback_word"}:
            continue
        known = {"phone": PHONE, "identity_number": NUMBER, "name": NAME, "address": ADDRESS}
        value = known.get(column, WORDS)
        db.session.execute(update(Model.metadata.tables[table]).values({column: value}))
    open_desk()
    db.session.commit()
    for visit in db.session.scalars(select(Visit)):
        for line in visit.entries:
            line.keys = SearchKey.of(line, visit)
    for row in db.session.scalars(select(Feedback)):
        row.list_words()
    told = {"is_named": True, "is_hidden": False, "way": Way.TELEPHONE}
    db.session.execute(update(Feedback).values(told | {"reported_at": clock.now()}))
    db.session.commit()


def open_desk() -> None:
    """Let the desk ask for all three, and anybody write to the commune."""
    for key in ("desk.names", "desk.phones", "desk.identity", "feedback.public_form"):
        db.session.execute(update(Setting).where(Setting.key == key).values(value="yes"))


def words_of(response: TestResponse) -> str:
    """Give all that an answer holds: headers too, and what lies packed in its file."""
    content = response.get_data()
    whole = str(response.headers) + content.decode("utf-8", "replace")
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            whole += "".join(
                packed.read(one).decode("utf-8", "replace") for one in packed.namelist()
            )
    return re.sub(r"<[^>]+>", "", whole) + whole


def read_by(app: Flask, world: World, who: str) -> Iterator[tuple[str, str]]:
    """Read every page as one of the roles: give the door with all that it answers."""
    client = app.test_client()
    if who != "stranger":
        with client.session_transaction() as cookie:
            cookie["sign_in"] = world.tokens[who]
    for line in rows_of(app, world):
        endpoint, method, path, *row = line.split()
        if method == "GET" and row[:1] != ["none"]:
            about = PERSON if endpoint.startswith("settings.person") else ""
            with app.app_context():
                writing.set(False)
                yield endpoint, words_of(client.get(path + about))


if not POSTGRES:  # the pages are the same over either database

    @pytest.mark.parametrize("who", WHO)
    def test_whole_values_are_shown_only_on_the_pages_of_the_table(
        whole_app: Flask, world: World, empty_folder: Path, who: str
    ) -> None:
        with whole_app.app_context():
            db.engine.dispose()
            shutil.copy(empty_folder / "planted.sqlite", empty_folder / "now.sqlite")
        read = list(read_by(whole_app, world, who))
        with whole_app.app_context():
            db.session.remove()
            db.engine.dispose()

        assert {door for door, shown in read if told_in(shown)} - pages() == set()
        assert {door for door, shown in read if WORDS in shown} - pages(words=True) == set()


# --- Where it could never be


def test_no_script_keeps_anything_in_the_browser() -> None:
    scripts = "".join(file.read_text("utf-8") for file in (ROOT / "static").glob("*.js"))

    for one in ("localStorage", "sessionStorage", "indexedDB", "document.cookie"):
        assert one not in scripts


def test_no_column_can_hold_a_picture_of_a_card() -> None:
    bytes_kept = {
        str(column)
        for table in Model.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }

    assert bytes_kept == {
        "document_file.content",
        "import_file.content",
        "paper_template.content",
        "recording.content",
    }
