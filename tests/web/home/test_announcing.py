"""What the Centre owes of the announcements, and what waits for a leader."""

from datetime import date, time

import pytest

from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.plan import AnnualPlan, Choice, DutySession
from saturday.rules.announcements import Channel
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person
from tests.web.announcements.writing import written

COMPOSE = "/thong-bao/2026-04-11/soan"


def owed(page: Page) -> list[tuple[str, str]]:
    """Read sentence and address of what is owed of announcements."""
    found = []
    for box in page.soup.select(".todo"):
        words, link = box.select_one("strong"), box.select_one(".acts a")
        if words and link and "/thong-bao/" in str(link["href"]):
            found.append((words.get_text(" ", strip=True), str(link["href"])))
    return found


def moved(saturday: DutySession, to: date) -> None:
    plan = db.session.scalars(AnnualPlan.of_year(to.year)).one()
    plan.move(saturday, Choice(to), "bão số 3", known_calendar(db.session), by=None)
    db.session.commit()


@pytest.mark.parametrize(
    ("now", "said"),
    [("2026-04-04 09:00", False), ("2026-04-05 09:00", True), ("2026-04-10 20:00", True)],
)
def test_texts_are_owed_once_a_week_is_left(centre: Person, now: str, *, said: bool) -> None:
    stand_at(now)
    factories.duty_session()
    person = Person(centre.app, centre.account and db.session.merge(centre.account))

    sentence = "Trung tâm cần soạn tin, bài buổi thứ Bảy, 11/4."

    assert owed(person.get("/")) == ([(sentence, COMPOSE)] if said else [])


def test_a_saturday_not_yet_prepared_has_nothing_to_tell(centre: Person) -> None:
    stand_at("2026-04-08 09:00")
    factories.duty_session(prepared=False)

    assert owed(Person(centre.app, centre.account).get("/")) == []


def test_what_goes_on_is_counted_by_its_state(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.FANPAGE, Channel.WEBSITE)
    written(saturday, Channel.VILLAGE, approved=True)
    written(saturday, Channel.NOTICE_BOARD, published=True)
    row, *_ = written(saturday, Channel.LOUDSPEAKER)
    row.ask(by=None)
    db.session.commit()

    assert owed(centre.get("/")) == [
        ("Tin, bài buổi thứ Bảy, 11/4: 2 dự thảo, 1 chờ duyệt, 1 chờ đăng.", COMPOSE)
    ]


def test_what_is_all_out_and_right_is_not_owed(centre: Person) -> None:
    written(factories.duty_session(), Channel.FANPAGE, Channel.VILLAGE, published=True)

    assert owed(centre.get("/")) == []


def test_what_is_no_longer_right_is_owed_today(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.WEBSITE, Channel.VILLAGE, Channel.FANPAGE, published=True)
    saturday.starts_at = time(7)
    db.session.commit()

    words = "giờ bắt đầu đã đổi 7 giờ 30 → 7 giờ."
    sentence = f"Tin, bài buổi thứ Bảy, 11/4 không còn đúng ở 2 nơi: {words}"
    assert owed(centre.get("/")) == [(sentence, COMPOSE)]


def test_a_moved_saturday_is_told_at_once_if_people_had_heard_of_it(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.WEBSITE, published=True)
    moved(saturday, date(2026, 4, 18))

    first = owed(centre.get("/"))[0]

    assert first == (
        "Trung tâm cần báo gấp buổi thứ Bảy, 11/4: buổi này đã dời sang 18/4: bão số 3.",
        "/thong-bao/2026-04-11/bao-gap",
    )
    assert owed(centre.get("/"))[1] == (
        "Tin, bài buổi thứ Bảy, 11/4 còn nói buổi cũ ở 1 nơi: Cổng thông tin.",
        COMPOSE,
    )
    assert centre.get("/").soup.select(".todo")[0].select_one("a")["href"] == first[1]  # type: ignore[index] # every one has its button
    written(saturday, published=True)
    assert "báo gấp" not in centre.get("/").main


def test_after_the_urgent_texts_the_centre_owes_the_bulletin_and_what_is_still_wrong(
    centre: Person,
) -> None:
    saturday = factories.duty_session()
    written(saturday, published=True)
    moved(saturday, date(2026, 4, 18))
    written(saturday, Channel.ZALO_OFFICIALS, Channel.ZALO_VILLAGES, published=True)
    written(saturday, Channel.LOUDSPEAKER, approved=True)

    old = "Cổng thông tin, Fanpage, Trang của thôn, bản, Bảng tin"
    assert owed(centre.get("/"))[:2] == [
        (f"Tin, bài buổi thứ Bảy, 11/4 còn nói buổi cũ ở 4 nơi: {old}.", COMPOSE),
        (
            "Cần phát loa ngay bản tin báo dời buổi thứ Bảy, 11/4: đã duyệt, chưa phát.",
            "/thong-bao/2026-04-11/loa",
        ),
    ]
    assert "chờ phát" not in centre.get("/").main


def test_a_saturday_cancelled_months_ahead_is_told_too(centre: Person) -> None:
    written(late := factories.duty_session(date(2026, 8, 8)), Channel.WEBSITE, published=True)
    late.cancel("mưa lũ", by=None)
    db.session.commit()

    assert any("báo gấp buổi thứ Bảy, 08/8" in words for words, _page in owed(centre.get("/")))


def test_a_moved_saturday_nobody_had_heard_of_needs_no_haste(centre: Person) -> None:
    saturday = factories.duty_session()
    written(saturday, Channel.WEBSITE)
    moved(saturday, date(2026, 4, 18))

    assert "báo gấp" not in centre.get("/").main


def test_a_leader_is_asked_for_what_waits(leader: Person) -> None:
    saturday = factories.duty_session()
    for row in written(saturday, Channel.FANPAGE, Channel.LOUDSPEAKER):
        row.ask(by=None)
    written(saturday, Channel.VILLAGE)
    db.session.commit()

    page = leader.get("/")

    assert owed(page) == [("2 tin, bài buổi thứ Bảy, 11/4 chờ duyệt.", COMPOSE)]
    assert "Fanpage, Loa truyền thanh" in page.main


def test_a_leader_is_not_asked_for_drafts_and_what_was_approved(leader: Person) -> None:
    written(factories.duty_session(), Channel.FANPAGE)
    written(factories.duty_session(date(2026, 5, 9)), approved=True)

    assert owed(leader.get("/")) == []


def test_others_owe_no_announcements(economy: Person) -> None:
    saturday = factories.duty_session()
    for row in written(saturday):
        row.ask(by=None)
    db.session.commit()

    assert owed(economy.get("/")) == []


@pytest.mark.each_on_server
@pytest.mark.parametrize("who", ["centre", "leader"])
def test_more_saturdays_ask_nothing_more(request: pytest.FixtureRequest, who: str) -> None:
    person: Person = request.getfixturevalue(who)
    for row in written(factories.duty_session()):
        row.ask(by=None)
    db.session.commit()
    person.get("/?tat_ca=1")
    with counted_queries() as few:
        person.get("/?tat_ca=1")
    for month, day in ((4, 18), (4, 25), (5, 9)):
        for row in written(factories.duty_session(date(2026, month, day))):
            row.ask(by=None)
    db.session.commit()
    with counted_queries() as many:
        person.get("/?tat_ca=1")

    assert len(many) == len(few)
