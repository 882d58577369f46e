"""Who stands at the desk sees which results are late, due, still to come and handed over."""

from datetime import date, time

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.intake import Applicant
from saturday.models.plan import DutySession
from saturday.models.returns import Dossier, Handing, Return
from saturday.rules.intake import ReturnWay
from saturday.rules.permissions import Role
from saturday.web.intake import due_list
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Person
from tests.web.intake.later import later

LIST = "/tiep-nhan/tra-ket-qua"


@pytest.fixture(autouse=True)
def duty_session(app: Flask) -> DutySession:
    """Hold the Saturday of 28/3, at nine."""
    del app
    row = factories.duty_session(date(2026, 3, 28))
    stand_at("2026-03-28 09:00")
    return row


def test_results_stand_by_their_day_with_how_late_they_are(
    centre: Person, duty_session: DutySession
) -> None:
    village = factories.hamlet("Thôn 12")
    lan = Applicant(name="Lô Thị Lan", hamlet=village)
    factories.received(duty_session, due_on=date(2026, 4, 9), who=lan)
    cooperative = Applicant(name="Hợp tác xã Anh Sơn", is_organisation=True)
    factories.received(duty_session, due_on=date(2026, 4, 13), who=cooperative)
    factories.received(duty_session, due_on=date(2026, 4, 15))
    factories.received(duty_session)
    centre = later(centre, "2026-04-13 08:00")

    page = centre.get(LIST)

    assert "Hôm nay, thứ Hai, 13/4/2026: 4 hồ sơ chờ trả kết quả" in page.main
    assert ", 1 quá hạn, 1 hẹn hôm nay, 2 chưa đến hạn." in page.main
    marriage, code = "Xác nhận tình trạng hôn nhân", "H41.156-260411-0001"
    assert page.rows("Quá hạn") == [
        [
            "thứ Năm, 09/4 ! quá hạn 2 ngày làm việc",
            marriage,
            "L. T. Lan, Thôn 12",
            "0001 · 28/3",
            code,
            "Trả kết quả dòng 0001 · 28/3",
        ]
    ]
    today = page.rows("Hẹn trả hôm nay")
    assert [row[0:3] for row in today] == [["thứ Hai, 13/4", marriage, "Hợp tác xã Anh Sơn"]]
    assert [row[0] for row in page.rows("Chưa đến hạn")] == ["thứ Tư, 15/4", "chưa ghi ngày hẹn"]
    assert "Lô Thị" not in page.text


def test_what_was_handed_over_lately_can_be_taken_back(
    app: Flask, centre: Person, duty_session: DutySession
) -> None:
    entry = factories.received(duty_session, due_on=date(2026, 4, 9))
    centre = later(centre, "2026-04-13 08:00")
    officer = Person(app, factories.account(username="canbo", roles={Role.OFFICER}))
    handing = Handing(date(2026, 4, 10), at=time(14, 5), way=ReturnWay.POST)
    Return.hand_over(db.session, entry, handing, by=centre.account)
    other = Handing(date(2026, 4, 13))
    Return.hand_over_other(db.session, Dossier(code="H41-7"), other, by=officer.account)
    db.session.commit()

    page = centre.get(LIST)

    assert [row[0] for row in page.rows("Kết quả đã trả")] == [
        "13/4/2026 · tại quầy",
        "14 giờ 05, 10/4/2026 · bưu chính · trả muộn",
    ]
    assert page.rows("Kết quả đã trả")[0][1:] == [
        "không rõ thủ tục",
        "ngoài nhật ký",
        "không ghi",
        "H41-7",
        "Ghi nhầm?",
    ]
    assert [row[-1] for row in officer.get(LIST).rows("Kết quả đã trả")] == ["Ghi nhầm?", ""]


def test_results_of_long_ago_are_not_listed(centre: Person, duty_session: DutySession) -> None:
    entry = factories.received(duty_session, due_on=date(2026, 4, 9))
    Return.hand_over(db.session, entry, Handing(date(2026, 3, 28)), by=None)
    db.session.commit()
    centre = later(centre, "2026-04-12 08:00")

    page = centre.get(LIST)

    assert "Đã trả" not in page.main
    assert "không có hồ sơ nào chờ trả kết quả" in page.main


def test_an_empty_list_says_what_will_stand_there(centre: Person) -> None:
    page = centre.get(LIST)

    assert "Hồ sơ “tiếp nhận, hẹn trả” ghi ở bàn tiếp nhận sẽ hiện ở đây" in page.main
    assert "Biên bản bàn giao" not in page.main
    assert "In danh sách ký nhận" in page.main


def test_the_way_to_the_record_of_handover_is_the_centres(
    app: Flask, centre: Person, duty_session: DutySession
) -> None:
    factories.received(duty_session, due_on=date(2026, 4, 9))
    officer = Person(app, factories.account(username="canbo", roles={Role.OFFICER}))

    assert "Biên bản bàn giao" in centre.get(LIST).main
    assert "Biên bản bàn giao" not in officer.get(LIST).main


def test_of_very_many_the_last_are_only_counted(
    centre: Person, duty_session: DutySession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_list, "MOST_SHOWN", 2)
    for _ in range(5):
        factories.received(duty_session, due_on=date(2026, 4, 9))

    page = centre.get(LIST)

    assert len(page.rows("Chưa đến hạn")) == 2
    assert "Chưa đến hạn (5)" in page.main
    assert "Còn 3 hồ sơ hẹn trả sau các dòng trên." in page.main


def test_of_very_many_late_ones_the_longest_late_stand_with_the_number_of_the_others(
    centre: Person, duty_session: DutySession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_list, "MOST_SHOWN", 2)
    for day in (9, 8, 9, 7, 13, 13, 13, 20):
        factories.received(duty_session, due_on=date(2026, 4, day))
    centre = later(centre, "2026-04-13 08:00")

    page, sheet = centre.get(LIST), centre.get(f"{LIST}/in")

    assert [row[0][:16] for row in page.rows("Quá hạn")] == ["thứ Ba, 07/4 ! q", "thứ Tư, 08/4 ! q"]
    assert "Quá hạn (4)" in page.main
    assert "Còn 2 hồ sơ hẹn trả sau các dòng trên." in page.main
    assert "Còn 1 hồ sơ hẹn trả sau các dòng trên." in page.main
    assert [len(page.rows(one)) for one in ("Hẹn trả hôm nay", "Chưa đến hạn")] == [2, 1]
    assert len(sheet.rows("Danh sách trả kết quả")) == 4
    assert "Còn 2 hồ sơ quá hạn chưa in ở đây." in sheet.main
    assert "Còn 1 hồ sơ hẹn trả hôm nay chưa in ở đây." in sheet.main


def test_ten_more_results_ask_no_more_of_the_database(
    centre: Person, duty_session: DutySession
) -> None:
    factories.received(duty_session, due_on=date(2026, 4, 9))
    with counted_queries() as few:
        centre.get(LIST)
    for _ in range(10):
        factories.received(duty_session, due_on=date(2026, 4, 9))
    with counted_queries() as many:
        centre.get(LIST)

    assert len(many) == len(few)


def test_results_are_no_business_of_a_department(economy: Person) -> None:
    assert economy.get(LIST).status == 403
