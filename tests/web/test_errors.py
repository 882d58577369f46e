"""What does a person read when something went wrong?"""

import logging
import sqlite3

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from saturday.rules.refusals import NotAllowedNow
from saturday.web import errors
from tests import factories
from tests.pages import Page, Person


def failing(app: Flask, fault: Exception) -> Page:
    """Show the page that answers a fault of the home page."""
    handlers = {
        NotAllowedNow: errors._refused,
        StaleDataError: errors._overtaken,
        OperationalError: errors._database,
    }
    handler = handlers.get(type(fault), errors._fault)
    with app.test_request_context("/lich-truc/"):
        answer = app.make_response(handler(fault))  # type: ignore[operator]
    return Page(answer, "/lich-truc/")  # type: ignore[arg-type] # reads alike


def test_an_unknown_address_says_so_and_shows_the_way_back(centre: Person) -> None:
    page = centre.get("/khong-co-trang-nay")

    assert page.status == 404
    assert "Không có trang này" in page.text
    assert page.soup.select('a[href="/"]')


@pytest.mark.parametrize(
    "address",
    [
        "/bao-cao/2026-04-11/kinh-phi/{}",
        "/bao-cao/2026-04-11/cong-chuc/{}",
        "/phan-anh/2026/{}",
        "/phan-anh/theo-thon/{}",
        "/tiep-nhan/tra-ket-qua/{}",
        "/tiep-nhan/da-tra/{}/bo",
        "/lich-truc/nghi-bu/{}",
    ],
)
@pytest.mark.parametrize("number", [2**31, 99999999999999999999])
def test_a_number_that_no_row_can_have_is_no_page(
    app: Flask, centre: Person, address: str, number: int
) -> None:
    factories.duty_session()
    app.url_map.bind("").match(address.format(7))  # the door stands there

    assert centre.get(address.format(number)).status == 404


def test_a_refusal_is_shown_in_its_own_words(app: Flask) -> None:
    page = failing(app, NotAllowedNow("Buổi này đã hủy."))

    assert page.status == 409
    assert "Buổi này đã hủy." in page.text


def test_two_savers_in_one_moment_are_told_what_to_do(app: Flask) -> None:
    page = failing(app, StaleDataError("UPDATE"))

    assert page.status == 409
    assert "Người khác vừa sửa" in page.text


@pytest.mark.parametrize(
    ("cause", "status", "words"),
    [("database or disk is full", 507, "Ổ đĩa đầy"), ("disk I/O error", 503, "Chưa ghi được")],
)
def test_a_failing_disk_says_that_nothing_was_saved(
    app: Flask, cause: str, status: int, words: str
) -> None:
    page = failing(app, OperationalError("INSERT", {}, sqlite3.OperationalError(cause)))

    assert page.status == status
    assert words in page.text
    assert "Chưa có gì được lưu" in page.text


def test_a_fault_of_the_program_shows_a_code_that_the_log_has_and_nothing_else(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        page = failing(app, ZeroDivisionError("lương của Đặng Thị Ước"))

    code = page.soup.select_one(".code")
    assert page.status == 500
    assert code is not None
    assert code.text in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert "Đặng" not in page.text + caplog.text


def test_a_body_too_large_is_refused_with_words(centre: Person) -> None:
    page = centre.post("/dang-nhap", {"username": "x" * 600_000})

    assert page.status == 413
    assert "quá lớn" in page.text
