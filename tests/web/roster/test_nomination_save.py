"""Is a list kept as typed, and do its rows come and go without losing anything?"""

from datetime import date, time

from saturday.extensions import db
from saturday.models.accounts import SignIn
from saturday.models.audit import AuditEvent
from saturday.rules.lifecycle import NominationState
from tests import factories
from tests.pages import Page, Person, values_of
from tests.web.roster.stories import LIST, found, list_of, nominated, press, shown, tap

SAVE = "/phong/kinh-te"


def typed_rows(page: Page) -> list[tuple[str, str]]:
    """Give duty and person chosen in each row of the form."""
    rows = []
    for row in page.soup.select("#list-form tbody tr"):
        chosen = [one.select_one("option[selected]") for one in row.select("select")]
        rows.append(tuple(one.text if one and one["value"] else "" for one in chosen))
    return rows  # type: ignore[return-value]


def test_a_list_is_saved_and_not_sent(economy: Person) -> None:
    factories.duty_session()
    officer = factories.officer()

    page = economy.send(
        economy.get(LIST),
        SAVE,
        lines__0__officer_id=str(officer.id),
        lines__0__starts_at="8h",
        lines__0__note_text="nhận hộ",
        remark="Người thứ hai báo sau",
    )

    assert page.notice == "Đã lưu danh sách, chưa gửi."
    row = list_of()
    assert row.state is NominationState.DRAFT
    assert row.remark == "Người thứ hai báo sau"
    assert [(one.duty.code, one.officer.id, one.note_text) for one in row.lines] == [
        ("LAND", officer.id, "nhận hộ")
    ]
    assert (row.lines[0].starts_at, row.lines[0].ends_at) == (time(8), time(11, 30))


def test_hours_of_the_whole_half_day_are_not_kept(economy: Person) -> None:
    factories.duty_session()
    officer = factories.officer()

    economy.send(
        economy.get(LIST),
        SAVE,
        lines__0__officer_id=str(officer.id),
        lines__0__starts_at="7:30",
        lines__0__ends_at="11h30",
    )

    assert list_of().lines[0].starts_at is None


def test_a_row_is_added_and_nothing_typed_is_lost(economy: Person) -> None:
    factories.duty_session()
    officer = factories.officer()

    page = economy.send(
        economy.get(LIST),
        SAVE,
        lines__1__officer_id=str(officer.id),
        lines__1__starts_at="giờ gì",
        remark="Chưa xong",
        them="1",
    )

    assert page.status == 200
    assert typed_rows(page) == [
        ("Đất đai (chỉ tiếp nhận)", ""),
        ("Hộ kinh doanh, nông nghiệp", "Công chức 1 (mẫu) – Chuyên viên"),
        ("", ""),
    ]
    assert shown(page, "lines-1-starts_at") == "giờ gì"
    assert shown(page, "remark") == "Chưa xong"


def test_a_row_is_taken_away_and_the_others_stay(economy: Person) -> None:
    factories.duty_session()
    officer = factories.officer()
    page = economy.get(LIST)

    page = tap(economy, page, "bo-0", lines__1__officer_id=str(officer.id))

    assert typed_rows(page) == [("Hộ kinh doanh, nông nghiệp", "Công chức 1 (mẫu) – Chuyên viên")]
    page = tap(economy, page, "bo-0")
    assert "Chưa có dòng nào" in page.main
    assert tap(economy, page, "bo-7").status == 200


def test_after_rows_came_and_went_the_list_is_saved_as_seen(economy: Person) -> None:
    factories.duty_session()
    first, second = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    page = tap(economy, economy.get(LIST), "them", lines__1__officer_id=str(first.id))
    page = tap(economy, page, "bo-0")

    land = str(factories.duty("LAND").id)
    economy.send(page, SAVE, lines__1__duty_id=land, lines__1__officer_id=str(second.id))

    assert [(one.duty.code, one.officer.name) for one in list_of().lines] == [
        ("BUSINESS", "Công chức 1 (mẫu)"),
        ("LAND", "Công chức 2 (mẫu)"),
    ]


def test_the_last_list_fills_the_form_and_is_not_saved(economy: Person) -> None:
    officer, gone = factories.officer(), factories.officer("Người đã chuyển (mẫu)")
    nominated(factories.duty_session(date(2026, 3, 28)), officer, gone)
    gone.left_on = date(2026, 3, 31)
    db.session.commit()
    duty_session = factories.duty_session()

    page = economy.send(economy.get(LIST), SAVE, chep="1")

    assert typed_rows(page) == [("Đất đai (chỉ tiếp nhận)", "Công chức 1 (mẫu) – Chuyên viên")]
    assert db.session.merge(duty_session).nominations == []


def test_copying_keeps_who_was_chosen_already(economy: Person) -> None:
    old, new = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    nominated(factories.duty_session(date(2026, 3, 28)), old)
    factories.duty_session()

    page = economy.send(economy.get(LIST), SAVE, lines__0__officer_id=str(new.id), chep="1")

    assert [person for _duty, person in typed_rows(page)] == [
        "Công chức 2 (mẫu) – Chuyên viên",
        "Công chức 1 (mẫu) – Chuyên viên",
    ]


def test_a_person_without_a_duty_is_refused(economy: Person) -> None:
    factories.duty_session()
    officer = factories.officer()

    page = economy.send(
        economy.get(LIST), SAVE, lines__0__duty_id="", lines__0__officer_id=str(officer.id)
    )

    assert page.status == 422
    assert page.faults == ["Hãy chọn nhiệm vụ."]
    assert found(page, "title").text.strip().startswith("Lỗi: ")


def test_a_stranger_is_refused_and_what_was_typed_stays(economy: Person) -> None:
    factories.duty_session()
    stranger = factories.officer("Người lạ (mẫu)", code="van-phong")

    page = economy.send(
        economy.get(LIST), SAVE, lines__0__officer_id=str(stranger.id), remark="Giữ lại"
    )

    assert page.status == 422
    assert page.faults == ["Hãy chọn lại: mục đã chọn không còn trong danh sách."]
    assert shown(page, "remark") == "Giữ lại"


def test_an_officer_on_another_list_is_refused_at_the_row(economy: Person) -> None:
    duty_session = factories.duty_session()
    officer = factories.officer("Người chung (mẫu)", code="van-phong")
    nominated(duty_session, officer, code="van-phong", duty="CIVIL_STATUS")
    officer = db.session.merge(officer)
    officer.department = factories.department("kinh-te")
    db.session.commit()

    page = economy.send(economy.get(LIST), SAVE, lines__1__officer_id=str(officer.id))

    assert page.status == 422
    words = "Người chung (mẫu) đã có trong danh sách của Văn phòng HĐND và UBND."
    assert page.faults == [words]
    assert words in found(page, "#lines-1-officer_id-error").text
    assert typed_rows(page)[1][1] == "Người chung (mẫu) – Chuyên viên"


def test_an_hour_that_is_none_is_refused(economy: Person) -> None:
    factories.duty_session()

    page = economy.send(economy.get(LIST), SAVE, lines__0__starts_at="sáng")

    assert page.status == 422
    assert page.faults == ["Hãy ghi giờ dạng 7h30."]


def test_the_later_saver_sees_both_versions_and_keeps_his_text(economy: Person) -> None:
    duty_session = factories.duty_session()
    first, second = factories.officer(), factories.officer("Công chức 2 (mẫu)")
    nominated(duty_session, first, sent=False)
    page_shown = economy.get(LIST)
    other = economy.get(LIST)
    economy.send(other, SAVE, remark="Người kia ghi")

    page = economy.send(page_shown, SAVE, lines__0__officer_id=str(second.id), remark="Tôi ghi")

    assert page.status == 409
    assert ["Ghi chú", "Người kia ghi", "Tôi ghi"] in page.rows("Hai bản")
    assert shown(page, "remark") == "Tôi ghi"
    page = economy.send(page, SAVE)
    assert page.notice == "Đã lưu danh sách, chưa gửi."
    assert list_of().remark == "Tôi ghi"


def test_two_who_begin_the_same_list_do_not_overwrite_each_other(economy: Person) -> None:
    factories.duty_session()
    page_shown = economy.get(LIST)
    economy.send(economy.get(LIST), SAVE, remark="Người kia ghi")

    page = economy.send(page_shown, SAVE, remark="Tôi ghi")

    assert page.status == 409
    assert list_of().remark == "Người kia ghi"


def test_a_correction_of_a_sent_list_leaves_it_sent(economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer())
    other = factories.officer("Công chức 2 (mẫu)")

    page = economy.send(economy.get(f"{LIST}?sua=1"), SAVE, lines__0__officer_id=str(other.id))

    assert page.notice == "Đã lưu chỗ sửa. Danh sách vẫn chờ Trung tâm duyệt."
    assert list_of().state is NominationState.SENT
    assert list_of().lines[0].officer.id == other.id


def test_the_centre_corrects_a_sent_list_only_by_recording_who_said_so(centre: Person) -> None:
    nominated(factories.duty_session(), factories.officer())

    page = centre.send(centre.get(f"{LIST}?sua=1"), SAVE)

    assert page.status == 422
    assert "ghi ai đã báo" in page.faults[0]


def test_what_was_typed_into_an_ended_sign_in_comes_back(economy: Person) -> None:
    nominated(factories.duty_session(), factories.officer())
    other = factories.officer("Công chức 2 (mẫu)")
    page = economy.get(f"{LIST}?sua=1")
    assert economy.account is not None
    for row in db.session.scalars(SignIn.open_of(economy.account)):
        row.end("thử", by=None)
    db.session.commit()
    economy.send(page, SAVE, lines__0__officer_id=str(other.id), remark="Đang viết dở")
    again = Person(economy.app, db.session.merge(economy.account))

    page = again.get(f"{LIST}?giu=1")

    assert shown(page, "remark") == "Đang viết dở"
    assert [person for _duty, person in typed_rows(page)] == ["Công chức 2 (mẫu) – Chuyên viên"]
    assert again.send(page, SAVE).notice.startswith("Đã lưu chỗ sửa.")


def test_an_approved_list_is_not_written(economy: Person) -> None:
    row = nominated(factories.duty_session(), factories.officer())
    page_shown = economy.get(f"{LIST}?sua=1")
    row = db.session.merge(row)
    row.approve(by=None)
    db.session.commit()

    page = economy.send(page_shown, SAVE, version=str(row.version))

    assert page.status == 422
    assert page.faults == ["Danh sách đã duyệt. Cần đổi người thì dùng mục Thay người."]


def test_a_second_click_makes_one_list(economy: Person) -> None:
    duty_session = factories.duty_session()
    values: dict[str, object] = dict(values_of(economy.get(LIST).form(SAVE)))

    first, second = economy.post(LIST, values), economy.post(LIST, values)

    assert first.notice == second.notice == "Đã lưu danh sách, chưa gửi."
    assert len(db.session.merge(duty_session).nominations) == 1
    verbs = [one.verb for one in db.session.scalars(AuditEvent.in_order())]
    assert verbs[-2:] == ["begin", "write"]
    assert verbs.count("write") == 2  # the plan's text, and the list once


def test_a_foreign_list_is_not_saved(economy: Person) -> None:
    factories.duty_session()
    page = economy.get(LIST)

    assert press(economy, page, "/lich-truc/2026-04-11/phong/van-phong").status == 404


def test_others_may_not_save(leader: Person) -> None:
    factories.duty_session()

    assert leader.post(LIST, {"csrf_token": ""}).status == 403
