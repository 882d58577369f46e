"""Does a list reach the Centre, in time or late, sent by its department or typed in for it?"""

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.base import Way
from saturday.rules.lifecycle import NominationState
from tests import factories
from tests.pages import Person, values_of
from tests.web.roster.stories import LIST, found, later, list_of, nominated, press, tap

SEND = f"{LIST}/gui"
TOLD = {"way": "ZALO", "reported_by": "Trưởng phòng", "reported_on": "06/4/2026"}


def two_people() -> dict[str, object]:
    """Give what is typed for a whole list."""
    land, business = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    return {"lines__0__officer_id": str(land.id), "lines__1__officer_id": str(business.id)}


def test_a_department_sends_its_list_and_is_told_what_follows(economy: Person) -> None:
    factories.duty_session()
    people = two_people()

    page = press(economy, economy.get(LIST), SEND, **people)

    assert page.notice == "Đã gửi danh sách (2 người) của Phòng Kinh tế, chờ Trung tâm duyệt."
    assert "chờ Trung tâm duyệt. Sửa được cho đến khi duyệt." in page.main
    row = list_of()
    assert row.state is NominationState.SENT
    assert (row.way, row.recorded_by) == (None, None)


def test_a_late_list_is_taken_and_says_so(economy: Person) -> None:
    factories.duty_session()
    people = two_people()
    economy = later(economy, "2026-04-06 09:10")
    shown = economy.get(LIST)
    assert "Vẫn gửi được; danh sách ghi là gửi muộn." in shown.main

    page = press(economy, shown, SEND, **people)

    assert page.notice.endswith("Gửi muộn 3 ngày.")
    assert list_of().state is NominationState.SENT


def test_each_wanted_duty_asks_for_its_person(economy: Person) -> None:
    factories.duty_session()
    officer = factories.officer()

    page = press(economy, economy.get(LIST), SEND, lines__1__officer_id=str(officer.id))

    assert page.status == 422
    assert page.faults == ["Hãy chọn người cho nhiệm vụ Đất đai (chỉ tiếp nhận), hoặc bỏ dòng."]
    chosen = found(page, "[name=lines-1-officer_id] option[selected]")
    assert chosen["value"] == str(officer.id)


def test_a_department_without_people_says_why(economy: Person) -> None:
    factories.duty_session()

    page = press(economy, economy.get(LIST), SEND, cannot_reason="Cả phòng đi tập huấn")

    assert page.notice == (
        "Đã gửi lý do không cử được người của Phòng Kinh tế, chờ Trung tâm duyệt."
    )
    assert list_of().cannot_reason == "Cả phòng đi tập huấn"


def test_an_empty_list_is_refused(economy: Person) -> None:
    factories.duty_session()
    page = economy.get(LIST)
    for _ in range(2):
        page = tap(economy, page, "bo-0")

    page = press(economy, page, SEND)

    assert page.status == 422
    assert "Danh sách chưa có dòng nào." in page.faults[0]


def test_the_centre_records_a_list_on_behalf(centre: Person) -> None:
    factories.duty_session()
    people = two_people()
    centre = later(centre, "2026-04-06 09:30")

    page = press(centre, centre.get(LIST), SEND, **people, **TOLD, reported_at="9:10")

    assert page.path.startswith("/lich-truc/2026-04-11?")
    assert page.notice == (
        "Đã ghi hộ danh sách (2 người) của Phòng Kinh tế, chờ Trung tâm duyệt. Gửi muộn 3 ngày."
    )
    row = list_of()
    assert (row.way, row.reported_by) == (Way.ZALO, "Trưởng phòng")
    assert row.reported_at == factories.at("2026-04-06 09:10")
    assert row.recorded_by is not None
    assert row.recorded_by.username == "trungtam"


def test_late_is_judged_by_when_it_was_reported(centre: Person) -> None:
    factories.duty_session()
    people = two_people()
    centre = later(centre, "2026-04-06 09:30")
    told = {**TOLD, "reported_on": "03/4/2026", "reported_at": "16h50"}

    page = press(centre, centre.get(LIST), SEND, **people, **told)

    assert "Gửi muộn" not in page.notice


def test_on_behalf_nobody_said_anything_is_refused(centre: Person) -> None:
    factories.duty_session()

    page = press(centre, centre.get(LIST), SEND, **two_people(), reported_on="")

    assert page.status == 422
    assert page.faults == [
        "Hãy chọn ghi hộ theo cách nào.",
        "Hãy ghi ai đã báo.",
        "Hãy ghi ngày báo.",
        "Hãy ghi giờ báo.",
    ]


def test_a_way_that_is_none_is_refused(centre: Person) -> None:
    factories.duty_session()
    told = {**TOLD, "way": "FAX", "reported_on": "01/4/2026", "reported_at": "8:00"}

    page = press(centre, centre.get(LIST), SEND, **two_people(), **told)

    assert page.faults == ["Hãy chọn ghi hộ theo cách nào."]


def test_word_from_the_future_is_refused_at_its_hour(centre: Person) -> None:
    factories.duty_session()

    page = press(centre, centre.get(LIST), SEND, **two_people(), **TOLD, reported_at="9:10")

    assert page.status == 422
    assert "Lúc báo muộn hơn hiện tại" in found(page, "#reported_at-error").text


def test_after_a_return_the_list_is_sent_again(economy: Person) -> None:
    row = nominated(factories.duty_session(), factories.officer())
    row.send_back("Thiếu người", by=None)
    db.session.commit()

    page = press(economy, economy.get(LIST), SEND)

    assert page.notice.startswith("Đã gửi danh sách (1 người)")
    assert not list_of().returned_reason


def test_what_somebody_else_saved_is_not_overwritten(economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer(), sent=False)
    shown = economy.get(LIST)
    economy.send(economy.get(LIST), "/phong/kinh-te", remark="Người kia ghi")

    page = press(economy, shown, SEND, remark="Tôi ghi")

    assert page.status == 409
    assert list_of().state is NominationState.DRAFT


def test_a_second_click_sends_one_list(economy: Person) -> None:
    factories.duty_session()
    people = {name.replace("__", "-"): value for name, value in two_people().items()}
    shown: dict[str, object] = dict(values_of(economy.get(LIST).form("/phong/kinh-te")))

    first, second = (economy.post(SEND, {**shown, **people}) for _ in range(2))

    assert first.notice == second.notice
    verbs = [one.verb for one in db.session.scalars(AuditEvent.in_order())]
    assert verbs.count("send") == 1


def test_whoever_reloads_a_refused_sending_comes_back_to_the_list(economy: Person) -> None:
    factories.duty_session()

    page = economy.get(f"{SEND}?giu=1")

    assert page.status == 200
    assert page.path.startswith(LIST)


def test_a_foreign_list_is_not_sent(economy: Person) -> None:
    factories.duty_session()

    page = press(economy, economy.get(LIST), "/lich-truc/2026-04-11/phong/van-phong/gui")

    assert page.status == 404


def test_others_may_not_send(clerk: Person) -> None:
    factories.duty_session()

    assert clerk.post(SEND, {}).status == 403
