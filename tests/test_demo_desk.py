"""Does the demo serve on Saturday 11/4/2026 whom the story says, figure by figure?"""

from collections import Counter
from datetime import datetime, time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday import clock, demo
from saturday.extensions import db
from saturday.models.attendance import Attendance
from saturday.models.audit import AuditEvent, first_break
from saturday.models.intake import IntakeSeries, Visit, counts_of
from saturday.models.returns import Return
from saturday.models.running import ChecklistItem, figures_of
from saturday.rules.attendance import HoursChoice
from saturday.rules.intake import EntryOrigin, Outcome, sum_in_words
from saturday.rules.running import noon_message
from tests.eleventh_of_april import (
    DAY,
    FIGURES,
    SUM,
    carried_over,
    figures,
    handed_over,
    kind_of,
    lines,
    received,
    saturday,
    still_open,
)
from tests.telling import tell

NOW, NOON, MONDAY = demo.NOW, demo.NOON, demo.MONDAY


@pytest.fixture(autouse=True)
def told(app: Flask, empty_folder: Path, request: pytest.FixtureRequest) -> str:
    """Tell the story to the end of the Saturday, or to where a test wants it."""
    stand: str = getattr(request, "param", NOON)
    tell(app, empty_folder, stand)
    return stand


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


def test_every_figure_of_the_day_comes_out() -> None:
    assert figures() == FIGURES


def test_who_is_to_supplement_and_why_another_day_is_promised_is_said() -> None:
    changed = [one for one in lines(Outcome.RECEIVED) if one.due_reason]

    assert all(one.remark for one in lines(Outcome.SUPPLEMENT))
    assert set(map(kind_of, changed)) == {"Đăng ký khai tử"}
    assert all(one.due_on for one in still_open())


def test_of_the_5_results_handed_over_each_counts_a_person_once() -> None:
    fetched = handed_over()

    assert {one.fetched_entry for one in fetched} == set(lines(Outcome.HANDED_OVER))
    assert {one.entry for one in fetched} <= set(carried_over())


def test_the_next_number_is_59() -> None:
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
        "Chờ đông nhất 9 người (Chứng thực, 10 giờ 30); lượt cuối lúc 11 giờ 51.",
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
