"""Is one person replaced in one line, before and after the notice?"""

from datetime import date, time

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.base import Way
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment, Replacement
from tests import factories
from tests.pages import Person, values_of
from tests.web.roster.stories import APRIL_11, HUB, assigned, board, found, shown

TOLD = {"way": "TELEPHONE", "reported_by": "Trưởng phòng", "reported_at": "8h30"}


def stored() -> Replacement:
    """Give the one replacement of 11/4."""
    duty_session = db.session.scalars(DutySession.on(APRIL_11)).one()
    return db.session.scalars(Replacement.of_session(duty_session)).unique().one()


def somebody() -> str:
    """Put somebody on the board; give the address for replacing them."""
    row = assigned(factories.duty_session(), factories.officer())
    return f"{HUB}/phan-cong/{row.id}/thay"


def stand_in() -> str:
    """Make somebody who can come instead; give the value that the form has for them."""
    return str(factories.officer("Người thay (mẫu)").id)


def test_a_person_is_replaced_with_the_reason(centre: Person) -> None:
    address = somebody()
    page = centre.get(address)
    assert "Thay Công chức 1 (mẫu)" in page.main

    page = centre.send(page, "/thay", officer_id=stand_in(), reason="đi tập huấn")

    words = "Đã thay Công chức 1 (mẫu) bằng Người thay (mẫu): Đất đai (chỉ tiếp nhận)."
    assert page.notice == words
    assert board() == [("LAND", "Người thay (mẫu)")]
    assert (stored().reason, stored().way) == ("đi tập huấn", None)


def test_who_said_so_is_kept_when_typed(centre: Person) -> None:
    page = centre.get(somebody())
    assert shown(page, "reported_on") == "01/4/2026"

    told = {"officer_id": stand_in(), "reason": "đi tập huấn", **TOLD}
    centre.send(page, "/thay", follow=True, **told)

    row = stored()
    assert (row.way, row.reported_by) == (Way.TELEPHONE, "Trưởng phòng")
    assert row.reported_at == factories.at("2026-04-01 08:30")
    assert row.recorded_by is not None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": ""}, ["Hãy ghi lý do thay người."]),
        ({"officer_id": ""}, ["Hãy chọn người hoặc đơn vị phối hợp."]),
        ({"way": "ZALO"}, ["Hãy ghi ai đã báo.", "Hãy ghi giờ báo."]),
        (
            {**TOLD, "reported_at": "10h"},
            ["Lúc báo muộn hơn hiện tại. Hãy ghi lại giờ báo."],
        ),
    ],
)
def test_a_slip_is_named_and_nothing_is_lost(
    centre: Person, typed: dict[str, str], words: list[str]
) -> None:
    address = somebody()
    values: dict[str, object] = dict(values_of(centre.get(address).form("/thay")))
    values |= {"officer_id": stand_in(), "reason": "đi tập huấn", "note_text": "nhận hộ"}

    page = centre.post(address, {**values, **typed})

    assert page.status == 422
    assert page.faults == words
    assert shown(page, "note_text") == "nhận hộ"
    assert board() == [("LAND", "Công chức 1 (mẫu)")]


def test_nobody_stands_in_for_himself(centre: Person) -> None:
    address = somebody()
    same = found(centre.get(address), "select[name=officer_id] option[value='1']")["value"]

    page = centre.send(centre.get(address), "/thay", officer_id=str(same), reason="nhầm")

    assert page.status == 422
    words = "Người thay phải khác người được thay, hoặc giờ trực, ghi chú phải khác trước."
    assert page.faults == [words]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"starts_at": "9h", "ends_at": "10h30"}, (time(9), time(10, 30), "")),
        ({"note_text": "02 người"}, (None, None, "02 người")),
    ],
)
def test_hours_and_note_of_the_same_person_are_corrected(
    centre: Person, typed: dict[str, str], kept: tuple[time | None, time | None, str]
) -> None:
    address = somebody()
    same = found(centre.get(address), "select[name=officer_id] option[value='1']")["value"]

    page = centre.send(centre.get(address), "/thay", follow=True, officer_id=str(same), **typed)

    assert page.notice == "Đã sửa giờ trực, ghi chú của Công chức 1 (mẫu)."
    assert board() == [("LAND", "Công chức 1 (mẫu)")]
    row = db.session.scalars(select(Assignment)).one()
    assert (row.starts_at, row.ends_at, row.note_text) == kept
    assert db.session.scalars(select(Replacement)).all() == []
    last = db.session.scalars(AuditEvent.in_order()).all()[-1]
    assert (last.subject, last.verb) == ("assignment", "change")


def test_a_correction_wants_hours_in_order_and_a_person_still_there(centre: Person) -> None:
    address = somebody()
    page = centre.get(address)
    same = {"officer_id": str(found(page, "select[name=officer_id] option[value='1']")["value"])}

    backwards = centre.send(page, "/thay", follow=True, starts_at="10h", ends_at="9h", **same)
    assert backwards.faults == ["Giờ kết thúc phải sau giờ bắt đầu."]

    row = db.session.scalars(select(Assignment)).one()
    row.remove(by=None)
    db.session.commit()
    typed = {"note_text": "02 người", "reason": "x", **same}
    gone = centre.send(centre.get(address), "/thay", follow=True, **typed)
    assert "Người này đã được bỏ" in gone.faults[0]


def test_who_was_replaced_is_not_replaced_again(centre: Person) -> None:
    address = somebody()
    again = centre.get(address)
    other = stand_in()
    centre.send(centre.get(address), "/thay", officer_id=other, reason="đi tập huấn")

    page = centre.send(again, "/thay", officer_id=other, reason="lần nữa")

    assert page.status == 422
    assert "đã thay" in page.faults[0]


def test_a_second_click_replaces_once(centre: Person) -> None:
    address = somebody()
    values: dict[str, object] = dict(values_of(centre.get(address).form("/thay")))
    values |= {"officer_id": stand_in(), "reason": "đi tập huấn"}

    first, second = centre.post(address, values), centre.post(address, values)

    assert first.notice == second.notice
    assert stored().reason == "đi tập huấn"


def test_others_may_not_replace(economy: Person, leader: Person) -> None:
    address = somebody()

    for person in (economy, leader):
        assert person.get(address).status == 403
        assert person.post(address, {}).status == 403


def test_a_person_of_another_saturday_is_not_there(centre: Person) -> None:
    address = somebody()
    factories.duty_session(date(2026, 5, 9))

    assert centre.get(address.replace("2026-04-11", "2026-05-09")).status == 404
    assert centre.get(f"{HUB}/phan-cong/77/thay").status == 404
