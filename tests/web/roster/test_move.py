"""Does a Saturday move to a free day with its lists, and stay visible where it was?"""

from datetime import date

import pytest

from saturday.extensions import db
from saturday.models.plan import DutySession
from saturday.rules.lifecycle import NominationState
from tests import factories
from tests.pages import Page, Person, values_of
from tests.web.roster.stories import APRIL_11, HUB, assigned, found, later, nominated, shown

MOVE = f"{HUB}/doi"
APRIL_18, APRIL_25 = date(2026, 4, 18), date(2026, 4, 25)


def day(value: date) -> str:
    """Give the value that the form has for a day."""
    return str(value.toordinal())


def offered(page: Page) -> list[str]:
    """Give the days offered, in words."""
    return [one.text for one in found(page, "[name=day]").select("option")]


def stored(value: date) -> DutySession | None:
    """Give the Saturday of a day."""
    return db.session.scalar(DutySession.on(value))


def test_free_saturdays_are_offered_with_their_verdicts(centre: Person) -> None:
    factories.duty_session()
    factories.duty_session(date(2026, 5, 9), prepared=False)

    days = offered(centre.get(MOVE))

    assert days[:4] == [
        "Chọn thứ Bảy",
        "thứ Bảy, 04/4: phù hợp",
        "thứ Bảy, 18/4: phù hợp",
        "thứ Bảy, 25/4: không nên, trong kỳ nghỉ Giỗ Tổ Hùng Vương (25–27/4)",
    ]
    assert not [one for one in days if "/5" in one or "22/8" in one or "11/4" in one]


def test_a_saturday_moves_with_its_approved_lists(centre: Person) -> None:
    duty_session = factories.duty_session()
    nominated(duty_session, factories.officer()).approve(by=None)
    db.session.commit()

    page = centre.send(centre.get(MOVE), "/doi", day=day(APRIL_18), change_reason="Bão số 3")

    assert page.path.startswith("/lich-truc/2026-04-18?")
    assert page.notice == (
        "Đã dời buổi thứ Bảy, 11/4 sang thứ Bảy, 18/4. "
        "Xem lại danh sách của các phòng và người Trung tâm đã phân công."
    )
    old, new = stored(APRIL_11), stored(APRIL_18)
    assert old is not None
    assert new is not None
    assert (old.moved_to, old.change_reason) == (APRIL_18, "Bão số 3")
    assert [one.state for one in new.nominations] == [NominationState.SENT]
    assert [one.who for one in old.assignments] == ["Công chức 1 (mẫu)"]
    assert new.assignments == []
    assert "Trung tâm cần duyệt danh sách của Phòng Kinh tế." in page.main


def test_a_day_in_a_break_wants_its_own_reason(centre: Person) -> None:
    factories.duty_session()
    page = centre.send(centre.get(MOVE), "/doi", day=day(APRIL_25), change_reason="Bão số 3")

    assert page.status == 422
    assert "Hãy ghi lý do nếu vẫn chọn." in found(page, "#reason-error").text
    assert shown(page, "change_reason") == "Bão số 3"
    chosen = found(page, "[name=day] option[selected]")
    assert chosen["value"] == day(APRIL_25)
    page = centre.send(page, "/doi", reason="Theo chỉ đạo của tỉnh")
    new = stored(APRIL_25)
    assert new is not None
    assert new.override_reason == "Theo chỉ đạo của tỉnh"


def test_day_and_reason_are_wanted(centre: Person) -> None:
    factories.duty_session()

    page = centre.send(centre.get(MOVE), "/doi")

    assert page.status == 422
    assert page.faults == ["Hãy chọn ngày mới.", "Hãy ghi lý do dời."]


def test_a_day_that_was_not_offered_is_refused(centre: Person) -> None:
    factories.duty_session()

    taken = day(date(2026, 8, 22))
    page = centre.send(centre.get(MOVE), "/doi", day=taken, change_reason="Bão số 3")

    assert page.status == 422
    assert stored(date(2026, 8, 22)) is None


def test_a_cancelled_day_is_revived(centre: Person) -> None:
    factories.duty_session()
    factories.duty_session(APRIL_18, prepared=False).cancel("Không đủ người", by=None)
    db.session.commit()

    centre.send(centre.get(MOVE), "/doi", day=day(APRIL_18), change_reason="Bão số 3")

    new = stored(APRIL_18)
    assert new is not None
    assert new.is_open
    assert not new.change_reason


def test_what_moved_does_not_move_again(centre: Person) -> None:
    factories.duty_session()
    again = centre.get(MOVE)
    centre.send(centre.get(MOVE), "/doi", day=day(APRIL_18), change_reason="Bão số 3")

    page = centre.send(again, "/doi", day=day(date(2026, 5, 16)), change_reason="Lần nữa")

    assert page.status == 422
    assert page.faults == ["Buổi này đã dời sang 18/4: Bão số 3."]


@pytest.mark.parametrize(
    ("now", "limit", "words"),
    [
        (
            "2026-04-10 20:00",
            "2026-04-13 17:00",
            "Hạn gửi danh sách thường lệ đã qua; hạn mới: 17 giờ thứ Hai, 13/4.",
        ),
        (
            "2026-04-17 18:00",
            "2026-04-10 17:00",
            "Hạn gửi danh sách đã qua (17 giờ thứ Sáu, 10/4); gọi các phòng để xác nhận.",
        ),
    ],
)
def test_a_limit_that_has_passed_is_set_anew_and_said(
    centre: Person, now: str, limit: str, words: str
) -> None:
    factories.duty_session()
    centre = later(centre, now)

    page = centre.send(centre.get(MOVE), "/doi", day=day(APRIL_18), change_reason="Bão số 3")

    assert page.notice.endswith(words)
    new = stored(APRIL_18)
    assert new is not None
    assert new.list_due_at == factories.at(limit)


def test_a_saturday_not_yet_prepared_has_no_limit(centre: Person) -> None:
    factories.duty_session(prepared=False)

    page = centre.send(centre.get(MOVE), "/doi", day=day(APRIL_18), change_reason="Bão số 3")

    assert page.notice.endswith("Mở chuẩn bị để các phòng gửi danh sách.")


def test_a_second_click_moves_once(centre: Person) -> None:
    assigned(factories.duty_session(), factories.officer())
    values: dict[str, object] = dict(values_of(centre.get(MOVE).form("/doi")))
    values |= {"day": day(APRIL_18), "change_reason": "Bão số 3"}

    first, second = centre.post(MOVE, values), centre.post(MOVE, values)

    assert first.notice == second.notice
    assert first.path == second.path


def test_others_may_not_move(leader: Person, economy: Person) -> None:
    factories.duty_session()

    for person in (leader, economy):
        assert person.get(MOVE).status == 403
        assert person.post(MOVE, {}).status == 403


def test_a_day_without_a_saturday_does_not_move(centre: Person) -> None:
    assert centre.get(MOVE).status == 404
