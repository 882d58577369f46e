"""Behind a number stand exactly its lines; nobody's name is among them."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text

from saturday.extensions import db
from saturday.models.budget import BudgetLine
from saturday.models.commune import Hamlet
from saturday.models.feedback import Feedback, Opinion
from saturday.models.intake import Applicant
from saturday.models.returns import Dossier, Handing, Return
from saturday.rules.budget import Cost
from saturday.rules.feedback import FeedbackSource
from saturday.rules.intake import Outcome, ReturnWay
from saturday.rules.periods import Period
from saturday.rules.permissions import Role
from saturday.web.reports import period_lines as lines
from saturday.web.reports import period_rows as rows
from saturday.web.reports.arranged import COLUMNS, WAYS
from tests import factories, plain_figures
from tests.conftest import stand_at
from tests.pages import Person
from tests.plain_figures import PERIODS, counted
from tests.web.reports.test_period_file import sheets_of

DESK = FeedbackSource.DESK
PERIOD = Period(date(2026, 3, 15), date(2026, 4, 14))
HERE = "/bao-cao/ky/2026-03-15/2026-04-14/dong"
CAPTION = "Các dòng của con số"
OPENED = (
    *("VISITS", "RECEIVED", "SETTLED", "APPOINTED", "SUPPLEMENT", "GUIDED", "ONLINE", "CARRIED"),
    *("RETURNED", "LATE", "PENDING", "OVERDUE"),
)
# What is added up, or counted once a person: no count of lines.
SUMS = {"VISITS", "MONEY", "CASHLESS", "SPENT", "VERY", "SATISFIED", "NOT_SATISFIED"}
BESIDE = ("SATURDAYS", "MOBILE", "OTHER_RETURNS", "OPINIONS", "FROM_VILLAGES", "ANSWERED")


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Stand at the desk of Saturday 11/4."""
    del app
    stand_at("2026-04-11 09:10")


def filled(app: Flask, seed: int) -> Person:
    """Fill the log by chance; sign in as the Centre when that is over."""
    plain_figures.fill(seed)
    return Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))


def test_each_figure_opens_as_many_lines_as_it_counts(app: Flask) -> None:
    centre = filled(app, 7)
    wanted = counted(PERIOD)
    wanted["VISITS"] = db.session.scalar(  # a person may have come for several things
        text(
            "SELECT count(*) FROM intake_entry e JOIN duty_session d ON d.id = e.duty_session_id "
            "WHERE e.voided_at IS NULL AND d.day BETWEEN '2026-03-15' AND '2026-04-14'"
        )
    )

    for name in (*OPENED, *BESIDE):
        page = centre.get(f"{HERE}?so={name.lower()}")
        rows = page.rows(CAPTION) if wanted[name] else []
        assert len(rows) == wanted[name], name
        assert f": {wanted[name]} dòng" in page.main


@pytest.mark.each_on_server
@pytest.mark.parametrize("way", WAYS)
def test_the_cells_of_a_table_open_as_many_lines_as_they_count(app: Flask, way: str) -> None:
    centre = filled(app, 8)
    page = centre.get(f"{HERE.removesuffix('/dong')}?chia={way}")

    cells = page.soup.select(".dossiers tbody td.num a")

    assert cells
    for cell in cells[::5]:
        assert f": {cell.text} dòng" in centre.get(str(cell["href"])).main


@pytest.mark.each_on_server
@pytest.mark.parametrize("way", WAYS)
def test_the_cells_by_outcome_open_as_many_lines_as_they_count(app: Flask, way: str) -> None:
    centre = filled(app, 8)
    page = centre.get(f"{HERE.removesuffix('/dong')}?chia={way}")

    cells = page.table(f"Kết quả theo {WAYS[way].words}").select("td.num a")

    assert len(cells) > len(Outcome)
    for cell in (*cells[::7], cells[-1]):
        assert f": {cell.text} dòng" in centre.get(str(cell["href"])).main


def test_the_sums_of_a_table_and_earlier_figures_open_too(app: Flask) -> None:
    centre = filled(app, 8)
    page = centre.get("/bao-cao/ky/2026-04-15/2026-05-14")

    sums = page.soup.select(".dossiers tfoot td.num a")
    earlier = [row.select("td.num a") for row in page.table("Số liệu chính").select("tbody tr")]

    links = [*sums, *(cell for row in earlier for cell in row)]
    assert sums
    assert any("2026-03-15/2026-04-14" in str(one["href"]) for one in links)
    for link, count in {str(one["href"]): one.text for one in links}.items():
        if link.partition("so=")[2].upper() not in SUMS:
            assert f": {count} dòng" in centre.get(link).main, link


def test_a_cell_is_named_by_what_it_is_of(centre: Person) -> None:
    factories.received(factories.duty_session())
    page = centre.get(HERE.removesuffix("/dong"))
    link = page.table("Kết quả theo lĩnh vực").select("td.num a")[0]

    assert "Hộ tịch: Tiếp nhận, hẹn trả: 1 dòng" in centre.get(str(link["href"])).main


def test_a_quarter_opens_what_is_no_line_of_the_log_too(app: Flask) -> None:
    centre = filled(app, 7)
    wanted = counted(PERIODS[1])
    here = HERE.replace("2026-03-15/2026-04-14", "2026-04-01/2026-06-30")
    returned = db.session.scalar(
        text(
            "SELECT count(*) FROM intake_return "
            "WHERE returned_on BETWEEN '2026-04-01' AND '2026-06-30'"
        )
    )
    assert returned > wanted["OTHER_RETURNS"] > 0  # those of lines are among the others

    for name in BESIDE:
        assert f": {wanted[name]} dòng" in centre.get(f"{here}?so={name.lower()}").main, name


def test_slips_and_costs_open_rows_that_add_up(app: Flask) -> None:
    centre = filled(app, 8)
    wanted = counted(PERIOD)

    for name, head in (("VERY", "Số phiếu"), ("NOT_SATISFIED", "Số phiếu"), ("SPENT", "Thực chi")):
        book = sheets_of(centre.client.get(f"{HERE}.xlsx?so={name.lower()}").data)["Các dòng"]
        at = next(place for place, one in enumerate(book[0]) if head in str(one))
        assert sum(row[at] for row in book[1:]) == wanted[name] > 0  # type: ignore[misc] # numbers


def test_what_is_no_line_of_the_log_is_shown_without_who_spoke_or_what(app: Flask) -> None:
    stand_at("2026-04-14 16:00")
    centre = Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))
    held = factories.duty_session()
    other = Dossier(factories.procedure("Xác nhận tình trạng hôn nhân"), "H41.1-000123")
    Return.hand_over_other(db.session, other, Handing(held.day, way=ReturnWay.POST), by=None)
    said = Opinion(
        "Đường vào bản lầy lội (mẫu).",
        FeedbackSource.VILLAGE,
        received_at=factories.at("2026-04-10 08:00"),
    )
    Feedback.record(db.session, said, by=None)
    db.session.commit()

    assert centre.get(f"{HERE}?so=other_returns").rows(CAPTION) == [
        ["11/4/2026", "H41.1-000123", "Xác nhận tình trạng hôn nhân", "bưu chính"]
    ]
    page = centre.get(f"{HERE}?so=opinions")
    assert page.rows(CAPTION) == [
        ["10/4/2026", "01/2026", "phản ánh", "thôn, bản gửi lên", "mới ghi nhận", ""]
    ]
    assert "lầy lội" not in page.text
    link = page.table(CAPTION).select("td a")[0]
    assert centre.get(str(link["href"])).status == 200
    period = centre.get(HERE.removesuffix("/dong"))
    assert "so=other_returns" in str(period.soup.select("p.hint a")[0]["href"])


def test_what_was_paid_opens_its_lines_with_the_money(app: Flask) -> None:
    centre = filled(app, 8)
    wanted = counted(PERIOD)

    for name in ("MONEY", "CASHLESS"):
        heads, *rows = sheets_of(centre.client.get(f"{HERE}.xlsx?so={name.lower()}").data)[
            "Dòng nhật ký"
        ]
        at = heads.index("Phí, lệ phí (đồng)")
        assert wanted[name] == sum(row[at] for row in rows) > 0  # type: ignore[misc] # numbers


def test_a_line_says_what_it_was_and_never_who(centre: Person) -> None:
    village = factories.hamlet("Thôn 7 (mẫu)")
    held = factories.duty_session()
    who = Applicant(name="Lô Thị Ẩn (mẫu)", phone="0912345678", hamlet=village)
    factories.received(held, due_on=date(2026, 4, 15), who=who)

    page = centre.get(f"{HERE}?so=appointed&buoi=2026-04-11")

    assert page.rows(CAPTION) == [
        [
            *("11/4/2026", "0001", "Thôn 7 (mẫu)", "Xác nhận tình trạng hôn nhân", "1"),
            *("tiếp nhận, hẹn trả", "15/4", "", ""),
        ]
    ]
    assert "Ẩn" not in page.text
    assert "0912345678" not in page.text
    assert centre.get(f"{HERE}?so=appointed&buoi=2026-03-28").main.endswith("của kỳ.")


def test_a_merged_village_keeps_its_lines_under_its_name(centre: Person) -> None:
    old, new = factories.hamlet("Thôn 7 (mẫu)"), factories.hamlet("Thôn 8 (mẫu)", hall="")
    held = factories.duty_session()
    factories.received(held, who=Applicant(hamlet=old))
    row = db.session.scalars(select(Hamlet).where(Hamlet.id == old.id)).one()
    row.merged_into, row.valid_to = new, date(2026, 3, 1)
    db.session.commit()

    rows = centre.get(f"{HERE.removesuffix('/dong')}?chia=thon-ban").rows("Biểu II.06a theo")

    assert [row[:2] for row in rows] == [
        ["Thôn 7 (mẫu) (nay là Thôn 8 (mẫu))", "1"],
        ["Thôn 8 (mẫu)", "0"],
    ]


def test_long_lists_are_shown_a_page_at_a_time(
    centre: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "ON_A_PAGE", 2)
    held = factories.duty_session()
    for _ in range(3):
        factories.received(held)

    first = centre.get(f"{HERE}?so=appointed")
    following = first.soup.find("a", string="Các dòng tiếp theo")

    assert [row[1] for row in first.rows(CAPTION)] == ["0001", "0002"]
    assert following is not None
    second = centre.get(str(following["href"]))
    assert [row[1] for row in second.rows(CAPTION)] == ["0003"]
    assert second.soup.find("a", string="Các dòng tiếp theo") is None


def test_of_long_lists_beside_the_log_the_first_are_shown_and_the_workbook_has_all(
    centre: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "ON_A_PAGE", 2)
    held = factories.duty_session()
    for _ in range(2):
        Feedback.record(db.session, Opinion("Đường vào thôn khó đi (mẫu).", DESK), by=None)
        BudgetLine.add(
            db.session, held, Cost("Nước (mẫu)", "thùng", 1, 90000, spent=90000), by=None
        )
    db.session.commit()
    more = "Trang này có 2 dòng đầu; tệp Excel có đủ."
    for name in ("opinions", "spent"):
        assert more not in centre.get(f"{HERE}?so={name}").main

    Feedback.record(db.session, Opinion("Đường vào thôn khó đi (mẫu).", DESK), by=None)
    BudgetLine.add(db.session, held, Cost("Trà (mẫu)", "gói", 1, 50000, spent=50000), by=None)
    db.session.commit()

    for name in ("opinions", "spent"):
        page = centre.get(f"{HERE}?so={name}")
        assert ": 3 dòng" in page.main
        assert more in page.main
        assert len(page.rows(CAPTION)) == 2
        book = sheets_of(centre.client.get(f"{HERE}.xlsx?so={name}").data)["Các dòng"]
        assert len(book) == 1 + 3


def test_the_head_of_a_column_is_no_abbreviation(centre: Person) -> None:
    factories.received(factories.duty_session())

    heads = centre.get(f"{HERE}?so=appointed").table(CAPTION).select("thead th")

    assert "Số lượng" in [one.text for one in heads]


@pytest.mark.parametrize("after", ["9" * 30, "x", "-1"])
def test_a_page_after_no_line_is_the_first(centre: Person, after: str) -> None:
    factories.received(factories.duty_session())

    page = centre.get(f"{HERE}?so=appointed&sau={after}")

    assert [row[1] for row in page.rows(CAPTION)] == ["0001"]


def test_the_lines_leave_as_a_workbook(centre: Person) -> None:
    held = factories.duty_session()
    factories.received(held, due_on=date(2026, 4, 15))

    response = centre.client.get(f"{HERE}.xlsx?so=appointed")

    heads, row = sheets_of(response.data)["Dòng nhật ký"]
    cells = dict(zip(heads, row, strict=True))
    assert cells["Số"] == "0001"  # a code is text: its zeros stay
    assert cells["Mã thủ tục"] == factories.procedure("Xác nhận tình trạng hôn nhân").code
    assert cells["Hẹn trả"] == date(2026, 4, 15)
    assert cells["Số lượng"] == 1


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?so=x",
        "?chia=x&cot=late",
        "?chia=linh-vuc",
        "?chia=linh-vuc&cot=x",
        "?chia=linh-vuc&ket-qua=x",
    ],
)
def test_what_names_no_number_is_no_page(centre: Person, query: str) -> None:
    assert centre.get(f"{HERE}{query}").status == 404


@pytest.mark.each_on_server
@pytest.mark.parametrize("key", ["99999999999", "x", "khong", "999"])
@pytest.mark.parametrize("way", ["linh-vuc", "thu-tuc", "hinh-thuc", "buoi"])
def test_a_value_that_is_none_finds_nothing(centre: Person, way: str, key: str) -> None:
    page = centre.get(f"{HERE}?chia={way}&gia-tri={key}&cot=late&buoi=x")

    assert "Con số này không có dòng nào" in page.main


@pytest.mark.parametrize("more", ["first=x", "period=x", "endpoint=x", "_scheme=x", "khac=1"])
@pytest.mark.parametrize("number", ["so=appointed", "so=opinions"])
def test_nothing_else_of_the_address_leads_on(
    centre: Person, monkeypatch: pytest.MonkeyPatch, number: str, more: str
) -> None:
    monkeypatch.setattr(lines, "ON_A_PAGE", 1)
    held = factories.duty_session()
    for _ in range(2):
        factories.received(held)

    page = centre.get(f"{HERE}?{number}&{more}")

    assert page.status == 200
    assert not [one for one in page.soup.select("main a[href]") if more in str(one["href"])]


def test_every_column_has_its_words() -> None:
    assert set(lines.WORDS) == set(COLUMNS)


def test_only_who_sees_the_whole_log_sees_them(leader: Person, clerk: Person, app: Flask) -> None:
    del app
    for person in (leader, clerk):
        assert person.get(f"{HERE}?so=visits").status == 403
        assert person.get(f"{HERE}.xlsx?so=visits").status == 403


def test_what_was_returned_late_is_not_headed_like_what_is_overdue(centre: Person) -> None:
    assert "Hồ sơ đã trả, quá hạn: 0 dòng" in centre.get(f"{HERE}?so=late").main
    assert "Hồ sơ đang giải quyết, quá hạn: 0 dòng" in centre.get(f"{HERE}?so=overdue").main
