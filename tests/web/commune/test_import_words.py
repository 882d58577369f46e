"""Does a workbook's cell hear the same words as the field of the form?"""

from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from saturday import clock
from saturday.extensions import db
from saturday.models.commune import Department, SubjectArea
from saturday.models.import_tables import TABLES, Importing
from saturday.rules.imports import judge
from saturday.rules.sheets import RawSheet, read_sheet
from saturday.web.commune.forms import EntryForm, HallForm, HamletForm, OfficerForm
from saturday.web.commune.procedures import ProcedureForm

LONG = "Rất dài " * 100
GOOD = {
    "cong-chuc": {"name": "Lê An", "post": "Chuyên viên", "department_id": "Phòng Kinh tế"},
    "thon-ban": {"name": "Bản Cao", "hall_name": "Nhà văn hóa"},
    "thu-tuc": {
        "code": "9.000815",
        "name": "Một thủ tục",
        "short_name": "Thủ tục",
        "subject_area_id": "Chứng thực",
        "time_unit": "trong ngày",
        "fee": "Không thu phí",
        "quantity_unit": "việc",
        "mobile": "không nhận",
        "source": "Quyết định 1",
    },
}
FORMS: dict[str, type[EntryForm]] = {
    "cong-chuc": OfficerForm,
    "thon-ban": HamletForm,
    "thu-tuc": ProcedureForm,
}
HALL = {"hall_name": "name", "hall_address": "address", "hall_capacity": "capacity"}
CASES = [
    ("cong-chuc", "name", ""),
    ("cong-chuc", "name", "lê an"),
    ("cong-chuc", "name", LONG),
    ("cong-chuc", "post", ""),
    ("cong-chuc", "post", LONG),
    ("cong-chuc", "department_id", ""),
    ("cong-chuc", "phone", "12"),
    ("cong-chuc", "code", LONG),
    ("cong-chuc", "left_on", "31/02/2026"),
    ("thon-ban", "name", ""),
    ("thon-ban", "name", LONG),
    ("thon-ban", "position", "một"),
    ("thon-ban", "position", "1000"),
    ("thon-ban", "valid_from", "hôm qua"),
    ("thon-ban", "language", LONG),
    ("thon-ban", "distance_km", "xa"),
    ("thon-ban", "distance_km", "1000"),
    ("thon-ban", "secretary_name", "vi văn chi"),
    ("thon-ban", "secretary_phone", "12"),
    ("thon-ban", "head_name", LONG),
    ("thon-ban", "front_phone", "0912"),
    ("thon-ban", "hall_name", LONG),
    ("thon-ban", "hall_address", LONG),
    ("thon-ban", "hall_capacity", "0"),
    ("thon-ban", "hall_capacity", "đông"),
    ("thu-tuc", "code", ""),
    ("thu-tuc", "code", "815"),
    ("thu-tuc", "name", ""),
    ("thu-tuc", "name", LONG),
    ("thu-tuc", "short_name", ""),
    ("thu-tuc", "short_name", LONG),
    ("thu-tuc", "subject_area_id", ""),
    ("thu-tuc", "time_unit", ""),
    ("thu-tuc", "time_amount", "ba"),
    ("thu-tuc", "time_note", LONG),
    ("thu-tuc", "fee", ""),
    ("thu-tuc", "fee", LONG),
    ("thu-tuc", "quantity_unit", ""),
    ("thu-tuc", "quantity_unit", LONG),
    ("thu-tuc", "mobile", ""),
    ("thu-tuc", "bring", "dòng\n" * 21),
    ("thu-tuc", "bring", "d" * 201),
    ("thu-tuc", "valid_from", "12"),
    ("thu-tuc", "valid_to", "12"),
    ("thu-tuc", "source", ""),
    ("thu-tuc", "source", LONG),
    ("thu-tuc", "position", "1000"),
]


def of_form(app: Flask, table: str, name: str, typed: str) -> list[str]:
    """Type something into a field of the form; give what is said at it."""
    form_class, field = (HallForm, HALL[name]) if name in HALL else (FORMS[table], name)
    with app.test_request_context(method="POST"):
        form: Any = form_class(formdata=MultiDict({field: typed}))
        if isinstance(form, OfficerForm):
            form.offer(db.session.scalars(Department.in_order()), None)
        if isinstance(form, ProcedureForm):
            form.offer(db.session.scalars(SubjectArea.with_former()))
        form.validate()
        return list(form[field].errors)


def of_cell(table: str, name: str, typed: str) -> list[str]:
    """Type the same into a cell; give what is said of it."""
    layout = TABLES[table].layout(Importing(db.session, clock.today()))
    values = {**GOOD[table], name: typed}
    titles = [layout.column(field).title for field in values]
    sheet = RawSheet("Trang 1", [["STT", *titles], [1, *values.values()]])
    plan = judge(read_sheet(sheet, layout), (), layout)
    title = layout.column(name).title
    return [one.sentence for row in plan.verdicts for one in row.faults if one.title == title]


@pytest.mark.parametrize(("table", "name", "typed"), CASES)
def test_a_cell_says_what_the_field_says(app: Flask, table: str, name: str, typed: str) -> None:
    said = of_cell(table, name, typed)

    assert said == of_form(app, table, name, typed)[:1] != []


@pytest.mark.parametrize("table", GOOD)
@pytest.mark.usefixtures("app")
def test_the_good_row_has_no_fault(table: str) -> None:
    for name in GOOD[table]:
        assert of_cell(table, name, GOOD[table][name]) == []


@pytest.mark.parametrize("table", FORMS)
def test_a_column_is_named_like_its_field(app: Flask, table: str) -> None:
    layout = TABLES[table].layout(Importing(db.session, clock.today()))
    with app.test_request_context():
        form = FORMS[table](formdata=None)
        labels = {field.short_name: field.label.text for field in form.rows()}
    shared = [one for one in layout.columns if one.field in labels]

    assert len(shared) >= 5
    for column in shared:
        known = {column.title, *column.others}
        assert labels[column.field] in known, (labels[column.field], column.title)
