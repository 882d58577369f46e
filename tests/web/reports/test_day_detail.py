"""What does the page of a day's figures tell, to whom, and how is the day closed there?"""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.closing import DayClosing
from saturday.models.daily import DailySheet
from saturday.models.documents import Check, Document, Subject
from saturday.models.packs import MobilePack
from saturday.models.plan import DutySession
from saturday.models.roster import Seat, assign
from saturday.models.settings import change_settings
from saturday.papers import making
from saturday.papers.issuing import Entry, issue
from saturday.rules.closing import Handled
from saturday.rules.intake import Outcome
from saturday.rules.lifecycle import PaperState
from saturday.rules.permissions import Role
from saturday.web.reports import rows
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person
from tests.web.reports.conftest import confirm_otherwise

DAY = "/bao-cao/2026-04-11"
DESK = "/tiep-nhan/2026-04-11"
CLOSED = "Buổi đã chốt số liệu lúc 12 giờ 20, thứ Bảy, 11/4."
OFFICER = "Vi Văn An (mẫu) Chuyên viên, Phòng Kinh tế"
MOST_QUERIES = 30


def boxes(page: Page) -> list[str]:
    """Give the values of the boxes that can be ticked."""
    return [str(one["value"]) for one in page.soup.select("input[name=ticked]")]


def matters(page: Page) -> list[str]:
    """Give what stands open."""
    return [one.get_text(" ", strip=True) for one in page.soup.select(".matters li")]


def close(person: Person, **typed: object) -> Page:
    """Close the day as a person does."""
    return person.send(person.get(DAY), "/chot", follow=True, **typed)


# Looking


def test_it_tells_the_sums_officers_and_fields(host: Person) -> None:
    page = host.get(DAY)

    assert "4 lượt = 2 tiếp nhận + 1 yêu cầu bổ sung + 1 góp ý, phản ánh." in page.main
    assert "2 tiếp nhận = 2 giải quyết, trả ngay + 0 hẹn trả." in page.main
    assert "2 tiếp nhận + 0 từ các buổi trước = 2 hồ sơ = 2 đã trả + 0 còn lại" in page.main
    rows = page.rows("Số liệu theo công chức")
    assert [row[:7] for row in rows] == [
        [OFFICER, "2", "1", "3", "1", "0", "0"],
        ["Cộng", "2", "1", "3", "1", "0", "0"],
    ]
    fields = {row[0]: row[1:] for row in page.rows("Số liệu theo lĩnh vực")}
    assert fields["Hộ tịch"] == ["2", "2", "0", "1", "0", "3", "1", "0", "4"]
    assert fields["Đất đai"] == ["0"] * 9
    assert fields["Cộng"] == ["2", "2", "0", "1", "0", "3", "1", "0", "4"]


def test_a_box_and_its_way_to_mend_stand_on_one_line(host: Person) -> None:
    cell = host.get(DAY).soup.select_one(".day-figures td .nowrap")

    assert cell is not None
    assert cell.select_one("input[type=checkbox]")
    assert cell.select_one("a[href*='cong-chuc/']")


def test_each_number_leads_to_its_lines(host: Person) -> None:
    page = host.get(DAY)
    ways = [str(one["href"]) for one in page.soup.select(".day-figures td a") if one.get("href")]
    handled = next(one for one in ways if one.count("+") == len("+++"))

    lines = host.get(handled)

    assert [row[0] for row in lines.rows("Các dòng")] == ["0001", "0002", "0003"]
    assert host.get(f"{DAY}/dong?linh-vuc=0").main.startswith("Các dòng nhật ký thứ Bảy, 11/4")
    assert "0 dòng: Không theo lĩnh vực." in host.get(f"{DAY}/dong?linh-vuc=0").main
    assert "0 dòng: Phần ghi chung tại quầy." in host.get(f"{DAY}/dong?cong-chuc=0").main


@pytest.mark.parametrize("key", ["abc", "-1", "999", "9" * 30, ""])
@pytest.mark.parametrize("way", ["linh-vuc", "cong-chuc"])
def test_lines_of_nobody_known_are_no_page(host: Person, way: str, key: str) -> None:
    for ending in ("", ".xlsx"):
        assert host.get(f"{DAY}/dong{ending}?{way}={key}").status == 404


@pytest.mark.parametrize("outcome", ["KHAC", "SETTLED+KHAC", ""])
def test_lines_of_no_known_outcome_are_no_page(host: Person, outcome: str) -> None:
    assert host.get(f"{DAY}/dong?ket-qua={outcome}").status == 404


def test_a_sum_leads_to_every_line_that_it_counts(host: Person) -> None:
    rows = host.get(DAY).soup.select("tr.total")

    for row in rows:
        for cell in row.select("td a"):
            lines = host.get(str(cell["href"]))
            assert f"{cell.get_text()} dòng" in lines.main


def test_a_page_of_lines_says_when_there_are_more(
    host: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_ROWS", 3)

    page = host.get(f"{DAY}/dong")

    assert "4 dòng. Trang này có 3 dòng đầu." in page.main
    assert len(page.rows("Các dòng")) == 3


def test_who_sees_no_lines_sees_numbers_without_a_way(app: Flask, served: DutySession) -> None:
    assert served.counts
    leader = Person(app, factories.account(username="lanhdao", roles={Role.LEADER}))

    page = leader.get(DAY)

    assert "Số liệu ngày thứ Bảy, 11/4" in page.main
    assert not page.soup.select(".day-figures td a")
    assert not page.has_form("/chot")
    assert leader.get(f"{DAY}/dong").status == 403
    assert "Mở sổ" in page.main  # the leader reads the register
    assert "Chấm công" not in page.main


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.OFFICER, Role.ADMIN, Role.BROADCASTER])
def test_others_see_none_of_it(app: Flask, served: DutySession, role: Role) -> None:
    assert served.counts
    person = Person(app, factories.account(username="khac", roles={role}))

    assert person.get(DAY).status == 403
    assert person.get(f"{DAY}/in").status == 403


def test_a_day_without_a_saturday_has_no_figures(host: Person) -> None:
    assert host.get("/bao-cao/2026-04-12").status == 404


def test_before_the_day_the_page_says_when_figures_come(centre: Person) -> None:
    factories.duty_session()

    page = centre.get(DAY)

    assert "Buổi chưa đến. Số liệu hiện ở đây vào thứ Bảy, 11/4." in page.main
    assert not page.has_form("/chot")


def test_an_empty_saturday_is_shown_printed_and_closed(app: Flask) -> None:
    factories.duty_session()
    stand_at("2026-04-11 12:20")
    centre = Person(app, factories.account(roles={Role.CENTRE}))

    page = centre.get(DAY)

    assert "Nhật ký của buổi chưa có dòng nào." in page.main
    assert "Chưa có công chức nào được phân công hoặc ghi nhật ký." in page.main
    assert set(page.rows("Số liệu theo lĩnh vực")[-1][1:]) == {"0"}
    assert "0 lượt = 0." in centre.get(f"{DAY}/in").main
    assert centre.get(f"{DAY}/bang.xlsx").status == 200
    assert centre.send(page, "/chot").notice == "Đã chốt số liệu ngày."


def test_a_cancelled_saturday_says_why_and_is_not_closed(host: Person, served: DutySession) -> None:
    served = db.session.merge(served)
    served.cancel("mưa bão", by=None)
    db.session.commit()

    page = host.get(DAY)

    assert "Buổi này đã hủy: mưa bão." in page.main
    assert not page.has_form("/chot")
    assert "Buổi này đã hủy: mưa bão." in host.get(f"{DAY}/in").main


def test_what_stands_open_is_named(host: Person, served: DutySession) -> None:
    pack = MobilePack(
        duty_session_id=served.id, letter="B", uid="b", made_at=factories.at("2026-04-10")
    )
    home = MobilePack(
        duty_session_id=served.id,
        letter="C",
        uid="c",
        made_at=factories.at("2026-04-10"),
        brought_at=factories.at("2026-04-11"),
        findings=[{"words": "Dòng C0001 chưa nhận.", "todo": "Xem.", "line": ""}],
    )
    db.session.add_all([pack, home])
    db.session.commit()

    assert matters(host.get(DAY)) == [
        "Gói lưu động chữ B chưa nhận về. Mở gói lưu động",
        "Gói lưu động còn 1 việc cần xem lại. Xem, cách làm",
        "Chưa ghi mức độ hài lòng. Ghi mức độ hài lòng",
        "Nhật ký có 1 lượt góp ý, sổ phản ánh có 0. Mở sổ",
    ]


def test_what_a_closed_day_lacks_leads_nowhere_but_to_its_reopening(host: Person) -> None:
    host.send(host.get(DAY), "/chot")

    assert "Chưa ghi mức độ hài lòng. Muốn ghi thì mở lại số liệu ngày." in matters(host.get(DAY))


def test_more_lines_ask_nothing_more(host: Person, served: DutySession) -> None:
    host.get(DAY)
    with counted_queries() as few:
        host.get(DAY)
    for _ in range(10):
        factories.received(db.session.merge(served), outcome=Outcome.SETTLED)
    host.get(DAY)
    with counted_queries() as many:
        host.get(DAY)

    assert len(many) == len(few)
    assert len(many) <= MOST_QUERIES


# Confirming


def test_ticked_officers_are_confirmed(host: Person) -> None:
    page = host.get(DAY)

    done = host.send(page, "/xac-nhan", ticked=boxes(page))

    assert done.notice == "Đã xác nhận số liệu của 1 công chức."
    assert boxes(done) == []
    assert db.session.scalars(select(DailySheet)).one().said == Handled(3, 1)


def test_one_officer_ticked_twice_is_confirmed_once(host: Person) -> None:
    page = host.get(DAY)

    done = host.send(page, "/xac-nhan", ticked=boxes(page) * 2)

    assert done.notice == "Đã xác nhận số liệu của 1 công chức."
    assert db.session.scalars(select(DailySheet)).one().version == 1


def test_nothing_ticked_is_said(host: Person) -> None:
    page = host.send(host.get(DAY), "/xac-nhan")

    assert (page.status, page.faults) == (422, ["Hãy đánh dấu công chức có số liệu đúng."])


@pytest.mark.parametrize("box", ["x", "1-2-3", "1-2-3-x", ""])
def test_what_is_no_box_is_none(host: Person, box: str) -> None:
    assert host.send(host.get(DAY), "/xac-nhan", ticked=[box]).status == 422


def test_what_was_counted_meanwhile_is_not_confirmed(host: Person, served: DutySession) -> None:
    page = host.get(DAY)
    factories.received(db.session.merge(served), by=_account("congchuc1"))

    refused = host.send(page, "/xac-nhan", ticked=boxes(page))

    assert refused.status == 422
    assert refused.faults[0].startswith("Nhật ký vừa có dòng mới")
    assert boxes(refused) != boxes(page)
    done = host.send(refused, "/xac-nhan", ticked=boxes(refused))
    assert done.notice == "Đã xác nhận số liệu của 1 công chức."


def test_a_stale_tick_leaves_what_the_officer_confirmed_meanwhile(
    host: Person, officer: Person
) -> None:
    page = host.get(DAY)
    own = officer.get(f"{DAY}/cua-toi")
    officer.send(own, "/cua-toi", dossiers="4", reason="một hồ sơ ghi giấy")

    refused = host.send(page, "/xac-nhan", ticked=boxes(page))

    assert refused.status == 422
    assert refused.faults[0].startswith("Số liệu vừa đổi")
    kept = db.session.scalars(select(DailySheet)).one()
    assert (kept.said, kept.reason) == (Handled(4, 1), "một hồ sơ ghi giấy")


def _account(username: str) -> Account:
    return db.session.scalars(select(Account).where(Account.username == username)).one()


# Closing


def test_the_day_is_closed_and_the_desk_takes_no_more(host: Person, officer: Person) -> None:
    tally = officer.get(DESK)

    page = close(host, remark="Mất điện 8 phút")

    assert page.notice == "Đã chốt số liệu ngày."
    assert "Đã chốt số liệu lúc 12 giờ 20, thứ Bảy, 11/4, Người dùng trungtam." in page.main
    assert "Mất điện 8 phút" in page.main
    assert CLOSED in officer.get(DESK).main
    refused = officer.send(tally, "/dem", outcome="GUIDED")
    assert refused.status == 422
    assert CLOSED in refused.main


def test_a_day_is_closed_in_its_hours_only_when_that_is_ticked(host: Person) -> None:
    stand_at("2026-04-11 10:55")

    page = close(host, remark="Mất điện 8 phút")

    assert page.status == 422
    (fault,) = page.faults
    assert fault.startswith("Buổi còn đến 11 giờ 30. Chốt rồi thì các quầy không ghi được nữa.")
    assert "Mất điện 8 phút" in page.main
    assert host.send(page, "/chot", early="y").notice == "Đã chốt số liệu ngày."
    stand_at("2026-04-11 11:30")
    page = host.send(host.get(DAY), "/mo-lai", follow=True, reason="đóng nhầm")
    assert "Buổi còn đến" not in page.main


def test_figures_that_changed_are_looked_at_again_and_closed_with_the_words_typed(
    host: Person, served: DutySession
) -> None:
    page = host.get(DAY)
    factories.received(db.session.merge(served), by=_account("congchuc1"))

    refused = host.send(page, "/chot", remark="Mất điện 8 phút")

    assert refused.status == 422
    assert refused.faults[0].startswith("Số liệu vừa đổi")
    done = host.send(refused, "/chot")
    assert done.notice == "Đã chốt số liệu ngày."
    row = db.session.scalars(select(DayClosing)).one()
    assert (row.visits, row.remark) == (5, "Mất điện 8 phút")


def test_changed_figures_are_told_also_to_who_first_forgot_a_tick(
    host: Person, served: DutySession
) -> None:
    stand_at("2026-04-11 10:55")
    page = host.get(DAY)
    factories.received(db.session.merge(served), by=_account("congchuc1"))

    early = host.send(page, "/chot")
    assert early.faults[0].startswith("Buổi còn đến")
    changed = host.send(early, "/chot", early="y")
    assert changed.faults[0].startswith("Số liệu vừa đổi")
    assert host.send(changed, "/chot").notice == "Đã chốt số liệu ngày."


def test_what_was_difficult_is_kept_when_the_day_is_closed_again(host: Person) -> None:
    page = host.send(close(host, remark="Mất mạng 8 giờ 20"), "/mo-lai", follow=True, reason="sót")

    assert "Mất mạng 8 giờ 20" in page.rows("Các lần chốt")[0]
    page = host.send(page, "/chot", follow=True)

    assert [row[4] for row in page.rows("Các lần chốt")] == ["Mất mạng 8 giờ 20"] * 2
    newest = db.session.scalars(select(DayClosing).order_by(DayClosing.id.desc())).first()
    assert newest is not None
    assert newest.remark == "Mất mạng 8 giờ 20"


def test_a_second_click_closes_once(host: Person) -> None:
    page = host.get(DAY)
    host.send(page, "/chot")
    host.send(page, "/chot")

    assert len(db.session.scalars(select(DayClosing)).all()) == 1


def test_of_two_who_close_the_second_is_told_and_keeps_what_was_typed(
    app: Flask, host: Person
) -> None:
    other = Person(app, factories.account(username="trungtam2", roles={Role.CENTRE}))
    page = other.get(DAY)
    close(host, remark="Mất điện 8 phút")

    refused = other.send(page, "/chot", remark="Mạng chậm cả buổi")

    assert refused.status == 422
    assert refused.faults[0].startswith(CLOSED)
    assert "Mạng chậm cả buổi" in refused.main
    kept = db.session.scalars(select(DayClosing)).one()
    assert kept.remark == "Mất điện 8 phút"


def test_what_is_ticked_on_a_day_closed_meanwhile_is_refused(app: Flask, host: Person) -> None:
    other = Person(app, factories.account(username="trungtam2", roles={Role.CENTRE}))
    page = other.get(DAY)
    close(host)

    refused = other.send(page, "/xac-nhan", ticked=boxes(page))

    assert (refused.status, refused.faults[0][: len(CLOSED)]) == (422, CLOSED)


def test_who_is_put_on_the_board_of_a_closed_day_changes_none_of_its_figures(
    host: Person, served: DutySession
) -> None:
    before = close(host).rows("Số liệu theo công chức")
    saturday = db.session.merge(served)
    late = factories.officer("Lô Thị Bình (mẫu)")
    assign(saturday, Seat(duty=factories.duty("LAND"), officer=late), by=None)
    db.session.commit()

    assert host.get(DAY).rows("Số liệu theo công chức") == before


def test_other_figures_than_those_shown_are_not_closed(host: Person, served: DutySession) -> None:
    page = host.get(DAY)
    factories.received(db.session.merge(served))

    refused = host.send(page, "/chot", remark="Mất điện 8 phút")

    assert refused.status == 422
    assert refused.faults == ["Số liệu vừa đổi sau khi mở trang. Hãy xem lại rồi chốt."]
    assert "Mất điện 8 phút" in refused.main


def test_a_laptop_that_is_out_is_explained(host: Person, served: DutySession) -> None:
    pack = MobilePack(
        duty_session_id=served.id, letter="B", uid="b", made_at=factories.at("2026-04-10")
    )
    db.session.add(pack)
    db.session.commit()

    page = close(host)
    assert page.faults == ["Gói lưu động chữ B chưa nhận về. Hãy ghi lý do vẫn chốt."]

    assert host.send(page, "/chot", remark="máy hỏng").notice == "Đã chốt số liệu ngày."


def test_a_laptop_says_where_a_day_is_closed(host: Person) -> None:
    change_settings(db.session, {"desk.letter": "B"}, by=None)
    db.session.commit()

    page = host.get(DAY)

    assert "Hãy xác nhận, chốt số liệu ở trụ sở." in page.main
    assert not any(page.has_form(act) for act in ("/xac-nhan", "/chot"))


def test_a_day_is_opened_again_only_with_a_reason(host: Person) -> None:
    page = host.send(close(host), "/mo-lai")
    assert (page.status, page.faults) == (422, ["Hãy ghi lý do mở lại."])

    page = host.send(page, "/mo-lai", reason="sót hai hồ sơ ghi giấy")

    assert page.notice == "Đã mở lại số liệu ngày. Sửa xong thì chốt lại."
    (row,) = page.rows("Các lần chốt")
    assert row[:4] == ["12 giờ 20, thứ Bảy, 11/4, Người dùng trungtam", "4", "3", "1"]
    assert row[5].endswith("Người dùng trungtam: sót hai hồ sơ ghi giấy")
    assert page.has_form("/chot")
    assert CLOSED not in host.get(DESK).main
    assert "đang chốt" in close(host).main


def test_opening_what_another_has_opened_is_refused(host: Person) -> None:
    page = close(host)
    again = host.get(DAY)
    host.send(page, "/mo-lai", reason="sót hai hồ sơ")

    assert host.send(again, "/mo-lai", reason="sót hai hồ sơ").status == 409


def test_neither_clerk_nor_officer_closes(app: Flask, host: Person, officer: Person) -> None:
    page = host.get(DAY)
    clerk = Person(app, factories.account(username="vanthu", roles={Role.CLERK}))

    for one in (clerk, officer):
        assert one.post(f"{DAY}/chot", {}).status == 403
        assert one.post(f"{DAY}/mo-lai", {}).status == 403
        assert one.post(f"{DAY}/xac-nhan", {}).status == 403
    assert page.has_form("/chot")
    assert not clerk.get(DAY).has_form("/chot")


# The report of the Saturday


def wanted() -> None:
    change_settings(db.session, {"reports.of_saturday": "yes"}, by=None)
    db.session.commit()


def test_without_the_setting_no_report_is_offered(host: Person) -> None:
    assert "Báo cáo của buổi" not in close(host).main

    form = host.get("/van-ban/lap/session_report/2026-04-11")
    page = host.send(form, "/session_report/2026-04-11", signer_name="Lê Thị Ưu")
    assert page.faults == ["Xã chưa dùng báo cáo từng buổi. Cần dùng thì bật ở Cài đặt của xã."]


def test_the_report_is_made_once_the_day_is_closed(host: Person) -> None:
    wanted()
    assert "Lập được sau khi chốt số liệu ngày." in host.get(DAY).main
    form = host.get("/van-ban/lap/session_report/2026-04-11")
    early = host.send(form, "/session_report/2026-04-11", signer_name="Lê Thị Ưu")
    assert early.faults == ["Hãy chốt số liệu ngày trước khi lập báo cáo của buổi."]

    page = close(host)
    way = page.soup.find("a", string="Lập báo cáo của buổi")
    assert way is not None

    form = host.get(str(way["href"]))
    made = host.send(form, "/session_report/2026-04-11", signer_name="Lê Thị Ưu")

    assert made.status == 200
    assert "dự thảo" in host.get(DAY).main
    assert "Lập báo cáo của buổi" not in host.get(DAY).main


def test_when_figures_differ_later_the_issued_report_stays_and_a_new_one_is_offered(
    host: Person, app: Flask, served: DutySession
) -> None:
    wanted()
    close(host)
    saturday = db.session.get_one(DutySession, served.id)
    document = _issued(saturday)
    kept = document.text_file
    assert kept is not None
    bytes_before, number = kept.content, document.full_number
    assert "khác báo cáo" not in host.get(DAY).main

    host.send(host.get(DAY), "/mo-lai", reason="sót một hồ sơ")
    factories.received(db.session.get_one(DutySession, served.id), outcome=Outcome.SETTLED)
    page = close(host)

    assert f"Báo cáo {number}" in page.main
    assert "Số liệu nay khác báo cáo đã phát hành." in page.main
    assert "Nay là: Số lượt công dân: 5 lượt = 3 tiếp nhận" in page.main
    assert "Bảng số liệu theo lĩnh vực hoặc theo công chức đã đổi." in page.main
    assert "Lập báo cáo thay thế" not in page.main
    kept = db.session.get_one(Document, document.id).text_file
    assert kept is not None
    assert kept.content == bytes_before
    clerk = Person(app, factories.account(username="vanthu", roles={Role.CLERK}))
    way = clerk.get(DAY).soup.find("a", string="Lập báo cáo thay thế")
    assert way is not None
    form = clerk.get(str(way["href"]))
    assert form.status == 200


def test_words_that_have_expired_are_no_other_figures(host: Person, served: DutySession) -> None:
    wanted()
    confirm_otherwise(served, Handled(9, 1), "sáu hồ sơ ghi giấy")
    close(host, remark="mất điện 8 phút")
    _issued(db.session.get_one(DutySession, served.id))

    db.session.scalars(DayClosing.of_session(db.session.merge(served))).one().remark = ""
    db.session.scalars(DailySheet.of_session(db.session.merge(served))).one().reason = ""
    db.session.commit()

    assert "khác báo cáo" not in host.get(DAY).main


def test_another_difficulty_is_told_beside_the_issued_report(
    host: Person, served: DutySession
) -> None:
    wanted()
    close(host, remark="mất điện 8 phút")
    _issued(db.session.get_one(DutySession, served.id))

    host.send(host.get(DAY), "/mo-lai", reason="ghi nhầm")
    page = close(host, remark="mất điện 18 phút")

    assert "Khó khăn, vướng mắc của buổi đã đổi." in page.main


def _issued(saturday: DutySession) -> Document:
    """Let the report of a Saturday be checked, signed and issued by the verbs."""
    subject = Subject(duty_session=saturday)
    begun = making.proposed(db.session, making.SESSION_REPORT, subject)
    document = making.begin(db.session, begun, subject, by=None)
    db.session.flush()
    for part in Check:
        making.check(db.session, document, part, making.seen_now(db.session, document), by=None)
    signed_at = factories.at("2026-04-11 12:20")
    stand_at("2026-04-11 12:30")
    assert making.sign(db.session, document, signed_at, by=None)
    issue(db.session, document, Entry("41", date(2026, 4, 11)), by=None)
    db.session.commit()
    assert document.state is PaperState.ISSUED
    return document
