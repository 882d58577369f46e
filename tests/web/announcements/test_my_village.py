"""May a village with an account read and answer on its own page, and on no other's?"""

import pytest
from flask import Flask
from sqlalchemy import select

from saturday import clock
from saturday.extensions import db
from saturday.models.villages import Receipt, ReceiptKind
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Page, Person, values_of
from tests.web.announcements.village_stories import announced, villager, villages

MINE = "/thon/cua-toi"


def press(person: Person, page: Page, what: str, /, **typed: str) -> Page:
    """Press the button of an answer, with what its form holds."""
    button = page.soup.select_one(f"main button[value='{what}']")
    form = button.find_parent("form") if button else None
    assert form, f"no button {what}"
    sent: dict[str, object] = {name: value[0] for name, value in values_of(form).items()}
    return person.post(MINE, sent | {"what": what} | typed)


def test_it_reads_and_answers_as_by_a_link(app: Flask) -> None:
    announced()
    (one,) = villages(1, has_loudspeaker=True)
    head = villager(app, one)

    page = press(head, head.get(MINE), "RECEIVED")

    assert "✓ Đã nhận thông báo lúc 9 giờ, thứ Tư, 01/4" in page.main
    (row,) = db.session.scalars(select(Receipt))
    assert (row.hamlet_id, row.kind, row.way_words) == (
        one.id,
        ReceiptKind.RECEIVED,
        "trang của thôn",
    )
    page = press(head, head.get(f"{MINE}?phat=2026-04-11"), "PLAYED_NOW")
    assert "✓ Đã phát loa lúc 9 giờ" in page.main
    page = press(head, page, "UNDO_RECEIVED")
    assert "✓ Đã nhận" not in page.main


def test_a_fault_is_said_and_what_was_typed_is_kept(app: Flask) -> None:
    duty_session, (one,) = announced(), villages(1)
    duty_session.is_mobile, duty_session.hamlet = True, one
    db.session.commit()
    head = villager(app, one)

    page = press(head, head.get(MINE), "HALL_NOT_READY")

    assert page.status == 422
    assert "Lỗi: Hãy ghi vì sao nhà văn hóa chưa sẵn sàng." in page.main


def test_a_second_click_makes_no_second_row(app: Flask) -> None:
    announced()
    (one,) = villages(1)
    head = villager(app, one)
    page = head.get(MINE)

    for _ in range(2):
        assert "✓ Đã nhận thông báo" in press(head, page, "RECEIVED").main

    assert len(list(db.session.scalars(select(Receipt)))) == 1


def test_before_anything_is_published_it_says_what_will_appear(app: Flask) -> None:
    (one,) = villages(1)

    assert "Chưa có thông báo mới." in villager(app, one).get(MINE).main


def test_an_account_whose_village_merged_is_told_whom_to_call(app: Flask) -> None:
    announced()
    one, two = villages(2)
    head = villager(app, one)
    page = head.get(MINE)
    one.merge(two, clock.today(), by=None)
    db.session.commit()

    assert "Thôn 1 đã sáp nhập vào Thôn 2." in head.get(MINE).main
    assert press(head, page, "RECEIVED").status == 404


def test_an_account_without_a_village_is_told_so(app: Flask) -> None:
    head = Person(app, factories.account(username="thon", roles={Role.HAMLET}))

    assert "chưa gắn với thôn, bản nào" in head.get(MINE).main


@pytest.mark.parametrize("path", [MINE])
def test_others_have_no_such_page(centre: Person, path: str) -> None:
    assert centre.get(path).status == 403
    assert centre.post(path, {}).status == 403


def test_a_village_sees_no_board_and_no_links(app: Flask) -> None:
    announced()
    (one,) = villages(1)
    head = villager(app, one)

    for path in ("/thon/", "/thon/2026-04-11", "/thon/lien-ket", "/thon/2026-04-11/danh-sach-goi"):
        assert head.get(path).status == 403


def test_the_centre_sees_what_a_village_answered(app: Flask, centre: Person) -> None:
    announced()
    (one,) = villages(1)
    head = villager(app, one)
    press(head, head.get(MINE), "RECEIVED")

    (row,) = centre.get("/thon/?loc=nhan").rows("Các thôn, bản")

    assert row[-1] == "✓ đã nhận 9 giờ, thứ Tư, 01/4 · trang của thôn"


def test_word_by_telephone_and_by_the_page_are_one(app: Flask, centre: Person) -> None:
    announced()
    (one,) = villages(1)
    head = villager(app, one)
    press(head, head.get(MINE), "RECEIVED")
    page = centre.get("/thon/?loc=tat-ca")

    page = centre.send(page, "/ghi", hamlet=[str(one.id)], what="RECEIVED")

    assert "Đã ghi cho 0 thôn. 1 thôn đã ghi từ trước." in page.notice
