"""Whatever people do with old pages, forms and sign-ins: does the log hold what they were told?"""

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from saturday.extensions import db, writing
from saturday.models.accounts import Account, SignIn
from saturday.models.audit import AuditEvent, first_break
from saturday.models.intake import IntakeEntry, IntakeSeries
from saturday.rules.permissions import Role
from saturday.web.fields import EditForm
from tests import factories
from tests.conftest import stand_at
from tests.faults.desk import DESK, LINE, TALLY
from tests.faults.effort import by_night, times
from tests.faults.visitor import Answer, Letter, filled

pytestmark = pytest.mark.faults

EXAMPLES, STEPS = times(8), 20
PEOPLE = ("mot", "hai")
SEATS = st.sampled_from((PEOPLE[:1], PEOPLE, PEOPLE))
WORDS = st.sampled_from(("bản một", "bản hai", "bản ba", "bản bốn"))
KIND = "application/x-www-form-urlencoded"


@dataclass
class Seat:
    """A screen: somebody's browser, signed in anew now and then."""

    client: FlaskClient
    account: Account | None = None
    sign_in: int = 0  # which of its sign-ins; 0 when signed out


@dataclass
class Sheet:
    """A form as somebody has it before the eyes, perhaps for long."""

    letter: Letter
    seat: str
    sign_in: int
    kind: str
    number: int = 0  # of the line that it changes
    version: int = 0  # of that line, as it was shown
    answer: str = ""  # what it got when it was done


@dataclass
class Row:
    """A line as it should stand in the log."""

    remark: str
    version: int = 1
    is_void: bool = False


class Desk(RuleBasedStateMachine):
    """People at two screens, and what the log should hold."""

    app: ClassVar[Flask]
    sheets: Bundle[Sheet] = Bundle("sheets")
    changes: Bundle[Sheet] = Bundle("changes")

    @initialize()
    def begin(self) -> None:
        """Begin with two people signed in, and a line."""
        self.rows: dict[int, Row] = {}
        self.first = self._last()
        self.seats = {name: Seat(self.app.test_client()) for name in PEOPLE}
        for name in PEOPLE:
            self.sign_in(name, name)
        self.send_line(self.open_desk(PEOPLE[0], "ghi"), "bản đầu", 1)

    def teardown(self) -> None:
        """Whatever was done, the chain of acts holds."""
        end_of_request()
        assert first_break(db.session.scalars(AuditEvent.in_order())) is None

    # --- What people do --------------------------------------------------------------------------

    @rule(seat=st.sampled_from(PEOPLE), person=st.sampled_from(PEOPLE))
    def sign_in(self, seat: str, person: str) -> None:
        """Sit down at a screen, also while somebody else is signed in there."""
        one = self.seats[seat]
        account = db.session.scalars(select(Account).where(Account.username == person)).one()
        writing.set(True)
        row, token = SignIn.start(account, address="127.0.0.1", browser="tests")
        db.session.add(row)
        db.session.commit()
        with one.client.session_transaction() as cookie:
            cookie.clear()
            cookie["sign_in"] = token
        one.account, one.sign_in = account, row.id

    @rule(seat=st.sampled_from(PEOPLE))
    def sign_out(self, seat: str) -> None:
        """Leave by the button, in another window of the same browser."""
        one = self.seats[seat]
        if one.sign_in:
            self._send(seat, filled(self._page(seat, DESK), "/dang-xuat"))
            one.account, one.sign_in = None, 0

    @rule(target=sheets, seat=st.sampled_from(PEOPLE), kind=st.sampled_from(("dem", "ghi")))
    def open_desk(self, seat: str, kind: str) -> Sheet:
        """Open the desk to tap or to type a line."""
        self._ensure_seated(seat)
        page = self._page(seat, DESK)
        form = filled(page, TALLY if kind == "dem" else LINE, outcome="OPINION")
        return Sheet(form, seat, self.seats[seat].sign_in, kind)

    @precondition(lambda self: self.open_lines())
    @rule(target=changes, seats=SEATS, data=st.data())
    def open_correction(self, seats: tuple[str, ...], data: st.DataObject) -> MultipleResults[Any]:
        """Open a line to change it, perhaps at both screens."""
        number = data.draw(st.sampled_from(self.open_lines()))
        return multiple(*(self._open_line(one, number, "sua", reason="Gõ nhầm") for one in seats))

    @precondition(lambda self: self.open_lines())
    @rule(target=changes, seat=st.sampled_from(PEOPLE), data=st.data())
    def open_void(self, seat: str, data: st.DataObject) -> Sheet:
        """Open a line to void it."""
        number = data.draw(st.sampled_from(self.open_lines()))
        return self._open_line(seat, number, "huy", void_reason="Ghi trùng")

    @rule(sheet=sheets, words=WORDS, clicks=st.integers(1, 2))
    def send_line(self, sheet: Sheet, words: str, clicks: int) -> None:
        """Send a form that was opened some time ago, perhaps for the second time."""
        self._send_often(sheet, words, clicks)

    @rule(sheet=changes, words=WORDS, clicks=st.integers(1, 2))
    def send_change(self, sheet: Sheet, words: str, clicks: int) -> None:
        """Send the change of a line that others may have changed meanwhile."""
        self._send_often(sheet, words, clicks)

    @rule(sheet=consumes(sheets))
    def close(self, sheet: Sheet) -> None:
        """Close a page."""

    # --- What must follow ------------------------------------------------------------------------

    def _send_often(self, sheet: Sheet, words: str, clicks: int) -> None:
        letter = with_remark(sheet.letter, words)
        for _ in range(clicks):
            self._check(sheet, words, self._send(sheet.seat, letter))

    def _check(self, sheet: Sheet, words: str, answer: Answer) -> None:
        """Know from the model what a form does, and see that this is answered."""
        seat = self.seats[sheet.seat]
        if seat.sign_in != sheet.sign_in:
            assert not answer.key
        elif sheet.answer:
            assert answer.location == sheet.answer, "a second click gets the first one's answer"
        elif sheet.kind in {"dem", "ghi"}:
            sheet.answer = told(answer)
            number = self.first + len(self.rows) + 1
            self.rows[number] = Row(words if sheet.kind == "ghi" else "")
        else:
            self._check_change(sheet, words, answer)

    def _check_change(self, sheet: Sheet, words: str, answer: Answer) -> None:
        """Let a line be changed by who saw its latest version, and by nobody once it is void."""
        row = self.rows[sheet.number]
        if row.is_void or sheet.version != row.version:
            assert answer.status in {409, 422}, f"a lost change, answered {answer.status}"
            assert not answer.key
            return
        sheet.answer = told(answer)
        if sheet.kind == "huy":
            row.is_void, row.version = True, row.version + 1
        elif row.remark != words:
            row.remark, row.version = words, row.version + 1

    @invariant()
    def the_log_is_what_people_were_told(self) -> None:
        """No line more, none less, none other; numbers without gap."""
        if not hasattr(self, "rows"):
            return
        end_of_request()
        found = db.session.scalars(
            select(IntakeEntry).where(IntakeEntry.number > self.first).order_by(IntakeEntry.number)
        ).all()
        assert {one.number: (one.remark, one.is_void) for one in found} == {
            number: (one.remark, one.is_void) for number, one in self.rows.items()
        }
        assert self._last() == self.first + len(self.rows)
        people = func.count(IntakeEntry.visit_id.distinct())
        assert db.session.scalars(select(people)).one() == self._last()

    # --- By what it is done ----------------------------------------------------------------------

    def open_lines(self) -> list[int]:
        """Give the numbers of the lines that can be changed."""
        return [number for number, one in self.rows.items() if not one.is_void]

    def _open_line(self, seat: str, number: int, kind: str, **typed: str) -> Sheet:
        self._ensure_seated(seat)
        address = f"{DESK}/dong/{number:04d}"
        form = filled(self._page(seat, address), f"{address}/{kind}", **typed)
        version = self.rows[number].version
        return Sheet(form, seat, self.seats[seat].sign_in, kind, number, version)

    def _ensure_seated(self, seat: str) -> None:
        if not self.seats[seat].sign_in:
            self.sign_in(seat, seat)

    def _page(self, seat: str, path: str) -> Answer:
        answer = self.seats[seat].client.get(path)
        end_of_request()
        assert answer.status_code == 200, answer.status
        return Answer(200, path, "", answer.get_data(as_text=True))

    def _send(self, seat: str, letter: Letter) -> Answer:
        headers = {"Referer": f"http://localhost{letter.referrer}"}
        found = self.seats[seat].client.post(
            letter.path, data=letter.body, content_type=KIND, headers=headers
        )
        end_of_request()
        text = found.get_data(as_text=True)
        return Answer(found.status_code, letter.path, found.headers.get("Location", ""), text)

    def _last(self) -> int:
        return db.session.scalar(select(func.max(IntakeSeries.last))) or 0


class AtOnce(Desk):
    """The same people while both stay at their screens: a lost change is soon met."""

    def sign_in(self, seat: str, person: str) -> None:
        """Sit down in the morning."""
        Desk.sign_in(self, seat, person)

    def sign_out(self, seat: str) -> None:
        """Stay."""

    def close(self, sheet: Sheet) -> None:
        """Keep every page open."""


def with_remark(letter: Letter, words: str) -> Letter:
    """Type a remark where the form asks for one."""
    parts = [part for part in letter.body.decode().split("&") if not part.startswith("remark=")]
    has_remark = len(parts) < letter.body.decode().count("&") + 1
    added = [f"remark={words}"] if has_remark else []
    return Letter(letter.path, "&".join([*parts, *added]).encode(), letter.referrer)


def told(answer: Answer) -> str:
    """Give where an act that is done leads."""
    assert answer.key, (answer.status, answer.soup.get_text(" ", strip=True)[:500])
    return answer.location


def end_of_request() -> None:
    """Let the next request know nothing of this one: they share one app context here."""
    for name in list(g):
        g.pop(name)
    db.session.rollback()
    db.session.expire_all()
    writing.set(True)


def play(app: Flask, people: type[Desk] = Desk, **chosen: Any) -> None:  # noqa: ANN401 - settings
    """Let people do things in many orders."""
    chosen = {"max_examples": EXAMPLES, **chosen}
    stand_at("2026-04-11 08:00")
    factories.duty_session()
    for name in PEOPLE:
        factories.account(username=name, roles={Role.CENTRE})
    Desk.app = app
    run_state_machine_as_test(
        people,
        settings=settings(
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            **chosen,
        ),
    )


def test_the_log_holds_what_people_were_told(app: Flask) -> None:
    play(app)

    assert db.session.scalar(select(func.count(IntakeEntry.id))), "nothing was ever written"


def test_without_the_version_check_a_lost_change_is_found(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EditForm, "is_stale", lambda *_anything: False)

    most = {"phases": (Phase.generate,), "max_examples": 25 * EXAMPLES}  # it ends at the first
    with pytest.raises(AssertionError, match="a lost change"):
        play(app, by_night(Desk, gate=AtOnce), **most)
