"""An opinion is found by its words, and no longer when they are gone."""

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from saturday.extensions import db
from saturday.models import feedback_register
from saturday.models.accounts import Account
from saturday.models.feedback import Feedback, Opinion, Speaker
from saturday.models.feedback_register import search
from saturday.models.feedback_words import FeedbackWord, words_sought
from saturday.models.personal import mask_opinion
from saturday.rules.feedback import FeedbackSource
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import stand_at
from tests.models.test_desk_search import plan_of

LAND = Opinion(
    content="Hồ sơ đất nộp bảy tháng, đi bốn lần (4 lần!) chưa có giấy.",
    source=FeedbackSource.DESK,
    speaker=Speaker("Lô Thị Ẩn", "Thôn 1 (mẫu)", "0912345678"),
    national_number="PAKN.20260411.0012",
)
WHOLE_TABLE = r"(?:SCAN|Seq Scan on) (?:feedback_word|feedback)\b"


@pytest.fixture
def centre(app: object) -> Account:
    """Stand at the desk of Saturday 11/4 for the Centre."""
    del app
    stand_at("2026-04-11 09:00")
    return factories.account(username="trungtam", roles={Role.CENTRE})


def written(opinion: Opinion = LAND) -> Feedback:
    """Write one down."""
    row, _code = Feedback.record(db.session, opinion, by=None)
    db.session.commit()
    return row


@pytest.mark.parametrize(
    "sought",
    [
        *("bảy tháng", "BAY THANG", "tháng bảy", "đất giấy", "bon lan", "lo thi an", "Ẩn"),
        *("0912345678", "0912 345", "0912.345.678", "PAKN.20260411.0012", "pakn", "1/2026"),
        *("01/2026", "001/2026", "4 lần", "Hồ sơ đất nộp bảy tháng, đi bốn lần"),
    ],
)
def test_it_is_found_by_what_people_recall(centre: Account, sought: str) -> None:
    row = written()

    assert search(db.session, centre, sought) == [row]


@pytest.mark.parametrize(
    "sought", ["tám tháng", "ất", "345678", "02/2026", "1/2025", "?!", "%", "_"]
)
def test_what_it_does_not_say_finds_nothing(centre: Account, sought: str) -> None:
    written()

    assert search(db.session, centre, sought) == []


def test_the_newest_stand_first_and_no_more_than_a_page(
    centre: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback_register, "PAGE", 2)
    rows = [written() for _one in range(3)]

    assert search(db.session, centre, "hồ sơ đất") == [rows[2], rows[1]]


def test_what_is_put_right_is_found_as_it_reads_now(centre: Account) -> None:
    row = written()
    row.correct(replace(LAND, content="Đường thôn ngập mỗi khi mưa."), by=None)
    db.session.commit()

    assert search(db.session, centre, "ngập") == [row]
    assert search(db.session, centre, "bảy tháng") == []


def test_words_go_with_what_they_are_of(centre: Account) -> None:
    row = written()
    mask_opinion(row)
    db.session.commit()

    words = set(db.session.scalars(select(FeedbackWord.word)))
    assert words == {
        "pakn",
        "20260411",
        "0012",
    }  # as the number on the national portal, which stays
    assert search(db.session, centre, "Lô Thị Ẩn") == []
    assert search(db.session, centre, "01/2026") == [row]


def test_words_are_kept_once_and_not_too_long(centre: Account) -> None:
    long = "a" * 100
    row = written(replace(LAND, content=f"lần lần LẦN lan {long}"))

    words = [one.word for one in row.words]
    assert words.count("lan") == 1
    assert max(map(len, words)) == 20
    assert search(db.session, centre, long[:60]) == [row]


def test_a_telephone_number_is_one_word_however_it_is_grouped() -> None:
    assert words_sought("0912 345 678") == ["0912345678"]
    assert words_sought("11/4") == ["11", "4"]
    assert len(words_sought(" ".join(map(str, range(1000, 1100))) + " chữ")) == 12


@pytest.mark.parametrize("sought", ["đất", "hồ sơ đất", "0912 345 678", "01/2026"])
@pytest.mark.parametrize("who", [Role.CENTRE, Role.DEPARTMENT])
@pytest.mark.usefixtures("centre")
def test_no_search_reads_a_whole_table(who: Role, sought: str) -> None:
    written().assign(factories.department("kinh-te"), LAND.kind, by=None)
    db.session.commit()
    owner = factories.department("kinh-te")
    account = factories.account(username="kinhte", roles={who}, department=owner)
    asked: list[tuple[str, Any]] = []

    def note(
        _connection: object, _cursor: object, statement: str, values: object, *_: object
    ) -> None:
        if "FROM feedback" in statement:
            asked.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        found = search(db.session, account, sought)
    finally:
        event.remove(Engine, "before_cursor_execute", note)

    assert len(found) == 1
    statement, values = asked[0]
    assert re.findall(WHOLE_TABLE, plan_of(statement, values)) == []
