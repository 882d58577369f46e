"""What is left of a Saturday's log when hands, network and program fail?"""

import json
import os
import random
import signal
import socket
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.clients import at_work
from tests.faults.desk import (
    DESK,
    LINE,
    MORNING,
    PATIENCE,
    Ledger,
    Officer,
    last_number,
    tapped,
    typed,
)
from tests.faults.desk_people import DESKS, LEAVING
from tests.faults.effort import by_night
from tests.faults.judging import chain_is_broken
from tests.faults.preparing import common_desk
from tests.faults.serving import PRELOADED, Prepared, Server, served
from tests.faults.visitor import Answer, Letter, Visitor, filled

pytestmark = [pytest.mark.faults, pytest.mark.long]

ACTS = by_night(1_100, gate=24)  # answered as saved before the killing ends
KILLS = by_night(20, gate=4)  # at least, however fast the machine
DIES_EVERY = by_night(40, gate=6)  # acts that a process answers before it dies by itself
BETWEEN = by_night(60, gate=8)  # acts between two kills at most: each costs a start
WHOLE_SERVER = 4  # each so-manieth kill takes the whole server
STRUCK = 3  # acts at least that a kill left without an answer
CLICKS = 20


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Prepare the people of a Saturday once."""
    return common_desk(tmp_path_factory)


@pytest.fixture
def office(morning: Prepared, tmp_path: Path) -> Prepared:
    """Give a copy to what is killed."""
    return morning.copied_to(tmp_path / "office")


@dataclass
class Room:
    """The desks of a Saturday, served; a test looks at what was logged since it began."""

    server: Server
    office: Prepared
    before: int = 0

    def desk(self, number: int) -> Visitor:
        """Open the browser of the officer at a desk."""
        return self.browser(DESKS[number])

    def browser(self, username: str) -> Visitor:
        """Open somebody's browser."""
        return Visitor(self.server.port, self.office.cookies[username])

    @property
    def centre(self) -> Visitor:
        """Open the browser of the Centre."""
        return self.browser("trungtam")

    @property
    def ledger(self) -> Ledger:
        """Read the log."""
        return Ledger.of(self.office.database)

    @property
    def new(self) -> int:
        """How many lines were written since; every number follows the one before."""
        found = self.ledger
        assert not found.has_gaps
        assert found.visits == len(found.numbers)
        return found.last - self.before

    def number(self, place: int) -> str:
        """Give a number as it is written, the first since being 1."""
        return f"{self.before + place:04d}"


@pytest.fixture(scope="module")
def served_room(morning: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """Serve the Saturday once to all that only look at what is new."""
    own = morning.copied_to(tmp_path_factory.mktemp("room") / "office")
    with served(own.folder, SATURDAY_NOW=MORNING) as server:
        yield Room(server, own)


@pytest.fixture
def room(served_room: Room) -> Room:
    """Begin to count."""
    served_room.before = served_room.ledger.last
    return served_room


# --- Killed again and again ----------------------------------------------------------------------


@contextmanager
def six_desks(office: Prepared, **server: str) -> Iterator[tuple[Server, list[Officer]]]:
    """Let six desks work on a program that dies when an act is saved but not yet answered."""
    app = "tests.faults.speechless:app"
    with served(office.folder, app=app, SATURDAY_NOW=MORNING, **server | PRELOADED) as running:
        people = [Officer(Visitor(running.port, office.cookies[one])) for one in DESKS]
        with at_work(people):
            yield running, people


def killed(server: Server, people: list[Officer]) -> int:
    """Kill workers, and now and then the whole server, until much was done; give how often."""
    chance = random.Random(5)  # noqa: S311 - repeatable on purpose
    kills = 0
    while acks(people) < ACTS or kills < KILLS or unanswered(people) < STRUCK:
        assert kills < ACTS, "no kill ever strikes an act"
        wait_for(people, acks(people) + chance.randint(1, BETWEEN))
        time.sleep(chance.uniform(0.0, 0.3))
        kills += 1
        if kills % WHOLE_SERVER == 0:
            server.kill()
            server.start()
        else:
            for worker in server.workers:
                os.kill(worker, signal.SIGKILL)
    return kills


def acks(people: list[Officer]) -> int:
    """Count the acts that were answered as saved."""
    return sum(one.acks for one in people)


def unanswered(people: list[Officer]) -> int:
    """Count the acts that a kill left without an answer."""
    return sum(one.unanswered for one in people)


def wait_for(people: list[Officer], acts: int) -> None:
    """Wait until so much was done, as long as anything is."""
    seen, end = -1, 0.0
    while (done := acks(people)) < acts:
        if done > seen:
            seen, end = done, time.monotonic() + PATIENCE
        assert time.monotonic() < end, "nobody can work any more"
        time.sleep(0.02)


def test_kills_lose_no_line_double_none_and_leave_no_gap(office: Prepared) -> None:
    with six_desks(office, DIES_EVERY=str(DIES_EVERY)) as (server, people):
        kills = killed(server, people)
    ledger = Ledger.of(office.database)

    assert acks(people) >= ACTS
    assert kills >= KILLS
    assert unanswered(people) >= STRUCK, "no kill ever struck an act"
    assert ledger.lost(people) == []
    assert ledger.doubled(people) == []
    assert not ledger.has_gaps
    assert ledger.wrongly_told(people) == []
    assert not any(one.odd for one in people)
    assert not chain_is_broken(office.database)


def test_a_desk_that_forgets_its_forms_is_caught(office: Prepared) -> None:
    with six_desks(office, FORGETFUL="1") as (_server, people):
        wait_for(people, 8)  # it dies at least once on the way

    assert Ledger.of(office.database).doubled(people)


def test_what_is_lost_doubled_or_misnumbered_is_named() -> None:
    one = Officer(Visitor(0, ""))
    one.lines, one.taps = {"a": "k1", "b": "k2"}, {"k3"}
    told = {"k1": "Đã lưu dòng 0001: góp ý.", "k2": "Đã lưu dòng 0002: góp ý."}
    whole = Ledger([1, 2, 3], Counter(a=1, b=1), 1, 3, 3, told, {"a": 1, "b": 2})
    ill = Ledger([1, 3, 3], Counter(b=2), 0, 4, 4, told, {"a": 1, "b": 3})

    for found in (whole.lost([one]), whole.doubled([one]), whole.wrongly_told([one])):
        assert found == []
    assert not whole.has_gaps
    assert ill.lost([one]) == ["a", "taps"]
    assert ill.doubled([one]) == ["b", "taps"]
    assert ill.wrongly_told([one]) == ["b"]
    assert ill.has_gaps


# --- Hands ---------------------------------------------------------------------------------------


def clicked(desk: Visitor, letter: Letter) -> list[Answer]:
    """Send one filled-in form many times at once; give each answer."""

    def click(_number: int) -> Answer:
        return Visitor(desk.port, desk.cookie).post(letter)

    with ThreadPoolExecutor(CLICKS) as hands:
        return list(hands.map(click, range(CLICKS)))


@pytest.mark.parametrize("act", [tapped, lambda desk: typed(desk, "bấm nhiều lần")])
def test_twenty_clicks_at_once_make_one_line(room: Room, act: Callable[[Visitor], Letter]) -> None:
    desk = room.desk(0)
    answers = clicked(desk, act(desk))

    assert {one.status for one in answers} == {303}
    assert len({one.location for one in answers}) == 1, "each is told the same number"
    assert all(one.key for one in answers)
    assert room.new == 1


def test_six_desks_tapping_at_once_share_the_numbers(room: Room) -> None:
    people = [room.desk(number) for number in range(len(DESKS))]
    letters = [(one, tapped(one)) for one in people for _ in range(3)]
    with ThreadPoolExecutor(len(letters)) as hands:
        answers = list(hands.map(lambda pair: pair[0].post(pair[1]), letters))

    assert len({one.key for one in answers if one.key}) == len(letters)
    assert room.new == len(letters)


def test_a_page_sent_again_counts_once_and_a_new_page_is_a_new_act(room: Room) -> None:
    desk = room.desk(0)
    first = tapped(desk)
    done, again = desk.post(first), desk.post(first)
    other = desk.post(tapped(desk))

    assert done.location == again.location
    assert other.key != done.key
    assert room.new == 2


# --- Network -------------------------------------------------------------------------------------


def cut_off(desk: Visitor, letter: Letter, *, after: int) -> None:
    """Send so many bytes of a form's body, then be gone."""
    place = f"127.0.0.1:{desk.port}"
    head = (
        f"POST {letter.path} HTTP/1.1\r\nHost: {place}\r\n"
        f"Cookie: {desk.cookie}\r\nReferer: http://{place}{letter.referrer}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(letter.body)}\r\nConnection: close\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", desk.port), 10) as line:
        line.sendall(head.encode() + letter.body[:after])
        line.shutdown(socket.SHUT_WR)
        while after < len(letter.body) and line.recv(4096):
            pass  # the server has seen that no more comes


@pytest.mark.parametrize("share", [0.0, 0.5, 0.95, 0.999])
def test_a_form_cut_off_on_its_way_writes_nothing_and_may_be_sent_again(
    room: Room, share: float
) -> None:
    """A form whose last words are missing would else be taken for a whole one."""
    desk = room.desk(0)
    letter = typed(desk, "mạng đứt giữa chừng")
    cut_off(desk, letter, after=int(share * len(letter.body)))
    before = room.new
    answer = desk.post(letter)

    assert before == 0
    assert answer.key
    assert room.new == 1


def test_an_answer_that_never_arrives_is_given_again(room: Room) -> None:
    desk = room.desk(0)
    letter = typed(desk, "không thấy trả lời")
    cut_off(desk, letter, after=len(letter.body))
    end = time.monotonic() + PATIENCE
    while last_number(room.office.database) == room.before and time.monotonic() < end:
        time.sleep(0.05)
    answer = desk.post(letter)

    assert room.number(1) in room.ledger.told[answer.key]
    assert room.new == 1


# --- Too much ------------------------------------------------------------------------------------


def test_two_megabytes_of_text_are_refused_in_words_and_take_no_number(room: Room) -> None:
    desk = room.desk(0)
    answer = desk.post(typed(desk, "chữ " * 400_000))
    after = desk.post(typed(desk, "dòng sau"))

    assert answer.status == 413
    assert "viết ngắn hơn" in answer.text
    assert after.key
    assert room.new == 1


def test_a_text_that_is_too_long_comes_back_whole(room: Room) -> None:
    desk, long = room.desk(0), "chữ dài " * 500
    answer = desk.post(typed(desk, long))
    kept = answer.form(LINE).find("input", attrs={"name": "remark"})

    assert answer.status == 422
    assert "Hãy viết ngắn hơn" in answer.text
    assert kept is not None
    assert str(kept.get("value")).split() == long.split()
    assert room.new == 0


# --- Ended sign-ins ------------------------------------------------------------------------------


def signed_out(desk: Visitor) -> None:
    """Leave in another window of the same browser."""
    other_window = Visitor(desk.port, desk.cookie)
    other_window.send(other_window.get(DESK), "/dang-xuat")


def kept_for_later(file: Path) -> list[str]:
    """Give the remarks that wait for who typed them; a tap that waits has none."""
    with closing(sqlite3.connect(file, timeout=PATIENCE)) as database:
        rows = database.execute('SELECT "values" FROM draft ORDER BY id').fetchall()
    return [one for (values,) in rows for one in json.loads(values).get("remark", ())]


def test_a_line_typed_into_an_ended_sign_in_waits_for_its_owner(room: Room) -> None:
    desk = room.browser(LEAVING[0])
    letter = typed(desk, "gõ khi phiên đã hết")
    signed_out(desk)
    answer = desk.post(letter)

    assert answer.status == 303
    assert answer.location.startswith("/dang-nhap?")
    assert "het_phien=1" in answer.location
    assert not answer.key
    assert kept_for_later(room.office.database) == ["gõ khi phiên đã hết"]
    assert room.new == 0


def test_a_tap_into_an_ended_sign_in_counts_nothing(room: Room) -> None:
    desk = room.browser(LEAVING[1])
    letter = tapped(desk)
    signed_out(desk)

    assert desk.post(letter).location.startswith("/dang-nhap?")
    assert room.new == 0


def test_nobody_sends_a_page_that_another_opened(room: Room) -> None:
    """A shared desk: the next officer signs in, the former one's page is still there."""
    letter = tapped(room.desk(0))

    assert room.desk(1).post(letter).status == 400
    assert room.new == 0


# --- Two officers on one line --------------------------------------------------------------------


def corrected(desk: Visitor, address: str, remark: str) -> Letter:
    """Open a line and type its correction."""
    return filled(desk.get(address), f"{address}/sua", remark=remark, reason="Gõ nhầm")


def test_of_two_who_correct_one_line_the_later_sees_both_and_decides(room: Room) -> None:
    desk, centre = room.desk(0), room.centre
    desk.post(typed(desk, "lúc đầu"))
    address = f"{DESK}/dong/{room.number(1)}"
    first, second = corrected(desk, address, "bản một"), corrected(centre, address, "bản hai")
    desk.post(first)
    refused = centre.post(second)
    kept = room.ledger.lines
    decided = centre.send(refused, f"{address}/sua")

    assert refused.status == 409
    assert "bản một" in refused.text
    assert "bản hai" in refused.text
    assert (kept["bản một"], kept["bản hai"]) == (1, 0)
    assert decided.key
    assert room.ledger.lines["bản hai"] == 1


def test_a_line_that_somebody_voids_meanwhile_is_not_corrected(room: Room) -> None:
    desk, centre = room.desk(0), room.centre
    desk.post(typed(desk, "sẽ hủy"))
    address = f"{DESK}/dong/{room.number(1)}"
    second = corrected(centre, address, "sửa dòng đã hủy")
    voided = desk.send(desk.get(address), f"{address}/huy", void_reason="Ghi trùng")
    refused = centre.post(second)
    after = desk.post(typed(desk, "dòng tiếp"))

    assert voided.key
    assert refused.status in {409, 422}
    assert room.ledger.lines["sẽ hủy"] == 1
    assert after.key
    assert room.new == 2, "a number is never used again"
