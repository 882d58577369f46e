"""Is a Saturday prepared with hours, place, limit and duties, and changed later?"""

from datetime import date, time

import pytest

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.plan import DutySession
from tests import factories
from tests.pages import Person, values_of
from tests.web.roster.stories import APRIL_11, HUB, found, later, shown

PREPARE = f"{HUB}/chuan-bi"


def stored() -> DutySession:
    """Give the Saturday as it is stored."""
    return db.session.scalars(DutySession.on(APRIL_11)).one()


def counts() -> dict[str, int]:
    """Give how many of each duty are wanted."""
    return {row.duty.code: row.count for row in stored().requirements}


def place_of(code: str) -> int:
    """Give the row of the form in which a duty stands."""
    return factories.duty(code).position - 1


def test_the_form_offers_what_is_usual(centre: Person) -> None:
    factories.duty_session(prepared=False)

    page = centre.get(PREPARE)

    assert (shown(page, "starts_at"), shown(page, "ends_at")) == ("7h30", "12h00")
    assert shown(page, "place") == "Trung tâm Phục vụ hành chính công xã Anh Sơn"
    assert (shown(page, "due_on"), shown(page, "due_at")) == ("03/4/2026", "17h00")
    assert "Thường là 17 giờ thứ Sáu, 03/4: ngày làm việc cuối cùng" in page.main
    assert len(page.rows("Nhiệm vụ của buổi")) == 13
    assert shown(page, f"duties-{place_of('LAND')}-count") == "1"
    assert shown(page, f"duties-{place_of('GUIDANCE')}-count") == "0"


@pytest.mark.parametrize(
    ("now", "proposed"),
    [
        ("2026-04-03 17:00", "17 giờ thứ Hai, 06/4"),
        ("2026-04-05 09:00", "17 giờ thứ Hai, 06/4"),
        ("2026-04-09 09:00", "17 giờ thứ Sáu, 10/4"),
        ("2026-04-10 09:00", "17 giờ thứ Sáu, 10/4"),
    ],
)
def test_another_limit_is_proposed_once_the_usual_one_is_past(
    centre: Person, now: str, proposed: str
) -> None:
    factories.duty_session(prepared=False)

    page = later(centre, now).get(PREPARE)

    assert f"Hạn thường lệ đã qua (17 giờ thứ Sáu, 03/4); đề xuất {proposed}." in page.main
    assert shown(page, "due_on").removesuffix("/2026") == proposed.split(", ")[1]
    assert shown(page, "due_at") == "17h00"


@pytest.mark.parametrize("prepared", [False, True])
def test_a_new_limit_must_lie_ahead(centre: Person, *, prepared: bool) -> None:
    factories.duty_session(prepared=prepared)

    page = centre.send(centre.get(PREPARE), "/chuan-bi", due_on="01/4/2026", due_at="9h00")

    assert page.status == 422
    assert page.faults == ["Hạn gửi danh sách phải sau lúc này."]
    assert found(page, ".errors a")["href"] == "#due_on"
    assert shown(page, "due_on") == "01/4/2026"


def test_a_limit_left_as_it_was_may_be_past(centre: Person) -> None:
    factories.duty_session()
    person = later(centre, "2026-04-07 09:00")

    page = person.send(person.get(PREPARE), "/chuan-bi", place="Hội trường UBND xã")

    assert page.notice == "Đã lưu giờ, nơi và nhiệm vụ của buổi."
    assert stored().list_due_at == factories.at("2026-04-03 17:00")


def test_a_saturday_is_opened(centre: Person) -> None:
    factories.duty_session(prepared=False)

    page = centre.send(centre.get(PREPARE), "/chuan-bi", ends_at="11h30")

    assert page.notice.startswith("Đã mở chuẩn bị.")
    row = stored()
    assert row.is_open
    assert (row.starts_at, row.ends_at) == (time(7, 30), time(11, 30))
    assert row.list_due_at == factories.at("2026-04-03 17:00")
    assert counts()["LAND"] == 1
    assert "Còn thiếu (10)" in page.main


def test_signers_and_seal_may_come_for_a_part(centre: Person) -> None:
    factories.duty_session(prepared=False)
    signer, seal = place_of("CERTIFICATION_SIGNER"), place_of("CLERICAL_SEAL")
    typed = {
        f"duties__{signer}__starts_at": "9h",
        f"duties__{signer}__ends_at": "10h30",
        f"duties__{seal}__starts_at": "7h30",
        f"duties__{seal}__ends_at": "12h",
        f"duties__{place_of('GUIDANCE')}__count": "2",
        f"duties__{place_of('LAND')}__count": "",
    }

    centre.send(centre.get(PREPARE), "/chuan-bi", follow=True, **typed)

    hours = {row.duty.code: (row.starts_at, row.ends_at) for row in stored().requirements}
    assert hours["CERTIFICATION_SIGNER"] == (time(9), time(10, 30))
    assert hours["CLERICAL_SEAL"] == (None, None)  # the whole half-day
    assert (counts()["GUIDANCE"], counts()["LAND"]) == (2, 0)


def test_desks_are_set_once_and_usual_from_then_on(centre: Person) -> None:
    factories.duty_session(prepared=False)
    factories.duty_session(date(2026, 5, 9), prepared=False)
    page = centre.get(PREPARE)
    names = [one["aria-label"] for one in page.soup.select("[name$=desk]")]
    place = names.index("Bàn số: Đất đai (chỉ tiếp nhận)")
    name = f"duties__{place}__desk"

    page = centre.send(page, "/chuan-bi", **{name: "4"})  # type: ignore[arg-type]

    assert page.status == 200
    field = name.replace("__", "-")
    assert shown(centre.get(PREPARE), field) == "4"
    assert shown(centre.get("/lich-truc/2026-05-09/chuan-bi"), field) == "4"
    long = centre.send(centre.get(PREPARE), "/chuan-bi", **{name: "x" * 11})  # type: ignore[arg-type]
    assert long.faults == ["Hãy viết ngắn hơn: tối đa 10 ký tự."]


def test_a_mobile_saturday_is_held_in_a_hall(centre: Person) -> None:
    factories.duty_session(prepared=False).is_mobile = True
    hamlet = factories.hamlet("Thôn 12 (mẫu)", hall="Nhà văn hóa thôn 12")
    page = centre.get(PREPARE)
    assert shown(page, "place") == ""

    centre.send(page, "/chuan-bi", hamlet_id=str(hamlet.id))

    row = stored()
    assert row.place == "Nhà văn hóa thôn 12, Thôn 12 (mẫu)"
    assert row.hamlet is not None
    assert "lưu động" in centre.get(HUB).main


@pytest.mark.parametrize(
    ("hall", "address", "place"),
    [
        ("Nhà văn hóa", "", "Nhà văn hóa, Bản Xốp 5"),
        ("Nhà văn hóa", "đường liên xã", "Nhà văn hóa, Bản Xốp 5, đường liên xã"),
        ("Nhà văn hóa bản Xốp 5", "đường liên xã", "Nhà văn hóa bản Xốp 5, đường liên xã"),
        ("Nhà văn hóa bản Xốp 50", "", "Nhà văn hóa bản Xốp 50, Bản Xốp 5"),
        ("Nhà văn hóa", "đầu bản Xốp 5", "Nhà văn hóa, đầu bản Xốp 5"),
    ],
)
def test_a_hall_is_named_with_its_village_before_the_address(
    centre: Person, hall: str, address: str, place: str
) -> None:
    factories.duty_session(prepared=False).is_mobile = True
    hamlet = factories.hamlet("Bản Xốp 5", hall=hall)
    hamlet.halls[0].address = address
    db.session.commit()

    centre.send(centre.get(PREPARE), "/chuan-bi", hamlet_id=str(hamlet.id))

    assert stored().place == place


def test_a_mobile_saturday_asks_for_its_village_first(centre: Person) -> None:
    factories.duty_session(prepared=False).is_mobile = True
    db.session.commit()

    page = centre.send(centre.get(PREPARE), "/chuan-bi")

    assert page.status == 422
    assert page.faults == ["Hãy chọn thôn, bản, hoặc ghi nơi làm việc khác."]
    assert found(page, ".errors a")["href"] == "#hamlet_id"
    centre.send(page, "/chuan-bi", place="Chợ trung tâm")
    assert stored().place == "Chợ trung tâm"


def test_another_village_brings_its_own_hall(centre: Person) -> None:
    factories.duty_session(prepared=False).is_mobile = True
    first = factories.hamlet("Thôn 12", hall="Nhà văn hóa thôn 12")
    second = factories.hamlet("Thôn 13", hall="Nhà văn hóa thôn 13")
    centre.send(centre.get(PREPARE), "/chuan-bi", hamlet_id=str(first.id))

    centre.send(centre.get(PREPARE), "/chuan-bi", hamlet_id=str(second.id))

    assert stored().place == "Nhà văn hóa thôn 13"


def test_an_ordinary_saturday_asks_for_no_village(centre: Person) -> None:
    factories.duty_session(prepared=False)

    assert not centre.get(PREPARE).soup.select("[name=hamlet_id]")


def test_what_was_set_is_shown_and_changed(centre: Person) -> None:
    factories.duty_session()
    page = centre.get(PREPARE)
    assert "Sửa chuẩn bị buổi thứ Bảy, 11/4/2026" in page.main
    assert shown(page, "ends_at") == "11h30"

    page = centre.send(page, "/chuan-bi", starts_at="7h00", place="Hội trường UBND xã")

    assert page.notice == "Đã lưu giờ, nơi và nhiệm vụ của buổi."
    assert (stored().starts_at, stored().place) == (time(7), "Hội trường UBND xã")


def test_a_duty_that_came_later_is_not_wanted_by_itself(centre: Person) -> None:
    row = factories.duty_session()
    row.requirements = [one for one in row.requirements if one.duty.code != "LAND"]
    db.session.commit()

    page = centre.get(PREPARE)

    assert shown(page, f"duties-{place_of('LAND')}-count") == "0"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"starts_at": ""}, "Hãy ghi giờ bắt đầu."),
        ({"starts_at": "sáng"}, "Hãy ghi giờ dạng 7h30."),
        ({"place": ""}, "Hãy ghi nơi làm việc."),
        ({"due_on": "31/2/2026"}, "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ({"due_at": ""}, "Hãy ghi giờ hết hạn."),
        ({"duties-0-count": "nhiều"}, "Hãy ghi một số, chỉ dùng chữ số."),
        ({"duties-0-count": "100"}, "Hãy ghi số người từ 0 đến 99."),
        ({"starts_at": "12h", "ends_at": "7h"}, "Giờ kết thúc phải sau giờ bắt đầu."),
        (
            {"duties-0-starts_at": "9h", "duties-0-ends_at": "8h"},
            "Giờ kết thúc phải sau giờ bắt đầu.",
        ),
    ],
)
def test_a_slip_is_named_and_nothing_is_lost(
    centre: Person, typed: dict[str, str], words: str
) -> None:
    factories.duty_session()
    values: dict[str, object] = dict(values_of(centre.get(PREPARE).form("/chuan-bi")))

    page = centre.post(PREPARE, {**values, "duties-1-count": "7", **typed})

    assert page.status == 422
    assert page.faults == [words]
    assert shown(page, "duties-1-count") == "7"
    for name, value in typed.items():
        assert shown(page, name) == value
    assert counts()["CENTRE_LEAD"] == 1
    href = str(found(page, ".errors a")["href"])
    assert found(page, href).name == "input"


def test_the_later_saver_sees_both_versions(centre: Person) -> None:
    factories.duty_session()
    mine = centre.get(PREPARE)
    centre.send(centre.get(PREPARE), "/chuan-bi", place="Hội trường UBND xã")

    page = centre.send(mine, "/chuan-bi", place="Nhà văn hóa xã")

    assert page.status == 409
    assert page.rows("Hai bản") == [["Nơi làm việc", "Hội trường UBND xã", "Nhà văn hóa xã"]]
    assert stored().place == "Hội trường UBND xã"
    assert centre.send(page, "/chuan-bi").status == 200
    assert stored().place == "Nhà văn hóa xã"


def test_a_change_of_duties_alone_is_noticed_too(centre: Person) -> None:
    factories.duty_session()
    mine = centre.get(PREPARE)
    land = f"duties__{place_of('LAND')}__count"
    centre.send(centre.get(PREPARE), "/chuan-bi", follow=True, **{land: "3"})

    page = centre.send(mine, "/chuan-bi")

    assert page.status == 409
    assert [row[0] for row in page.rows("Hai bản")] == ["Nhiệm vụ"]
    assert counts()["LAND"] == 3


def test_what_is_cancelled_is_not_prepared(centre: Person) -> None:
    factories.duty_session().cancel("Bão số 3", by=None)
    db.session.commit()

    page = centre.send(centre.get(PREPARE), "/chuan-bi")

    assert page.status == 422
    assert page.faults == ["Buổi này đã hủy: Bão số 3."]


def test_a_second_click_prepares_once(centre: Person) -> None:
    factories.duty_session(prepared=False)
    values: dict[str, object] = dict(values_of(centre.get(PREPARE).form("/chuan-bi")))

    first, second = centre.post(PREPARE, values), centre.post(PREPARE, values)

    assert first.notice == second.notice
    verbs = [one.verb for one in db.session.scalars(AuditEvent.in_order())]
    assert verbs[-2:] == ["prepare", "require"]
    assert verbs.count("prepare") == 1


def test_others_may_not_prepare(economy: Person, leader: Person) -> None:
    factories.duty_session(prepared=False)

    for person in (economy, leader):
        assert person.get(PREPARE).status == 403
        assert person.post(PREPARE, {}).status == 403


def test_a_day_without_a_saturday_is_not_prepared(centre: Person) -> None:
    assert centre.get(PREPARE).status == 404
