"""What of the desk is printed?"""

from datetime import date, time
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Setting
from saturday.models.intake import Applicant, Deed, Due, IntakeEntry, Origin
from saturday.models.plan import DutySession
from saturday.models.returns import Return
from saturday.models.running import Checklist
from saturday.rules.intake import Outcome, ReturnWay
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Person

DAY = "/tiep-nhan/2026-04-11"
BOOK = f"{DAY}/so-theo-doi"
CERTIFIED, MARRIAGE = "Chứng thực bản sao", "Xác nhận tình trạng hôn nhân"


@pytest.fixture
def saturday(app: Flask) -> DutySession:
    """Give the Saturday of 11/4, at 10:52 of the day."""
    del app
    row = factories.duty_session()
    stand_at("2026-04-11 10:52")
    return row


@pytest.fixture
def host(app: Flask, saturday: DutySession) -> Person:
    """Open the browser of the Centre on the Saturday."""
    del saturday
    return Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))


def log(
    saturday: DutySession, deed: Deed, at: str = "08:00", who: Applicant | None = None
) -> IntakeEntry:
    """Write one line of the log at an hour."""
    origin = Origin(saturday, None, happened_at=factories.at(f"{saturday.day} {at}"))
    row = IntakeEntry.record(db.session, deed, origin, who=who or Applicant())
    db.session.commit()
    return row


def settled(saturday: DutySession, **more: object) -> IntakeEntry:
    """Certify copies."""
    deed = Deed(Outcome.SETTLED, factories.procedure(CERTIFIED), quantity=64, **more)  # type: ignore[arg-type] # as a deed
    return log(saturday, deed)


def cells(content: bytes) -> list[list[object]]:
    """Read a workbook's one sheet."""
    with CalamineWorkbook.from_filelike(BytesIO(content)) as book:
        assert book.sheet_names == ["Sổ theo dõi hồ sơ"]
        return [list(line) for line in book.get_sheet_by_index(0).to_python()]


# Form 07


def test_the_register_has_the_columns_of_form_07(host: Person, saturday: DutySession) -> None:
    settled(saturday)

    heads = [one.get_text(" ", strip=True) for one in host.get(BOOK).soup.select("thead th")]

    assert heads == [
        "STT",
        "Mã hồ sơ",
        "Tên thủ tục hành chính",
        "Tên tổ chức, cá nhân",
        "Địa chỉ, số điện thoại",
        "Cơ quan chủ trì giải quyết",
        "Nhận và trả kết quả",
        "Nhận hồ sơ",
        "Hẹn trả kết quả",
        "Trả kết quả",
        "Phương thức nhận kết quả",
        "Ký nhận",
    ]


def test_each_dossier_received_has_its_row_by_subject_area(
    host: Person, saturday: DutySession
) -> None:
    marriage = factories.procedure(MARRIAGE)
    code = "H41.156-260411-0002"
    waiting = log(
        saturday,
        Deed(
            Outcome.RECEIVED,
            marriage,
            dossier_code=code,
            decider=factories.department("uy-ban"),
            due=Due(date(2026, 4, 15)),
        ),
        "09:10",
        Applicant(name="Vi Thị Sáu (mẫu)", hamlet=factories.hamlet(), phone="0912345678"),
    )
    settled(saturday)
    db.session.add(
        Return(
            entry=waiting,
            returned_on=date(2026, 4, 11),
            returned_at=time(10, 40),
            way=ReturnWay.POST,
            recorded_at=factories.at("2026-04-11 10:40"),
        )
    )
    db.session.commit()

    assert host.get(BOOK).rows("Hồ sơ đã tiếp nhận") == [
        ["Chứng thực (1 hồ sơ)"],
        [
            "1",
            "",
            f"{factories.procedure(CERTIFIED).name} (64 bản)",
            "",
            "",
            "Trung tâm Phục vụ hành chính công",
            "8h00, 11/4/2026",
            "trả ngay",
            "11/4/2026",
            "tại quầy",
            "",
        ],
        ["Hộ tịch (1 hồ sơ)"],
        [
            "1",
            code,
            marriage.name,
            "Vi Thị Sáu (mẫu)",
            "Thôn 1 (mẫu), 0912 345 678",
            "Ủy ban nhân dân xã",
            "9h10, 11/4/2026",
            "15/4/2026",
            "10h40, 11/4/2026",
            "bưu chính",
            "",
        ],
    ]


def test_what_is_no_dossier_received_here_has_no_row(host: Person, saturday: DutySession) -> None:
    for outcome in set(Outcome) - {Outcome.SETTLED, Outcome.RECEIVED}:
        log(saturday, Deed(outcome, factories.procedure(CERTIFIED)))
    settled(saturday).void("đếm nhầm", by=None)
    db.session.commit()

    page = host.get(BOOK)

    assert "Buổi này chưa tiếp nhận hồ sơ nào." in page.main
    assert "Tải Excel" not in page.main


def test_a_tap_without_procedure_stands_last(host: Person, saturday: DutySession) -> None:
    log(saturday, Deed(Outcome.RECEIVED, quantity=3))
    log(saturday, Deed(Outcome.RECEIVED))
    settled(saturday)

    rows = host.get(BOOK).rows("Hồ sơ đã tiếp nhận")

    assert [row[0] for row in rows if len(row) == 1] == [
        "Chứng thực (1 hồ sơ)",
        "Thủ tục chưa rõ lĩnh vực (2 hồ sơ)",
    ]
    assert [row[2] for row in rows[-2:]] == ["(3 việc)", ""]


def test_one_subject_area_may_be_shown_alone(host: Person, saturday: DutySession) -> None:
    settled(saturday)
    log(saturday, Deed(Outcome.RECEIVED, factories.procedure(MARRIAGE)))

    page = host.get(f"{BOOK}?linh-vuc=ho-tich")

    assert "Lĩnh vực: Hộ tịch" in page.main
    assert len(page.rows("Hồ sơ đã tiếp nhận")) == 1
    assert len(host.get(f"{BOOK}?linh-vuc=khong-co").rows("Hồ sơ đã tiếp nhận")) == 4
    link = page.soup.find("a", string="Tải Excel")
    assert link is not None
    answer = host.get(str(link["href"]))
    assert (
        "so-theo-doi-ho-so-2026-04-11-ho-tich.xlsx"
        in answer.response.headers["Content-Disposition"]
    )
    assert len(cells(answer.response.data)) == 2


def test_the_workbook_holds_text_and_no_formula(host: Person, saturday: DutySession) -> None:
    evil = '=HYPERLINK("http://xau.vn","x")'
    log(
        saturday,
        Deed(
            Outcome.RECEIVED,
            factories.procedure(MARRIAGE),
            dossier_code="0002",
            due=Due(date(2026, 4, 15)),
        ),
        who=Applicant(name=evil, phone="0912345678"),
    )

    heads, row = cells(host.get(f"{BOOK}.xlsx").response.data)

    assert heads[0] == "STT"
    assert heads[-1] == "Lĩnh vực"
    known = dict(zip(map(str, heads), row, strict=True))
    assert known["Mã hồ sơ"] == "0002"
    assert known["Tên tổ chức, cá nhân"] == evil
    assert known["Địa chỉ, số điện thoại"] == "0912 345 678"
    assert known["Hẹn trả kết quả"] == "15/4/2026"
    assert known["Lĩnh vực"] == "Hộ tịch"


def test_looking_at_names_is_noted_and_only_then(host: Person, saturday: DutySession) -> None:
    def looks() -> int:
        return len(db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "view")).all())

    settled(saturday)
    host.get(BOOK)
    host.get(f"{BOOK}.xlsx")
    assert looks() == 0

    log(saturday, Deed(Outcome.GUIDED), who=Applicant(name="Vi Thị Sáu (mẫu)"))
    host.get(BOOK)
    assert looks() == 0  # the register does not show a line of this kind

    deed = Deed(Outcome.RECEIVED, factories.procedure(MARRIAGE))
    log(saturday, deed, who=Applicant(name="Vi Thị Sáu (mẫu)"))
    assert "Vi Thị Sáu (mẫu)" in host.get(BOOK).main
    assert looks() == 1
    host.get(f"{BOOK}.xlsx")
    assert looks() == 2


def test_ten_more_dossiers_ask_nothing_more(host: Person, saturday: DutySession) -> None:
    def asked() -> int:
        with counted_queries() as sent:
            assert host.get(BOOK).status == 200
        return len(sent)

    settled(saturday)
    few = asked()
    for _ in range(10):
        settled(saturday)

    assert asked() == few


# Sheets to write on


def test_the_blank_sheet_has_the_desk_s_columns_and_keys(host: Person) -> None:
    page = host.get(f"{DAY}/phieu-trong")

    heads = [one.get_text(strip=True) for one in page.soup.select("thead th")]
    assert heads == [
        "Số",
        "Giờ",
        "Thôn, bản",
        "Thủ tục, việc",
        "Số lượng",
        "Kết quả",
        "Hình thức",
        "Hẹn trả",
        "Mã hồ sơ, ghi chú",
    ]
    assert "1 giải quyết, trả ngay;" in page.main
    assert "8 chỉ góp ý, phản ánh." in page.main
    rows = page.rows("Các dòng để trống")
    assert len(rows) == 19
    assert {cell for row in rows for cell in row} == {""}


def test_names_are_asked_on_paper_only_when_the_setting_is_on(host: Person) -> None:
    row = db.session.scalars(select(Setting).where(Setting.key == "desk.names")).one()
    row.change("yes", by=None)
    db.session.commit()

    heads = [one.get_text() for one in host.get(f"{DAY}/phieu-trong").soup.select("thead th")]

    assert "Người nộp hồ sơ" in heads


def test_the_checklist_is_printed_with_what_is_done(host: Person, saturday: DutySession) -> None:
    Checklist.of(db.session, saturday, "Điện\nMáy in").tick(db.session, [], [2], by=None)
    db.session.commit()

    page = host.get(f"{DAY}/danh-muc-kiem-tra")

    items = [one.get_text(" ", strip=True) for one in page.soup.select(".boxes li")]
    assert items == ["Điện ……h……", "✓ Máy in 10h52"]


def test_an_empty_checklist_says_where_to_write_it(host: Person) -> None:
    row = db.session.scalars(select(Setting).where(Setting.key == "desk.checklist")).one()
    row.change("", by=None)
    db.session.commit()

    assert "Chưa có mục nào." in host.get(f"{DAY}/danh-muc-kiem-tra").main
    assert "Chưa có mục nào." in host.get(f"{DAY}/buoi").main
