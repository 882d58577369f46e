"""Two who write at once follow each other: nothing is doubled, lost, or waited for in a ring.

On a server only: a file on a disk lets one writer in at a time.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.orm.exc import StaleDataError

from saturday.extensions import db
from saturday.models import daily
from saturday.models.accounts import Account
from saturday.models.calendar import known_calendar
from saturday.models.closing import DayClosing
from saturday.models.daily import DayFigures
from saturday.models.dossiers import Choices, DossierDesk
from saturday.models.imports import ImportFile
from saturday.models.intake import (
    Applicant,
    Deed,
    IntakeEntry,
    IntakeSeries,
    Origin,
    counts_of,
)
from saturday.models.plan import Choice, DutySession
from saturday.models.returns import Handing, Return
from saturday.models.running import Answers, Checklist
from saturday.models.settings import change_settings
from saturday.rules.intake import EntryOrigin, Outcome, Satisfaction
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import POSTGRES, stand_at
from tests.dossier_files import COPY, SINGLE, book, row
from tests.pages import Person

SATURDAY = date(2026, 4, 11)
IMPORT = "/tiep-nhan/2026-04-11/nap-tep"
LOOKS, LOOK = 1_000, 0.01  # ten seconds at most, in seconds
STANDING = text(
    "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
    " WHERE NOT granted AND datname = current_database()"
)
CODE = "H41.156-260411-0001"  # of the dossiers that the factory receives


class Other(Thread):
    """A second desk, with a connection of its own."""

    def __init__(self, app: Flask, deed: Callable[[], object]) -> None:
        """Take what it does and begin."""
        super().__init__(daemon=True)
        self.app, self.deed = app, deed
        self.answer: object = None
        self.fault: Exception | None = None
        self.start()
        self.stand()

    def run(self) -> None:
        """Do it in a transaction of its own."""
        with self.app.app_context():
            try:
                self.answer = self.deed()
                db.session.commit()
            except Exception as fault:  # noqa: BLE001 - the test looks at it
                self.fault = fault
                db.session.rollback()

    def stand(self) -> None:
        """Wait until it stands behind a lock, or has ended."""
        with db.engine.connect() as look:
            for _ in range(LOOKS):
                if not self.is_alive() or look.scalar(STANDING):
                    return
                look.rollback()
                self.join(LOOK)
        pytest.fail("neither ended nor waiting")

    def end(self) -> None:
        """Wait for its end, which must come."""
        self.join(LOOKS * LOOK)
        assert not self.is_alive()


@pytest.fixture
def saturday(app: Flask) -> Iterator[DutySession]:
    """Hold the Saturday of 11/4, at ten o'clock; afterwards close what the others opened."""
    del app
    row = factories.duty_session(SATURDAY)
    stand_at("2026-04-11 10:00")
    yield row
    db.session.remove()
    db.engine.dispose()


def desk() -> DutySession:
    """Give the Saturday, as the one who asks sees it."""
    return db.session.scalars(DutySession.on(SATURDAY)).one()


def line(entry_id: int) -> IntakeEntry:
    """Give a line, as the one who asks sees it."""
    return db.session.get_one(IntakeEntry, entry_id)


def tap() -> int:
    """Count somebody who was guided; give the number of the line."""
    origin = Origin(desk(), None, kind=EntryOrigin.TALLY)
    return IntakeEntry.record(db.session, Deed(Outcome.GUIDED), origin).number


def number() -> int:
    """Take the next number."""
    return IntakeSeries.next_number(db.session, desk(), "")


def void(entry_id: int) -> None:
    """Take a line out."""
    line(entry_id).void("ghi nhầm", by=None)
    db.session.flush()


def hand_over(entry_id: int) -> None:
    """Hand the result of a line over at the desk."""
    Return.hand_over(db.session, line(entry_id), Handing(SATURDAY), by=None)


def close() -> DayClosing:
    """Close the day's figures, as they are now."""
    here = desk()
    return daily.close(db.session, here, "", DayFigures.of(db.session, here).mark, by=None)


def confirm() -> None:
    """Confirm what the accounts of no officer did."""
    here = desk()
    row = DayFigures.of(db.session, here).of_officer(0)
    assert row is not None
    daily.confirm(db.session, here, row.as_counted, by=None)


def cancel() -> None:
    """Cancel the Saturday."""
    desk().cancel("mưa bão", by=None)
    db.session.flush()


def move() -> None:
    """Move the Saturday by a week."""
    here, calendar = desk(), known_calendar(db.session)
    here.plan.move(here, Choice(date(2026, 4, 18)), "mưa bão", calendar, by=None)
    db.session.flush()


GOING: Mapping[str, Callable[[], None]] = {"cancel": cancel, "move": move}
STATING: Mapping[str, Callable[[], object]] = {"close": close, "confirm": confirm}
DEEDS: Mapping[str, Callable[[int], None]] = {"void": void, "hand over": hand_over}


if POSTGRES:

    @pytest.mark.parametrize("before", [0, 7])
    def test_two_desks_never_take_one_number(
        app: Flask, saturday: DutySession, before: int
    ) -> None:
        for _ in range(before):
            IntakeSeries.next_number(db.session, saturday, "")
        db.session.commit()

        first = number()
        other = Other(app, number)
        assert other.is_alive()
        db.session.commit()
        other.end()

        assert (first, other.answer, other.fault) == (before + 1, before + 2, None)

    def test_a_number_given_back_is_taken_by_who_waits(app: Flask, saturday: DutySession) -> None:
        assert saturday.counts
        tap()
        db.session.commit()

        assert number() == 2
        other = Other(app, number)
        db.session.rollback()
        other.end()

        assert other.answer == 2

    def test_a_tap_does_not_wait_for_who_writes_the_list_of_the_morning(
        app: Flask, saturday: DutySession
    ) -> None:
        tap()
        db.session.commit()

        Checklist.of(db.session, saturday, "Điện\nMáy in").tick(db.session, [], [1], by=None)
        other = Other(app, tap)
        ended = not other.is_alive()
        db.session.commit()
        other.end()

        assert (ended, other.answer, other.fault) == (True, 2, None)

    @pytest.mark.parametrize(
        ("first", "second", "why"),
        [
            ("void", "hand over", "Dòng này đã hủy nên không có kết quả để trả."),
            (
                "hand over",
                "void",
                "Kết quả của dòng này đã trả. Hãy bỏ lần trả kết quả trước.",
            ),
            ("hand over", "hand over", "Kết quả này đã ghi trả ngày 11/4/2026."),
        ],
    )
    def test_of_two_deeds_on_one_line_the_second_sees_the_first(
        app: Flask, saturday: DutySession, first: str, second: str, why: str
    ) -> None:
        entry_id = factories.received(saturday).id

        def late() -> None:
            assert not line(entry_id).is_void  # it stood so on the page
            assert line(entry_id).returned is None
            DEEDS[second](entry_id)

        DEEDS[first](entry_id)
        other = Other(app, late)
        assert other.is_alive()
        db.session.commit()
        other.end()

        assert isinstance(other.fault, NotAllowedNow)
        assert other.fault.reason == why

    def test_of_two_corrections_the_late_one_is_noticed(app: Flask, saturday: DutySession) -> None:
        entry_id = factories.received(saturday).id

        def correct(quantity: int) -> None:
            row = line(entry_id)
            deed = Deed(row.outcome, row.procedure, quantity, dossier_code=CODE)
            row.correct(deed, row.visit.applicant, "đếm lại", by=None)
            db.session.flush()

        correct(2)
        other = Other(app, lambda: correct(3))
        db.session.commit()
        other.end()

        assert isinstance(other.fault, StaleDataError)
        assert line(entry_id).quantity == 2

    def seen_open(deed: Callable[[], object]) -> Callable[[], object]:
        """Let somebody look at the day while it is open, and then do a thing."""

        def late() -> object:
            assert desk().closing is None  # it stood so on the page
            return deed()

        return late

    @pytest.mark.parametrize("before", [0, 1], ids=["first line", "later line"])
    def test_a_tap_that_waits_for_who_closes_finds_the_day_closed(
        app: Flask, saturday: DutySession, before: int
    ) -> None:
        for _ in range(before):
            factories.received(saturday)

        closing = close()
        other = Other(app, seen_open(tap))
        assert other.is_alive()
        db.session.commit()
        other.end()

        assert isinstance(other.fault, NotAllowedNow)
        assert other.fault.reason == closing.words
        assert closing.visits == before == counts_of(db.session, desk()).visits

    @pytest.mark.parametrize("deed", DEEDS)
    def test_what_is_done_with_a_line_waits_for_who_closes(
        app: Flask, saturday: DutySession, deed: str
    ) -> None:
        entry_id = factories.received(saturday).id

        closing = close()
        other = Other(app, seen_open(lambda: DEEDS[deed](entry_id)))
        assert other.is_alive()
        db.session.commit()
        other.end()

        assert isinstance(other.fault, NotAllowedNow)
        assert other.fault.reason == closing.words

    @pytest.mark.parametrize("deed", ["tap", *DEEDS])
    def test_who_closes_waits_for_what_was_begun_and_is_told(
        app: Flask, saturday: DutySession, deed: str
    ) -> None:
        entry_id = factories.received(saturday).id
        mark = DayFigures.of(db.session, saturday).mark
        db.session.rollback()

        tap() if deed == "tap" else DEEDS[deed](entry_id)
        other = Other(app, lambda: daily.close(db.session, desk(), "", mark, by=None))
        assert other.is_alive()
        db.session.commit()
        other.end()

        assert isinstance(other.fault, NotAllowedNow)
        assert other.fault.reason.startswith("Số liệu vừa đổi")

    def test_what_people_said_waits_for_who_closes(app: Flask, saturday: DutySession) -> None:
        assert saturday.counts

        def count() -> None:
            Answers.of(db.session, desk()).write(db.session, {Satisfaction.VERY: 3}, by=None)

        closing = close()
        other = Other(app, seen_open(count))
        assert other.is_alive()
        db.session.commit()
        other.end()

        assert isinstance(other.fault, NotAllowedNow)
        assert other.fault.reason == closing.words

    def test_an_import_waits_for_who_closes(
        app: Flask, saturday: DutySession, centre: Person
    ) -> None:
        assert saturday.counts
        page = centre.send(centre.get(IMPORT), IMPORT, file=(book([row(1, COPY)]), "hoso.xlsx"))
        file_id = int(page.path.partition("?")[0].rpartition("/")[2])
        assert centre.account is not None
        key = centre.account.id

        def confirm() -> object:
            place = DossierDesk(db.session, desk(), db.session.get_one(Account, key))
            file = db.session.scalars(ImportFile.of(place.by, place.name, file_id)).one()  # type: ignore[arg-type] # somebody
            return place.confirm(file, place.plan(file).fingerprint, Choices())

        closing = close()
        other = Other(app, seen_open(confirm))
        assert other.is_alive()
        db.session.commit()
        other.end()

        assert isinstance(other.fault, NotAllowedNow)
        assert other.fault.reason == closing.words

    @pytest.mark.parametrize("going", GOING)
    def test_who_moves_or_cancels_waits_for_who_closes(
        app: Flask, saturday: DutySession, going: str
    ) -> None:
        assert saturday.counts
        close()
        other = Other(app, seen_open(GOING[going]))
        assert other.is_alive()
        db.session.commit()
        other.end()

        assert isinstance(other.fault, NotAllowedNow)
        assert other.fault.reason.startswith("Buổi này đã tổ chức và chốt số liệu")
        db.session.expire_all()
        assert desk().counts

    @pytest.mark.parametrize("stating", STATING)
    @pytest.mark.parametrize("going", GOING)
    def test_a_saturday_that_is_just_moved_or_cancelled_is_neither_closed_nor_confirmed(
        app: Flask, saturday: DutySession, going: str, stating: str
    ) -> None:
        factories.received(saturday)

        def late() -> object:
            assert desk().counts  # it stood so on the page
            return STATING[stating]()

        GOING[going]()
        other = Other(app, late)
        assert other.is_alive()
        db.session.commit()
        other.end()

        assert isinstance(other.fault, NotAllowedNow)
        assert other.fault.reason.startswith("Buổi này không tổ chức")
        assert desk().closing is None

    def test_of_two_who_close_one_does(app: Flask, saturday: DutySession) -> None:
        assert saturday.counts
        closing = close()
        other = Other(app, seen_open(close))
        db.session.commit()
        other.end()

        assert isinstance(other.fault, NotAllowedNow)
        assert other.fault.reason == closing.words

    def imported_beside(
        person: Person, file: list[Any], deed: Callable[[], object], patch: pytest.MonkeyPatch
    ) -> tuple[str, Other]:
        """Import a file while somebody else does a thing; give what the page says, and who it was.

        The other begins when the import holds what it wants to hold, before it writes.
        """
        page = person.send(person.get(IMPORT), IMPORT, file=(book(file), "hoso.xlsx"))
        beside: list[Other] = []
        plan = DossierDesk.plan

        def planned(*given: Any) -> Any:  # noqa: ANN401 - whatever is given
            beside.append(Other(person.app, deed)) if not beside else None
            return plan(*given)

        patch.setattr(DossierDesk, "plan", planned)
        done = person.send(page, page.path.partition("?")[0])
        beside[0].end()
        return done.notice or "", beside[0]

    def test_a_tap_waits_for_an_import_and_neither_fails(
        saturday: DutySession, centre: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert saturday.counts
        tap()
        db.session.commit()

        notice, other = imported_beside(centre, [row(7, COPY)], tap, monkeypatch)

        assert notice == "Đã nạp tệp: thêm 1 dòng."
        assert (other.answer, other.fault) == (3, None)

    def test_more_of_a_person_waits_for_an_import_that_names_the_same_one(
        saturday: DutySession, centre: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        entry_id = factories.received(saturday).id
        change_settings(db.session, {"desk.names": "yes"}, by=None)
        db.session.commit()
        file = [row(1, SINGLE, code=CODE, name="Lê An (mẫu)")]

        def further() -> None:
            visit = line(entry_id).complete(Applicant(phone="0912345678"), "ghi thêm", by=None)
            IntakeEntry.record(db.session, Deed(Outcome.GUIDED), Origin(desk(), None), who=visit)

        notice, other = imported_beside(centre, file, further, monkeypatch)

        assert notice.startswith("Đã nạp tệp")
        assert other.fault is None
        visit = line(entry_id).visit
        assert (visit.name, visit.phone) == ("Lê An (mẫu)", "0912345678")

    def test_a_result_handed_over_during_an_import_is_handed_over_once(
        saturday: DutySession, centre: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        entry_id = factories.received(saturday).id
        file = [row(1, SINGLE, "11/04/2026 09:30", code=CODE)]

        notice, other = imported_beside(centre, file, lambda: hand_over(entry_id), monkeypatch)

        assert notice.startswith("Đã nạp tệp")
        assert isinstance(other.fault, NotAllowedNow)
        assert len(db.session.scalars(select(Return)).all()) == 1

    def test_of_two_first_writers_of_totals_or_of_the_list_the_late_one_is_noticed(
        app: Flask, saturday: DutySession
    ) -> None:
        def write(people: int) -> None:
            here = desk()
            answers, items = Answers.of(db.session, here), Checklist.of(db.session, here, "Điện")
            items.write(db.session, f"Đèn {people}", by=None)
            answers.write(db.session, {Satisfaction.SATISFIED: people}, by=None)

        assert saturday.counts
        write(2)
        other = Other(app, lambda: write(3))
        assert other.is_alive()
        db.session.commit()
        other.end()

        assert isinstance(other.fault, StaleDataError)
        assert Answers.of(db.session, desk()).total == 2
