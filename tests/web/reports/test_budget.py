"""Can the Centre keep what a Saturday costs, and does everybody else only read it?"""

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.budget import BudgetLine, YearBudget
from saturday.models.plan import DutySession
from saturday.rules.budget import Cost
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Page, Person, values_of

DAY = "/bao-cao/2026-04-11"
BUDGET = f"{DAY}/kinh-phi"
YEAR = "/bao-cao/nam/2026/kinh-phi"
TABLE = "Các khoản chi"
WATER = {"content": "Nước uống", "unit": "người", "quantity": "60", "price": "15.000"}
COST = Cost("Nước uống", "người", 60, 15_000, "Chi thường xuyên", 840_000)


@pytest.fixture
def april(app: Flask) -> DutySession:
    """Give the Saturday of 11/4."""
    del app
    return factories.duty_session()


@pytest.fixture
def may(april: DutySession) -> DutySession:
    """Give the Saturday of 09/5."""
    del april
    return factories.duty_session(date(2026, 5, 9))


def write(duty_session: DutySession, *costs: Cost) -> list[BudgetLine]:
    rows = [BudgetLine.add(db.session, duty_session, one, by=None) for one in costs]
    db.session.commit()
    return rows


def lines() -> int:
    return db.session.scalars(select(func.count(BudgetLine.id))).one()


def add(person: Person, **typed: str) -> Page:
    return person.send(person.get(BUDGET), BUDGET, follow=True, **(WATER | typed))


# One Saturday


def test_an_empty_page_says_how_to_begin(centre: Person, april: DutySession) -> None:
    del april
    page = centre.get(BUDGET)
    assert "Chưa có dòng kinh phí nào." in page.main
    assert not page.has_form("/chep")  # no other Saturday has any
    assert not page.soup.select('a[href$="/du-toan"]')


def test_a_cost_is_added_and_summed(centre: Person, april: DutySession) -> None:
    del april
    page = add(centre, source="Chi thường xuyên")
    assert page.notice == "Đã thêm: Nước uống."
    cells = ["Nước uống", "người", "60", "15.000", "900.000", "chưa ghi", "Chi thường xuyên"]
    assert page.rows(TABLE) == [[*cells, "Sửa"], ["Cộng", "900.000", "0", "", ""]]
    assert "Dự toán 900.000 đồng · đã chi 0 đồng · còn 1 khoản chưa ghi" in page.main


def test_a_second_click_adds_one_line(centre: Person, april: DutySession) -> None:
    del april
    page = centre.get(BUDGET)
    values = {name: many[-1] for name, many in values_of(page.form(BUDGET)).items()} | WATER
    for _twice in range(2):
        centre.post(BUDGET, dict(values))
    assert lines() == 1


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"content": ""}, "Hãy ghi nội dung chi."),
        ({"unit": ""}, "Hãy ghi đơn vị tính, ví dụ: người, bản, lượt xe."),
        ({"quantity": ""}, "Hãy ghi số lượng."),
        ({"quantity": "0"}, "Số lượng từ 1 đến 9.999."),
        ({"quantity": "10.000"}, "Số lượng từ 1 đến 9.999."),
        ({"quantity": "nhiều"}, "Hãy ghi một số, chỉ dùng chữ số."),
        ({"quantity": "-2"}, "Hãy ghi một số, chỉ dùng chữ số."),
        ({"quantity": "1.5"}, "Hãy ghi một số, chỉ dùng chữ số."),
        ({"price": "15 nghìn"}, "Hãy ghi số tiền chẵn đồng, ví dụ 1.250.000."),
        ({"price": "-15.000"}, "Hãy ghi số tiền chẵn đồng, ví dụ 1.250.000."),
        ({"price": "15000,5"}, "Hãy ghi số tiền chẵn đồng, ví dụ 1.250.000."),
        ({"spent": "1.00"}, "Hãy ghi số tiền chẵn đồng, ví dụ 1.250.000."),
        ({"price": "9" * 60}, "Số này quá lớn. Hãy xem lại."),
        (
            {"spent": "10.000.000.000"},
            "Số tiền của một khoản nhiều nhất là 500.000.000 đồng.",
        ),
        ({"price": "500000000"}, "Số tiền của một khoản nhiều nhất là 500.000.000 đồng."),
        ({"price": ""}, "Hãy ghi đơn giá; khoản phát sinh ngoài dự toán thì ghi số đã chi."),
        ({"content": "x" * 201}, "Hãy viết ngắn hơn: tối đa 200 ký tự."),
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(
    centre: Person, april: DutySession, typed: dict[str, str], fault: str
) -> None:
    del april
    page = add(centre, **(typed | {"source": "Xã hội hóa"}))
    assert (page.status, page.faults) == (422, [fault])
    assert values_of(page.form(BUDGET))["source"] == ["Xã hội hóa"]
    for name, value in typed.items():
        assert values_of(page.form(BUDGET))[name] == [value]
    assert lines() == 0


@pytest.mark.parametrize(
    "typed",
    ["15000", "15.000", "15,000", "15 000", "15.000đ", "15.000 đồng", "15,000 VNĐ", " 15.000 ₫ "],
)
def test_money_is_typed_as_people_write_it(centre: Person, april: DutySession, typed: str) -> None:
    del april
    assert add(centre, price=typed).rows(TABLE)[0][3] == "15.000"


def test_a_cost_that_nobody_foresaw_is_taken_with_what_was_spent(
    centre: Person, april: DutySession
) -> None:
    del april
    page = add(centre, price="", spent="300.000")
    assert page.rows(TABLE)[0][3:6] == ["–", "ngoài dự toán", "300.000"]
    assert "chi vượt dự toán 300.000 đồng" in page.main


def test_a_line_is_corrected(centre: Person, april: DutySession) -> None:
    (row,) = write(april, COST)
    address = f"{BUDGET}/{row.id}"
    page = centre.get(address)
    assert values_of(page.form(address))["price"] == ["15.000"]
    page = centre.send(page, address, spent="900.000")
    assert page.notice == "Đã lưu: Nước uống."
    assert "chi đúng dự toán" in page.main


def test_a_correction_of_what_somebody_else_changed_shows_both(
    centre: Person, april: DutySession
) -> None:
    (row,) = write(april, COST)
    address = f"{BUDGET}/{row.id}"
    page = centre.get(address)
    row.change(Cost("Nước uống", "người", 80, 15_000, "Chi thường xuyên"), by=None)
    db.session.commit()
    page = centre.send(page, address, quantity="70")
    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Số lượng", "80", "70"],
        ["Thực chi (đồng)", "không có", "840.000"],
    ]
    page = centre.send(page, address)
    assert page.rows(TABLE)[0][2] == "70"


def test_a_correction_that_cannot_be_is_refused(centre: Person, april: DutySession) -> None:
    (row,) = write(april, COST)
    address = f"{BUDGET}/{row.id}"
    page = centre.send(centre.get(address), address, quantity="10000")
    assert (page.status, page.faults) == (422, ["Số lượng từ 1 đến 9.999."])


def test_a_line_is_taken_out(centre: Person, april: DutySession) -> None:
    (row,) = write(april, COST)
    address = f"{BUDGET}/{row.id}"
    page = centre.send(centre.get(address), f"{address}/bo")
    assert page.notice == "Đã bỏ: Nước uống."
    assert lines() == 0


def test_what_was_typed_over_a_line_that_is_gone_stays_to_be_added(
    centre: Person, april: DutySession
) -> None:
    (row,) = write(april, COST)
    address = f"{BUDGET}/{row.id}"
    page = centre.get(address)
    row.remove(db.session, "1", by=None)
    db.session.commit()
    page = centre.send(page, address, quantity="70")
    assert page.status == 409
    assert page.faults == ["Người khác vừa bỏ khoản chi này. Vẫn cần thì bấm Thêm khoản chi."]
    assert values_of(page.form(BUDGET))["content"] == ["Nước uống"]
    page = centre.send(page, BUDGET)
    assert page.notice == "Đã thêm: Nước uống."
    assert page.rows(TABLE)[0][2] == "70"


def test_a_line_that_somebody_changed_is_not_taken_out(centre: Person, april: DutySession) -> None:
    (row,) = write(april, COST)
    address = f"{BUDGET}/{row.id}"
    page = centre.get(address)
    row.change(Cost("Nước uống", "người", 80, 15_000), by=None)
    db.session.commit()
    page = centre.send(page, f"{address}/bo")
    assert page.status == 409
    assert "Người khác vừa sửa phần này" in page.main
    assert lines() == 1


def test_of_a_cancelled_saturday_only_what_was_spent_is_added(
    centre: Person, april: DutySession, may: DutySession
) -> None:
    write(may, COST)
    april.cancel("Bão", by=None)
    db.session.commit()
    assert not centre.get(BUDGET).has_form("/chep")
    page = add(centre)
    assert page.status == 422
    assert page.faults == ["Buổi này đã hủy: Bão. Chỉ ghi thêm khoản đã chi: hãy ghi thực chi."]
    assert values_of(page.form(BUDGET))["content"] == ["Nước uống"]
    page = centre.send(page, BUDGET, spent="300.000")
    assert page.notice == "Đã thêm: Nước uống."


def test_a_line_of_another_saturday_is_not_found(
    centre: Person, april: DutySession, may: DutySession
) -> None:
    (row,) = write(may, COST)
    del april
    assert centre.get(f"{BUDGET}/{row.id}").status == 404
    assert centre.get("/bao-cao/2026-04-18/kinh-phi").status == 404


def test_an_estimate_is_carried_over_from_another_saturday(
    centre: Person, april: DutySession, may: DutySession
) -> None:
    write(april, COST, Cost("Xăng", "lít", 20, 21_500))
    address = "/bao-cao/2026-05-09/kinh-phi"
    page = centre.send(centre.get(address), f"{address}/chep", day=str(april.id))
    assert page.notice == "Đã chép dự toán. Sửa số lượng, đơn giá cho đúng."
    assert [row[4:6] for row in page.rows(TABLE)[:2]] == [
        ["900.000", "chưa ghi"],
        ["430.000", "chưa ghi"],
    ]
    assert not page.has_form("/chep")
    assert may.day == date(2026, 5, 9)


def test_carrying_over_needs_a_saturday_and_an_empty_one(
    centre: Person, april: DutySession, may: DutySession
) -> None:
    write(april, COST)
    address = "/bao-cao/2026-05-09/kinh-phi"
    page = centre.get(address)
    refused = centre.send(page, f"{address}/chep")
    assert (refused.status, refused.faults) == (422, ["Hãy chọn buổi để chép."])
    write(may, COST)
    refused = centre.send(page, f"{address}/chep", day=str(april.id))
    assert refused.status == 422
    assert refused.faults == ["Buổi này đã có dòng kinh phí. Hãy sửa hoặc thêm từng dòng."]


def test_two_sources_are_added_up_apart(centre: Person, april: DutySession) -> None:
    write(april, COST, Cost("Băng rôn", "cái", 2, 175_000, "", 350_000))
    assert centre.get(BUDGET).rows("Cộng theo nguồn") == [
        ["Chi thường xuyên", "900.000", "840.000"],
        ["Chưa ghi nguồn", "350.000", "350.000"],
    ]


def test_a_moved_saturday_says_what_counts(centre: Person, april: DutySession) -> None:
    write(april, COST)
    april.cancel("Bão", by=None)
    db.session.commit()
    assert "Buổi này đã hủy: Bão. Kinh phí cả năm chỉ tính số đã chi" in centre.get(BUDGET).main
    (row, _sum) = centre.get(YEAR).rows("từng buổi")
    assert row == ["thứ Bảy, 11/4", "không tính", "840.000", "không tổ chức"]


def test_who_only_reads_finds_no_form(leader: Person, april: DutySession) -> None:
    (row,) = write(april, COST)
    page = leader.get(BUDGET)
    assert page.rows(TABLE)[0][0] == "Nước uống"
    assert not page.has_form(BUDGET)
    assert leader.get(f"{BUDGET}/{row.id}").status == 403
    assert leader.post(BUDGET, {}).status == 403


def test_who_only_reads_is_told_who_begins(clerk: Person, april: DutySession) -> None:
    del april
    assert "Trung tâm lập dự toán ở trang này." in clerk.get(BUDGET).main


def test_a_department_sees_no_money(economy: Person, april: DutySession) -> None:
    del april
    assert [economy.get(one).status for one in (BUDGET, YEAR, f"{DAY}/du-toan")] == [403] * 3


# The sheet


def test_the_sheet_shows_what_was_foreseen_and_the_sum_in_words(
    leader: Person, april: DutySession
) -> None:
    write(april, COST, Cost("Thuê máy phát điện", "buổi", 1, 0, "", 300_000))
    page = leader.get(f"{DAY}/du-toan")
    assert page.rows("Dự toán kinh phí") == [
        ["1", "Nước uống", "người", "60", "15.000", "900.000", "Chi thường xuyên"],
        ["", "Cộng", "900.000", ""],
    ]
    assert "Bằng chữ: Chín trăm nghìn đồng." in page.main
    for who in ("NGƯỜI LẬP", "KẾ TOÁN", "THỦ TRƯỞNG ĐƠN VỊ"):
        assert who in page.main


def test_an_empty_sheet_says_so(leader: Person, april: DutySession) -> None:
    del april
    assert "chưa có khoản chi nào" in leader.get(f"{DAY}/du-toan").main


def test_the_workbook_comes_to_the_same(leader: Person, april: DutySession) -> None:
    write(april, COST)
    page = leader.get(f"{DAY}/du-toan.xlsx")
    assert "du-toan-2026-04-11.xlsx" in page.response.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(BytesIO(page.response.data))
    rows = book.get_sheet_by_index(0).to_python()
    assert [row[5] for row in rows[7:9]] == [900_000, 900_000]


# The year


def test_a_year_without_lines_says_what_will_appear(leader: Person, april: DutySession) -> None:
    del april
    page = leader.get(YEAR)
    assert "Dự toán và số đã chi của từng buổi hiện ở đây." in page.main
    assert "chưa tính được: chưa ghi kinh phí được giao" in page.main
    assert leader.get("/bao-cao/nam/2031/kinh-phi").status == 404


def test_the_year_is_set_against_what_was_given(
    centre: Person, april: DutySession, may: DutySession
) -> None:
    write(april, COST)
    write(may, Cost("Xăng", "lít", 20, 21_500))
    page = centre.get(YEAR)
    page = centre.send(page, YEAR, amount="40.000.000", basis="Quyết định 12/QĐ-UBND")
    assert page.notice == "Đã lưu kinh phí được giao năm 2026: 40.000.000 đồng."
    assert "40.000.000 đồng, theo Quyết định 12/QĐ-UBND" in page.main
    assert "39.160.000 đồng, đã trừ mọi nguồn" in page.main
    assert "38.730.000 đồng, khi 1 khoản chưa ghi chi đúng dự toán" in page.main
    assert "1.330.000 đồng, đã lập 2 trên 2 buổi" in page.main
    assert page.rows("từng buổi") == [
        ["thứ Bảy, 11/4", "900.000", "840.000", "chi thấp hơn dự toán 60.000 đồng"],
        ["thứ Bảy, 09/5", "430.000", "", "còn 1 khoản chưa ghi số đã chi"],
        ["Cả năm", "1.330.000", "840.000", ""],
    ]
    assert page.soup.select("svg[role=img] title")[0].get_text() == (
        "Dự toán và thực chi từng buổi (đồng)"
    )


def test_the_year_as_a_workbook_has_every_table_and_line(
    centre: Person, april: DutySession, may: DutySession
) -> None:
    write(april, COST, Cost("=1+1", "cái", 2, 175_000))
    write(may, Cost("Xăng", "lít", 20, 21_500))
    may.cancel("Bão", by=None)
    db.session.commit()
    page = centre.send(centre.get(YEAR), YEAR, amount="40.000.000")
    assert page.soup.select('a[href$="/kinh-phi.xlsx"]')
    file = centre.get(f"{YEAR}.xlsx").response
    assert "kinh-phi-2026.xlsx" in file.headers["Content-Disposition"]
    book = CalamineWorkbook.from_filelike(BytesIO(file.data))
    sheets = {name: book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names}
    assert sheets == {
        "Cả năm": [
            [1, "Kinh phí được giao", 40_000_000],
            [2, "Dự toán các buổi", 1_250_000],
            [3, "Đã chi", 840_000],
        ],
        "Từng buổi": [
            [1, date(2026, 4, 11), 1_250_000, 840_000, "còn 1 khoản chưa ghi số đã chi"],
            [2, date(2026, 5, 9), 0, 0, "không tổ chức"],
        ],
        "Theo nguồn": [
            [1, "Chi thường xuyên", 900_000, 840_000],
            [2, "Chưa ghi nguồn", 350_000, 0],
        ],
        "Các khoản chi": [
            [1, april.day, "Nước uống", "người", 60, 15_000, 900_000, 840_000, COST.source],
            [2, april.day, "=1+1", "cái", 2, 175_000, 350_000, "", ""],
            [3, date(2026, 5, 9), "Xăng", "lít", 20, 0, 0, 0, ""],
        ],
    }


def test_an_estimate_beyond_what_was_given_is_said(centre: Person, april: DutySession) -> None:
    write(april, COST)
    page = centre.send(centre.get(YEAR), YEAR, amount="800.000")
    assert "vượt kinh phí được giao 100.000 đồng" in page.main
    assert "đã chi vượt 40.000 đồng" in page.main


def test_what_was_given_must_be_a_sum(centre: Person, april: DutySession) -> None:
    del april
    page = centre.send(centre.get(YEAR), YEAR)
    assert (page.status, page.faults) == (422, ["Hãy ghi số tiền được giao."])
    page = centre.send(page, YEAR, amount="1.000.000.000", basis="Quyết định 12")
    assert page.status == 422
    assert page.faults == ["Kinh phí được giao cả năm nhiều nhất là 999.999.999 đồng."]
    assert values_of(page.form(YEAR))["basis"] == ["Quyết định 12"]
    assert list(db.session.scalars(select(YearBudget))) == []


def test_two_who_both_write_it_first_see_each_other(centre: Person, april: DutySession) -> None:
    del april
    one, other = centre.get(YEAR), centre.get(YEAR)
    centre.send(one, YEAR, amount="3.000.000")
    page = centre.send(other, YEAR, amount="4.000.000", basis="Quyết định 12")
    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Kinh phí được giao cả năm (đồng)", "3.000.000", "4.000.000"],
        ["Theo văn bản", "không có", "Quyết định 12"],
    ]


def test_two_who_write_what_was_given_see_each_other(centre: Person, april: DutySession) -> None:
    del april
    page = centre.get(YEAR)
    centre.send(page, YEAR, amount="1.000.000")
    YearBudget.of(db.session, 2026).give(db.session, 2_000_000, "", by=None)
    db.session.commit()
    stale = centre.get(YEAR)
    YearBudget.of(db.session, 2026).give(db.session, 3_000_000, "", by=None)
    db.session.commit()
    page = centre.send(stale, YEAR, amount="4.000.000")
    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Kinh phí được giao cả năm (đồng)", "3.000.000", "4.000.000"]
    ]


def test_ten_more_lines_cost_no_more_questions(leader: Person, april: DutySession) -> None:
    counts = []
    for many in (1, 10):
        write(april, *[COST] * many)
        leader.get(BUDGET)
        with counted_queries() as sent:
            leader.get(BUDGET)
            leader.get(YEAR)
            leader.get(f"{DAY}/du-toan")
        counts.append(len(sent))
    assert counts[0] == counts[1]
