"""Does the demo serve on Saturday 11/4/2026 whom the story says, figure by figure?"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday import clock, demo
from saturday.extensions import db
from saturday.models.attendance import Attendance
from saturday.models.audit import AuditEvent, first_break
from saturday.models.intake import IntakeEntry, IntakeSeries, Visit, counts_of
from saturday.models.plan import DutySession
from saturday.models.returns import Return
from saturday.models.running import ChecklistItem, figures_of
from saturday.rules.attendance import HoursChoice
from saturday.rules.intake import EntryOrigin, Filing, Outcome, sum_in_words
from saturday.rules.running import noon_message
from tests.telling import tell

NOW, NOON, MONDAY = demo.NOW, demo.NOON, demo.MONDAY
DAY = date(2026, 4, 11)
# What was received, as practice tells it: the thing, how many, how many of them at once.
RECEIVED = {
    "Chứng thực bản sao": (18, 18),
    "Chứng thực chữ ký": (3, 3),
    "Đăng ký khai sinh": (2, 2),
    "Liên thông khai sinh, thường trú, thẻ bảo hiểm y tế": (2, 0),
    "Đăng ký khai tử": (1, 0),
    "Xác nhận tình trạng hôn nhân": (3, 0),
    "Cấp bản sao trích lục hộ tịch": (2, 2),
    "Bảo trợ xã hội": (3, 0),
    "Đăng ký hộ kinh doanh": (2, 0),
    "Đất đai": (2, 0),
    "Nông nghiệp": (1, 0),
}
SUM = (
    "58 lượt = 39 tiếp nhận + 4 yêu cầu bổ sung + 2 chỉ dẫn nơi khác + 5 trả kết quả"
    " + 6 hướng dẫn trực tuyến + 2 góp ý, phản ánh"
)
BY_AREA = {"bao-tro-xa-hoi": "Bảo trợ xã hội", "dat-dai": "Đất đai", "nong-nghiep": "Nông nghiệp"}


@pytest.fixture(autouse=True)
def told(app: Flask, empty_folder: Path, request: pytest.FixtureRequest) -> str:
    """Tell the story to the end of the Saturday, or to where a test wants it."""
    stand: str = getattr(request, "param", NOON)
    tell(app, empty_folder, stand)
    return stand


def saturday(day: date = DAY) -> DutySession:
    """Give one of its Saturdays."""
    return db.session.scalars(DutySession.on(day)).one()


def lines(*outcomes: Outcome) -> list[IntakeEntry]:
    """Give the day's lines, those of some outcomes when any is named."""
    log = db.session.scalars(IntakeEntry.log(saturday())).unique()
    return [one for one in log if not outcomes or one.outcome in outcomes]


def received() -> list[IntakeEntry]:
    """Give what was received."""
    return lines(Outcome.SETTLED, Outcome.RECEIVED)


def kind_of(line: IntakeEntry) -> str:
    """Name the thing as practice does: by its area, or by its procedure."""
    assert line.procedure is not None
    return BY_AREA.get(line.procedure.subject_area.code, line.procedure.short_name)


def carried_over() -> list[IntakeEntry]:
    """Give what came on earlier Saturdays and still waited when this one began."""
    before = select(IntakeEntry).join(DutySession).where(DutySession.day < DAY)
    waited = before.where(IntakeEntry.outcome == Outcome.RECEIVED)
    return [
        one
        for one in db.session.scalars(waited)
        if one.returned is None or one.returned.returned_on >= DAY
    ]


def handed_over() -> list[Return]:
    """Give the results fetched on the day."""
    return list(db.session.scalars(select(Return).where(Return.returned_on == DAY)))


def due_days(entries: Iterable[IntakeEntry]) -> set[str]:
    """Give when results are to be fetched: "15/4"."""
    return {f"{one.due_on.day}/{one.due_on.month}" for one in entries if one.due_on}


@pytest.mark.parametrize("told", [NOW, NOON, MONDAY], indirect=True)
def test_it_stands_at_its_moment_and_holds_nothing_later(told: str) -> None:
    now = clock.now()

    assert f"{now:%Y-%m-%d %H:%M}" == told
    assert all(act.at <= now for act in db.session.scalars(AuditEvent.in_order()))
    assert first_break(db.session.scalars(AuditEvent.in_order())) is None


@pytest.mark.parametrize("told", [NOW], indirect=True)
def test_at_eight_to_eleven_37_people_have_been_served() -> None:
    counts = counts_of(db.session, saturday())

    assert counts.visits == counts.lines == 37
    assert [counts.of(one) for one in Outcome] == [16, 8, 3, 0, 1, 4, 4, 1]
    assert max(one.happened_at for one in lines()) == demo.at("2026-04-11 10:51")


def test_58_people_are_39_and_4_and_2_and_5_and_6_and_2() -> None:
    counts = counts_of(db.session, saturday())

    assert counts.visits == counts.lines == 58
    assert sum_in_words(counts) == SUM


def test_the_39_are_these_and_25_of_them_were_settled_at_once() -> None:
    came = Counter(map(kind_of, received()))
    settled = Counter(map(kind_of, lines(Outcome.SETTLED)))

    assert {kind: (number, settled[kind]) for kind, number in came.items()} == RECEIVED
    assert (came.total(), settled.total()) == (39, 25)
    assert came.total() - settled.total() == 14


def test_18_lines_certify_64_copies() -> None:
    copies = [one for one in received() if kind_of(one) == "Chứng thực bản sao"]

    assert (len(copies), sum(one.quantity for one in copies)) == (18, 64)


def test_14_were_filed_online_on_the_spot_and_25_directly() -> None:
    filed = Counter(one.filing for one in received())

    assert filed == {Filing.ONLINE: 14, Filing.DIRECT: 25}


def test_3_supplements_were_asked_for_land_and_1_for_social_policy() -> None:
    asked = Counter(map(kind_of, lines(Outcome.SUPPLEMENT)))

    assert asked == {"Đất đai": 3, "Bảo trợ xã hội": 1}
    assert all(one.remark for one in lines(Outcome.SUPPLEMENT))


@pytest.mark.parametrize(
    ("thing", "days"),
    [
        ("Xác nhận tình trạng hôn nhân", {"15/4"}),  # 3 working days
        ("Đăng ký hộ kinh doanh", {"15/4"}),
        ("Liên thông khai sinh, thường trú, thẻ bảo hiểm y tế", {"15/4"}),
        ("Nông nghiệp", {"17/4"}),  # 5
        ("Bảo trợ xã hội", {"24/4"}),  # 10
        ("Đất đai", {"13/5"}),  # 20: 27/4, 30/4 and 01/5 are skipped
        ("Đăng ký khai tử", {"17/4"}),  # linked with two more things: another day, and why
    ],
)
def test_a_result_is_promised_for_its_day(thing: str, days: set[str]) -> None:
    promised = [one for one in lines(Outcome.RECEIVED) if kind_of(one) == thing]

    assert due_days(promised) == days
    changed = [one.due_reason for one in promised if one.due_reason]
    assert bool(changed) == (thing == "Đăng ký khai tử")


def test_39_and_9_carried_over_are_30_returned_and_18_open_of_which_1_is_overdue() -> None:
    carried, fetched = carried_over(), handed_over()
    still = [one for one in (*carried, *lines(Outcome.RECEIVED)) if one.returned is None]
    late = [one for one in still if one.due_on is not None and one.due_on < DAY]

    assert len(carried) == 9
    assert len(received()) + len(carried) == 48
    assert len(lines(Outcome.SETTLED)) + len(fetched) == 30
    assert (len(still), len(late)) == (18, 1)
    assert all(one.due_on for one in still)


def test_of_the_5_results_handed_over_1_was_late_and_each_person_counts_once() -> None:
    fetched = handed_over()

    assert (len(fetched), sum(one.is_late for one in fetched)) == (5, 1)
    assert {one.fetched_entry for one in fetched} == set(lines(Outcome.HANDED_OVER))
    assert {one.entry for one in fetched} <= set(carried_over())


def test_numbers_run_without_gap_or_double() -> None:
    assert sorted(one.number for one in lines()) == list(range(1, 59))
    series = select(IntakeSeries).where(IntakeSeries.duty_session_id == saturday().id)
    assert db.session.scalars(series).one().last == 58


def test_while_the_portal_was_down_paper_was_used_and_copied_later() -> None:
    later = [one for one in lines() if one.origin is EntryOrigin.LATER]
    down = [one for one in lines() if time(8, 20) <= one.happened_at.time() <= time(8, 45)]

    assert len(down) == 5
    assert all(one.recorded_at.time() >= time(9) for one in [*down, *later])
    copied = [one for one in down if one.outcome is not Outcome.HANDED_OVER]
    assert {one.number for one in copied} < {one.number for one in later}


def test_nothing_was_written_while_the_power_was_cut() -> None:
    written = {one.recorded_at.time() for one in lines()}

    assert not [one for one in written if time(9, 10) <= one < time(9, 18)]


def test_the_accusation_is_one_of_the_two_sent_elsewhere_and_is_not_kept() -> None:
    elsewhere = lines(Outcome.REDIRECTED)

    assert sorted(one.remark for one in elsewhere) == [
        "chỉ dẫn đến Bảo hiểm xã hội",
        "chỉ dẫn đến nơi tiếp công dân",
    ]
    assert all(one.remark for one in lines(Outcome.OPINION))


def test_nobody_is_named_telephoned_or_numbered() -> None:
    personal = select(func.count()).select_from(Visit)
    personal = personal.where(Visit.name + Visit.phone + Visit.identity_number != "")

    assert db.session.scalar(personal) == 0


def test_officers_wrote_their_own_lines() -> None:
    wrote = Counter(one.officer.name if one.officer else "" for one in received())

    assert wrote == {
        "Lô Thị Bình (mẫu)": 21,  # certification
        "Bùi Văn Quang (mẫu)": 10,  # civil status, standing in
        "Ngân Thị Yến (mẫu)": 3,
        "Nguyễn Đình Long (mẫu)": 2,
        "Trương Thị Hạnh (mẫu)": 3,
    }


def test_at_noon_the_leader_reads_it_in_six_lines() -> None:
    said = noon_message(figures_of(db.session, saturday()))

    assert said[1:] == (
        f"{SUM}.",
        "Tiếp nhận 39 hồ sơ: trả ngay 25, hẹn trả 14; trực tiếp 25, trực tuyến tại chỗ 14.",
        "Trả 5 kết quả đã hẹn (1 quá hạn); còn 18 hồ sơ chưa trả, quá hạn 1.",
        "Chờ đông nhất 9 người (chứng thực, 10 giờ 30); lượt cuối lúc 11 giờ 51.",
        "Rất hài lòng 31, hài lòng 14, chưa hài lòng 1; góp ý, phản ánh 2.",
    )


def test_the_morning_was_prepared_before_the_first_person_came() -> None:
    items = db.session.scalars(ChecklistItem.of_session(saturday())).all()

    assert items
    assert all(one.done_at and one.done_at.time() < time(7, 30) for one in items)


@pytest.mark.parametrize("told", [MONDAY], indirect=True)
def test_on_monday_8_officers_have_4_hours_each_6_as_time_off_and_2_paid() -> None:
    hours = [one for one in db.session.scalars(Attendance.of_session(saturday())) if one.officer_id]

    assert [one.minutes for one in hours] == [4 * 60] * 8
    chosen = Counter(one.choice for one in hours)
    assert chosen == {HoursChoice.LEAVE: 6, HoursChoice.PAYMENT: 2}


@pytest.mark.parametrize("told", [MONDAY], indirect=True)
def test_on_monday_14_dossiers_go_to_the_departments() -> None:
    waiting = [one for one in lines(Outcome.RECEIVED) if one.returned is None]
    areas = Counter(
        one.procedure.subject_area.department.code
        for one in waiting
        if one.procedure and one.procedure.subject_area.department
    )

    assert len(waiting) == 14
    assert areas == {"van-phong": 6, "van-hoa-xa-hoi": 3, "kinh-te": 5}


def test_earlier_saturdays_have_their_logs_and_most_results_were_fetched_since() -> None:
    counts = [counts_of(db.session, saturday(day)) for day in demo.DAYS[:2]]

    assert [one.visits for one in counts] == [21, 33]
    assert [one.received for one in counts] == [15, 25]
    returned = db.session.scalars(select(Return).where(Return.returned_on < DAY)).all()
    assert len(returned) == 8
    assert not [one for one in returned if one.is_late]
    assert all(isinstance(one.recorded_at, datetime) for one in returned)
