"""What happens when one form arrives many times at once?"""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass

import pytest

from tests.faults.acts import new_officer
from tests.faults.serving import Prepared, served
from tests.faults.visitor import Answer, Letter, Visitor

pytestmark = pytest.mark.faults

CLICKS = 20
NAME, TWICE = "Người Bấm Nhiều (mẫu)", "Người Nhập Hai Lần (mẫu)"


@dataclass(frozen=True, slots=True)
class Room:
    """An office that is served, and somebody's browser."""

    office: Prepared
    visitor: Visitor

    def clicked(self) -> list[Answer]:
        """Send one filled-in form many times at once; give each answer."""
        letter = new_officer(self.visitor, NAME)

        def click(_number: int) -> Answer:
            return Visitor(self.visitor.port, self.visitor.cookie).post(letter)

        with ThreadPoolExecutor(CLICKS) as hands:
            return list(hands.map(click, range(CLICKS)))

    def rows(self, name: str) -> int:
        """Count the officers of this name."""
        with closing(sqlite3.connect(self.office.database)) as database:
            found = database.execute("SELECT count(*) FROM officer WHERE name = ?", (name,))
            return int(found.fetchone()[0])


@contextmanager
def opened(office: Prepared, app: str) -> Iterator[Room]:
    """Serve an office."""
    with served(office.folder, app=app) as server:
        yield Room(office, Visitor(server.port, office.cookies["kinh-te"]))


@pytest.fixture(scope="module")
def room(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Serve one office to all that look for names of their own."""
    own = prepared.copied_to(tmp_path_factory.mktemp("room") / "office")
    with opened(own, "wsgi:app") as found:
        yield found


def test_twenty_clicks_at_once_make_one_row_and_get_one_answer(room: Room) -> None:
    answers = room.clicked()

    assert {one.status for one in answers} == {303}
    assert len({one.location for one in answers}) == 1
    assert all(one.key for one in answers)
    assert room.rows(NAME) == 1


def test_an_app_without_its_keys_is_caught(office: Prepared) -> None:
    with opened(office, "tests.faults.forgetful:app") as room:
        room.clicked()

    assert room.rows(NAME) > 1


def test_a_form_opened_anew_is_a_new_act(room: Room) -> None:
    letters: list[Letter] = [new_officer(room.visitor, TWICE) for _ in range(2)]
    answers = [room.visitor.post(one) for one in letters]

    assert len({one.key for one in answers}) == 2, "else one row above proves nothing"
    assert room.rows(TWICE) == 2
