"""The facts of a Saturday, gathered from what the commune keeps."""

from dataclasses import fields, replace
from datetime import date, time

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.commune import Setting, SubjectArea
from saturday.models.plan import AnnualPlan, Choice, DutySession
from saturday.models.procedures import Procedure
from saturday.papers.facts import EXAMPLE, FACT_NAMES, MADE_OF_FACTS, PublicFacts
from saturday.rules.announcements import News
from tests import factories
from tests.conftest import counted_queries
from tests.papers.facts import BARE, CANCELLED, MOBILE, MOVED, ORDINARY, UNPREPARED

MAY_9, MAY_16, MAY_23 = date(2026, 5, 9), date(2026, 5, 16), date(2026, 5, 23)


def facts_of(duty_session: DutySession) -> PublicFacts:
    return PublicFacts.of(db.session, duty_session)


def moved(duty_session: DutySession, to: date, why: str) -> DutySession:
    plan = db.session.scalars(AnnualPlan.of_year(to.year)).one()
    calendar = known_calendar(db.session)
    new = plan.move(duty_session, Choice(to, reason="vì thế"), why, calendar, by=None)
    db.session.commit()
    return new


def test_an_ordinary_saturday_tells_the_communes_words(app: Flask) -> None:
    del app
    facts = facts_of(factories.duty_session())

    assert facts.news is News.HELD
    assert (facts.day, facts.starts_at, facts.ends_at) == (
        date(2026, 4, 11),
        time(7, 30),
        time(11, 30),
    )
    assert facts.hours == "7 giờ 30 – 11 giờ 30"
    assert facts.spoken_hours == "từ 7 giờ 30 đến 11 giờ 30"
    assert facts.where == "Trung tâm Phục vụ hành chính công xã Anh Sơn"
    assert facts.commune == "xã Anh Sơn"
    assert facts.station == "Đài truyền thanh xã Anh Sơn"
    assert facts.bring[0] == "Căn cước"
    assert facts.subject_areas[0] == "Chứng thực"
    assert facts.subject_areas[-1] == "Đất đai"


def test_procedures_are_sorted_by_what_may_be_promised(app: Flask) -> None:
    del app
    saturday = factories.duty_session()
    ordinary = facts_of(saturday)
    saturday.is_mobile = True
    mobile = facts_of(saturday)

    assert "Chứng thực bản sao" in ordinary.settled
    assert ordinary.settled_areas == ("Chứng thực", "Hộ tịch")
    assert "Chứng thực di chúc" in ordinary.received
    assert ordinary.not_taken == ()
    assert mobile.not_taken == ("Chứng thực bản sao",)
    assert mobile.settled == ()
    assert mobile.settled_areas == ()


def test_a_procedure_counts_on_the_days_it_holds_and_while_it_is_shown(app: Flask) -> None:
    del app
    later = factories.duty_session(MAY_9)
    row = db.session.scalars(Procedure.versions("1.001193")).first()
    assert row is not None
    row.valid_to = date(2026, 4, 30)
    db.session.commit()

    assert "Đăng ký khai sinh" in facts_of(factories.duty_session()).settled
    assert "Đăng ký khai sinh" not in facts_of(later).settled

    row.valid_to, row.is_shown = None, False
    db.session.commit()
    assert "Đăng ký khai sinh" not in facts_of(later).settled


def test_what_is_for_mobile_saturdays_alone_is_told_of_them_alone(app: Flask) -> None:
    del app
    saturday = factories.duty_session()
    ordinary = facts_of(saturday)
    saturday.is_mobile = True
    mobile = facts_of(saturday)

    told = (*ordinary.settled, *ordinary.received, *ordinary.not_taken)
    assert not any("lưu động" in one for one in told)
    for name in ("Khai sinh lưu động", "Kết hôn lưu động", "Khai tử lưu động"):
        assert name in mobile.received
    assert "Sửa lỗi giao dịch đã chứng thực" in ordinary.settled


def test_a_subject_area_that_ended_is_not_told(app: Flask) -> None:
    del app
    land = next(one for one in db.session.scalars(SubjectArea.in_order()) if one.code == "dat-dai")
    land.valid_to = date(2026, 1, 1)
    db.session.commit()

    assert "Đất đai" not in facts_of(factories.duty_session()).subject_areas


def test_the_public_address_comes_before_the_portal(app: Flask) -> None:
    del app
    saturday = factories.duty_session()
    rows = {row.key: row for row in db.session.scalars(Setting.in_order())}

    assert facts_of(saturday).address == ""
    rows["public.portal"].value = "https://portal.example.vn"
    db.session.commit()
    assert facts_of(saturday).address == "https://portal.example.vn"
    rows["public.address"].value = "https://xa.example.vn"
    db.session.commit()
    assert facts_of(saturday).address == "https://xa.example.vn"


def test_a_moved_saturday_tells_hours_and_place_of_its_new_day(app: Flask) -> None:
    del app
    old = factories.duty_session(MAY_9)
    new = moved(old, MAY_16, "bão số 3")
    new.starts_at = time(7)
    db.session.commit()

    facts = facts_of(old)

    assert facts.news is News.MOVED
    assert (facts.day, facts.moved_to, facts.reason) == (MAY_9, MAY_16, "bão số 3")
    assert facts.hours == "7 giờ 00 – 11 giờ 30"
    assert facts_of(new).news is News.HELD


def test_a_saturday_moved_twice_is_told_on_its_last_day(app: Flask) -> None:
    del app
    first = factories.duty_session(MAY_9)
    second = moved(first, MAY_16, "bão số 3")
    moved(second, MAY_23, "bão chưa tan")

    assert facts_of(first).moved_to == MAY_23
    assert facts_of(first).reason == "bão số 3"


def test_a_moved_saturday_whose_new_day_is_cancelled_is_cancelled(app: Flask) -> None:
    del app
    old = factories.duty_session(MAY_9)
    moved(old, MAY_16, "bão số 3").cancel("nước chưa rút", by=None)
    db.session.commit()

    facts = facts_of(old)

    assert (facts.news, facts.reason) == (News.CANCELLED, "nước chưa rút")


def test_a_cancelled_saturday_says_why(app: Flask) -> None:
    del app
    saturday = factories.duty_session()
    saturday.cancel("họp bất thường", by=None)

    assert (facts_of(saturday).news, facts_of(saturday).reason) == (
        News.CANCELLED,
        "họp bất thường",
    )


def test_more_saturdays_cost_no_more_questions(app: Flask) -> None:
    del app
    rows = [factories.duty_session(day) for day in (date(2026, 4, 11), MAY_9, MAY_16)]
    PublicFacts.of_each(db.session, rows)
    with counted_queries() as one:
        PublicFacts.of_each(db.session, rows[:1])
    with counted_queries() as three:
        PublicFacts.of_each(db.session, rows)

    assert len(three) == len(one) == 3


@pytest.mark.parametrize("facts", [ORDINARY, MOBILE, MOVED, CANCELLED, BARE, UNPREPARED, EXAMPLE])
def test_what_is_kept_is_read_back_the_same(facts: PublicFacts) -> None:
    assert PublicFacts.from_json(facts.to_json()) == facts


def test_json_keeps_lists_as_lists(app: Flask) -> None:
    """A database gives lists back where tuples were put in."""
    del app
    kept = {key: list(v) if isinstance(v, tuple) else v for key, v in ORDINARY.to_json().items()}

    assert PublicFacts.from_json(kept) == ORDINARY


def test_facts_kept_before_a_word_was_known_are_read_too() -> None:
    kept = ORDINARY.to_json()
    del kept["station"], kept["bring"], kept["cancelled"]

    old = PublicFacts.from_json(kept | {"forgotten": "x"})

    assert (old.station, old.bring, old.cancelled, old.place) == ("", (), False, ORDINARY.place)


def test_every_fact_has_its_name_and_only_facts_do() -> None:
    assert set(FACT_NAMES) == {one.name for one in fields(PublicFacts)}
    assert all(hasattr(ORDINARY, name) for name in MADE_OF_FACTS)


@pytest.mark.parametrize(
    ("place", "hamlet", "where"),
    [
        ("Trung tâm", "", "Trung tâm"),
        ("Nhà văn hóa thôn 12", "Thôn 12", "Nhà văn hóa thôn 12"),
        ("Nhà văn hóa", "Bản Vều", "Nhà văn hóa, Bản Vều"),
        ("", "Bản Vều", "Bản Vều"),
        ("", "", ""),
    ],
)
def test_the_place_names_its_village_once(place: str, hamlet: str, where: str) -> None:
    assert replace(ORDINARY, place=place, hamlet=hamlet).where == where


@pytest.mark.parametrize(
    ("starts_at", "part"), [(time(7, 30), "sáng"), (time(13), "chiều"), (None, "sáng")]
)
def test_the_half_of_the_day_is_said(starts_at: time | None, part: str) -> None:
    assert replace(ORDINARY, starts_at=starts_at).part_of_day == part


def test_without_hours_nothing_is_said_of_them() -> None:
    assert (UNPREPARED.hours, UNPREPARED.spoken_hours) == ("", "")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("day", "11/4/2026"),
        ("starts_at", "7 giờ 30"),
        ("is_mobile", "không"),
        ("cancelled", "không"),
        ("settled_areas", "Chứng thực; Hộ tịch"),
        ("not_taken", "chưa có"),
        ("moved_to", "chưa có"),
        ("reason", "chưa có"),
        ("phone", "0238 3872 105"),
    ],
)
def test_a_fact_is_said_in_words(name: str, said: str) -> None:
    assert ORDINARY.said(name) == said


def test_facts_that_differ_are_named_and_can_be_taken_one_by_one() -> None:
    later = replace(ORDINARY, starts_at=time(7), phone="0238 3000 000", cancelled=True)

    assert ORDINARY.differing(later) == ["starts_at", "phone", "cancelled"]
    assert ORDINARY.with_fact("phone", later) == replace(ORDINARY, phone="0238 3000 000")
    assert later.said("cancelled") == "có"


@pytest.mark.parametrize("news", list(News))
@pytest.mark.parametrize("facts", [ORDINARY, MOVED, CANCELLED])
def test_facts_can_be_tried_as_other_news(facts: PublicFacts, news: News) -> None:
    assert facts.as_if(news).news is news
