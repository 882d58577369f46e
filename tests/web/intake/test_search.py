"""Lines are looked for over all years; no name comes to stand in an address."""

from datetime import date

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.intake import Applicant, Deed, IntakeEntry, Origin
from saturday.rules.intake import Outcome
from tests import factories
from tests.conftest import stand_at
from tests.pages import Page, Person, values_of
from tests.web.intake.lines import AN, DESK, births, open_desk, the_line, write

SEARCH = "/tiep-nhan/tim"


@pytest.fixture(autouse=True)
def morning(app: Flask) -> None:
    """Open the desk."""
    del app
    open_desk()


def look(who: Person, sought: str) -> Page:
    """Send the search form."""
    return who.send(who.get(SEARCH), SEARCH, sought=sought)


def numbers(page: Page) -> list[str]:
    """Give the numbers of the lines that were found."""
    return [row[1] for row in page.rows("Các dòng tìm thấy")]


def test_a_line_is_found_without_marks_and_shown_masked(officer: Person) -> None:
    write(officer, Outcome.SETTLED, procedure=births(), quantity=2)

    page = look(officer, "lo thi an")

    assert page.rows("Các dòng tìm thấy") == [
        [
            "11/4/2026",
            "0001",
            "L. T. Ẩn",
            "",
            "Đăng ký khai sinh",
            "2 việc",
            "giải quyết, trả ngay",
            "",
        ]
    ]
    assert "Tìm thấy 1 dòng." in page.main
    assert "Lô Thị Ẩn" not in page.soup.decode()


def test_lines_of_other_years_are_found_too(officer: Person) -> None:
    stand_at("2027-03-13 08:00")
    later = factories.duty_session(date(2027, 3, 13))
    origin = Origin(later, None)
    IntakeEntry.record(db.session, Deed(Outcome.OPINION), origin, who=AN)
    db.session.commit()
    stand_at("2026-04-11 08:20")
    write(officer)

    days = [row[0] for row in look(officer, "ẩn").rows("Các dòng tìm thấy")]

    assert days == ["11/4/2026", "13/3/2027"]  # the one written last comes first


@pytest.mark.each_on_server
@pytest.mark.parametrize("sought", ["0912 345 678", "khai sinh", "h41-0012", "ẩn"])
def test_people_numbers_codes_and_procedures_are_found(officer: Person, sought: str) -> None:
    write(officer, Outcome.SETTLED, procedure=births(), dossier_code="H41-0012")

    assert numbers(look(officer, sought)) == ["0001"]


@pytest.mark.each_on_server
@pytest.mark.parametrize("sought", ["Bản Vẽ", "ban ve", "vẽ"])
def test_lines_of_a_village_are_found(officer: Person, sought: str) -> None:
    write(officer, who=Applicant("An", hamlet=factories.hamlet("Bản Vẽ (mẫu)")))
    write(officer, who=Applicant("Bình", hamlet=factories.hamlet("Bản Xiêng (mẫu)")))

    assert numbers(look(officer, sought)) == ["0001"]


def test_other_peoples_lines_are_found_masked_too(officer: Person, other: Person) -> None:
    write(officer)

    assert numbers(look(other, "ẩn")) == ["0001"]


def test_a_voided_line_says_so(officer: Person) -> None:
    write(officer)
    the_line().void("ghi nhầm", by=None)
    db.session.commit()

    assert "đã hủy" in look(officer, "ẩn").rows("Các dòng tìm thấy")[0]


def test_organisations_keep_their_names(officer: Person) -> None:
    write(officer, who=Applicant("Hợp tác xã Mẫu", is_organisation=True))

    assert look(officer, "hop tac").rows("Các dòng tìm thấy")[0][2] == "Hợp tác xã Mẫu"


def test_nothing_found_says_what_to_try(officer: Person) -> None:
    assert "Không có dòng nào khớp. Thử gõ ít chữ hơn" in look(officer, "xyz").main


@pytest.mark.parametrize(
    ("sought", "fault"),
    [
        ("", "Hãy gõ tên, thôn, bản, số điện thoại, mã hồ sơ hoặc thủ tục."),
        ("  ", "Hãy gõ tên, thôn, bản, số điện thoại, mã hồ sơ hoặc thủ tục."),
        ("ẩ", "Hãy gõ ít nhất 2 ký tự."),
        ("x" * 121, "Hãy viết ngắn hơn: tối đa 120 ký tự."),
    ],
)
def test_what_cannot_be_looked_for_is_told(officer: Person, sought: str, fault: str) -> None:
    page = look(officer, sought)

    assert (page.status, page.faults) == (422, [fault])


def test_what_is_sought_stands_in_no_address(officer: Person) -> None:
    write(officer)
    page = officer.get(SEARCH)

    answer = officer.send(page, SEARCH, follow=False, sought="Lô Thị Ẩn")

    assert answer.status == 200
    assert "Location" not in answer.response.headers
    assert page.form(SEARCH)["method"] == "post"


def test_the_same_search_may_be_sent_again(officer: Person) -> None:
    write(officer)
    page = officer.get(SEARCH)

    first, second = (officer.send(page, SEARCH, sought="ẩn") for _time in range(2))

    assert numbers(first) == numbers(second) == ["0001"]


def test_the_desk_has_the_search_at_hand(officer: Person) -> None:
    write(officer)

    page = officer.send(officer.get(DESK), SEARCH, sought="ẩn")

    assert numbers(page) == ["0001"]


def test_at_the_desk_only_what_was_found_is_sent(officer: Person) -> None:
    write(officer)
    page = officer.get(DESK)
    typed: dict[str, object] = dict(values_of(page.form(SEARCH)))

    found = officer.post(SEARCH, {**typed, "sought": "ẩn"}, headers={"HX-Request": "true"})
    wrong = officer.post(SEARCH, {**typed, "sought": "ẩ"}, headers={"HX-Request": "true"})

    assert numbers(found) == ["0001"]
    assert (wrong.status, wrong.faults) == (422, ["Hãy gõ ít nhất 2 ký tự."])
    for one in (found, wrong):
        assert one.soup.find(id="found")
        assert not one.soup.find("h1")


def test_more_than_a_page_of_lines_asks_for_more_letters(officer: Person) -> None:
    for _one in range(51):
        write(officer, who=Applicant("Ẩn"))

    page = look(officer, "ẩn")

    assert len(numbers(page)) == 50
    assert "Có nhiều dòng khớp; đây là 50 dòng. Gõ thêm chữ để tìm đúng hơn." in page.main


@pytest.mark.parametrize("who", ["admin", "leader", "clerk", "economy"])
def test_who_is_not_at_the_desk_may_not(request: pytest.FixtureRequest, who: str) -> None:
    person: Person = request.getfixturevalue(who)

    assert person.get(SEARCH).status == 403
