"""A period: checks above figures, each number opens its lines, and what was issued stays."""

import hashlib
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from docx import Document as WordFile
from flask import Flask

from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.documents import Check, Document, FileStage, Subject
from saturday.models.intake import Deed, Due, IntakeEntry, Origin
from saturday.models.plan import Choice, DutySession
from saturday.papers import issuing, making
from saturday.papers.issuing import Entry
from saturday.papers.reported import Report
from saturday.rules.intake import EntryOrigin, Outcome
from saturday.rules.periods import Period
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person

APRIL = "/bao-cao/ky/2026-03-15/2026-04-14"
PERIOD = Period(date(2026, 3, 15), date(2026, 4, 14))
DAYS = (date(2026, 3, 28), date(2026, 4, 11))
ALL = "/?tat_ca=1"
CHANGED = "Số liệu của báo cáo {}/BC-TTPVHCC đã đổi sau khi phát hành."
FIGURES_ALONE = 9  # questions about a period's own figures
FIGURES, FORM = "Số liệu chính", "Biểu II.06a theo"


def held(day: date = DAYS[1]) -> DutySession:
    """Give a Saturday, made when it is not there."""
    return db.session.scalar(DutySession.on(day)) or factories.duty_session(day)


def came(outcome: Outcome, day: date = DAYS[1], count: int = 1) -> None:
    """Write down people of one outcome on a Saturday that is over."""
    row = held(day)
    of = factories.procedure("Xác nhận tình trạng hôn nhân") if outcome.needs_procedure else None
    for _ in range(count):
        at = factories.at(f"{day} 08:00")
        origin = Origin(row, None, EntryOrigin.LATER, happened_at=at)
        IntakeEntry.record(db.session, Deed(outcome, procedure=of), origin)
    db.session.commit()


@pytest.fixture(autouse=True)
def evening(app: Flask) -> None:
    """Stand on the last day of the reporting month, two Saturdays behind."""
    del app
    for day in DAYS:
        held(day)
    stand_at("2026-04-14 16:00")
    came(Outcome.SETTLED, DAYS[0], 2)
    came(Outcome.SETTLED, count=3)
    came(Outcome.OPINION)


def issue_report(
    period: Period = PERIOD, number: str = "07", *, with_charts: bool = False
) -> Document:
    """Take the report of a period through every step of the clerk."""
    subject = Subject(period=period)
    papers = making.proposed(db.session, making.MONTHLY_REPORT, subject)
    chosen = replace(papers, with_charts=with_charts)
    row = making.begin(db.session, chosen, subject, by=None)
    row.signer_name = "Trần Quốc Ứng (mẫu)"
    db.session.flush()
    for part in Check:
        making.check(db.session, row, part, making.seen_now(db.session, row), by=None)
    assert making.sign(db.session, row, factories.at("2026-04-14 15:00"), by=None)
    issuing.issue(db.session, row, Entry(number, date(2026, 4, 14)), by=None)
    db.session.commit()
    return row


def figure(page: Page, name: str) -> list[str]:
    """Give the cells of one figure."""
    return next(row[1:] for row in page.rows(FIGURES) if row[0] == name)


def test_two_saturdays_stand_side_by_side_with_their_sum(centre: Person) -> None:
    page = centre.get(APRIL)

    assert figure(page, "Lượt công dân")[:3] == ["2", "4", "6"]
    assert figure(page, "giải quyết, trả ngay")[:3] == ["2", "3", "5"]
    assert figure(page, "Số buổi đã tổ chức")[:3] == ["", "", "2"]
    assert "Đúng hạn = hồ sơ trả trước hạn" in page.main


def test_periods_are_compared_where_something_was_kept(centre: Person) -> None:
    came(Outcome.SETTLED, date(2026, 2, 28), 4)

    page = centre.get(APRIL)

    assert figure(page, "Lượt công dân") == ["2", "4", "6", "4", "tăng 2"]
    assert "Cùng kỳ năm trước, tháng 4 (15/3 – 14/4/2025): chưa có số liệu." in page.main


def test_checks_stand_above_the_figures(centre: Person) -> None:
    words = centre.get(APRIL).main

    assert "khớp Lượt công dân: 6 lượt = 5 tiếp nhận + 1 góp ý, phản ánh." in words
    assert "cần xem Buổi thứ Bảy, 11/4 chưa chốt số liệu. Mở số liệu ngày" in words
    assert words.index("chưa chốt") < words.index(FIGURES)


def test_a_table_shows_rows_of_zeros_and_says_what_it_leaves_out(centre: Person) -> None:
    page = centre.get(APRIL)
    rows = {row[0]: row[1:] for row in page.rows(FORM)}

    assert rows["Hộ tịch"] == ["5", "0", "5", "0", "5", "0", "5", "0", "0", "0", "0"]
    assert set(rows["Đất đai"]) == {"0"}
    assert "Trả kết quả của hồ sơ nhận nơi khác ghi riêng: 0 hồ sơ." in page.main


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("way", "name"),
    [
        ("phong", "Văn phòng HĐND và UBND"),
        ("cong-chuc", "Chưa ghi công chức"),
        ("thon-ban", "Chưa ghi thôn, bản"),
        ("thu-tuc", "Xác nhận tình trạng hôn nhân (1.004873)"),
        ("hinh-thuc", "Trực tiếp"),
        ("buoi", "thứ Bảy, 11/4/2026"),
    ],
)
def test_figures_are_told_apart_in_each_way(centre: Person, way: str, name: str) -> None:
    page = centre.get(f"{APRIL}?chia={way}")

    rows = {row[0]: row[1] for row in page.rows(FORM)}
    assert rows[name] == ("3" if way == "buoi" else "5")
    assert sum(map(int, rows.values())) == 5


def test_each_number_opens_its_lines_for_those_who_may(centre: Person, leader: Person) -> None:
    links = [str(one["href"]) for one in centre.get(APRIL).soup.select("td.num a")]

    assert links
    for link in set(links):
        assert centre.get(link).status == 200, link
    assert not leader.get(APRIL).soup.select("td.num a")
    assert leader.get(links[0]).status == 403


def test_an_empty_period_says_so_and_divides_by_nothing(centre: Person) -> None:
    page = centre.get("/bao-cao/ky/2027-01-01/2027-01-31")

    assert "Kỳ này chưa có buổi nào được tổ chức." in page.main
    assert "Kỳ này không có buổi thứ Bảy nào trong kế hoạch." in page.main
    assert figure(page, "Tỷ lệ trả đúng hạn")[0] == "chưa có"


def test_a_saturday_that_was_cancelled_stays_with_its_reason(centre: Person) -> None:
    held(DAYS[0]).cancel("mưa lũ, đường ngập", by=None)
    db.session.commit()

    page = centre.get(APRIL)

    assert page.rows("Từng buổi")[0][-1] == "đã hủy: mưa lũ, đường ngập"
    assert figure(page, "Số buổi đã tổ chức")[1] == "1"
    assert "Buổi 28/3 đã hủy: mưa lũ, đường ngập." in page.main


@pytest.mark.parametrize("last", ["", "/in", "/bang.xlsx", "/dong?so=visits"])
@pytest.mark.parametrize(
    "days",
    [
        "9999-12-01/9999-12-31",
        "0001-01-01/0001-01-31",
        "2100-01-01/2100-12-31",
        "2026-02-30/2026-03-14",
        "hom-nay/2026-03-14",
    ],
)
def test_days_that_nobody_reports_are_no_page(centre: Person, days: str, last: str) -> None:
    assert centre.get(f"/bao-cao/ky/{days}{last}").status == 404


def test_the_first_and_the_last_year_are_pages(centre: Person) -> None:
    assert centre.get("/bao-cao/nam/2009").status == 404
    for year in (2010, 2099):
        assert centre.get(f"/bao-cao/nam/{year}").status == 200


def test_a_period_over_the_turn_of_a_year_and_one_to_come_are_pages(centre: Person) -> None:
    over = centre.get("/bao-cao/ky/2025-12-15/2026-04-14")
    assert figure(over, "Lượt công dân")[2] == "6"
    assert "Đã tổ chức 02 buổi làm việc thứ Bảy: 28/3, 11/4." in over.main

    ahead = centre.get("/bao-cao/ky/2031-12-15/2032-01-14")
    assert "Kỳ này chưa có buổi nào được tổ chức." in ahead.main
    sums = ahead.table("Kết quả theo lĩnh vực").select("tfoot td")
    assert [one.text.strip() for one in sums] == ["0"] * 9


def test_days_that_make_no_period_are_no_page(centre: Person) -> None:
    assert centre.get("/bao-cao/ky/2026-04-14/2026-03-15").status == 404
    assert centre.get("/bao-cao/ky/2015-01-01/2026-03-15").status == 404
    assert centre.get("/bao-cao/ky/2021-04-15/2026-04-14").status == 200  # five years


def test_a_report_is_made_signed_numbered_and_found_from_its_period(
    centre: Person, clerk: Person
) -> None:
    page = centre.get(APRIL)
    link = page.soup.find("a", string="Lập báo cáo (BC)")
    assert link is not None
    form = centre.get(str(link["href"]))
    made = centre.send(form, str(link["href"]), signer_name="Trần Quốc Ứng (mẫu)")

    assert made.status == 200
    assert "Đã lập dự thảo báo cáo kỳ tháng 4 (15/3 – 14/4/2026)" in made.notice
    assert "Lỗi thể thức: 0" in made.main
    assert "Mở báo cáo đang làm" in centre.get(APRIL).main
    assert "Báo cáo kỳ tháng 4 (15/3 – 14/4/2026)" in clerk.get("/van-ban/").main


def test_an_officer_who_moved_keeps_his_lines_and_the_department_of_then(centre: Person) -> None:
    account = factories.account(username="congchuc1", roles={Role.OFFICER})
    account.officer = factories.officer("Vi Văn An (mẫu)")
    db.session.commit()
    origin = Origin(
        held(), account, EntryOrigin.LATER, happened_at=factories.at("2026-04-11 08:00")
    )
    promised = Deed(
        Outcome.RECEIVED,
        procedure=factories.procedure("Xác nhận tình trạng hôn nhân"),
        due=Due(date(2026, 6, 1), reason="hẹn theo lời người dân"),
    )
    IntakeEntry.record(db.session, promised, origin)
    db.session.commit()
    elsewhere = factories.department("van-hoa-xa-hoi")
    account.officer.move(elsewhere, "Chuyên viên", date(2026, 5, 1), by=None)
    db.session.commit()

    for days, unit, count in (
        ("2026-03-15/2026-04-14", "Kinh tế", ["1", "0", "1", "0"]),
        ("2026-04-15/2026-05-14", "Văn hóa - Xã hội", ["1", "0", "0", "1"]),
    ):
        rows = centre.get(f"/bao-cao/ky/{days}?chia=cong-chuc").rows(FORM)
        (mine,) = (row for row in rows if row[0].startswith("Vi Văn An (mẫu)"))
        assert unit in mine[0]
        assert mine[1:5] == count


def test_five_years_are_told_in_one_period(centre: Person) -> None:
    for year in (2022, 2024):
        came(Outcome.SETTLED, date(year, 5, 14), 2)

    page = centre.get("/bao-cao/ky/2021-05-01/2026-04-30")

    assert figure(page, "Lượt công dân")[-2] == "10"
    assert len(page.rows("Từng buổi")) == 4
    assert "14/5/2022, 14/5/2024, 28/3/2026, 11/4/2026." in page.main


@pytest.mark.parametrize("with_charts", [False, True])
def test_an_issued_report_stays_and_the_page_shows_what_came_late(
    centre: Person,
    clerk: Person,
    with_charts: bool,  # noqa: FBT001 - one of two papers
) -> None:
    row = issue_report(with_charts=with_charts)
    kept = row.file_at(FileStage.NUMBERED)
    assert kept is not None
    sha256, document_id = kept.sha256, row.id
    quiet = centre.get(APRIL)
    assert "Đã phát hành báo cáo số 07/BC-TTPVHCC ngày 14 tháng 4 năm 2026." in quiet.main
    assert "Số liệu đã đổi" not in quiet.main

    came(Outcome.GUIDED)

    page = centre.get(APRIL)
    assert page.rows("Số liệu đã đổi sau khi phát hành") == [
        ["Lượt công dân", "6", "7"],
        ["Hướng dẫn trực tuyến", "0", "1"],
    ]
    owed = "Số liệu của báo cáo 07/BC-TTPVHCC đã đổi sau khi phát hành."
    assert owed in clerk.get("/").main
    assert owed not in centre.get("/").main

    issued = db.session.get_one(Document, document_id)
    file = issued.file_at(FileStage.NUMBERED)
    assert file is not None
    assert len(WordFile(BytesIO(file.content)).inline_shapes) == 2 * with_charts
    assert hashlib.sha256(file.content).hexdigest() == sha256 == file.sha256
    paper = clerk.get(f"/van-ban/{document_id}").main
    assert "Số liệu của báo cáo đã đổi sau khi ký:" in paper
    assert "Lượt công dân ghi 6, nay là 7." in paper


def test_a_report_that_is_kept_with_a_reason_is_owed_no_more(clerk: Person) -> None:
    row = issue_report()
    came(Outcome.GUIDED)
    assert CHANGED.format("07") in clerk.get("/").main

    making.keep_anyway(db.session, row, "sẽ báo cùng tháng sau", by=None)
    db.session.commit()
    assert CHANGED.format("07") not in clerk.get("/").main

    came(Outcome.GUIDED)
    assert CHANGED.format("07") in clerk.get("/").main


def test_only_the_newest_reports_are_compared_and_only_their_figures(clerk: Person) -> None:
    clerk.get(ALL)
    with counted_queries() as before:
        clerk.get(ALL)
    for number in range(7, 11):
        period = Period(date(2026, 3, number), date(2026, 4, 14))
        issue_report(period, f"{number:02}")
    came(Outcome.GUIDED)
    clerk.get(ALL)

    with counted_queries() as after:
        page = clerk.get(ALL)

    told = [one for one in range(7, 11) if CHANGED.format(f"{one:02}") in page.main]
    assert told == [8, 9, 10]
    assert len(after) - len(before) <= 3 * FIGURES_ALONE


def test_a_later_saturday_that_moves_changes_no_issued_report(clerk: Person) -> None:
    coming = held(date(2026, 5, 9))
    row = issue_report()
    plan, calendar = coming.plan, known_calendar(db.session)
    plan.move(coming, Choice(date(2026, 5, 16)), "mưa lũ", calendar, by=None)
    db.session.commit()
    assert row.differs_from(making.facts_now(db.session, row))

    paper = clerk.get(f"/van-ban/{row.id}").main

    assert "Lời văn của báo cáo đã đổi" not in paper
    assert "đã đổi sau khi ký" not in paper


def test_the_clerk_replaces_a_report_whose_figures_changed(clerk: Person) -> None:
    row = issue_report()
    came(Outcome.GUIDED)
    link = clerk.get(APRIL).soup.find("a", string="Lập báo cáo thay thế")
    assert link is not None

    form = clerk.get(str(link["href"]))
    assert "thay thế văn bản số 07/BC-TTPVHCC" in form.main
    action = str(link["href"]).partition("?")[0]
    made = clerk.send(form, action, signer_name="Trần Quốc Ứng (mẫu)")

    assert made.status == 200
    assert "Văn bản này thay thế văn bản số 07/BC-TTPVHCC khi phát hành." in made.main
    new = db.session.scalars(Document.like(making.MONTHLY_REPORT, Subject(period=PERIOD))).first()
    assert new is not None
    assert new.amends_id == row.id
    words = making.words_now(db.session, new)
    assert isinstance(words, Report)
    assert "thay thế Báo cáo số 07/BC-TTPVHCC" in words.closing


def test_more_lines_cost_no_more_questions(centre: Person) -> None:
    centre.get(APRIL)
    with counted_queries() as few:
        centre.get(APRIL)
    came(Outcome.SETTLED, count=10)
    with counted_queries() as many:
        centre.get(APRIL)

    assert len(many) == len(few)


def test_it_is_printed_with_every_table(centre: Person) -> None:
    page = centre.get(f"{APRIL}/in")

    assert page.status == 200
    for words in ("lĩnh vực", "phòng, đơn vị", "công chức", "thôn, bản", "thủ tục", "buổi"):
        assert page.rows(f"{FORM} {words}")


def test_an_officer_of_a_department_sees_none_of_it(economy: Person) -> None:
    for address in ("", "/in", "/bang.xlsx"):
        assert economy.get(f"{APRIL}{address}").status == 403
