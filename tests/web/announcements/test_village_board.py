"""Does the Centre see which villages have not been reached, and fill the board in one save?"""

from datetime import date

import pytest

from saturday.extensions import db
from saturday.models.commune import Hamlet, Signal
from saturday.models.villages import ReceiptKind, village_rows
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person
from tests.web.announcements.telling import DAY, moved, setting
from tests.web.announcements.village_stories import BOARD, announced, answered, villages

pytestmark = pytest.mark.usefixtures("app")

SAVE = f"{BOARD}/ghi"


def ids(*hamlets: Hamlet) -> list[str]:
    """Give what the browser sends of ticked villages."""
    return [str(one.id) for one in hamlets]


def names(page: Page) -> list[str]:
    """Name the villages that the board shows."""
    return [row[0] for row in page.rows("Các thôn, bản")]


def test_it_shows_whom_to_call_first_by_which_number_and_how_well_a_telephone_works(
    centre: Person,
) -> None:
    announced()
    (one,) = villages(1)
    one.signal, one.secretary_name, one.secretary_phone = (
        Signal.WEAK,
        "Lô Văn B (mẫu)",
        "0912999888",
    )
    db.session.commit()

    page = centre.get("/thon/")

    assert page.rows("Các thôn, bản") == [
        [
            "Thôn 1",
            "Trưởng thôn, bản: Trưởng thôn 1 (mẫu)",
            "0912 000 001",
            "yếu",
            "chưa xác nhận",
        ]
    ]
    assert page.soup.select("a[href='tel:0912000001']")


def test_after_two_calls_in_vain_the_next_contact_is_proposed(centre: Person) -> None:
    announced()
    (one,) = villages(1)
    one.secretary_phone = "0912999888"
    db.session.commit()
    for _ in range(2):
        centre.send(centre.get(BOARD), SAVE, hamlet=ids(one), what="IN_VAIN", reported_by="")

    (row,) = centre.get(BOARD).rows("Các thôn, bản")

    assert row[1:3] == ["Bí thư chi bộ", "0912 999 888"]
    assert row[4] == "gọi 2 lần, không được"


def test_one_save_records_many_with_one_way_one_teller_one_time(centre: Person) -> None:
    duty_session, rows = announced(), villages(3)
    stand_at("2026-04-01 09:25")

    page = centre.send(
        centre.get(BOARD),
        SAVE,
        hamlet=ids(*rows[:2]),
        way="ZALO",
        reported_by="Bí thư chi bộ",
        reported_at="9:20",
        reported_on="01/4",
    )

    assert page.notice == "Đã ghi cho 2 thôn. Còn 1 thôn."
    assert names(page) == ["Thôn 3"]
    shown = centre.get(f"{BOARD}?loc=nhan")
    assert [row[4] for row in shown.rows("Các thôn, bản")] == [
        "✓ đã nhận 9 giờ 20, thứ Tư, 01/4 · Zalo, Bí thư chi bộ báo"
    ] * 2
    assert "2 trên 3 đã nhận · 0 đã phát loa" in shown.main
    found = village_rows(db.session, duty_session)[0].reached
    assert found is not None
    assert found.recorded_by == centre.account


def test_the_last_save_can_be_undone_as_a_whole(centre: Person) -> None:
    announced()
    rows = villages(3)
    page = centre.send(centre.get(BOARD), SAVE, hamlet=ids(*rows[:2]))

    page = centre.send(page, "/hoan-tac")

    assert page.notice == "Đã bỏ lần ghi vừa rồi. Còn 3 thôn."
    assert names(page) == ["Thôn 1", "Thôn 2", "Thôn 3"]
    assert not page.has_form("/hoan-tac")


def test_undoing_a_save_leaves_what_was_recorded_before(centre: Person) -> None:
    duty_session, rows = announced(), villages(2)
    answered(duty_session, rows[0])
    page = centre.send(centre.get(f"{BOARD}?loc=tat-ca"), SAVE, hamlet=ids(*rows))
    assert page.notice == "Đã ghi cho 1 thôn. 1 thôn đã ghi từ trước. Cả 2 thôn đã nhận thông báo."

    page = centre.send(page, "/hoan-tac")

    assert page.notice == "Đã bỏ lần ghi vừa rồi. Còn 1 thôn."
    assert "(1)" in page.main


def test_a_word_recorded_by_mistake_is_taken_back(centre: Person) -> None:
    duty_session, rows = announced(), villages(2)
    answered(duty_session, *rows)

    page = centre.send(
        centre.get(f"{BOARD}?loc=nhan"), SAVE, hamlet=ids(rows[0]), what="UNDO", reported_by=""
    )

    assert page.notice == "Đã bỏ xác nhận của 1 thôn. Còn 1 thôn."
    assert names(page) == ["Thôn 2"]


def test_a_second_click_makes_no_second_row(centre: Person) -> None:
    duty_session, (one,) = announced(), villages(1)
    page = centre.get(BOARD)

    for _ in range(2):
        after = centre.send(page, SAVE, hamlet=ids(one), what="IN_VAIN", reported_by="")

    assert after.notice == "Đã ghi cho 1 thôn. Còn 1 thôn."
    assert [len(row.calls) for row in village_rows(db.session, duty_session)] == [1]


def test_two_browsers_recording_the_same_village_make_one_row(centre: Person) -> None:
    duty_session, (one,) = announced(), villages(1)
    pages = [centre.get(BOARD), centre.get(BOARD)]

    for page in pages:
        after = centre.send(page, SAVE, hamlet=ids(one))

    assert "1 thôn đã ghi từ trước" in after.notice
    assert list(village_rows(db.session, duty_session)[0].receipts) == [ReceiptKind.RECEIVED]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"hamlet": None}, "Hãy chọn ít nhất một thôn."),
        ({"reported_by": " "}, "Hãy ghi ai đã báo."),
        ({"reported_at": "10:20", "reported_on": "10/4"}, "Lúc báo muộn hơn hiện tại."),
        ({"reported_at": "25h"}, "Hãy ghi giờ dạng 7h30."),
        ({"reported_at": ""}, "Hãy ghi giờ báo."),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_ticks_are_kept(
    centre: Person, typed: dict[str, object], fault: str
) -> None:
    announced()
    one, _two = villages(2)

    page = centre.send(centre.get(BOARD), SAVE, **({"hamlet": ids(one)} | typed))  # type: ignore[arg-type]

    assert page.status == 422
    assert [one for one in page.faults if one.startswith(fault)]
    links = page.soup.select(".errors a")
    assert all(page.soup.select(str(one["href"])) for one in links), "each link leads somewhere"
    ticked = [str(box["value"]) for box in page.soup.select("input[name=hamlet][checked]")]
    assert ticked == ([] if "hamlet" in typed else ids(one))


def test_a_village_that_does_not_exist_that_day_cannot_be_ticked(centre: Person) -> None:
    duty_session, (old, new) = announced(), villages(2)
    old.merge(new, date(2026, 4, 10), by=None)
    db.session.commit()
    page = centre.get(BOARD)

    assert names(page) == ["Thôn 2"]
    assert centre.send(page, SAVE, hamlet=ids(old)).status == 422
    assert not any(row.receipts for row in village_rows(db.session, duty_session))


def test_the_hall_is_asked_about_where_a_mobile_saturday_is_held(centre: Person) -> None:
    duty_session, (one, _two) = announced(), villages(2)
    assert "Nhà văn hóa" not in centre.get(BOARD).main
    duty_session.is_mobile, duty_session.hamlet = True, one
    db.session.commit()

    page = centre.send(
        centre.get(BOARD), SAVE, hamlet=ids(one), what="HALL_NOT_READY", reason="đang lợp lại mái"
    )

    assert page.notice == "Đã ghi cho 1 thôn. Còn 2 thôn."
    assert "nhà văn hóa chưa sẵn sàng: đang lợp lại mái" in page.main
    duty_session.cancel("bão số 5", by=None)
    db.session.commit()
    assert not centre.get(BOARD).soup.select("#reason, option[value='HALL_READY']")


def test_the_board_opens_when_something_is_published(centre: Person) -> None:
    factories.duty_session()
    (one,) = villages(1)

    page = centre.get(BOARD)

    assert "Bảng này mở khi tin của buổi được đăng." in page.main
    assert not page.has_form("/ghi")
    data = {"hamlet": one.id, "what": "RECEIVED"}
    assert centre.post(SAVE, data).status == 400


def test_a_commune_without_villages_is_told_how_to_begin(centre: Person) -> None:
    announced()

    page = centre.get(BOARD)

    assert "Xã chưa có thôn, bản nào trong danh mục." in page.main
    assert page.soup.select("a[href='/danh-muc/thon-ban/']")


def test_without_a_saturday_the_board_says_what_will_appear(centre: Person) -> None:
    assert "Chưa có buổi nào sắp tới." in centre.get("/thon/").main


def test_a_moved_saturday_is_the_first_to_be_told_of(centre: Person) -> None:
    duty_session, rows = announced(), villages(2)
    answered(duty_session, *rows)
    moved(duty_session)

    page = centre.get("/thon/")

    assert "Buổi này đã dời sang 18/4: mưa lũ." in page.main
    assert names(page) == ["Thôn 1", "Thôn 2"]
    assert "đã nhận tin dời buổi thứ Bảy, 11/4" in str(page.soup.select_one("#nhac-thon"))


def test_when_all_have_answered_it_says_so(centre: Person) -> None:
    duty_session, rows = announced(), villages(2)
    answered(duty_session, *rows)

    page = centre.get(BOARD)

    assert "Cả 2 thôn đã nhận thông báo buổi làm việc." in page.main
    assert not page.soup.select("#nhac-thon")


def test_a_reminder_names_a_dozen_and_counts_the_rest(centre: Person) -> None:
    setting("centre.phone", "0238 387 6543")
    announced()
    villages(15)

    box = centre.get(BOARD).soup.select_one("#nhac-thon")

    assert box is not None
    assert "Thôn 12 và 3 thôn khác." in box.text
    assert "Hỏi thêm: 0238 387 6543." in box.text


def test_odd_names_are_shown_as_they_are(centre: Person) -> None:
    announced()
    (one,) = villages(1)
    one.name = 'Bản <b>"Đồi & Chè"</b> 🌾 ' + "rất dài " * 20
    db.session.commit()

    assert one.name.strip() in names(centre.get(BOARD))[0]


@pytest.mark.parametrize("person", ["leader", "clerk"])
def test_leader_and_clerk_read_and_do_not_record(
    person: str, request: pytest.FixtureRequest
) -> None:
    announced()
    villages(1)
    reader: Person = request.getfixturevalue(person)

    page = reader.get(BOARD)

    assert page.rows("Các thôn, bản")[0][0] == "Thôn 1"
    assert not page.has_form("/ghi")
    assert reader.post(SAVE, {}).status == 403


def test_a_department_has_no_board(economy: Person) -> None:
    announced()

    assert economy.get(BOARD).status == 403
    assert economy.get("/thon/").status == 403


def test_a_day_that_is_no_saturday_of_ours_has_no_board(centre: Person) -> None:
    assert centre.get("/thon/2026-04-18").status == 404
    assert centre.get(f"/thon/{DAY}/danh-sach-goi").status == 404


def test_sixty_villages_cost_no_more_questions_than_one(centre: Person) -> None:
    duty_session, rows = announced(), villages(60)
    everything = f"{BOARD}?loc=tat-ca"
    centre.get(everything)
    with counted_queries() as few:
        centre.get(everything)
    answered(duty_session, *rows)
    for one in rows[:30]:
        answered(duty_session, one, kind=ReceiptKind.PLAYED)
    with counted_queries() as many:
        page = centre.get(everything)

    assert len(page.rows("Các thôn, bản")) == 60
    assert len(many) <= len(few)
    assert len(many) <= 12
