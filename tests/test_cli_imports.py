"""Are tables imported from the command line as on the page?"""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Hamlet, Officer
from saturday.models.import_tables import TABLES, Importing
from saturday.models.imports import ImportFile
from saturday.papers.spreadsheet import Book, workbook
from saturday.rules.columns import Values
from tests import factories


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give a place for a workbook."""
    return tmp_path / "danh sách.xlsx"


def fill(file: Path, table: str, *rows: Values) -> None:
    """Write a filled-in workbook."""
    layout = TABLES[table].layout(Importing(db.session, clock.today()))
    file.write_bytes(workbook(Book("Trang 1", layout, rows)))


def person(name: str, **more: str) -> Values:
    """Write one officer's row."""
    where = factories.department("kinh-te").id
    return {"name": name, "post": "Chuyên viên", "department_id": where, **more}


def run(app: Flask, *words: object) -> tuple[int, list[str], list[str]]:
    """Give exit code, what was printed, and what was said of it."""
    result = app.test_cli_runner().invoke(args=[str(one) for one in words])
    db.session.rollback()
    return result.exit_code, result.stdout.splitlines(), result.stderr.splitlines()


def test_officers_are_imported_and_every_row_has_its_verdict(app: Flask, file: Path) -> None:
    factories.officer("Lê An")
    fill(file, "cong-chuc", person("Lê An", phone="0912345678"), person("Lê Bình"))

    code, printed, said = run(app, "import-officers", file)

    assert code == 0
    assert printed == [
        "Dòng 2, sửa, Lê An: Điện thoại: để trống → 0912 345 678",
        "Dòng 3, mới, Lê Bình",
    ]
    assert said == [
        "Đang đọc tệp…",
        "Đã đọc 3 dòng, đang so với danh mục…",
        "Đã xong: nhập 1 dòng mới, sửa 1 dòng.",
    ]
    assert set(db.session.scalars(select(Officer.phone))) == {"0912345678", ""}
    events = db.session.scalars(select(AuditEvent.verb)).all()
    assert events.count("import") == 1


def test_a_second_time_changes_nothing(app: Flask, file: Path) -> None:
    fill(file, "cong-chuc", person("Lê An"))
    run(app, "import-officers", file)

    code, printed, said = run(app, "import-officers", file)

    assert code == 0
    assert printed == ["Dòng 2, như cũ, Lê An"]
    assert said[-1] == "Tệp này không có dòng nào để nhập."
    assert db.session.scalar(select(func.count(ImportFile.id))) == 1


def test_one_faulty_row_keeps_all_from_being_saved(app: Flask, file: Path) -> None:
    fill(file, "cong-chuc", person("Lê An"), person("lê bình"))

    code, printed, said = run(app, "import-officers", file)

    assert code == 1
    assert printed == [
        "Dòng 2, mới, Lê An",
        "Dòng 3, lỗi, lê bình: cột Họ và tên: Hãy viết hoa chữ cái đầu của họ và tên.",
    ]
    assert said[-1] == "Tệp có dòng lỗi nên chưa nhập dòng nào."
    assert db.session.scalar(select(func.count(Officer.id))) == 0


def test_faulty_rows_are_left_out_when_asked(app: Flask, file: Path) -> None:
    fill(file, "cong-chuc", person("Lê An"), person("lê bình"))

    code, _printed, said = run(app, "import-officers", file, "--bo-dong-loi")

    assert code == 0
    assert said[-1] == "Đã xong: nhập 1 dòng mới, bỏ 1 dòng lỗi."


def test_villages_and_procedures_are_imported_too(app: Flask, file: Path) -> None:
    fill(file, "thon-ban", {"name": "Bản Cao", "hall_name": "Nhà văn hóa bản Cao"})
    assert run(app, "import-hamlets", file)[0] == 0
    assert db.session.scalars(select(Hamlet)).one().hall_words == "Nhà văn hóa bản Cao"

    fill(file, "thu-tuc", {"code": "2.000815", "fee": "3.000 đồng/trang"})
    code, printed, _said = run(app, "import-procedures", file)
    assert code == 0
    assert "3.000 đồng/trang" in printed[0]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"hello"])
def test_what_is_no_workbook_is_refused_in_words(app: Flask, file: Path, content: bytes) -> None:
    file.write_bytes(content)

    code, printed, said = run(app, "import-officers", file)

    assert code == 1
    assert printed == []
    assert "Tệp" in said[-1]


def test_a_file_without_rows_is_refused(app: Flask, file: Path) -> None:
    fill(file, "cong-chuc")

    assert run(app, "import-officers", file)[0] == 1
