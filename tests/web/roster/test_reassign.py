"""Do people whom the Centre itself had assigned follow a moved Saturday, once they agree?"""

from datetime import date

from saturday.extensions import db
from saturday.models.commune import Partner
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment, Replacement, Seat, assign
from tests import factories
from tests.pages import Person, values_of
from tests.web.roster.stories import assigned, moved, nominated

APRIL_18 = date(2026, 4, 18)
NEW = "/lich-truc/2026-04-18"
AGAIN = f"{NEW}/phan-cong/tu-buoi-cu"


def a_moved_saturday() -> None:
    """Move 11/4 with a leader, a partner, somebody of a list and two stand-ins to 18/4."""
    old = factories.duty_session()
    assigned(old, factories.officer("Lãnh đạo (mẫu)", code="uy-ban"), "LEADER")
    police = db.session.scalars(Partner.in_order()).all()[0]
    assign(old, Seat(factories.duty("PARTNER"), partner=police, note="02 người"), by=None)
    nominated(old, factories.officer("Của phòng (mẫu)")).approve(by=None)
    db.session.flush()
    listed = next(one for one in old.assignments if one.nomination_line)
    for name in ("Thay lần một (mẫu)", "Thay lần hai (mẫu)"):
        seat = Seat(listed.duty, factories.officer(name))
        listed = Replacement.make(listed, seat, "ốm", by=None).new
        db.session.flush()
    own = assigned(old, factories.officer("Người cũ (mẫu)", code="trung-tam"), "GUIDANCE")
    stand_in = factories.officer("Người thay (mẫu)", code="trung-tam")
    Replacement.make(own, Seat(own.duty, stand_in), "ốm", by=None)
    gone = factories.officer("Sắp nghỉ (mẫu)", code="trung-tam")
    assigned(old, gone, "CENTRE_LEAD")
    gone.left_on = date(2026, 4, 15)
    db.session.commit()
    moved(old, APRIL_18, "Bão số 3")


def board() -> list[tuple[str, str]]:
    """Give who is on the board of 18/4."""
    duty_session = db.session.scalars(DutySession.on(APRIL_18)).one()
    rows = db.session.scalars(Assignment.of_session(duty_session))
    return [(one.who, one.note_text) for one in rows]


def test_they_are_named_count_for_nothing_and_come_with_one_press(centre: Person) -> None:
    a_moved_saturday()
    page = centre.get(NEW)
    names = "Lãnh đạo (mẫu), Công an xã, Người thay (mẫu)."
    assert "Trung tâm cần xác nhận lại 3 người đã phân công ở buổi cũ." in page.main
    assert names in page.main
    assert board() == []

    page = centre.send(page, "/tu-buoi-cu")

    assert page.notice == "Đã phân công lại 3 chỗ trực của buổi cũ."
    assert board() == [
        ("Lãnh đạo (mẫu)", ""),
        ("Người thay (mẫu)", ""),
        ("Công an xã", "02 người"),
    ]
    assert not page.has_form("/tu-buoi-cu")
    assert "xác nhận lại" not in page.main


def test_whoever_is_there_already_is_not_asked_for_again(centre: Person) -> None:
    a_moved_saturday()
    page = centre.get(f"{NEW}/phan-cong?nhiem-vu=LEADER")
    centre.send(page, "/phan-cong", officer_id="1")

    assert "cần xác nhận lại 2 người" in centre.get(NEW).main


def test_a_second_click_assigns_once(centre: Person) -> None:
    a_moved_saturday()
    values: dict[str, object] = dict(values_of(centre.get(NEW).form("/tu-buoi-cu")))

    first, second = centre.post(AGAIN, values), centre.post(AGAIN, values)

    assert first.notice == second.notice
    assert len(board()) == 3


def test_a_saturday_not_yet_prepared_asks_for_nobody(centre: Person) -> None:
    moved(factories.duty_session(prepared=False), APRIL_18, "Bão số 3")

    assert not centre.get(NEW).has_form("/tu-buoi-cu")


def test_others_are_neither_asked_nor_allowed(leader: Person, economy: Person) -> None:
    a_moved_saturday()

    for person in (leader, economy):
        assert not person.get(NEW).has_form("/tu-buoi-cu")
        assert person.post(AGAIN, {}).status == 403


def test_a_day_without_a_saturday_has_nobody(centre: Person) -> None:
    values = values_of(centre.get("/mat-khau").form("/mat-khau"))
    kept: dict[str, object] = {"csrf_token": values["csrf_token"], "form_key": values["form_key"]}

    assert centre.post(AGAIN, kept).status == 404
