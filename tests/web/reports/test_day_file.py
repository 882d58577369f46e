"""The workbooks of a Saturday hold its tables and lines, and every number is that of the log."""

from collections import Counter

from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.intake import IntakeEntry
from saturday.models.plan import DutySession
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Person
from tests.web.reports.test_period_file import sheets_of

DAY = "/bao-cao/2026-04-11"
NAME = "Vi Văn An (mẫu)"


def test_the_tables_are_the_pages_tables(host: Person) -> None:
    sheets = sheets_of(host.client.get(f"{DAY}/bang.xlsx").data)
    page = host.get(DAY)

    counted = Counter(db.session.scalars(select(IntakeEntry.outcome)))
    told = {str(row[1]): row[2] for row in sheets["Cả ngày"][1:]}
    assert told == {"Lượt công dân": 4} | {one.words: counted[one] for one in Outcome}
    shown = [[row[0], *map(int, row[1:])] for row in page.rows("Số liệu theo lĩnh vực")]
    assert [row[1:] for row in sheets["Lĩnh vực"][1:]] == shown
    officer, whole = sheets["Công chức"][1:]
    assert officer[1:] == [NAME, "Chuyên viên", "Phòng Kinh tế", 2, 1, 3, 1, 0, 0, "", ""]
    assert whole[1] == "Cộng"
    assert whole[4:10] == [2, 1, 3, 1, 0, 0]


def test_another_number_stands_with_who_said_it_and_why(host: Person, officer: Person) -> None:
    form = officer.get(f"{DAY}/cua-toi")
    officer.send(form, "/cua-toi", dossiers="4", reason="=một hồ sơ ghi giấy")

    sheets = sheets_of(host.client.get(f"{DAY}/bang.xlsx").data)

    row = sheets["Công chức"][1]
    assert row[6:8] == [4, 1]
    assert row[10:] == ["Người dùng congchuc1", "=một hồ sơ ghi giấy"]


def test_the_lines_behind_a_number_are_a_workbook_too(host: Person, served: DutySession) -> None:
    factories.received(db.session.merge(served), outcome=Outcome.GUIDED)
    page = host.get(f"{DAY}/dong?ket-qua=SETTLED+SUPPLEMENT")
    way = page.soup.find("a", string="Tải Excel")
    assert way is not None

    (rows,) = sheets_of(host.client.get(str(way["href"])).data).values()

    assert [row[2] for row in rows[1:]] == ["0001", "0002", "0003"]
    assert [row[8] for row in rows[1:]] == [row[4] for row in page.rows("Các dòng")]
    assert host.get(f"{DAY}/dong?day=2&_anchor=x&ket-qua=GUIDED").status == 200


def test_who_reads_no_lines_gets_none_as_a_workbook(app: Flask, served: DutySession) -> None:
    assert served.counts
    leader = Person(app, factories.account(username="lanhdao", roles={Role.LEADER}))
    officer = Person(app, factories.account(username="khac", roles={Role.OFFICER}))

    assert leader.get(f"{DAY}/bang.xlsx").status == 200
    assert leader.get(f"{DAY}/dong.xlsx").status == 403
    assert officer.get(f"{DAY}/bang.xlsx").status == 403
