"""Do pages stay as cheap as they were? Counts only: nothing here looks at a clock."""

import gc
import gzip
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import Engine, event, select
from werkzeug.routing import Rule

from saturday.extensions import db
from saturday.models.accounts import Account
from saturday.models.audit import AuditEvent
from saturday.models.commune import Department, Officer, Partner
from saturday.models.documents import Document
from saturday.models.forms import FormKey
from saturday.models.intake import Deed, IntakeEntry, Origin
from saturday.models.nominations import Line, Nomination
from saturday.models.plan import DutySession
from saturday.models.roster import Seat, assign
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Role
from tests import factories
from tests.bench import limits
from tests.bench.callgrind import Meter, metered
from tests.bench.load import arrivals
from tests.bench.records import BUSY_DAY, acts, fill, paper, used_key
from tests.bench.run import at_the_desk, in_hellos
from tests.conftest import counted_queries, stand_at
from tests.faults import recording
from tests.faults.acts import list_page, with_people
from tests.faults.desk import MORNING, desk_office, tapped, typed
from tests.faults.recording import Event, Kind
from tests.faults.serving import Prepared, prepare, served
from tests.faults.visitor import Visitor
from tests.pages import Person
from tests.web.announcements.telling import published

pytestmark = pytest.mark.bench

MORE = 10
FIRST_VIEW, LATER_VIEW, REQUESTS = 60_000, 15_000, 5
PUBLIC_PAGE, PUBLIC_LOOKS = 30_000, 15_000
PHONES = 35  # one for each village
SAVES, SYNCS = 3, 5
DAY = date(2026, 4, 11)
A_YEAR, YEARS = 400, 3_000  # papers of this year, which are shown; records of each kind before
TWICE = 2.0
TEXTS, TEN_TIMES = (10, 60), 11  # a text is so short that many are needed to count it well
A_MORNING = 37  # lines
STEPS, SLACK = 100, 50  # a question may take five thousand steps more, far fewer than a walk takes
WALKING = {
    "/quan-tri/suc-khoe/ky",  # reads the whole log, as it says
    f"/van-ban/lap/assignment_notice/{DAY}",  # looks for the last one that somebody signed
}


# --- Questions to the database -------------------------------------------------------------------


@pytest.fixture
def everybody(app: Flask) -> Person:
    """Open the browser of somebody who may do everything, in a commune that has a little of all."""
    roles = set(Role) - {Role.HAMLET}
    account = factories.account(
        username="moi", roles=roles, department=factories.department("kinh-te")
    )
    factories.hamlet()
    factories.officer()
    duty_session = factories.duty_session(DAY)
    list_of(duty_session, "kinh-te", 1)
    seats(duty_session, 1)
    fill(Document.__table__, (paper(number) for number in range(2)))
    db.session.commit()
    return Person(app, account)


def list_of(duty_session: DutySession, code: str, people: int) -> None:
    """Send a department's list with so many new people."""
    department = factories.department(code)
    row = db.session.scalars(Nomination.for_(duty_session, department)).one_or_none()
    if row is None:
        row = Nomination.begin(duty_session, department, by=None)
        db.session.add(row)
    new = [
        factories.officer(f"Người {department.name} {place} (mẫu)", code=code)
        for place in range(len(row.lines), people)
    ]
    lines = [Line(one.duty, one.officer) for one in row.lines]
    lines += [Line(factories.duty("LAND"), one) for one in new]
    row.write(lines, remark="", cannot_reason="", by=None)
    row.send(by=None)


def seats(duty_session: DutySession, count: int) -> None:
    """Put so many new people on the board."""
    for number in range(count):
        name = f"Người Trực {duty_session.day} {number} (mẫu)"
        officer = factories.officer(name, code="trung-tam")
        assign(duty_session, Seat(factories.duty("CERTIFICATION"), officer), by=None)


def ten_more_of_everything() -> None:
    """Let the commune grow."""
    duty_session = db.session.scalars(DutySession.on(DAY)).one()
    list_of(duty_session, "kinh-te", 1 + MORE)
    seats(duty_session, MORE)
    for number in range(MORE):
        factories.hamlet(f"Thôn mới {number} (mẫu)")
        factories.account(username=f"nguoi{number}", roles={Role.DEPARTMENT})
        other = factories.duty_session(date(2026, 5, 2) + timedelta(weeks=number))
        list_of(other, "kinh-te", 1)
        seats(other, 1)
    db.session.add_all(
        Department(code=f"phong-{number}", name=f"Phòng mới {number}", short_name="mới",
                   position=50 + number, sends_list=False)
        for number in range(MORE)
    )  # fmt: skip
    db.session.add_all(Partner(name=f"Đơn vị mới {number}") for number in range(MORE))
    fill(Document.__table__, (paper(number) for number in range(2, 2 + MORE)))
    db.session.commit()


def examples() -> dict[str, str]:
    """Give one value for each thing that can stand in an address."""
    document = db.session.scalars(select(Document.id).limit(1)).one()
    return {
        "account_id": str(db.session.scalars(select(Account.id).limit(1)).one()),
        "day": DAY.isoformat(),
        "department": "kinh-te",
        "document_id": str(document),
        "issuer": "trung-tam",
        "key": DAY.isoformat(),
        "name": "thon-ban",
        "number": "1",
        "officer_id": str(db.session.scalars(select(Officer.id).limit(1)).one()),
        "paper": "assignment_notice",
        "place": "trung-tam",
        "row_id": "1",
        "year": "2026",
    }


def pages_of(app: Flask) -> list[str]:
    """Give the address of each page that can be opened with what is known."""
    known = examples()
    urls = app.url_map.bind("localhost")
    rules: list[Rule] = sorted(app.url_map.iter_rules(), key=lambda one: one.rule)
    return [
        urls.build(rule.endpoint, {name: value_of(name, known) for name in rule.arguments})
        for rule in rules
        if "GET" in (rule.methods or ()) and rule.arguments <= known.keys()
    ]


def value_of(name: str, known: dict[str, str]) -> object:
    """Give a value as a converter takes it."""
    text = known[name]
    if name == "day":
        return date.fromisoformat(text)
    return int(text) if text.isdigit() else text


def questions(person: Person, paths: list[str]) -> dict[str, int]:
    """Count the questions of each page that opens.

    A row that nobody holds any more is asked for anew once the garbage was taken out: it is not
    taken out in the middle of a page, so that a page costs the same twice.
    """
    found = {}
    gc.disable()
    for path in paths:
        person.get(path, follow=False)  # what is only asked once is asked now
        with counted_queries() as sent:
            if person.get(path, follow=False).status == 200:
                found[path] = len(sent)
    gc.enable()
    return found


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
            if person.get(path, follow=False).status == 200:
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


# --- Bytes and requests --------------------------------------------------------------------------


def sent_bytes(person: Person, path: str) -> int:
    """Count what travels for one address; packed, as deploy.sh packs static files beforehand."""
    with person.client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        content = answer.get_data()
    assert answer.status_code == 200, path
    packed = answer.headers.get("Content-Encoding") == "gzip"
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers)
    return head + len(content if packed else gzip.compress(content, 9, mtime=0))


def belongings(person: Person, path: str) -> list[str]:
    """Give the addresses that a browser fetches to show a page."""
    soup = person.get(path).soup
    wanted = "link[rel=stylesheet][href], link[rel=icon][href], script[src], img[src], source[src]"
    found = [str(one.get("href") or one.get("src")) for one in soup.select(wanted)]
    assert all(urlsplit(one).netloc == "" for one in found), "something comes from elsewhere"
    return [one for one in found if not one.startswith("data:")]


def test_a_saturday_s_page_is_light(everybody: Person) -> None:
    path = f"/lich-truc/{DAY}"
    page = sent_bytes(everybody, path)
    rest = belongings(everybody, path)
    first = page + sum(sent_bytes(everybody, one) for one in rest)

    assert 1 + len(rest) <= REQUESTS, rest
    assert first <= FIRST_VIEW
    assert page <= LATER_VIEW


def test_the_desk_is_light(everybody: Person) -> None:
    path = f"/tiep-nhan/{DAY}"
    stand_at(f"{DAY} 10:52")
    officer = Person(everybody.app, everybody.account)  # the sign-in of before has ended
    copies = Deed(Outcome.SETTLED, factories.procedure("Chứng thực bản sao"))
    for _line in range(A_MORNING):
        origin = Origin(db.session.scalars(DutySession.on(DAY)).one(), None)
        IntakeEntry.record(db.session, copies, origin)
    db.session.commit()
    assert f"{A_MORNING} lượt công dân" in officer.get(path).main
    page = sent_bytes(officer, path)
    rest = belongings(officer, path)
    first = page + sum(sent_bytes(officer, one) for one in rest)

    needed = [one for one in rest if "favicon" not in one]  # browsers keep it from the sign-in on
    assert 1 + len(needed) <= REQUESTS, needed
    assert first <= FIRST_VIEW
    assert page <= LATER_VIEW


def test_a_public_page_is_light_without_being_packed(everybody: Person) -> None:
    row = published(db.session.scalars(DutySession.on(DAY)).one())
    stranger = Person(everybody.app, None)
    for path in (f"/thong-bao/{row.duty_session.day}", "/thong-bao/"):
        rest = belongings(stranger, path)
        looks = [one for one in rest if "public.css" in one]
        sizes = {one: len(content_of(stranger, one)) for one in (path, *rest)}

        assert sum(sizes.values()) <= PUBLIC_PAGE, sizes
        assert sizes[looks[0]] <= PUBLIC_LOOKS
        assert len(rest) == 2, rest


def content_of(person: Person, path: str) -> bytes:
    """Fetch an address as an old telephone does, unpacked."""
    with person.client.get(path) as answer:
        return answer.get_data()


def test_what_is_kept_by_browsers_is_named_by_its_content(everybody: Person) -> None:
    for address in belongings(everybody, f"/lich-truc/{DAY}"):
        with everybody.client.get(address) as answer:
            headers = answer.headers
        assert re.search(r"[?&]v=[0-9a-f]{12}", address), address
        assert "max-age=31536000" in headers["Cache-Control"], address


def test_pages_and_files_are_counted_once_each(everybody: Person) -> None:
    rest = belongings(everybody, f"/lich-truc/{DAY}")

    assert len(rest) >= 2, "a page without its looks: nothing was counted"
    assert sent_bytes(everybody, rest[0]) > 500


# --- Commits and syncs ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    """Save a list again and again on the real server; give what reached the disk."""
    office = prepare(tmp_path_factory.mktemp("saves") / "office")
    trace = office.folder.parent / "trace"
    address = list_page(BUSY_DAY, "kinh-te")
    with served(office.folder, under=(*recording.STRACE, "-o", str(trace))) as server:
        visitor = Visitor(server.port, office.cookies["kinh-te"])
        for number in range(SAVES + 1):
            page = visitor.get(address)
            typed = with_people(page, remark=f"Lần {number}")
            assert visitor.send(page, address, **typed).key
    return recording.read(trace, office.folder).events


def saves(events: list[Event]) -> Iterator[list[Event]]:
    """Cut the run at each answer that something is saved; before the first the server started."""
    ends = [place for place, one in enumerate(events) if one.kind is Kind.ACK]
    for first, last in pairwise(ends):
        yield events[first:last]


def test_a_save_is_one_commit_and_five_syncs_at_most(saved: list[Event]) -> None:
    each = list(saves(saved))

    assert len(each) == SAVES
    for events in each:
        commits = [
            one for one in events if one.kind is Kind.TRUNCATE and one.path.endswith("-journal")
        ]
        syncs = [one for one in events if one.kind is Kind.SYNC]
        assert len(commits) == 1
        assert 3 <= len(syncs) <= SYNCS, "fewer than three would be no durable commit"


def test_a_tap_at_the_desk_is_one_commit_and_five_syncs_at_most(tmp_path: Path) -> None:
    office = desk_office(tmp_path / "office")
    trace = tmp_path / "trace"
    with served(
        office.folder, under=(*recording.STRACE, "-o", str(trace)), SATURDAY_NOW=MORNING
    ) as server:
        visitor = Visitor(server.port, office.cookies["congchuc1"])
        for number in range(SAVES + 1):
            letter = typed(visitor, f"Dòng {number}") if number % 2 else tapped(visitor)
            assert visitor.post(letter).key
    each = list(saves(recording.read(trace, office.folder).events))

    assert len(each) == SAVES
    for events in each:
        ends = [one for one in events if one.kind is Kind.TRUNCATE]
        assert len([one for one in ends if one.path.endswith("-journal")]) == 1
        assert 3 <= len([one for one in events if one.kind is Kind.SYNC]) <= SYNCS


# --- Instructions --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Prepare a small commune."""
    return prepare(tmp_path_factory.mktemp("small") / "office", "tests.bench.records", "0")


@pytest.fixture(scope="module")
def meter(office: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meter]:
    """Count instructions over it."""
    with metered(office, tmp_path_factory.mktemp("callgrind")) as found:
        yield found


def test_routes_cost_what_they_did(meter: Meter) -> None:
    hello = meter.instructions(limits.HELLO, *limits.HELLOS)
    costs = {name: meter.instructions(name) / hello for name in limits.ROUTES}
    burdened = meter.instructions("hub burdened") / hello

    assert limits.faults(costs, limits.limits()) == []
    assert limits.faults({"hub": burdened}, costs), "twelve more questions must be noticed"


def test_the_desk_costs_what_it_did() -> None:
    with at_the_desk(0) as morning:
        costs = in_hellos(morning, limits.AT_THE_DESK)

    assert limits.faults(costs, limits.limits()) == []


@pytest.mark.parametrize("name", ["public", "public list"])
def test_a_public_page_costs_at_most_twice_the_same_done_barely(meter: Meter, name: str) -> None:
    assert meter.instructions(name) <= TWICE * meter.instructions(f"{name} bare")


def test_a_bulletin_is_said_at_twice_the_cost_of_its_text_at_most(meter: Meter) -> None:
    said = meter.instructions("bulletin said", *TEXTS)

    assert said <= TWICE * meter.instructions("bulletin", *TEXTS)
    assert meter.instructions("ten bulletins said") <= TEN_TIMES * said


def test_phones_of_all_villages_open_the_page_at_once(office: Prepared, tmp_path: Path) -> None:
    """Nobody waits for the one before; how long it takes is told by the bench, not judged here."""
    own = office.copied_to(tmp_path / "office")
    with served(own.folder) as server:

        def opened() -> bool:
            page = Visitor(server.port, "").get(f"/thong-bao/{BUSY_DAY}")
            return page.status == 200 and "Mời bà con" in page.text

        waits = arrivals(opened, per_second=10 * PHONES, seconds=0.1)

    assert (len(waits.seconds), waits.faults) == (PHONES, 0)


def test_a_route_that_changed_by_more_than_a_twentieth_is_named() -> None:
    allowed = {"hub": 100.0}

    assert limits.faults({"hub": 104.0}, allowed) == []
    assert limits.faults({"hub": 96.0}, allowed) == []
    assert "dearer" in limits.faults({"hub": 106.0}, allowed)[0]
    assert "cheaper" in limits.faults({"hub": 94.0}, allowed)[0]
    assert limits.faults({"new": 1.0}, allowed)
