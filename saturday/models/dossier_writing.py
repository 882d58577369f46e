"""How is what a file of the one-stop system tells written into the log?"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from saturday import clock
from saturday.models.calendar import known_calendar
from saturday.models.intake import Applicant, Deed, Due, Fee, IntakeEntry, Origin, SearchKey, Visit
from saturday.models.returns import Handing, Return, appointment_of, due_of
from saturday.rules.dossier_words import on_day
from saturday.rules.dossiers import DeskLine, FileDossier
from saturday.rules.intake import EntryOrigin, Filing, Outcome
from saturday.rules.reconciling import DossierState, DossierStep

if TYPE_CHECKING:
    from saturday.models.dossiers import DossierDesk

REASON = "Nạp từ tệp Excel của hệ thống một cửa"
PUT_OFF = "theo hệ thống một cửa"
NOT_IN_FILE = "Lấy số của tệp Excel, tệp không có hồ sơ này"


class DossierWriter:
    """Writes the steps of a file one after another (việc ghi); people met keep their visit."""

    def __init__(self, desk: "DossierDesk", rows: dict[int, IntakeEntry]) -> None:
        """Take the lines that the steps are about."""
        self.desk, self.rows = desk, rows
        self.visits: dict[int, Visit] = {}  # by row of the file
        self.calendar = known_calendar(desk.session)

    def take(self, step: DossierStep) -> None:
        """Write one step."""
        entry = self.rows[step.line.key] if step.line else None
        if step.state is DossierState.NEW:
            entry = self._add(step)
        elif entry is not None and (step.changes or step.moves):
            self._change(entry, step)
        if entry is None:
            return
        self.visits[step.dossier.row] = entry.visit
        if step.closes:
            self._close(entry, step.dossier)

    def drop(self, lines: Iterable[DeskLine], reason: str) -> None:
        """Let taps that the file does not have count no longer, and say why."""
        for line in lines:
            self.rows[line.key].void(f"{NOT_IN_FILE}: {reason}", by=self.desk.by)

    def join(self, joined: Mapping[int, int]) -> None:
        """Let lines of an earlier file go to the visit of the same person."""
        session = self.desk.session
        session.flush()
        asked = select(IntakeEntry).where(
            IntakeEntry.visit_id.in_(list(joined)), IntakeEntry.origin == EntryOrigin.FILE
        )
        for row in session.scalars(asked).all() if joined else ():
            row.visit = session.get_one(Visit, joined[row.visit_id])
        session.flush()

    def _add(self, step: DossierStep) -> IntakeEntry:
        """Add a line that nobody typed."""
        dossier, desk = step.dossier, self.desk
        known = self.visits.get(step.beside) if step.beside else None
        happened_at = self._moment(dossier)
        deed = Deed(
            step.outcome,
            desk.procedures.get(dossier.procedure or 0),
            quantity=dossier.quantity or 1,
            filing=dossier.filing or Filing.DIRECT,
            dossier_code=dossier.code,
            due=self._due(dossier, step.outcome, happened_at),
        )
        origin = Origin(
            desk.duty_session,
            desk.by,
            EntryOrigin.FILE,
            letter=desk.letter,
            happened_at=happened_at,
        )
        hamlet = desk.hamlets.get(dossier.hamlet or 0)
        if known is not None:  # read once more, the row must have nothing left to tell
            known.name, known.hamlet = known.name or dossier.name, known.hamlet or hamlet
        who = known or Applicant(name=dossier.name, hamlet=hamlet)
        return IntakeEntry.record(desk.session, deed, origin, who=who)

    def _moment(self, dossier: FileDossier) -> datetime:
        """Say when a dossier came; without its hour when the desk opened."""
        hour = dossier.received.time() if isinstance(dossier.received, datetime) else None
        at = hour or self.desk.duty_session.starts_at or time()
        moment = datetime.combine(on_day(dossier.received), at, tzinfo=clock.TIMEZONE)
        return min(moment, clock.now())

    def _due(self, dossier: FileDossier, outcome: Outcome, received_at: datetime) -> Due:
        """Say when the result is to be fetched: as that system says, else as it is counted."""
        if outcome is not Outcome.RECEIVED:
            return Due()
        desk = self.desk
        procedure = desk.procedures.get(dossier.procedure or 0)
        counted = (
            appointment_of(procedure, desk.duty_session, received_at, self.calendar)
            if procedure
            else None
        )
        return due_of(counted, on_day(dossier.due) if dossier.due else None, PUT_OFF)

    def _change(self, entry: IntakeEntry, step: DossierStep) -> None:
        """Write what a line lacks, and who came; the correction says why."""
        changes = dict(step.changes)
        entry.origin = EntryOrigin(str(changes.get("origin", entry.origin)))
        self._move(entry, step)
        entry.correct(
            self._deed(entry, step),
            _applicant(entry.visit, step, self.desk),
            REASON,
            by=self.desk.by,
        )

    def _move(self, entry: IntakeEntry, step: DossierStep) -> None:
        """Let a tapped line belong to who brought it."""
        if not step.moves:
            return
        known = self.visits.get(step.beside) if step.beside else None
        entry.visit = known or Visit(
            duty_session_id=entry.duty_session_id, came_at=entry.happened_at
        )
        self.desk.session.flush()
        entry.keys = SearchKey.of(entry, entry.visit)

    def _deed(self, entry: IntakeEntry, step: DossierStep) -> Deed:
        """Say what was done, as the line has it and the file completes it."""
        deed, changes = _deed_of(entry), step.changes
        due = deed.due if step.outcome is Outcome.RECEIVED else Due()
        if "due" in changes:
            due = self._due(step.dossier, step.outcome, entry.happened_at)
        procedure = self.desk.procedures.get(step.dossier.procedure or 0)
        return replace(
            deed,
            outcome=step.outcome,
            due=due,
            procedure=procedure if "procedure" in changes else deed.procedure,
            dossier_code=deed.dossier_code or step.dossier.code,
            quantity=step.dossier.quantity or 1 if "quantity" in changes else deed.quantity,
            filing=step.dossier.filing or deed.filing if "filing" in changes else deed.filing,
        )

    def _close(self, entry: IntakeEntry, dossier: FileDossier) -> None:
        """Record that the result was handed over; who fetched it is counted by the desk."""
        if dossier.returned is None:
            return
        at = dossier.returned.time() if isinstance(dossier.returned, datetime) else None
        handing = Handing(on_day(dossier.returned), at, dossier.way, is_counted=True)
        now = clock.now()
        if handing.on == now.date() and at is not None and at > now.time():
            handing = replace(handing, at=None)
        Return.hand_over(self.desk.session, entry, handing, by=self.desk.by)


def _applicant(visit: Visit, step: DossierStep, desk: "DossierDesk") -> Applicant:
    """Say who came, as the visit has it and the file completes it."""
    hamlet = desk.hamlets.get(step.dossier.hamlet or 0)
    return replace(
        visit.applicant,
        name=visit.name or step.dossier.name,
        hamlet=visit.hamlet or hamlet,
    )


def _deed_of(entry: IntakeEntry) -> Deed:
    """Give what a line says was done."""
    return Deed(
        entry.outcome,
        entry.procedure,
        entry.quantity,
        entry.filing,
        entry.guidance,
        entry.dossier_code,
        entry.decider,
        Fee(entry.fee, entry.payment, entry.fee_receipt),
        entry.due,
        entry.remark,
    )
