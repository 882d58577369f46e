"""How does an officer confirm the own figures, and the Centre put one officer's right?"""

from flask import Flask
from sqlalchemy import select

from saturday.extensions import db
from saturday.models import daily
from saturday.models.daily import DailySheet, DayFigures
from saturday.models.plan import DutySession
from saturday.models.settings import change_settings
from saturday.rules.closing import Handled
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Person

DAY = "/bao-cao/2026-04-11"
OWN = f"{DAY}/cua-toi"


def kept() -> DailySheet:
    return db.session.scalars(select(DailySheet)).one()


def sheet_of(host: Person) -> str:
    """Give the address of the one officer's sheet."""
    ways = [str(one["href"]) for one in host.get(DAY).soup.select("a[href*='cong-chuc/']")]
    return ways[0]


def test_an_officer_confirms_what_the_log_counts(officer: Person) -> None:
    page = officer.get(OWN)
    assert "Nhật ký cộng lại 3 hồ sơ, 1 kiến nghị" in page.main

    done = officer.send(page, "/cua-toi")

    assert done.notice == "Đã xác nhận số liệu của Vi Văn An (mẫu)."
    assert "Đã xác nhận 3 hồ sơ, 1 kiến nghị lúc 12 giờ 20" in done.main
    assert (kept().said, kept().confirmed_by.username) == (Handled(3, 1), "congchuc1")  # type: ignore[union-attr] # somebody did


def test_another_number_needs_its_reason(officer: Person) -> None:
    page = officer.send(officer.get(OWN), "/cua-toi", dossiers="4")
    assert page.status == 422
    assert page.faults == ["Nhật ký có 3 hồ sơ, 1 kiến nghị. Ghi số khác thì hãy ghi lý do."]

    done = officer.send(page, "/cua-toi", dossiers="4", reason="một hồ sơ ghi giấy")

    assert "Đã xác nhận 4 hồ sơ, 1 kiến nghị" in done.main
    assert (kept().said, kept().reason) == (Handled(4, 1), "một hồ sơ ghi giấy")


def test_a_laptop_says_where_figures_are_confirmed(officer: Person) -> None:
    change_settings(db.session, {"desk.letter": "B"}, by=None)
    db.session.commit()

    page = officer.get(OWN)

    assert "Hãy xác nhận, chốt số liệu ở trụ sở." in page.main
    assert not page.has_form("/cua-toi")


def test_what_is_no_number_stays_typed(officer: Person) -> None:
    page = officer.send(officer.get(OWN), "/cua-toi", dossiers="ba", opinions="")

    assert page.status == 422
    assert page.faults == ["Hãy ghi một số, chỉ dùng chữ số.", "Hãy ghi số kiến nghị."]
    assert page.soup.select_one("#dossiers[value=ba]")


def test_figures_that_changed_are_shown_again(officer: Person, served: DutySession) -> None:
    officer.send(officer.get(OWN), "/cua-toi")
    page = officer.get(OWN)
    account = officer.account and db.session.merge(officer.account)
    factories.received(db.session.merge(served), by=account)

    refused = officer.send(page, "/cua-toi")
    assert refused.faults[0].startswith("Nhật ký vừa có dòng mới")

    page = officer.get(OWN)
    assert "Nhật ký đổi sau khi xác nhận 3 hồ sơ, 1 kiến nghị. Cần xác nhận lại." in page.main
    assert "Đã xác nhận" in officer.send(page, "/cua-toi").main


def test_after_a_look_at_changed_figures_what_was_typed_is_confirmed(
    officer: Person, served: DutySession
) -> None:
    page = officer.get(OWN)
    account = officer.account and db.session.merge(officer.account)
    factories.received(db.session.merge(served), outcome=Outcome.OPINION, by=account)

    refused = officer.send(page, "/cua-toi", dossiers="5", reason="hai hồ sơ ghi giấy")
    assert refused.faults[0].startswith("Nhật ký vừa có dòng mới")
    assert "3 hồ sơ, 2 kiến nghị" in refused.main
    done = officer.send(refused, "/cua-toi", opinions="2")

    assert done.notice == "Đã xác nhận số liệu của Vi Văn An (mẫu)."
    assert (kept().said, kept().counted) == (Handled(5, 2), Handled(3, 2))
    assert kept().reason == "hai hồ sơ ghi giấy"


def test_a_sheet_opened_before_somebody_else_confirmed_overwrites_nothing_unseen(
    host: Person, officer: Person
) -> None:
    address = sheet_of(host)
    page = host.get(address)
    officer.send(officer.get(OWN), "/cua-toi", dossiers="4", reason="một hồ sơ ghi giấy")

    refused = host.send(page, address, dossiers="5", reason="đếm lại sổ giấy")
    assert refused.faults == ["Số liệu vừa đổi sau khi mở trang. Hãy xem lại rồi xác nhận."]
    assert "Lý do đã ghi: một hồ sơ ghi giấy." in refused.main
    assert kept().said == Handled(4, 1)

    assert host.send(refused, address).notice == "Đã xác nhận số liệu của Vi Văn An (mẫu)."
    assert (kept().said, kept().reason) == (Handled(5, 1), "đếm lại sổ giấy")


def test_a_slip_of_the_hand_does_not_pass_over_what_was_confirmed_meanwhile(
    host: Person, officer: Person
) -> None:
    address = sheet_of(host)
    page = host.get(address)
    officer.send(officer.get(OWN), "/cua-toi", dossiers="4", reason="một hồ sơ ghi giấy")

    slip = host.send(page, address, dossiers="năm", reason="đếm lại sổ giấy")
    assert slip.faults == ["Hãy ghi một số, chỉ dùng chữ số."]
    refused = host.send(slip, address, dossiers="5")
    assert refused.faults[0].startswith("Số liệu vừa đổi")


def test_a_sheet_that_carries_no_mark_is_taken_as_it_is_shown(officer: Person) -> None:
    done = officer.send(officer.get(OWN), "/cua-toi", counted="")

    assert done.notice == "Đã xác nhận số liệu của Vi Văn An (mẫu)."


def test_on_a_closed_day_the_figures_are_only_read(officer: Person, served: DutySession) -> None:
    page = officer.get(OWN)
    saturday = db.session.merge(served)
    daily.close(db.session, saturday, "", DayFigures.of(db.session, saturday).mark, by=None)
    db.session.commit()

    refused = officer.send(page, "/cua-toi", dossiers="4", reason="một hồ sơ ghi giấy")
    assert refused.faults[0].startswith("Buổi đã chốt số liệu")
    assert "một hồ sơ ghi giấy" in refused.main

    assert not officer.get(OWN).has_form("/cua-toi")
    assert kept().said == Handled(3, 1)


def test_who_neither_served_nor_wrote_has_no_figures(app: Flask, served: DutySession) -> None:
    assert served.counts
    other = Person(app, factories.account(username="congchuc2", roles={Role.OFFICER}))

    page = other.get(OWN)

    assert page.status == 200
    assert "không có dòng nhật ký nào gắn với tài khoản này" in page.main
    assert other.post(OWN, {}).status in {400, 404}


def test_the_centre_puts_an_officers_figures_right(host: Person) -> None:
    address = sheet_of(host)
    page = host.get(address)
    assert "Số liệu của Vi Văn An (mẫu)" in page.main
    way = page.soup.find("a", string="Xem các dòng nhật ký")
    assert way is not None
    assert "4 dòng: Vi Văn An (mẫu)." in host.get(str(way["href"])).main

    done = host.send(page, address, opinions="2", reason="một kiến nghị nghe qua điện thoại")

    assert done.path.startswith(DAY)
    row = done.rows("Số liệu theo công chức")[0]
    assert row[4] == "2"
    assert "nhật ký 3 hồ sơ, 1 kiến nghị; lý do: một kiến nghị nghe qua điện thoại" in row[-1]


def test_the_lines_of_a_corrected_figure_say_what_was_confirmed(
    host: Person, officer: Person
) -> None:
    of_the_officer = sheet_of(host).replace("cong-chuc/", "dong?cong-chuc=")
    assert "Số đã xác nhận" not in host.get(of_the_officer).main
    officer.send(officer.get(OWN), "/cua-toi", dossiers="4", reason="một hồ sơ ghi giấy.")

    told = host.get(of_the_officer).main

    assert "Số đã xác nhận: 4 hồ sơ, 1 kiến nghị; nhật ký có 3 hồ sơ, 1 kiến nghị." in told
    assert "Lý do: một hồ sơ ghi giấy. " in told
    assert "Số đã xác nhận" not in host.get(f"{DAY}/dong?cong-chuc=0").main


def test_an_officers_reason_is_not_taken_for_the_centres(host: Person, officer: Person) -> None:
    officer.send(officer.get(OWN), "/cua-toi", dossiers="4", reason="một hồ sơ ghi giấy")
    assert "một hồ sơ ghi giấy" in str(officer.get(OWN).form("/cua-toi"))
    address = sheet_of(host)

    page = host.get(address)

    assert "Lý do đã ghi: một hồ sơ ghi giấy." in page.main
    assert "một hồ sơ ghi giấy" not in str(page.form(address))
    refused = host.send(page, address, dossiers="5")
    assert refused.faults == ["Nhật ký có 3 hồ sơ, 1 kiến nghị. Ghi số khác thì hãy ghi lý do."]


def test_nobody_else_puts_them_right(host: Person, officer: Person) -> None:
    address = sheet_of(host)

    assert officer.get(address).status == 403
    assert host.get(OWN).status == 403
    assert host.get(f"{DAY}/cong-chuc/999").status == 404


def test_the_figures_of_accounts_of_no_officer_are_put_right_too(
    host: Person, served: DutySession
) -> None:
    factories.received(db.session.merge(served))

    page = host.get(f"{DAY}/cong-chuc/0")
    done = host.send(page, "/cong-chuc/0", dossiers="2", reason="ghi giấy")

    assert done.notice == "Đã xác nhận số liệu của Phần ghi chung tại quầy."
