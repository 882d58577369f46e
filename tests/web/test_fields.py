"""Is what was typed read, refused in words, and given back?"""

from datetime import date

import pytest
from bs4 import Tag
from flask import Flask, g

from saturday.rules.procedures import TimeUnit
from saturday.web.fields import LONGEST_NAME, clean
from saturday.web.intake.log_forms import SearchForm
from tests import factories
from tests.pages import Page, Person, values_of

ASSIGN = "/lich-truc/2026-04-11/phan-cong"


@pytest.fixture(autouse=True)
def _a_saturday_with_one_officer(centre: Person) -> None:  # noqa: ARG001 - signs in first
    factories.duty_session(date(2026, 4, 11))
    factories.officer("Phan Văn Tài (mẫu)", code="kinh-te")


def picked(page: Page) -> Tag:
    """Give the select of the people."""
    found = page.soup.find(id="officer_id")
    assert isinstance(found, Tag)
    return found


def send(centre: Person, **typed: object) -> Page:
    """Send the form of an assignment as scripts do: what was typed comes beside the choice."""
    form = centre.get(f"{ASSIGN}?nhiem-vu=LAND").form("/phan-cong")
    data: dict[str, object] = {**values_of(form)}
    return centre.post(ASSIGN, data | {name.replace("__", "-"): typed[name] for name in typed})


def test_a_name_that_fits_nobody_is_refused_and_given_back(centre: Person) -> None:
    page = send(centre, officer_id="", officer_id__typed=" Lê  Thị Lạ ")

    assert page.status == 422
    assert page.faults == ["Hãy chọn trong danh sách: chưa có “Lê Thị Lạ”."]
    assert picked(page)["data-typed"] == "Lê Thị Lạ"
    assert picked(page)["aria-invalid"] == "true"


def test_a_very_long_name_is_given_back_cut(centre: Person) -> None:
    page = send(centre, officer_id="", officer_id__typed="x" * 500)

    assert picked(page)["data-typed"] == "x" * LONGEST_NAME


def test_a_name_beside_a_choice_changes_nothing(centre: Person) -> None:
    page = centre.get(f"{ASSIGN}?nhiem-vu=LAND")
    chosen = picked(page).select("option[value]:not([value=''])")[0]

    page = send(centre, officer_id=chosen["value"], officer_id__typed=chosen.text)

    assert page.notice.startswith("Đã phân công Phan Văn Tài (mẫu)")


def test_without_scripts_nothing_is_typed_beside_the_choice(centre: Person) -> None:
    page = send(centre, officer_id="")

    assert page.status == 422
    assert not picked(page).has_attr("data-typed")


def test_a_form_takes_nothing_that_came_past_the_guard(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"sought": "Lô Thị Ẩn"}):
        g.pop("csrf_valid", None)
        assert not SearchForm().validate()
        g.csrf_valid = True  # what the guard says of a token that fits
        assert SearchForm().validate()


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  a   b \n c ", "a b\nc"),
        ("Ho\u0061\u0300", "Ho\u00e0"),
        (3, 3),
        (None, None),
    ],
)
def test_text_is_cleaned_and_the_rest_left_alone(typed: object, cleaned: object) -> None:
    assert clean(typed) == cleaned


def test_a_code_stays_the_code_it_was_read_as() -> None:
    assert clean(TimeUnit.SAME_DAY) is TimeUnit.SAME_DAY
