"""Behind a number stand exactly its lines; nobody's name is among them."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, text

from saturday.extensions import db
from saturday.models.commune import Hamlet
from saturday.models.intake import Applicant
from saturday.rules.periods import Period
from saturday.rules.permissions import Role
from saturday.web.reports import period_lines as lines
from saturday.web.reports.arranged import COLUMNS, WAYS
from tests import factories, plain_figures
from tests.conftest import stand_at
from tests.pages import Person
from tests.plain_figures import counted
from tests.web.reports.test_period_file import sheets_of

PERIOD = Period(date(2026, 3, 15), date(2026, 4, 14))
HERE = "/bao-cao/ky/2026-03-15/2026-04-14/dong"
CAPTION = "Các dòng của con số"
OPENED = (
    *("VISITS", "RECEIVED", "SETTLED", "APPOINTED", "SUPPLEMENT", "GUIDED", "ONLINE", "CARRIED"),
    *("RETURNED", "LATE", "PENDING", "OVERDUE"),
)


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

    for name in OPENED:
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


def test_a_line_says_what_it_was_and_never_who(centre: Person) -> None:
    village = factories.hamlet("Thôn 7 (mẫu)")
    held = factories.duty_session()
    who = Applicant(name="Lô Thị Ẩn (mẫu)", phone="0912345678", hamlet=village)
    factories.received(held, due_on=date(2026, 4, 15), who=who)

    page = centre.get(f"{HERE}?so=appointed&buoi=2026-04-11")

    assert page.rows(CAPTION) == [
        [
            *("11/4/2026", "0001", "Thôn 7 (mẫu)", "Xác nhận tình trạng hôn nhân", "1"),
            *("tiếp nhận, hẹn trả", "15/4", ""),
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
    ["", "?so=saturdays", "?so=x", "?chia=x&cot=late", "?chia=linh-vuc", "?chia=linh-vuc&cot=x"],
)
def test_what_names_no_number_is_no_page(centre: Person, query: str) -> None:
    assert centre.get(f"{HERE}{query}").status == 404


@pytest.mark.parametrize("key", ["99999999999", "x", "khong", "999"])
@pytest.mark.parametrize("way", ["linh-vuc", "thu-tuc", "hinh-thuc"])
def test_a_value_that_is_none_finds_nothing(centre: Person, way: str, key: str) -> None:
    page = centre.get(f"{HERE}?chia={way}&gia-tri={key}&cot=late&buoi=x")

    assert "Con số này không có dòng nào" in page.main


def test_every_column_has_its_words() -> None:
    assert set(lines.WORDS) == set(COLUMNS)


def test_only_who_sees_the_whole_log_sees_them(leader: Person, clerk: Person, app: Flask) -> None:
    del app
    for person in (leader, clerk):
        assert person.get(f"{HERE}?so=visits").status == 403
        assert person.get(f"{HERE}.xlsx?so=visits").status == 403
