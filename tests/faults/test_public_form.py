"""Is what a stranger sends kept once, whatever happens to the program or to the button?"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPException

import pytest

from tests.faults.judging import chain_is_broken
from tests.faults.serving import Prepared, served
from tests.faults.visitor import Answer, Letter, Visitor, filled

pytestmark = pytest.mark.faults

CLICKS = 8
FORM = "/phan-anh/gui"
SAID = "Loa ở bản nói không nghe được, chỉ có tiếng Việt."


@pytest.fixture
def opened(office: Prepared) -> Prepared:
    """Let the commune take opinions on its page."""
    with closing(sqlite3.connect(office.database)) as database:
        database.execute("UPDATE setting SET value = 'yes' WHERE key = 'feedback.public_form'")
        database.commit()
    return office


def letter_of(visitor: Visitor) -> Letter:
    """Open the form and fill it in."""
    return filled(visitor.get(FORM), FORM, content=SAID, named="UNNAMED")


def kept(office: Prepared) -> int:
    """Count what was written down."""
    with closing(sqlite3.connect(office.database)) as database:
        return int(database.execute("SELECT count(*) FROM feedback").fetchone()[0])


def test_many_clicks_at_once_make_one_row_and_lead_to_one_code(opened: Prepared) -> None:
    with served(opened.folder) as server:
        letter = letter_of(Visitor(server.port, ""))

        def click(_number: int) -> Answer:
            return Visitor(server.port, "").post(letter)

        with ThreadPoolExecutor(CLICKS) as hands:
            answers = list(hands.map(click, range(CLICKS)))

    assert {one.status for one in answers} == {303}
    assert len({one.location for one in answers}) == 1
    assert kept(opened) == 1


def test_killed_before_it_answered_it_has_kept_it_and_says_so_when_asked_again(
    opened: Prepared,
) -> None:
    with served(opened.folder, app="tests.faults.speechless:app", DIES_EVERY="1") as server:
        letter = letter_of(Visitor(server.port, ""))
        with pytest.raises((OSError, HTTPException)):
            Visitor(server.port, "").post(letter)
    assert kept(opened) == 1

    with served(opened.folder) as server:
        again = Visitor(server.port, "").post(letter)
        shown = Visitor(server.port, "").get(again.location)

    assert again.status == 303
    assert shown.soup.select_one(".code")
    assert kept(opened) == 1
    assert not chain_is_broken(opened.database)
