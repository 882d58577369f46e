"""Does the first page say what each person owes, and nothing that is another's?"""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from saturday import clock
from saturday.extensions import db
from saturday.models import daily
from saturday.models.attendance import Attendance, Stay, people_of, record
from saturday.models.calendar import BusyDay
from saturday.models.commune import Officer
from saturday.models.documents import Document, FileStage, Papers, Subject
from saturday.models.forms import Draft
from saturday.models.nominations import Line, Nomination
from saturday.models.plan import AnnualPlan, DutySession
from saturday.models.roster import Assignment, Seat, Wanted, assign, require
from saturday.papers import making
from saturday.papers.making import Amendment
from saturday.rules.announcements import Channel
from saturday.rules.attendance import Came, HoursChoice, Ledger
from saturday.rules.lifecycle import PaperMark, PaperState
from saturday.rules.numbering import DocumentKind, Issuer
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person
from tests.web.announcements.writing import written
from tests.web.documents import stories

NOTHING = "Hiện không có việc nào cần làm. Việc mới sẽ hiện ở đây khi mở buổi hoặc gần đến hạn."
HUB = "/lich-truc/2026-04-11"
OFFICERS = "/danh-muc/cong-chuc/"
OPENING = "Trung tâm cần mở chuẩn bị buổi thứ Bảy, 11/4 trước thứ Sáu, 03/4, là hạn gửi danh sách."
ECONOMY = (
    "Phòng Kinh tế cần gửi danh sách buổi thứ Bảy, 11/4 trước 17 giờ thứ Sáu, 03/4 (còn 2 ngày)."
)


def todos(page: Page) -> list[tuple[str, str, str]]:
    """Read sentence, button and address of each thing to do."""
    found = []
    for box in page.soup.select(".todo"):
        words, link = box.select_one("strong"), box.select_one(".acts a")
        assert words is not None
        assert link is not None
        found.append((words.get_text(" ", strip=True), link.get_text(), str(link["href"])))
    return found


def sentences(page: Page) -> list[str]:
    """Read the sentences alone."""
    return [one[0] for one in todos(page)]


def headings(page: Page) -> list[str]:
    """Read the headings of the groups."""
    return [one.get_text(" ", strip=True) for one in page.soup.select("main h2")]


@pytest.fixture
def staff(app: Flask) -> None:
    """Enter somebody in each department whose accounts look at the page."""
    del app
    for code in ("kinh-te", "van-hoa-xa-hoi", "van-phong"):
        factories.officer(f"Công chức {code} (mẫu)", code=code)


@pytest.fixture
def whole_year(staff: None) -> AnnualPlan:
    """Plan a year whose promised months have their Saturdays, with its paper issued."""
    del staff
    plan = factories.plan()
    for day in ("02-28", "03-28", "04-11", "05-09", "06-13", "07-11", "08-15", "09-12", "10-10"):
        plan.sessions.append(DutySession(day=date.fromisoformat(f"2026-{day}")))
    for day in ("11-14", "12-12"):
        plan.sessions.append(DutySession(day=date.fromisoformat(f"2026-{day}")))
    db.session.flush()
    paper("annual_plan", plan=plan, state=PaperState.ISSUED, days_ago=40)
    return plan


def paper(
    sort: str = "assignment_notice",
    *,
    plan: AnnualPlan | None = None,
    about: DutySession | None = None,
    state: PaperState = PaperState.DRAFT,
    days_ago: int = 0,
    scanned: bool = True,
    **more: Any,  # noqa: ANN401 - whatever the paper holds
) -> Document:
    """Put a paper into a state, whatever came before."""
    kind = DocumentKind.PLAN if plan else DocumentKind.NOTICE
    papers = Papers(
        paper=sort,
        kind=kind,
        issuer=Issuer.COMMITTEE if plan else Issuer.CENTRE,
        symbol="KH-UBND" if plan else "TB-TTPVHCC",
        title="",
        signer_capacity="",
        signer_name="",
        recipients="",
    )
    row = Document.draft(papers, Subject(plan=plan, duty_session=about), by=None)
    row.state = state
    if state is PaperState.ISSUED:
        row.number, row.dated_on = 28, clock.today()
        row.issued_at = clock.now() - timedelta(days=days_ago)
    if state is PaperState.ISSUED and scanned:
        row.keep_file(FileStage.SCAN, "ban-ky.pdf", "application/pdf", b"%PDF")
    for name, value in more.items():
        setattr(row, name, value)
    db.session.add(row)
    db.session.commit()
    return row


def told(saturday: DutySession) -> Document:
    """Let the people have been told of a Saturday, by a text and by a paper made elsewhere."""
    written(saturday, Channel.VILLAGE, published=True)
    state = PaperState.ISSUED
    return paper("citizen_notice", about=saturday, state=state, days_ago=8, is_earlier=True)


def open_saturday(*wanted: str) -> DutySession:
    """Prepare 11/4, told to the people, so that only these duties are wanted, one person each."""
    row = db.session.scalars(DutySession.on(date(2026, 4, 11))).one_or_none()
    if row is not None:
        row.plan.sessions.remove(row)
        db.session.flush()
    saturday = factories.duty_session()
    for requirement in saturday.requirements:
        requirement.count = int(requirement.duty.code in wanted)
    told(saturday)
    db.session.commit()
    return saturday


def write_list(saturday: DutySession, code: str, *duties: str) -> Nomination:
    """Write a department's list with an officer for each duty."""
    row = Nomination.begin(saturday, factories.department(code), by=None)
    db.session.add(row)
    lines = [
        Line(factories.duty(one), factories.officer(f"Người {one} (mẫu)", code=code))
        for one in duties
    ]
    row.write(lines, remark="", cannot_reason="", by=None)
    db.session.commit()
    return row


def test_strangers_are_led_to_what_anyone_may_read(stranger: Person) -> None:
    assert stranger.get("/").path == "/thong-bao/"


@pytest.mark.usefixtures("whole_year")
def test_when_there_is_nothing_the_page_says_what_will_come(leader: Person, clerk: Person) -> None:
    for person in (leader, clerk):
        page = person.get("/")
        assert NOTHING in page.main
        assert not todos(page)


def test_the_next_saturday_stands_first(centre: Person) -> None:
    factories.duty_session()

    page = centre.get("/")

    assert "Hôm nay: thứ Tư, ngày 01 tháng 4 năm 2026" in page.main
    assert "Buổi tới: thứ Bảy, ngày 11 tháng 4 năm 2026 · còn 10 ngày" in page.main
    assert "7 giờ 30 – 11 giờ 30 , tại Trung tâm Phục vụ hành chính công xã Anh Sơn" in page.main
    assert f'href="{HUB}"' in page.response.get_data(as_text=True)


# The Centre


@pytest.mark.usefixtures("staff")
def test_a_new_copy_begins_with_the_plan(centre: Person) -> None:
    assert todos(centre.get("/")) == [
        (
            "Chưa có kế hoạch năm 2026. Bắt đầu bằng cách chọn các ngày thứ Bảy.",
            "Lập kế hoạch năm",
            "/ke-hoach/2026",
        )
    ]


def test_months_without_a_saturday_are_named_from_now_on(centre: Person) -> None:
    factories.duty_session(prepared=False)
    paper("annual_plan", plan=db.session.scalars(select(AnnualPlan)).one(), state=PaperState.ISSUED)

    page = centre.get("/?tat_ca=1")

    assert [one for one in sentences(page) if "tháng" in one] == [
        "Các tháng 5, 6, 7, 8, 9, 10, 11, 12 chưa có buổi. Kế hoạch hứa mỗi tháng một buổi."
    ]


def test_one_month_without_a_saturday_is_named(centre: Person, whole_year: AnnualPlan) -> None:
    june = next(one for one in whole_year.sessions if one.day.month == 6)
    whole_year.sessions.remove(june)
    db.session.commit()

    month = "Tháng 6 chưa có buổi. Kế hoạch hứa mỗi tháng một buổi."
    assert month in sentences(centre.get("/"))


def test_the_plan_needs_its_paper(centre: Person) -> None:
    factories.duty_session(prepared=False)
    wanted = ("Trung tâm cần lập văn bản Kế hoạch năm 2026.", "Lập văn bản Kế hoạch")
    assert (*wanted, "/van-ban/lap/annual_plan/2026") in todos(centre.get("/?tat_ca=1"))

    paper("annual_plan", plan=db.session.scalars(select(AnnualPlan)).one())

    page = centre.get("/?tat_ca=1")
    assert wanted[0] not in sentences(page)
    assert any(one.endswith("chờ kiểm tra nội dung.") for one in sentences(page))


def test_a_planned_day_that_became_busy_is_named(centre: Person, whole_year: AnnualPlan) -> None:
    del whole_year
    assert not [one for one in sentences(centre.get("/")) if "09/5" in one]

    db.session.add(BusyDay(day=date(2026, 5, 9), reason="diễn tập"))
    db.session.commit()

    found = [one for one in todos(centre.get("/")) if "09/5" in one[0]]
    assert len(found) == 1
    assert found[0][0].startswith("Buổi 09/5 cần dời hoặc ghi lý do giữ lại: diễn tập")
    assert found[0][2] == "/lich-truc/2026-05-09"


def test_saturdays_of_the_next_thirty_days_are_to_be_opened(
    centre: Person, whole_year: AnnualPlan
) -> None:
    del whole_year

    opening = [one for one in todos(centre.get("/")) if "mở chuẩn bị" in one[0]]

    assert opening == [
        (
            OPENING,
            "Mở chuẩn bị",
            f"{HUB}/chuan-bi",
        )
    ]
    stand_at("2026-04-10 09:00")
    centre = Person(centre.app, centre.account)
    later = [one for one in sentences(centre.get("/")) if "mở chuẩn bị" in one]
    assert len(later) == 2
    assert "09/5" in later[1]


@pytest.mark.usefixtures("whole_year")
def test_a_department_that_has_not_sent_is_named_with_the_limit(centre: Person) -> None:
    open_saturday("LAND")

    page = centre.get("/")

    assert todos(page)[0] == (
        ECONOMY,
        "Ghi hộ danh sách",
        f"{HUB}/phong/kinh-te",
    )
    assert headings(page)[0] == "Tuần này, sau đó (1)"
    message = page.soup.select_one("textarea")
    assert message is not None
    assert message.get_text().startswith("Phòng Kinh tế chưa gửi danh sách")
    assert "1 người đất đai" in message.get_text()


PAST = "Quá hạn hoặc đến hạn hôm nay, ngày mai (1)"


@pytest.mark.usefixtures("whole_year")
@pytest.mark.parametrize(
    ("moment", "words", "heading", "look"),
    [
        ("2026-04-02 09:00", "(còn 1 ngày)", "Đến hạn hôm nay, ngày mai (1)", "lack"),
        ("2026-04-03 16:59", "(hôm nay)", "Đến hạn hôm nay, ngày mai (1)", "lack"),
        ("2026-04-03 17:01", "đã quá hạn hôm nay", PAST, "late"),
        ("2026-04-06 09:00", "đã quá hạn 3 ngày", PAST, "late"),
    ],
)
def test_as_the_limit_comes_the_words_change(
    centre: Person, moment: str, words: str, heading: str, look: str
) -> None:
    open_saturday("LAND")
    stand_at(moment)

    page = Person(centre.app, centre.account).get("/")

    assert words in sentences(page)[0]
    assert headings(page)[0] == heading
    assert look in page.soup.select(".todo")[0]["class"]


@pytest.mark.usefixtures("whole_year")
def test_a_list_that_was_sent_waits_for_approval(centre: Person) -> None:
    saturday = open_saturday("LAND", "BUSINESS")
    row = write_list(saturday, "kinh-te", "LAND", "BUSINESS")
    row.send(by=None)
    db.session.commit()

    assert todos(centre.get("/")) == [
        (
            "Phòng Kinh tế đã gửi danh sách buổi thứ Bảy, 11/4 (2 người), chờ Trung tâm duyệt.",
            "Xem và duyệt",
            f"{HUB}/phong/kinh-te",
        )
    ]


@pytest.mark.usefixtures("whole_year")
def test_gaps_that_no_list_will_fill_are_the_centres(centre: Person) -> None:
    open_saturday("LAND", "CERTIFICATION")

    found = todos(centre.get("/"))

    assert len(found) == 2
    assert "Phòng Kinh tế" in found[0][0]
    assert found[1] == (
        "Trung tâm cần phân công đủ người buổi thứ Bảy, 11/4: còn thiếu 2 nhiệm vụ.",
        "Mở trang của buổi",
        HUB,
    )


@pytest.mark.usefixtures("whole_year")
def test_the_first_page_counts_what_lacks_as_the_saturday_itself_does(centre: Person) -> None:
    open_saturday("LAND", "BUSINESS", "LEADER", "CENTRE_LEAD")

    page = centre.get("/")

    assert "còn thiếu 4 nhiệm vụ" in page.main
    assert "còn thiếu 4 nhiệm vụ" in centre.get(HUB).main
    said = "Lãnh đạo UBND xã, Phụ trách tại Trung tâm. 2 nhiệm vụ chờ danh sách của các phòng."
    assert said in page.main


@pytest.mark.usefixtures("whole_year")
def test_one_gap_alone_is_said_in_its_own_sentence(centre: Person) -> None:
    open_saturday("CERTIFICATION")

    (found,) = todos(centre.get("/"))

    assert found[0].startswith("Trung tâm Phục vụ hành chính công cần cử người trực lĩnh vực")
    assert found[1:] == ("Mở trang của buổi", HUB)


@pytest.mark.usefixtures("whole_year")
def test_many_gaps_are_one_thing_to_do(centre: Person) -> None:
    open_saturday("LEADER", "CENTRE_LEAD", "CERTIFICATION", "CERTIFICATION_SIGNER", "GUIDANCE")

    page = centre.get("/")

    assert sentences(page) == [
        "Trung tâm cần phân công đủ người buổi thứ Bảy, 11/4: còn thiếu 5 nhiệm vụ."
    ]
    assert "Lãnh đạo UBND xã, Phụ trách tại Trung tâm, Chứng thực" in page.main
    assert "và 1 nhiệm vụ khác" in page.main


@pytest.mark.usefixtures("whole_year")
def test_when_everybody_is_there_the_notice_is_owed(centre: Person, clerk: Person) -> None:
    saturday = open_saturday("LEADER")
    assign(saturday, Seat(factories.duty("LEADER"), factories.officer(code="uy-ban")), by=None)
    db.session.commit()

    assert todos(centre.get("/")) == [
        (
            "Trung tâm cần lập Thông báo phân công buổi thứ Bảy, 11/4: đã đủ người.",
            "Lập thông báo",
            "/van-ban/lap/assignment_notice/2026-04-11",
        )
    ]
    assert not todos(clerk.get("/"))

    paper(about=saturday)

    assert [one[1] for one in todos(centre.get("/"))] == ["Kiểm tra nội dung"]


@pytest.mark.usefixtures("whole_year")
def test_once_the_notice_is_issued_only_who_lacks_is_still_asked_for(
    centre: Person, economy: Person
) -> None:
    saturday = open_saturday("LAND", "LEADER")
    paper(about=saturday, state=PaperState.ISSUED)

    page = centre.get("/")

    assert sentences(page) == [
        "Trung tâm cần phân công đủ người buổi thứ Bảy, 11/4: còn thiếu 2 nhiệm vụ."
    ]
    assert "Đất đai" in page.main, "no list is waited for any more"
    assert not todos(economy.get("/"))


@pytest.mark.usefixtures("whole_year")
def test_towards_the_end_of_the_year_the_next_plan_is_owed(centre: Person) -> None:
    stand_at("2026-11-01 09:00")
    person = Person(centre.app, centre.account)
    wanted = "Trung tâm cần lập kế hoạch năm 2027 trước khi hết năm."
    assert wanted in sentences(person.get("/"))

    factories.plan(2027)

    assert wanted not in sentences(person.get("/"))


# Papers


@pytest.mark.usefixtures("whole_year")
def test_the_clerk_is_led_from_step_to_step(clerk: Person) -> None:
    saturday = open_saturday()
    row = paper(about=saturday)
    steps = []
    for state in (PaperState.DRAFT, PaperState.CHECKED, PaperState.SIGNED, PaperState.ISSUED):
        row.state = state
        if state is PaperState.ISSUED:
            row.number, row.dated_on, row.issued_at = 28, clock.today(), clock.now()
        db.session.commit()
        found = todos(clerk.get("/"))
        assert [one[2] for one in found] == [f"/van-ban/{row.id}"]
        steps.append(found[0][1])

    assert steps == ["Kiểm tra thể thức", "Ghi đã ký", "Ghi số và phát hành", "Đính kèm bản ký"]

    row.keep_file(FileStage.SCAN, "ban-ky.pdf", "application/pdf", b"%PDF")
    db.session.commit()
    assert not todos(clerk.get("/"))


@pytest.mark.usefixtures("whole_year")
def test_a_paper_that_came_back_says_why(centre: Person) -> None:
    paper(about=open_saturday(), returned_reason="sai ngày")

    assert "Bị trả về: sai ngày" in centre.get("/").main


def overtaken(page: Page) -> list[tuple[str, str, str]]:
    """Read what is owed because people changed after issuing."""
    return [one for one in todos(page) if "đã đổi" in one[0]]


def test_people_changed_after_issuing_are_the_clerks(clerk: Person, centre: Person) -> None:
    row = stories.paper("issued")
    assert row.duty_session is not None
    assert not overtaken(clerk.get("/"))

    stories.replaced(row.duty_session)

    wanted = (
        "Danh sách trực buổi thứ Bảy, 11/4 đã đổi sau khi phát hành thông báo "
        "28/TB-TTPVHCC: lập văn bản thay thế hoặc vẫn giữ."
    )
    assert overtaken(clerk.get("/")) == [(wanted, "Mở văn bản", f"/van-ban/{row.id}")]
    assert not overtaken(centre.get("/"))
    assert not overtaken(stories.at("2026-04-12 09:00", clerk).get("/"))


@pytest.mark.usefixtures("whole_year")
@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ("2026-03-31 09:00", []),
        ("2026-04-01 09:00", ["trước thứ Bảy, 04/4 (còn 3 ngày)."]),
        ("2026-04-06 09:00", ["trước thứ Bảy, 04/4 (quá hạn 2 ngày)."]),
    ],
)
def test_the_notice_to_the_people_is_owed_from_ten_days_before(
    centre: Person, now: str, wanted: list[str]
) -> None:
    row = open_saturday()
    db.session.delete(db.session.scalars(Document.of_session(row)).one())
    db.session.commit()

    found = [one for one in todos(stories.at(now, centre).get("/")) if "người dân" in one[0]]

    said = "Trung tâm cần lập Thông báo cho người dân buổi thứ Bảy, 11/4 "
    address = "/van-ban/lap/citizen_notice/2026-04-11"
    assert found == [(said + words, "Lập thông báo", address) for words in wanted]


@pytest.mark.usefixtures("whole_year")
def test_a_notice_to_the_people_under_way_is_not_owed_twice(centre: Person) -> None:
    row = open_saturday()
    db.session.delete(db.session.scalars(Document.of_session(row)).one())
    paper("citizen_notice", about=row)

    assert not [
        one for one in sentences(centre.get("/")) if "cần lập Thông báo cho người dân" in one
    ]


def test_what_people_were_told_wrongly_is_the_clerks(clerk: Person) -> None:
    row = stories.paper("issued", sort="citizen_notice")
    assert row.duty_session is not None
    assert not overtaken(clerk.get("/"))

    row.duty_session.cancel("Mất điện", by=None)
    db.session.commit()

    wanted = (
        "Thông tin báo cho người dân buổi thứ Bảy, 11/4 đã đổi sau khi phát hành thông báo "
        "28/TB-TTPVHCC: lập văn bản thay thế hoặc vẫn giữ."
    )
    assert overtaken(clerk.get("/")) == [(wanted, "Mở văn bản", f"/van-ban/{row.id}")]


@pytest.mark.parametrize("answer", ["kept", "being replaced", "replaced"])
def test_once_the_clerk_answered_the_change_is_owed_no_more(clerk: Person, answer: str) -> None:
    row = stories.paper("issued")
    assert row.duty_session is not None
    stories.replaced(row.duty_session)
    assert overtaken(clerk.get("/"))

    if answer == "kept":
        making.keep_anyway(db.session, row, "Đã báo qua điện thoại.", by=None)
        db.session.commit()
    else:
        step = "draft" if answer == "being replaced" else "issued"
        stories.paper(step, number="29", amendment=Amendment(row, PaperMark.REPLACED))

    assert not overtaken(clerk.get("/"))


@pytest.mark.usefixtures("whole_year")
def test_a_paper_from_before_the_app_needs_no_signed_copy(clerk: Person) -> None:
    paper(about=open_saturday(), state=PaperState.ISSUED, scanned=False, is_earlier=True)

    assert not todos(clerk.get("/"))


@pytest.mark.usefixtures("whole_year")
def test_what_was_issued_lately_is_shown_as_done(centre: Person, app: Flask) -> None:
    paper(about=open_saturday(), state=PaperState.ISSUED, days_ago=1)

    main = centre.get("/").main
    assert "Vừa xong" in main
    assert "28/TB-TTPVHCC" in main
    assert "thứ Ba, 31/3" in main
    assert "50/KH-UBND" not in main
    village = Person(app, factories.account(username="thon1", roles={Role.HAMLET}))
    assert "28/TB-TTPVHCC" not in village.get("/").main


# A department


@pytest.mark.usefixtures("whole_year")
def test_a_department_owes_its_own_list_only(economy: Person, culture: Person) -> None:
    open_saturday("LAND", "CIVIL_STATUS")

    assert todos(economy.get("/")) == [
        (
            ECONOMY,
            "Lập danh sách",
            f"{HUB}/phong/kinh-te",
        )
    ]
    assert not todos(culture.get("/"))
    assert "Văn phòng" not in economy.get("/").main


@pytest.mark.usefixtures("whole_year")
def test_a_draft_goes_on_and_a_returned_list_says_why(economy: Person) -> None:
    saturday = open_saturday("LAND")
    row = write_list(saturday, "kinh-te", "LAND")
    assert todos(economy.get("/"))[0][1] == "Viết tiếp danh sách"
    assert "đang soạn, chưa gửi" in economy.get("/").main

    row.send(by=None)
    db.session.commit()
    assert not todos(economy.get("/"))

    row.send_back("thiếu số điện thoại", by=None)
    db.session.commit()
    page = economy.get("/")
    assert todos(page)[0][:2] == (
        "Trung tâm trả lại danh sách buổi thứ Bảy, 11/4. Sửa rồi gửi lại.",
        "Sửa danh sách",
    )
    assert "Lý do: thiếu số điện thoại" in page.main


# The others


@pytest.mark.usefixtures("whole_year")
def test_a_leader_reads_how_far_the_next_saturday_is(leader: Person, clerk: Person) -> None:
    open_saturday("LAND")

    page = leader.get("/")

    steps = [one.get_text(" ", strip=True) for one in page.soup.select(".steps li")]
    assert len(steps) == 6
    assert steps[0].startswith("1 Kế hoạch ✓ Xong")
    assert steps[2].startswith("3 Danh sách cử Đang làm 0 trên 1 phòng đã gửi")
    assert not page.soup.select(".steps a")
    assert not clerk.get("/").soup.select(".steps")


def test_an_officer_reads_the_own_turns(app: Flask) -> None:
    officer = factories.officer("Công chức 1 (mẫu)")
    account = factories.account(username="congchuc1", roles={Role.OFFICER})
    account.officer = officer
    saturday = factories.duty_session()
    assign(saturday, Seat(factories.duty("LAND"), officer), by=None)
    assign(saturday, Seat(factories.duty("BUSINESS"), factories.officer("Khác")), by=None)
    db.session.commit()

    page = Person(app, account).get("/")

    turns = [one.get_text(" ", strip=True) for one in page.soup.select(".sheet .list-plain li")]
    assert turns == ["thứ Bảy, 11/4 , 7 giờ 30 – 11 giờ 30 : Đất đai (chỉ tiếp nhận)"]
    assert NOTHING in page.main


@pytest.mark.usefixtures("staff")
def test_the_it_officer_reads_who_has_no_password(admin: Person) -> None:
    stories.setting("centre.phone", "0238 387 2105")
    factories.hamlet()
    for number in range(5):
        factories.account(username=f"thon{number}")

    page = admin.get("/")

    assert todos(page) == [
        (
            "6 tài khoản chưa đặt mật khẩu, chưa đăng nhập được.",
            "Mở danh sách tài khoản",
            "/quan-tri/tai-khoan/",
        )
    ]
    assert "quantri, thon0, thon1, thon2 và 2 tài khoản khác" in page.main


ACCOUNTS = (
    "Cần tạo tài khoản cho Trung tâm, văn thư và các phòng.",
    "Mở danh sách tài khoản",
    "/quan-tri/tai-khoan/",
)


OWN_NAME = (
    "Cần xem lại tên xã, ghi điện thoại của Trung tâm.",
    "Mở cài đặt của xã",
    "/quan-tri/cai-dat",
)
VILLAGES = ("Cần nhập các thôn, bản của xã.", "Mở danh sách thôn, bản", "/danh-muc/thon-ban/")


def test_in_an_empty_commune_the_it_officer_begins_with_its_words_and_people(admin: Person) -> None:
    assert todos(admin.get("/"))[:4] == [
        OWN_NAME,
        ACCOUNTS,
        (
            "Cần nhập cán bộ, công chức của các phòng.",
            "Mở danh sách cán bộ, công chức",
            OFFICERS,
        ),
        VILLAGES,
    ]

    factories.account(username="quantri2", roles={Role.ADMIN})
    gone = factories.account(username="hoa", roles={Role.CLERK})
    gone.disabled_at = clock.now()
    db.session.commit()
    assert ACCOUNTS in todos(admin.get("/"))

    factories.account(username="lan", roles={Role.CLERK})
    factories.officer()
    factories.hamlet()
    assert [one for one in todos(admin.get("/")) if one[0].startswith("Cần ")] == [OWN_NAME]

    stories.setting("commune.name", "xã Bình Chuẩn")

    assert not [one for one in sentences(admin.get("/")) if one.startswith("Cần ")]


@pytest.mark.parametrize(
    ("key", "value"),
    [("centre.phone", "0238 387 2105"), ("commune.name", "xã Bình Chuẩn"), ("demo", "yes")],
)
def test_a_look_at_the_commune_s_words_is_owed_once(admin: Person, key: str, value: str) -> None:
    assert OWN_NAME in todos(admin.get("/"))

    stories.setting(key, value)

    assert OWN_NAME not in todos(admin.get("/"))


def test_people_are_owed_by_the_centre_while_there_is_none(centre: Person) -> None:
    wanted = "Cần nhập cán bộ, công chức của các phòng."
    assert wanted in sentences(centre.get("/"))

    officer = factories.officer()
    assert wanted not in sentences(centre.get("/"))

    officer.left_on = clock.today()
    db.session.commit()
    assert wanted in sentences(centre.get("/"))


def test_a_department_owes_its_own_people(economy: Person, culture: Person) -> None:
    factories.officer(code="kinh-te")

    assert not todos(economy.get("/"))
    assert [one[1:] for one in todos(culture.get("/"))] == [
        ("Mở danh sách cán bộ, công chức", OFFICERS)
    ]
    sentence = sentences(culture.get("/"))[0]
    assert sentence.startswith("Phòng Văn hóa")
    assert sentence.endswith("cần nhập cán bộ, công chức của đơn vị.")


def test_a_village_sees_the_day_and_no_door_it_may_not_pass(app: Flask) -> None:
    factories.duty_session()
    person = Person(app, factories.account(username="thon1", roles={Role.HAMLET}))

    page = person.get("/")

    assert "Buổi tới: thứ Bảy" in page.main
    assert HUB not in page.response.get_data(as_text=True)
    assert NOTHING in page.main


# The page


@pytest.mark.usefixtures("whole_year")
def test_seven_are_shown_and_the_rest_is_one_step_away(clerk: Person) -> None:
    saturday = open_saturday()
    for _ in range(9):
        paper(about=saturday)

    page = clerk.get("/")
    whole = clerk.get("/?tat_ca=1")

    assert len(todos(page)) == 7
    assert "Xem cả 9 việc" in page.main
    assert len(todos(whole)) == 9
    assert "Xem cả" not in whole.main
    assert todos(whole)[:7] == todos(page)


@pytest.mark.usefixtures("whole_year")
def test_they_are_sorted_by_their_limit(centre: Person) -> None:
    open_saturday("LAND")
    later = factories.duty_session(date(2026, 4, 18), due=factories.at("2026-04-08 17:00"))
    require(later, [Wanted(row.duty, 0) for row in later.requirements], by=None)
    require(later, [Wanted(factories.duty("CIVIL_STATUS"), 1)], by=None)
    db.session.commit()

    found = sentences(centre.get("/"))

    assert "11/4" in found[0]
    assert "18/4" in found[1]


@pytest.mark.usefixtures("whole_year")
def test_one_button_is_blue(centre: Person) -> None:
    open_saturday("LAND", "CIVIL_STATUS", "CERTIFICATION")

    page = centre.get("/")

    assert len(todos(page)) == 3
    assert len(page.soup.select("main .btn-act")) == 1


@pytest.mark.each_on_server
@pytest.mark.parametrize("role", [Role.CENTRE, Role.CLERK, Role.LEADER, Role.DEPARTMENT])
def test_more_rows_ask_nothing_more(app: Flask, role: Role) -> None:
    saturday = factories.duty_session()
    account = factories.account(
        username="hoa", roles={role}, department=factories.department("kinh-te")
    )
    write_list(saturday, "kinh-te", "LAND").send(by=None)
    paper(about=saturday)
    paper("citizen_notice", about=saturday, state=PaperState.ISSUED, scanned=False)
    db.session.commit()
    person = Person(app, account)
    with counted_queries() as few:
        person.get("/?tat_ca=1")
    for number in range(4):
        other = factories.duty_session(date(2026, 4, 18) + timedelta(weeks=number))
        write_list(other, "kinh-te", "LAND", "BUSINESS")
        write_list(other, "van-phong", "CIVIL_STATUS").send(by=None)
        paper(about=other)
        paper(about=other, state=PaperState.CHECKED)
        paper("citizen_notice", about=other, state=PaperState.ISSUED, scanned=False)
    db.session.commit()
    with counted_queries() as many:
        person.get("/?tat_ca=1")

    assert len(many) == len(few)
    assert len(many) <= 32


# Text that was kept


def keep(person: Person, path: str = "/quan-tri/tai-khoan/moi") -> Draft:
    """Keep a text of an ended sign-in."""
    assert person.account is not None
    row = Draft(
        account_id=person.account.id,
        form="NewAccountForm",
        path=path,
        values={"name": ["Hoa"]},
        kept_at=clock.now(),
    )
    db.session.add(row)
    db.session.commit()
    return row


def test_kept_text_is_offered_and_opens_where_it_was_typed(admin: Person) -> None:
    row = keep(admin)

    page = admin.get("/")

    assert "Phần đang nhập ở mục Quản trị, 9 giờ, thứ Tư, 01/4, được giữ 24 giờ." in page.main
    link = next(one for one in page.soup.find_all("a") if one.get_text() == "Mở lại")
    assert link["href"] == f"/quan-tri/tai-khoan/moi?giu={row.id}"
    field = admin.get(str(link["href"])).soup.select_one("[name=name]")
    assert field is not None
    assert field["value"] == "Hoa"


def test_kept_text_of_a_page_that_is_gone_is_offered_without_its_room(admin: Person) -> None:
    keep(admin, "/khong-con")

    assert "Phần đang nhập, 9 giờ, thứ Tư, 01/4, được giữ 24 giờ." in admin.get("/").main


def test_kept_text_is_nobody_elses_and_goes_after_a_day(admin: Person, centre: Person) -> None:
    keep(admin)

    assert "Phần đang nhập" not in centre.get("/").main
    stand_at("2026-04-02 09:01")
    assert "Phần đang nhập" not in Person(admin.app, admin.account).get("/").main


def test_kept_text_can_be_thrown_away_by_its_owner(admin: Person, centre: Person) -> None:
    row = keep(admin)
    page = admin.get("/")
    theirs = centre.get("/phien").form("/phien/gia-han")
    token = theirs.select_one("[name=csrf_token]")
    assert token is not None

    mine = keep(centre)
    form = centre.get("/").form(f"/phan-giu/{mine.id}/bo")
    values: dict[str, object] = {
        str(one["name"]): str(one["value"]) for one in form.select("input[type=hidden]")
    }
    assert centre.post(f"/phan-giu/{row.id}/bo", values).status == 404

    answer = admin.send(page, f"/phan-giu/{row.id}/bo")
    again = admin.send(page, f"/phan-giu/{row.id}/bo")

    assert answer.notice == again.notice == "Đã bỏ phần đang nhập."
    assert db.session.get(Draft, row.id) is None
    assert db.session.get(Draft, mine.id) is not None


# After a Saturday


def held(name: str = "Công chức 1 (mẫu)") -> tuple[DutySession, Officer]:
    """Hold 11/4 with one officer, and come back on the Monday after."""
    duty_session, officer = factories.duty_session(), factories.officer(name)
    assign(duty_session, Seat(factories.duty("LAND"), officer), by=None)
    db.session.commit()
    stand_at("2026-04-13 08:00")
    return duty_session, officer


def came(duty_session: DutySession) -> None:
    """Record that everybody came."""
    people = people_of(db.session.scalars(Assignment.of_session(duty_session)), ())
    stays = [Stay(one, Came.PRESENT, *(one.usual or ())) for one in people]
    record(db.session, duty_session, stays, by=None)
    db.session.commit()


def test_the_centre_owes_attendance_from_the_monday_on(app: Flask) -> None:
    duty_session, _officer = held()
    centre = Person(app, factories.account(roles={Role.CENTRE}))
    wanted = (
        "Trung tâm cần chấm công buổi thứ Bảy, 11/4: còn 1 người.",
        "Chấm công",
        f"{HUB}/cham-cong",
    )
    assert wanted in todos(centre.get("/"))
    assert headings(centre.get("/"))[0].startswith("Đến hạn hôm nay, ngày mai")

    came(db.session.merge(duty_session))

    assert wanted not in todos(centre.get("/"))


def test_an_officer_owes_the_choice_for_the_own_hours(app: Flask) -> None:
    duty_session, officer = held()
    account = factories.account(roles={Role.OFFICER})
    account.officer = officer
    other = factories.account(username="khac", roles={Role.OFFICER})
    other.officer = factories.officer("Người khác (mẫu)")
    came(duty_session)
    person, stranger = Person(app, account), Person(app, other)

    page = person.get("/")

    words = "Cần chọn nghỉ bù hay thanh toán cho 4 giờ trực thứ Bảy, 11/4."
    assert todos(page) == [(words, "Chọn cho buổi này", "/lich-truc/cua-toi")]
    assert "Giờ trực, nghỉ bù của tôi" in page.main
    assert todos(stranger.get("/")) == []
    row = db.session.scalars(Attendance.of_session(db.session.merge(duty_session))).one()
    row.choose(HoursChoice.LEAVE, ledger=Ledger(), by=None)
    db.session.commit()
    assert todos(person.get("/")) == []


def test_the_centre_owes_the_figures_of_a_saturday_that_is_over(app: Flask) -> None:
    factories.duty_session()
    stand_at("2026-04-14 08:00")
    centre = Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))

    owed = "Trung tâm cần chốt số liệu ngày của buổi thứ Bảy, 11/4."
    assert any(owed in one for one in todos(centre.get("/?tat_ca=1")))


def test_a_saturday_is_to_be_closed_once_its_hours_are_over(app: Flask) -> None:
    saturday = factories.duty_session()
    stand_at("2026-04-11 11:29")
    centre = Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))
    owed = "Trung tâm cần chốt số liệu ngày của buổi thứ Bảy, 11/4."
    assert not any(owed in one for one in todos(centre.get("/?tat_ca=1")))

    stand_at("2026-04-11 11:30")
    assert any(owed in one for one in todos(centre.get("/?tat_ca=1")))

    saturday = db.session.merge(saturday)
    mark = daily.DayFigures.of(db.session, saturday).mark
    row = daily.close(db.session, saturday, "", mark, by=None)
    row.reopen(db.session, "sót hai hồ sơ ghi giấy", by=None)
    db.session.commit()
    assert "Đã mở lại: sót hai hồ sơ ghi giấy" in centre.get("/?tat_ca=1").main


def test_an_officer_owes_the_confirmation_of_what_he_wrote(app: Flask) -> None:
    saturday = factories.duty_session()
    stand_at("2026-04-11 10:00")
    account = factories.account(username="congchuc1", roles={Role.OFFICER})
    officer = Person(app, account)
    owed = "Cần xác nhận số liệu của mình ở buổi thứ Bảy, 11/4."
    assert not any(owed in one for one in todos(officer.get("/")))

    account = db.session.merge(account)
    account.officer = factories.officer("Vi Văn An (mẫu)")
    db.session.commit()
    factories.received(db.session.merge(saturday), by=account)
    assert any(owed in one for one in todos(officer.get("/")))

    saturday = db.session.merge(saturday)
    daily.close(db.session, saturday, "", daily.DayFigures.of(db.session, saturday).mark, by=None)
    db.session.commit()
    assert not any(owed in one for one in todos(officer.get("/")))
