"""All about one person is found, put right and taken away; in time it goes away by itself."""

from datetime import date

import pytest
from sqlalchemy import select, text

from saturday.extensions import db
from saturday.models import daily
from saturday.models.audit import AuditEvent, first_break
from saturday.models.closing import DayClosing
from saturday.models.daily import DailySheet, DayFigures
from saturday.models.feedback import Feedback, Opinion, Reply, Speaker
from saturday.models.intake import Applicant, Deed, IntakeEntry, Origin, SearchKey, Visit
from saturday.models.personal import Identity, Overdue, PersonalPurge, PersonFile
from saturday.models.plan import DutySession
from saturday.models.returns import Handing, Return
from saturday.models.settings import change_settings
from saturday.rules.closing import Handled, Stated
from saturday.rules.feedback import AnswerWay, FeedbackSource, FeedbackState
from saturday.rules.intake import Outcome
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import POSTGRES, counted_queries, stand_at

pytestmark = pytest.mark.usefixtures("app")
NAME, PHONE, NUMBER = "Lô Thị Mẫu", "0912345678", "040012345678"
WHO = Applicant(NAME, phone=PHONE, identity_number=NUMBER)
SAYS = Speaker(NAME, "Thôn 5", PHONE)
SAID = "Bà Mẫu nói: sổ đỏ nộp bảy tháng chưa có."
LATER = "2028-05-01 09:00"  # 24 months and some days after the Saturday


def saturday() -> DutySession:
    """Begin the Saturday of 11/4/2026."""
    stand_at("2026-04-01 09:00")
    row = factories.duty_session(date(2026, 4, 11))
    stand_at("2026-04-11 08:00")
    return row


def line(
    day: DutySession,
    who: Applicant = WHO,
    outcome: Outcome = Outcome.SETTLED,
    remark: str = "con gái bà Mẫu đi cùng",
) -> IntakeEntry:
    """Write one line about a person."""
    deed = Deed(outcome, procedure=factories.procedure("Đăng ký khai sinh"), remark=remark)
    row = IntakeEntry.record(db.session, deed, Origin(day, None), who=who)
    db.session.commit()
    return row


def opinion(who: Speaker = SAYS, *, is_answered: bool = True, is_public: bool = False) -> Feedback:
    """Write one opinion down, and let it be answered."""
    row, _code = Feedback.record(
        db.session, Opinion(SAID, FeedbackSource.DESK, speaker=who), by=None
    )
    if is_answered:
        row.assign(factories.department("kinh-te"), row.kind, by=None)
        row.reply(Reply("Đã mời bà Mẫu.", AnswerWay.LETTER, date(2026, 4, 11), is_public), by=None)
    db.session.commit()
    return row


def found(**sought: str) -> PersonFile:
    """Look for somebody."""
    return PersonFile.found(db.session, Identity(**sought))


@pytest.mark.parametrize(
    ("sought", "visits", "opinions"),
    [
        ({"phone": PHONE}, 1, 1),
        ({"identity_number": NUMBER}, 1, 0),
        ({"name": NAME}, 1, 1),
        ({"name": "lo thi mau"}, 1, 1),
        ({"name": "Mẫu"}, 0, 0),  # the whole name: no list of namesakes by one word
        ({"name": "Vi Văn Khác"}, 1, 1),
        ({"phone": "0900000000"}, 0, 0),
    ],
)
def test_one_person_is_found_among_visits_and_opinions(
    sought: dict[str, str], visits: int, opinions: int
) -> None:
    day = saturday()
    for who in (WHO, Applicant("Vi Văn Khác")):
        line(day, who)
    for speaker in (SAYS, Speaker("Vi Văn Khác", "Thôn 1", "0987654321"), Speaker()):
        opinion(speaker)

    file = found(**sought)

    assert (len(file.visits), len(file.opinions)) == (visits, opinions)


def test_looking_for_nobody_is_refused() -> None:
    with pytest.raises(NotAllowedNow, match="Hãy ghi tên"):
        found()


def test_all_that_is_kept_is_told_one_after_the_other() -> None:
    day = saturday()
    row = line(day)
    row.correct(Deed(Outcome.SETTLED, row.procedure, remark="chị gái"), WHO, "gõ nhầm", by=None)
    db.session.commit()
    opinion()

    told = {(fact.label, fact.words) for fact in found(phone=PHONE).facts()}

    assert {
        ("Họ và tên", NAME),
        ("Số điện thoại", "0912 345 678"),
        ("Số định danh", "0400 1234 5678"),
        ("Việc, dòng 0001", "Đăng ký khai sinh"),
        ("Ghi chú", "chị gái"),
        ("Lý do sửa", "gõ nhầm"),
        ("Địa chỉ", "Thôn 5"),
        ("Nội dung", SAID),
        ("Trả lời", "Đã mời bà Mẫu."),
    } <= told


def test_a_wrong_name_is_put_right_everywhere_and_found_by_the_right_one() -> None:
    day = saturday()
    line(day)
    opinion()
    opinion(Speaker())

    found(phone=PHONE).correct(Identity(name="Lô Thị Mậu", address="Thôn 6"), by=None)
    db.session.commit()

    file = found(name="Lô Thị Mậu")
    assert [one.name for one in file.visits] == ["Lô Thị Mậu"]
    assert [(one.name, one.address, one.phone) for one in file.opinions] == [
        ("Lô Thị Mậu", "Thôn 6", PHONE)
    ]
    keys = set(db.session.scalars(select(SearchKey.key)))
    assert "=lô thị mậu" in keys
    assert "=lô thị mẫu" not in keys


def test_a_word_without_a_name_gets_none_by_a_correction() -> None:
    saturday()
    opinion(Speaker())
    file = PersonFile.of(db.session, [], [1])

    file.correct(Identity(name=NAME), by=None)

    assert file.opinions[0].name == ""


def test_correcting_nothing_is_refused() -> None:
    with pytest.raises(NotAllowedNow, match="Hãy ghi điều cần sửa"):
        PersonFile().correct(Identity(), by=None)


def test_what_is_taken_away_leaves_numbers_and_counts() -> None:
    day = saturday()
    row = line(day)
    opinion()

    found(phone=PHONE).forget(db.session, by=None)
    db.session.commit()

    visit = db.session.scalars(select(Visit)).one()
    assert (visit.name, visit.phone, visit.identity_number) == ("", "", "")
    assert (row.full_number, row.outcome, row.remark) == ("0001", Outcome.SETTLED, "")
    said = db.session.scalars(select(Feedback)).one()
    assert (said.name, said.address, said.phone, said.content) == ("", "", "", "")
    assert (said.full_number, said.state, said.is_named) == (
        "01/2026",
        FeedbackState.ANSWERED,
        True,
    )
    assert said.answers[0].text == ""
    assert said.masked_at is not None
    file = found(phone=PHONE)
    assert (file.visits, file.opinions) == ([], [])
    assert list(db.session.scalars(select(SearchKey.key))) == []


def test_what_is_public_stays_said() -> None:
    saturday()
    opinion(is_public=True)

    found(phone=PHONE).forget(db.session, by=None)

    assert db.session.scalars(select(Feedback)).one().answers[0].text == "Đã mời bà Mẫu."


def test_while_a_result_waits_or_an_answer_is_owed_nothing_is_taken_away() -> None:
    day = saturday()
    line(day, outcome=Outcome.RECEIVED)
    with pytest.raises(NotAllowedNow, match="còn kết quả chờ trả"):
        found(identity_number=NUMBER).forget(db.session, by=None)
    row = opinion(is_answered=False)
    with pytest.raises(NotAllowedNow, match="Ý kiến 01/2026 chưa xong"):
        PersonFile.of(db.session, [], [row.id]).forget(db.session, by=None)

    assert found(phone=PHONE).visits


def test_who_saw_whole_values_of_somebody_is_known() -> None:
    day = saturday()
    line(day)
    by = factories.account(username="trungtam")
    found(phone=PHONE).export(by=by)
    db.session.commit()

    acts = db.session.scalars(found(phone=PHONE).seen_by()).all()

    assert [(one.verb, one.subject, one.account_id) for one in acts] == [("export", "visit", by.id)]


# --- In time


def counts() -> tuple[int, int, int, int]:
    """Give what a dry run counts."""
    plan = Overdue.now(db.session)
    return plan.visits, plan.opinions, plan.waiting_visits, plan.open_opinions


def test_before_its_time_nothing_goes_and_after_it_all_that_is_done() -> None:
    day = saturday()
    line(day)
    opinion()

    stand_at("2028-04-11 23:00")
    assert counts() == (0, 0, 0, 0)
    stand_at("2028-04-12 01:00")
    assert counts() == (1, 1, 0, 0)


def test_a_dry_run_changes_nothing_and_the_purge_does_what_it_counted() -> None:
    day = saturday()
    line(day)
    opinion()
    stand_at(LATER)
    before = counts()

    row = PersonalPurge.carry_out(db.session, by=None)
    db.session.commit()

    assert before == (1, 1, 0, 0)
    assert (row.visits, row.opinions, row.before) == (1, 1, date(2026, 5, 1))
    assert counts() == (0, 0, 0, 0)
    assert db.session.scalars(select(Visit.name)).all() == [""]
    assert db.session.scalars(select(Feedback.content)).all() == [""]
    assert first_break(db.session.scalars(AuditEvent.in_order())) is None


def test_what_waits_or_is_owed_stays_and_is_counted_as_such() -> None:
    day = saturday()
    line(day, outcome=Outcome.RECEIVED)
    opinion(is_answered=False)
    stand_at(LATER)

    assert counts() == (0, 0, 1, 1)
    PersonalPurge.carry_out(db.session, by=None)
    assert db.session.scalars(select(Visit.name)).all() == [NAME]
    assert db.session.scalars(select(Feedback.name)).all() == [NAME]


def test_time_counts_from_the_day_a_result_was_handed_over() -> None:
    day = saturday()
    row = line(day, outcome=Outcome.RECEIVED)
    stand_at("2026-06-15 09:00")
    Return.hand_over(db.session, row, Handing(date(2026, 6, 15)), by=None)
    db.session.commit()

    stand_at("2028-05-01 09:00")
    assert counts() == (0, 0, 1, 0)
    stand_at("2028-06-16 09:00")
    assert counts() == (1, 0, 0, 0)


@pytest.mark.parametrize("free_words", ["remark", "due_reason", "void_reason"])
def test_a_visit_without_a_name_is_counted_when_words_may_name_somebody(free_words: str) -> None:
    day = saturday()
    row = line(day, Applicant(), remark="")
    stand_at(LATER)
    assert counts() == (0, 0, 0, 0)
    setattr(row, free_words, "nhà bà Mẫu")
    db.session.commit()

    assert counts() == (1, 0, 0, 0)
    PersonalPurge.carry_out(db.session, by=None)
    assert getattr(row, free_words) == ""


@pytest.mark.parametrize(
    "kept_in", ["correction.reason", "intake_return.remark", "undone_return.reason"]
)
def test_words_beside_a_nameless_line_are_counted_and_go(kept_in: str) -> None:
    day = saturday()
    row = line(day, Applicant(), Outcome.RECEIVED, remark="")
    if kept_in.startswith("correction"):
        row.correct(Deed(Outcome.SETTLED, row.procedure), Applicant(), "bà Mẫu báo lại", by=None)
    else:
        handed = Handing(date(2026, 4, 11), remark="con bà Mẫu nhận", is_counted=True)
        given = Return.hand_over(db.session, row, handed, by=None)
        if kept_in.startswith("undone"):
            db.session.flush()
            given.take_back(db.session, "nhầm với bà Mẫu", by=None)
            row.void("nhập nhầm", by=None)
            row.void_reason = ""
    db.session.commit()
    stand_at(LATER)

    assert counts() == (1, 0, 0, 0)
    PersonalPurge.carry_out(db.session, by=None)
    db.session.commit()
    assert counts() == (0, 0, 0, 0)
    table, _, column = kept_in.partition(".")
    words = db.session.scalars(text(f"SELECT {column} FROM {table}"))  # noqa: S608 - our own names
    assert set(words) == {""}


def test_a_dry_run_walks_through_no_table() -> None:
    if POSTGRES:
        return  # it rightly walks through tables that hold nothing
    with counted_queries() as sent:
        Overdue.now(db.session)
    driver = db.session.connection().connection.driver_connection
    assert driver

    plan = driver.execute(f"EXPLAIN QUERY PLAN {sent[-1]}", [""] * sent[-1].count("?"))

    assert [
        line[3] for line in plan if line[3].startswith("SCAN") and "CONSTANT" not in line[3]
    ] == []


def test_reasons_of_corrections_and_words_at_returns_go_too() -> None:
    day = saturday()
    row = line(day, outcome=Outcome.RECEIVED)
    row.correct(Deed(Outcome.RECEIVED, row.procedure), WHO, "bà Mẫu báo lại", by=None)
    Return.hand_over(db.session, row, Handing(date(2026, 4, 11), remark="con bà Mẫu nhận"), by=None)
    db.session.commit()
    stand_at(LATER)

    PersonalPurge.carry_out(db.session, by=None)
    db.session.commit()

    assert row.corrections[0].reason == ""
    assert row.returned is not None
    assert row.returned.remark == ""


def figures_with_words(day: DutySession) -> tuple[DailySheet, DayClosing]:
    """Confirm other figures than the log's, close the Saturday and open it again, saying why."""
    own = DayFigures.of(db.session, day).officers[0]
    said = Stated(own.key, own.counted, Handled(5, 1), "bà Mẫu nộp giấy")
    daily.confirm(db.session, day, said, by=None)
    mark = DayFigures.of(db.session, day).mark
    row = daily.close(db.session, day, "ông Mẫu to tiếng", mark, by=None)
    row.reopen(db.session, "bà Mẫu báo thiếu", by=None)
    db.session.commit()
    return db.session.scalars(DailySheet.of_session(day)).one(), row


def test_words_beside_the_figures_of_an_old_saturday_go_and_its_figures_stay() -> None:
    day = saturday()
    line(day)
    sheet, closing = figures_with_words(day)
    stand_at("2028-04-01 09:00")
    young = factories.duty_session(date(2028, 4, 1))
    line(young)
    later, after = figures_with_words(young)
    stand_at(LATER)

    PersonalPurge.carry_out(db.session, by=None)
    db.session.commit()

    assert (sheet.reason, closing.remark, closing.reason) == ("", "", "")
    assert (sheet.said, closing.handled) == (Handled(5, 1), Handled(5, 1))
    assert later.reason == "bà Mẫu nộp giấy"
    assert (after.remark, after.reason) == ("ông Mẫu to tiếng", "bà Mẫu báo thiếu")


def test_the_setting_says_how_long() -> None:
    day = saturday()
    line(day)
    stand_at("2026-08-01 09:00")
    assert counts()[0] == 0

    change_settings(db.session, {"personal.keep_months": "3"}, by=None)
    db.session.commit()

    assert counts()[0] == 1


def test_many_rows_go_in_parts() -> None:
    day = saturday()
    for number in range(205):
        origin = Origin(day, None)
        who = Applicant(f"Vi Văn {number}")
        IntakeEntry.record(db.session, Deed(Outcome.GUIDED), origin, who=who)
    db.session.commit()
    stand_at(LATER)

    PersonalPurge.carry_out(db.session, by=None)
    db.session.commit()

    assert set(db.session.scalars(select(Visit.name))) == {""}
