"""Do pages ask the database as little as they did, and take few of its steps? Counts only."""

import gc
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.commune import Officer
from saturday.models.documents import Document
from saturday.models.feedback import Answer, Feedback
from saturday.models.feedback_register import PAGE
from saturday.models.forms import FormKey
from saturday.models.plan import DutySession
from tests import factories
from tests.bench.desk_records import earlier, log
from tests.bench.everybody import DAY, pages_of, ten_more_of_everything
from tests.bench.records import acts, answer, fill, opinion, paper, used_key
from tests.conftest import counted_queries, keep_for_good
from tests.pages import Person

pytestmark = pytest.mark.bench

A_YEAR, YEARS = 400, 3_000  # papers of this year, which are shown; records of each kind before
A_MORNING = 37  # lines of the Saturday that is shown
STEPS, SLACK = 100, 50  # a question may take five thousand steps more, far fewer than a walk takes
WALKING = {
    "/quan-tri/suc-khoe/ky",  # reads the whole log, as it says
    f"/van-ban/lap/assignment_notice/{DAY}",  # looks for the last one that somebody signed
}


def questions(person: Person, paths: list[str]) -> dict[str, int]:
    """Count the questions of each page that opens.

    A row that nobody holds any more is asked for anew once the garbage was taken out: it is not
    taken out in the middle of a page, so that a page costs the same twice.
    """
    opened = [path for path in paths if opens(person, path)]  # what is asked once is asked now
    keep_for_good()  # else each taking out of garbage walks through all that these have left
    found = {}
    gc.disable()
    for path in opened:
        with counted_queries() as sent:
            if opens(person, path):
                found[path] = len(sent)
    gc.enable()
    return found


def opens(person: Person, path: str) -> bool:
    """Ask for a page; say whether it is shown."""
    return person.get(path, follow=False).status == 200


def test_ten_more_of_everything_ask_nothing_more(everybody: Person) -> None:
    paths = pages_of(everybody.app)
    few = questions(everybody, paths)
    ten_more_of_everything()
    many = questions(everybody, paths)

    dearer = {path: (few[path], many[path]) for path in few if many[path] > few[path]}
    assert dearer == {}
    assert len(few) >= 20, sorted(few)


def test_a_question_for_each_row_is_caught(
    everybody: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plant what the test above must find: departments asked for one by one."""
    careless = classmethod(lambda cls: select(cls).order_by(cls.id))
    monkeypatch.setattr(Officer, "everyone", careless)
    few = questions(everybody, ["/danh-muc/cong-chuc/?phong=kinh-te"])
    for number, code in enumerate(("van-phong", "van-hoa-xa-hoi", "uy-ban")):
        factories.officer(f"Người Mới {number} (mẫu)", code=code)
    many = questions(everybody, ["/danh-muc/cong-chuc/?phong=kinh-te"])

    assert list(many.values()) > list(few.values())


# --- Steps of the database -----------------------------------------------------------------------


@contextmanager
def counted_steps() -> Iterator[list[int]]:
    """Count what SQLite does for each question, in hundreds of its steps."""
    steps: list[int] = []

    def step() -> int:
        steps[-1] += 1
        return 0

    def watch(_connection: Any, cursor: Any, *_rest: object) -> None:  # noqa: ANN401 - SQLite's own
        steps.append(0)
        if isinstance(cursor, sqlite3.Cursor):
            cursor.connection.set_progress_handler(step, STEPS)

    event.listen(Engine, "before_cursor_execute", watch)
    try:
        yield steps
    finally:
        event.remove(Engine, "before_cursor_execute", watch)


def longest(person: Person, paths: list[str]) -> dict[str, int]:
    """Give, for each page that opens, the steps of its longest question."""
    found = {}
    for path in paths:
        with counted_steps() as steps:
            if opens(person, path):
                found[path] = max(steps, default=0)
    return found


def years_of_records() -> None:
    """Put in papers, keys and acts of years."""
    fill(Document.__table__, (paper(number) for number in range(A_YEAR, A_YEAR + YEARS)))
    fill(FormKey.__table__, (used_key(number) for number in range(YEARS)))
    fill(AuditEvent.__table__, acts(YEARS))
    db.session.commit()


def test_no_page_walks_through_years_of_records(everybody: Person) -> None:
    paths = [path for path in pages_of(everybody.app) if path not in WALKING]
    few = longest(everybody, paths)
    years_of_records()
    many = longest(everybody, paths)

    walking = {path: (few[path], many[path]) for path in few if many[path] > few[path] + SLACK}
    assert walking == {}
    assert len(few) >= 20, sorted(few)


def test_the_room_of_opinions_does_not_walk_through_those_of_years(everybody: Person) -> None:
    paths = [path for path in pages_of(everybody.app) if path.startswith("/phan-anh/")]
    fill(Feedback.__table__, (opinion(number) for number in range(A_YEAR - PAGE, A_YEAR)))
    db.session.commit()  # the register's first page is full before and after
    few = longest(everybody, paths)
    fill(Feedback.__table__, (opinion(number) for number in range(A_YEAR, A_YEAR + YEARS)))
    fill(Answer.__table__, (answer(number) for number in range(A_YEAR, A_YEAR + YEARS)))
    db.session.commit()
    many = longest(everybody, paths)

    walking = {path: (few[path], many[path]) for path in few if many[path] > few[path] + SLACK}
    assert walking == {}
    assert len(few) >= 8, sorted(few)


def test_reports_do_not_walk_through_the_lines_of_years(everybody: Person) -> None:
    paths = [path for path in pages_of(everybody.app) if path.startswith("/bao-cao/")]
    factories.procedure("Chứng thực bản sao")
    log([db.session.scalars(DutySession.on(DAY)).one()], A_MORNING)
    db.session.commit()
    few = longest(everybody, paths)
    log(earlier(YEARS), YEARS, A_MORNING)
    db.session.commit()
    many = longest(everybody, paths)

    walking = {path: (few[path], many[path]) for path in few if many[path] > few[path] + SLACK}
    assert walking == {}
    assert len(few) >= 8, sorted(few)
