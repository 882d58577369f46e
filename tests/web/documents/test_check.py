"""Are content and form checked by whoever may, of the very words that were read?"""

import pytest

from saturday.extensions import db
from saturday.models.documents import Document, FileStage
from saturday.rules.lifecycle import PaperState
from tests.pages import Page, Person, values_of
from tests.web.documents import stories

CONTENT, FORM = "/kiem-tra-noi-dung", "/kiem-tra-the-thuc"


def open_page(person: Person, row: Document) -> Page:
    return person.get(f"/van-ban/{row.id}")


def test_two_people_check_and_the_text_is_frozen(centre: Person, clerk: Person) -> None:
    row = stories.paper()

    first = centre.send(open_page(centre, row), CONTENT)
    second = clerk.send(open_page(clerk, row), FORM)

    assert first.notice == "Đã ghi kiểm tra nội dung. Còn một lần kiểm tra nữa."
    assert second.notice == "Đã ghi kiểm tra thể thức. Trình ký được."
    db.session.refresh(row)
    assert row.state is PaperState.CHECKED
    assert (row.content_checked_by, row.form_checked_by) == (centre.account, clerk.account)
    kept = row.file_at(FileStage.CHECKED)
    assert kept is not None
    assert kept.content.startswith(b"PK")


def test_one_person_may_do_both(clerk: Person) -> None:
    row = stories.paper()

    clerk.send(open_page(clerk, row), FORM)
    clerk.send(open_page(clerk, row), CONTENT)

    db.session.refresh(row)
    assert row.state is PaperState.CHECKED
    assert row.content_checked_by == row.form_checked_by == clerk.account


def test_words_that_changed_since_the_page_was_opened_are_not_checked(clerk: Person) -> None:
    row = stories.paper()
    page = open_page(clerk, row)
    assert row.duty_session is not None
    stories.replaced(row.duty_session)

    refused = clerk.send(page, FORM)

    assert refused.status == 409
    assert "Nội dung vừa đổi sau khi mở trang." in refused.main
    db.session.refresh(row)
    assert row.form_checked_at is None


def test_a_check_before_the_change_no_longer_counts(centre: Person, clerk: Person) -> None:
    row = stories.paper()
    centre.send(open_page(centre, row), CONTENT)
    assert row.duty_session is not None
    stories.replaced(row.duty_session)
    page = open_page(clerk, row)
    assert "Nội dung đã đổi sau lần kiểm tra trước: lần đó không còn tính." in page.main

    clerk.send(page, FORM)

    db.session.refresh(row)
    assert row.state is PaperState.DRAFT
    assert (row.content_checked_at, row.form_checked_by) == (None, clerk.account)


def test_a_second_click_checks_once(clerk: Person) -> None:
    row = stories.paper()
    page = open_page(clerk, row)
    data = values_of(page.form(FORM))
    path = f"/van-ban/{row.id}{FORM}"

    first, second = clerk.post(path, dict(data)), clerk.post(path, dict(data))

    assert first.notice == second.notice == "Đã ghi kiểm tra thể thức. Còn một lần kiểm tra nữa."


def test_a_checked_paper_is_not_checked_again(clerk: Person) -> None:
    row = stories.paper()
    page = open_page(clerk, row)
    stories.take(row, "checked")

    refused = clerk.send(page, FORM)

    assert refused.status == 409
    assert "Chỉ kiểm tra được dự thảo." in refused.main


@pytest.mark.parametrize("path", [CONTENT, FORM])
def test_who_may_not_check_is_refused(economy: Person, leader: Person, path: str) -> None:
    row = stories.paper("issued")

    for person in (economy, leader):
        page = open_page(person, row)
        assert not page.has_form(path)
        token = {"csrf_token": token_of(page)}
        assert person.post(f"/van-ban/{row.id}{path}", dict(token)).status == 403


def test_the_centre_does_not_check_the_form(centre: Person) -> None:
    row = stories.paper()
    page = open_page(centre, row)

    assert not page.has_form(FORM)
    answer = centre.post(f"/van-ban/{row.id}{FORM}", {"csrf_token": token_of(page)})
    assert answer.status == 403


def test_a_missing_paper_is_not_checked(clerk: Person) -> None:
    row = stories.paper()
    data = values_of(open_page(clerk, row).form(FORM))

    assert clerk.post(f"/van-ban/999{FORM}", dict(data)).status == 404


def token_of(page: Page) -> str:
    field = page.soup.find("input", attrs={"name": "csrf_token"})
    assert field is not None
    return str(field["value"])
