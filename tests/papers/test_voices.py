"""Which texts a changed fact makes wrong: exactly those that tell it."""

from collections.abc import Callable
from datetime import date, time

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.announcements import Announcement, Made
from saturday.models.calendar import known_calendar
from saturday.models.commune import Setting, SubjectArea
from saturday.models.plan import AnnualPlan, Choice, DutySession
from saturday.models.procedures import Procedure
from saturday.papers.facts import PublicFacts
from saturday.papers.texts import built_in, render
from saturday.papers.voices import Difference, voices_of, voices_of_each
from saturday.rules.announcements import AnnouncementState, Channel, News
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import counted_queries
from tests.web.announcements.writing import put, written

WEBSITE, FANPAGE, OFFICIALS, VILLAGES, LOUDSPEAKER, VILLAGE, BOARD = Channel
ALL = set(Channel)


def row_of(code: str) -> Procedure:
    return db.session.scalars(Procedure.versions(code)).all()[0]


def change_hours(saturday: DutySession) -> None:
    saturday.starts_at = time(7)


def change_end(saturday: DutySession) -> None:
    saturday.ends_at = time(11)


def change_place(saturday: DutySession) -> None:
    saturday.place = "Hội trường UBND xã"


def make_it_mobile(saturday: DutySession) -> None:
    saturday.is_mobile = True


def name_a_village(saturday: DutySession) -> None:
    saturday.hamlet = factories.hamlet("Bản Vều")


def rename_an_area(saturday: DutySession) -> None:
    del saturday
    rows = db.session.scalars(SubjectArea.in_order())
    next(one for one in rows if one.code == "dat-dai").name = "Đất đai, môi trường"


def settle_one_more(saturday: DutySession) -> None:
    del saturday
    row_of("2.001019").same_day = True  # a will: its field has same-day procedures already


def settle_none(saturday: DutySession) -> None:
    del saturday
    for row in db.session.scalars(Procedure.all_versions()):
        row.same_day = row.is_shown = False


def receive_one_less(saturday: DutySession) -> None:
    del saturday
    row_of("2.001019").is_shown = False


def bring_more(saturday: DutySession) -> None:
    del saturday
    put("announcement.bring", "Căn cước\nHộ chiếu")


def change_telephone(saturday: DutySession) -> None:
    del saturday
    put("centre.phone", "0238 3999 888")


def rename_the_commune(saturday: DutySession) -> None:
    del saturday
    put("commune.name", "xã Anh Sơn Đông")


def rename_the_centre(saturday: DutySession) -> None:
    del saturday
    put("centre.name", "Trung tâm Hành chính công")


def rename_the_station(saturday: DutySession) -> None:
    del saturday
    put("loudspeaker.station", "Đài truyền thanh Anh Sơn")


def give_an_address(saturday: DutySession) -> None:
    del saturday
    put("public.address", "https://moi.example.vn")


CHANGES: dict[Callable[[DutySession], None], set[Channel]] = {
    change_hours: ALL - {VILLAGE},
    change_end: ALL - {VILLAGE},
    change_place: ALL - {VILLAGE},
    rename_an_area: ALL,
    settle_one_more: {WEBSITE, FANPAGE, LOUDSPEAKER, BOARD},
    receive_one_less: {WEBSITE},
    bring_more: {WEBSITE, FANPAGE, VILLAGES, LOUDSPEAKER, BOARD},
    change_telephone: ALL - {VILLAGE},
    rename_the_commune: {WEBSITE, FANPAGE, VILLAGES, LOUDSPEAKER},
    rename_the_centre: {WEBSITE, FANPAGE},
    rename_the_station: {LOUDSPEAKER},
    give_an_address: {WEBSITE, FANPAGE, OFFICIALS},
    settle_none: ALL,
    make_it_mobile: ALL,
    name_a_village: ALL - {VILLAGE},
}


def stale(saturday: DutySession) -> set[Channel]:
    db.session.commit()
    return {one.channel for one in voices_of(db.session, saturday) if one.differences}


@pytest.fixture
def saturday(app: Flask) -> DutySession:
    """Publish everything of a Saturday whose Centre has a telephone."""
    del app
    put("centre.phone", "0238 3872 105")
    row = factories.duty_session()
    written(row, published=True)
    return row


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_exactly_the_texts_that_tell_a_fact_are_flagged(
    saturday: DutySession, change: Callable[[DutySession], None]
) -> None:
    assert stale(saturday) == set()

    change(saturday)

    assert stale(saturday) == CHANGES[change]


def test_what_no_text_tells_flags_nothing(saturday: DutySession) -> None:
    put("centre.symbol", "TTHCC")
    saturday.list_due_at = factories.at("2026-04-02 17:00")

    assert stale(saturday) == set()


def test_a_fact_changed_and_changed_back_flags_nothing(saturday: DutySession) -> None:
    change_hours(saturday)
    saturday.starts_at = time(7, 30)

    assert stale(saturday) == set()


def test_a_difference_names_the_fact_what_it_was_and_what_it_is(saturday: DutySession) -> None:
    change_hours(saturday)
    change_place(saturday)
    db.session.commit()

    voice = voices_of(db.session, saturday)[0]

    old = "Trung tâm Phục vụ hành chính công xã Anh Sơn"
    assert voice.differences == (
        Difference("giờ bắt đầu", "7 giờ 30", "7 giờ"),
        Difference("địa điểm", old, "Hội trường UBND xã"),
    )
    assert voice.differences[0].words == "giờ bắt đầu đã đổi 7 giờ 30 → 7 giờ"
    assert "7 giờ 00 – 11 giờ 30" in voice.now
    assert voice.newest is not None
    assert "7 giờ 30 – 11 giờ 30" in voice.newest.text
    old_lines, new_lines = voice.beside
    assert [line for line, differs in old_lines if differs] == [
        "Thời gian: 7 giờ 30 – 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026.",
        f"Địa điểm: {old}.",
    ]
    assert [line for line, differs in new_lines if differs] == [
        "Thời gian: 7 giờ 00 – 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026.",
        "Địa điểm: Hội trường UBND xã.",
    ]


def test_facts_that_only_count_together_are_all_named(app: Flask) -> None:
    """Neither hour alone changes what is said of both; changed together they do."""
    del app
    row = factories.duty_session()
    row.starts_at = row.ends_at = None
    facts = PublicFacts.of(db.session, row)
    made = Made(row, WEBSITE, News.HELD, "Giờ: {{ hours }}.", facts.to_json())
    db.session.add(Announcement.write(made, "Giờ: .", by=None))
    row.starts_at, row.ends_at = time(7), time(11)
    db.session.commit()

    names = [one.name for one in voices_of(db.session, row)[0].differences]

    assert names == ["giờ bắt đầu", "giờ kết thúc"]


def test_a_text_that_no_longer_agrees_may_not_go_on(saturday: DutySession) -> None:
    voices_of(db.session, saturday)[0].refuse_stale()
    change_hours(saturday)
    db.session.commit()

    with pytest.raises(NotAllowedNow) as refusal:
        voices_of(db.session, saturday)[0].refuse_stale()

    assert refusal.value.reason == (
        "Tin không còn đúng: giờ bắt đầu đã đổi 7 giờ 30 → 7 giờ. Hãy soạn lại tin này."
    )


def test_what_is_before_people_stays_wrong_until_the_new_edition_is_out(
    saturday: DutySession,
) -> None:
    change_hours(saturday)
    facts = PublicFacts.of(db.session, saturday)
    source = built_in(FANPAGE, News.HELD)
    made = Made(saturday, FANPAGE, News.HELD, source, facts.to_json())
    new = Announcement.write(made, render(source, facts), edition=2, by=None)
    db.session.add(new)
    db.session.commit()

    voice = voices_of(db.session, saturday)[1]
    assert (voice.differences, voice.is_wrong, voice.state) == ((), True, AnnouncementState.DRAFT)
    assert voice.published is voice.editions[0]

    new.approve("Phó Chủ tịch", by=None)
    new.publish(by=None)
    voice = voices_of(db.session, saturday)[1]
    assert (voice.is_wrong, voice.published) == (False, new)


def test_a_moved_saturday_leaves_its_old_texts_wrong_and_its_news_unwritten(
    saturday: DutySession,
) -> None:
    plan = db.session.scalars(AnnualPlan.of_year(2026)).one()
    calendar = known_calendar(db.session)
    plan.move(saturday, Choice(date(2026, 4, 18)), "bão", calendar, by=None)
    db.session.commit()

    voices = voices_of(db.session, saturday)

    assert all(one.newest is None and one.is_wrong for one in voices)
    assert all(one.former and one.former.news is News.HELD for one in voices)
    assert (voices[0].state, voices[0].now, voices[0].beside) == (None, "", ([], []))


def test_nothing_written_is_neither_wrong_nor_stale(app: Flask) -> None:
    del app
    voice = voices_of(db.session, factories.duty_session())[0]

    assert (voice.is_wrong, voice.differences, voice.published) == (False, (), None)
    voice.refuse_stale()


def test_many_saturdays_are_asked_about_at_once(saturday: DutySession) -> None:
    others = [factories.duty_session(day) for day in (date(2026, 5, 9), date(2026, 6, 6))]
    for one in others:
        written(one)
    voices_of_each(db.session, [saturday, *others])
    with counted_queries() as one_saturday:
        voices_of_each(db.session, [saturday])
    with counted_queries() as three:
        found = voices_of_each(db.session, [saturday, *others])

    assert len(one_saturday) == len(three)
    assert [len([voice for voice in found[row] if voice.newest]) for row in found] == [7, 7, 7]
    assert voices_of_each(db.session, []) == {}


def test_a_saturday_of_which_nothing_is_written_is_not_asked_about(app: Flask) -> None:
    del app
    row = factories.duty_session()
    with counted_queries() as sent:
        found = voices_of_each(db.session, [row])

    assert found == {}
    assert len([one for one in sent if "duty_session" not in one.split("FROM")[1][:20]]) == 1


def test_settings_of_the_table_exist(app: Flask) -> None:
    del app
    keys = {row.key for row in db.session.scalars(Setting.in_order())}

    assert {"announcement.bring", "public.address", "loudspeaker.station"} <= keys
