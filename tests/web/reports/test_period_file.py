"""The workbook of a period holds every table, and every number is that of the raw rows."""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook

from saturday.extensions import db
from saturday.rules.intake import Outcome
from saturday.rules.periods import Period
from saturday.rules.permissions import Role
from saturday.rules.reporting import PUNCTUALITY, PUNCTUALITY_MEANS, Indicator
from saturday.rules.statistics import Dimension
from tests import factories, plain_figures
from tests.conftest import stand_at
from tests.pages import Person
from tests.plain_figures import PERIODS, by_area, by_outcome, counted


def sheets_of(content: bytes) -> dict[str, list[list[object]]]:
    """Read every sheet back, heads first."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {
        name: [list[object](row) for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }


def book_of(person: Person, period: Period) -> dict[str, list[list[object]]]:
    address = f"/bao-cao/ky/{period.first}/{period.last}/bang.xlsx"
    return sheets_of(person.client.get(address).data)


@pytest.fixture(autouse=True)
def evening(app: Flask) -> None:
    """Stand on the last day of a reporting month."""
    del app
    stand_at("2026-04-14 16:00")


@pytest.mark.each_on_server
@pytest.mark.parametrize("period", PERIODS)
def test_every_number_is_that_of_the_raw_rows(app: Flask, period: Period) -> None:
    plain_figures.fill(9)

    sheets = book_of(Person(app, factories.account(roles={Role.CENTRE})), period)

    rows = sheets["Số liệu chính"][1:]
    told = {str(row[1]).removeprefix("- "): row[2:] for row in rows}
    for column, one in enumerate((period, period.before, period.year_before)):
        wanted = {Indicator[name].words: count for name, count in counted(one).items()}
        kept = wanted if any(wanted.values()) else dict.fromkeys(wanted, "")
        assert {name: told[name][column] for name in wanted} == kept
    areas = sheets["II.06a Lĩnh vực"][1:]
    assert {row[1]: row[2] for row in areas[:-1] if row[2]} == by_area(period)
    for name, sheet in sheets.items():
        if name.startswith("II.06a"):
            body, total = sheet[1:-1], sheet[-1]
            assert total[1] == "Cộng"
            assert total[2:] == [sum(row[at] for row in body) for at in range(2, 13)]  # type: ignore[misc] # numbers
            assert all(row[2] == row[6] + row[10] for row in sheet[1:])  # type: ignore[operator] # as above


def test_outcomes_are_told_apart_in_each_way_and_add_up(app: Flask) -> None:
    plain_figures.fill(11)

    sheets = book_of(Person(app, factories.account(roles={Role.CENTRE})), PERIODS[1])

    wanted = by_outcome(PERIODS[1])
    assert wanted
    found = {name: sheet for name, sheet in sheets.items() if name.startswith("Kết quả")}
    assert len(found) == len(Dimension)
    for sheet in found.values():
        heads, body, total = sheet[0], sheet[1:-1], sheet[-1]
        told = dict(zip(map(str, heads[2:-1]), total[2:], strict=False))
        assert told == {one.words.capitalize(): wanted.get(one.name, 0) for one in Outcome}
        assert total[-1] == sum(wanted.values())
        for row in (*body, total):
            assert row[-1] == sum(row[2:-1])  # type: ignore[arg-type] # numbers
        for at in range(2, len(heads)):
            assert total[at] == sum(row[at] for row in body)  # type: ignore[misc] # as above


@pytest.mark.parametrize("period", PERIODS)
def test_the_share_in_time_is_that_of_the_figures_and_says_what_it_means(
    app: Flask, period: Period
) -> None:
    plain_figures.fill(9)

    sheets = book_of(Person(app, factories.account(roles={Role.CENTRE})), period)

    ((_order, name, *shares, means),) = sheets["Tỷ lệ"][1:]
    assert (name, means) == (PUNCTUALITY, PUNCTUALITY_MEANS)
    for share, one in zip(shares, (period, period.before, period.year_before), strict=True):
        wanted = counted(one)
        whole = wanted["RETURNED"] + wanted["OVERDUE"]
        in_time = wanted["EARLY"] + wanted["ON_TIME"]
        assert share == (pytest.approx(100 * in_time / whole, abs=0.051) if whole else "")


def test_every_saturday_has_its_row(centre: Person) -> None:
    factories.duty_session(date(2026, 3, 28))
    factories.duty_session(date(2026, 4, 11)).cancel("mưa lũ", by=None)
    db.session.commit()

    rows = book_of(centre, PERIODS[0])["Từng buổi"][1:]

    assert [(row[1], *row[-2:]) for row in rows] == [
        (date(2026, 3, 28), "chưa chốt", ""),
        (date(2026, 4, 11), "đã hủy", "mưa lũ"),
    ]


def test_what_looks_like_a_formula_stays_text(centre: Person) -> None:
    factories.hamlet("=1+1 (mẫu)")

    response = centre.client.get("/bao-cao/ky/2026-03-15/2026-04-14/bang.xlsx")

    sheet = sheets_of(response.data)["II.06a Thôn, bản"]
    assert sheet[1][1] == "=1+1 (mẫu)"
    assert response.headers["Content-Type"].startswith("application/vnd.openxmlformats")
