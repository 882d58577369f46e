"""What happens when one form arrives many times at once?"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tests.faults.acts import new_officer
from tests.faults.serving import Prepared, served
from tests.faults.visitor import Answer, Letter, Visitor

pytestmark = pytest.mark.faults

CLICKS = 20
NAME = "Người Bấm Nhiều (mẫu)"


def rows_named(office: Prepared, name: str) -> int:
    """Count the officers of this name."""
    with closing(sqlite3.connect(office.database)) as database:
        found = database.execute("SELECT count(*) FROM officer WHERE name = ?", (name,))
        return int(found.fetchone()[0])


def clicked(office: Prepared, app: str) -> list[Answer]:
    """Send one filled-in form many times at once; give each answer."""
    with served(office.folder, app=app) as server:
        visitor = Visitor(server.port, office.cookies["kinh-te"])
        letter = new_officer(visitor, NAME)

        def click(_number: int) -> Answer:
            return Visitor(server.port, visitor.cookie).post(letter)

        with ThreadPoolExecutor(CLICKS) as hands:
            answers = list(hands.map(click, range(CLICKS)))
    return answers


def test_twenty_clicks_at_once_make_one_row_and_get_one_answer(office: Prepared) -> None:
    answers = clicked(office, "wsgi:app")

    assert {one.status for one in answers} == {303}
    assert len({one.location for one in answers}) == 1
    assert all(one.key for one in answers)
    assert rows_named(office, NAME) == 1


def test_an_app_without_its_keys_is_caught(office: Prepared) -> None:
    clicked(office, "tests.faults.forgetful:app")

    assert rows_named(office, NAME) > 1


def test_a_form_opened_anew_is_a_new_act(office: Prepared) -> None:
    with served(office.folder) as server:
        visitor = Visitor(server.port, office.cookies["kinh-te"])
        letters: list[Letter] = [new_officer(visitor, NAME) for _ in range(2)]
        answers = [visitor.post(one) for one in letters]

    assert len({one.key for one in answers}) == 2, "else one row above proves nothing"
    assert rows_named(office, NAME) == 2
