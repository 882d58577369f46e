"""What stands on the page of the desk, and what may be tapped and typed there?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from flask import abort, current_app, request, url_for

from saturday import clock
from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.closing import closed_in_words
from saturday.models.commune import Commune, Department
from saturday.models.desk import (
    Offer,
    hamlet_names,
    offers,
    own_lines,
    usual_codes,
    usual_procedures,
)
from saturday.models.intake import (
    Applicant,
    Deed,
    Due,
    IntakeEntry,
    IntakeSeries,
    Origin,
    counts_of,
)
from saturday.models.plan import DutySession
from saturday.models.returns import due_of
from saturday.rules.appointments import Appointment, appoint, refuse_appointment
from saturday.rules.calendar import Calendar
from saturday.rules.intake import (
    DeskCounts,
    EntryOrigin,
    Outcome,
    parse_entry_number,
    refuse_desk,
    refuse_outside,
)
from saturday.rules.permissions import Permission
from saturday.rules.procedures import Promise, Terms, promise
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import listed_day
from saturday.web.access import may, me
from saturday.web.intake.forms import LineForm, TallyForm, TappedForm
from saturday.web.intake.kept import KeptTap
from saturday.web.intake.log import sees_whole

WAYS = (
    ("intake.return_list", "Trả kết quả", Permission.RETURN_RESULTS, False),
    ("intake.blank_sheet", "In phiếu trống", Permission.LOG_AT_DESK, True),
    ("intake.running", "Điều hành buổi", Permission.RUN_DESK, True),
    ("intake.dossier_form", "Nạp Excel", Permission.IMPORT_DOSSIERS, True),
    ("reports.day_detail", "Số liệu ngày", Permission.SEE_REPORTS, True),
    ("reports.own_sheet", "Số liệu của mình", Permission.CONFIRM_OWN_SHEET, True),
)
AT_ONE_TAP = 6  # procedures as buttons; the others unfold
TOLD = "Ghi chi tiết cho lượt vừa đếm."  # the reason of that correction
ADDED = "Ghi thêm ở dòng sau của cùng người."  # as above
USUAL = {Promise.SAME_DAY: Outcome.SETTLED, Promise.RECEIVED: Outcome.RECEIVED}


@dataclass(frozen=True)
class Desk:
    """One Saturday as its desk sees it; asks the database only for what is looked at."""

    duty_session: DutySession
    kept: Mapping[str, Any]  # of the address: ``sau`` to copy from paper, ``dong`` whose lines

    @cached_property
    def today(self) -> date:
        """The day it is."""
        return clock.today()

    @property
    def is_later(self) -> bool:
        """Whether the true hour is typed: after the day, or when the desk was on paper."""
        return "sau" in self.kept or self.duty_session.day < self.today

    @property
    def is_phone(self) -> bool:
        """Whether a telephone asks: there the page opens at its top, with nothing in focus."""
        return "Mobi" in request.user_agent.string

    @property
    def ways(self) -> list[tuple[str, str]]:
        """Where one goes from here, as far as this person may."""
        known = current_app.view_functions
        day = self.duty_session.day
        return [
            (url_for(endpoint, day=day) if of_day else url_for(endpoint), words)
            for endpoint, words, permission, of_day in WAYS
            if endpoint in known and may(permission)
        ]

    @cached_property
    def commune(self) -> Commune:
        """The settings."""
        return Commune.of_database(db.session)

    @cached_property
    def refusal(self) -> str:
        """Why nothing can be written now; empty when the desk is open."""
        try:
            self.refuse_closed()
        except NotAllowedNow as refusal:
            return refusal.reason
        return ""

    @cached_property
    def counts(self) -> DeskCounts:
        """The running counts."""
        return counts_of(db.session, self.duty_session)

    @cached_property
    def procedures(self) -> Sequence[Offer]:
        """The procedures that this Saturday takes."""
        rows = offers(db.session, self.duty_session.day)
        return [row for row in rows if self.usual(row.terms) is not None]

    @cached_property
    def at_one_tap(self) -> list[Offer]:
        """The procedures that are shown as buttons at once."""
        codes = usual_codes(db.session, self.duty_session)
        return usual_procedures(self.procedures, codes, AT_ONE_TAP)

    @property
    def further(self) -> list[Offer]:
        """The procedures whose buttons unfold."""
        return [row for row in self.procedures if row not in self.at_one_tap]

    @cached_property
    def own(self) -> Sequence[IntakeEntry]:
        """What this person wrote last."""
        return own_lines(db.session, self.duty_session, me())

    @property
    def last(self) -> IntakeEntry | None:
        """The line written last, while it stands: it can be undone."""
        return self.own[0] if self.own and not self.own[0].is_void else None

    @property
    def same(self) -> IntakeEntry | None:
        """The last line that stands: the next one may be for the same person."""
        return next((one for one in self.own if not one.is_void), None)

    def usual(self, terms: Terms) -> Outcome | None:
        """Give what usually becomes of a procedure on this Saturday; none when it is not taken."""
        return USUAL.get(promise(terms, is_mobile=self.duty_session.is_mobile))

    def appointment(self, terms: Terms, at: datetime | None = None) -> Appointment | None:
        """Count when a result is to be fetched."""
        return appoint(
            terms,
            at or clock.now(),
            self._calendar,
            ends_at=self.duty_session.ends_at,
            is_mobile=self.duty_session.is_mobile,
        )

    @property
    def to_choose(self) -> Iterator[tuple[int, str, str, Outcome | None, str, str]]:
        """The procedures of the entry line: number, name, unit, outcome, appointment, counting.

        The appointment of like procedures is counted once.
        """
        told: dict[Terms, tuple[Outcome | None, str, str]] = {}
        for row in self.procedures:
            if row.terms not in told:
                counted = self.appointment(row.terms)
                words = (counted.words, counted.counting) if counted else ("", "")
                told[row.terms] = (self.usual(row.terms), *words)
            name = f"{row.short_name} – {row.code}"
            yield row.id, name, row.quantity_unit, *told[row.terms]

    @cached_property
    def _calendar(self) -> Calendar:
        return known_calendar(db.session)

    def due(self, outcome: Outcome, form: TappedForm, told: IntakeEntry | None = None) -> Due:
        """Give the appointment of a thing: as typed with its reason, else as it is counted.

        It is counted from when the thing happened: of a line that is told in full, from then.
        """
        typed = form.due_on.data if isinstance(form, LineForm) else None
        if outcome is not Outcome.RECEIVED:
            words = "Chỉ ghi ngày hẹn trả khi kết quả là “tiếp nhận, hẹn trả”."
            refuse_when(typed, words, field="due_on")
            return Due()
        row = form.procedure.row
        at = told.happened_at if told else form.happened_at
        counted = self.appointment(row.terms, at) if row else None
        if typed is None or not isinstance(form, LineForm):
            return due_of(counted)
        reason = form.due_reason.data or ""
        if told and (typed, reason, row) == (told.due_on, told.due_reason, told.procedure):
            return told.due
        day = self.duty_session.day
        refuse_appointment(typed, reason, counted=counted, received_on=day, calendar=self._calendar)
        return due_of(counted, typed, reason)

    def refuse_closed(self) -> None:
        """Refuse to write before the day, on a day that was given up, and once it is closed."""
        held = self.duty_session
        gone = "" if held.counts else held.gone_words
        closed = closed_in_words(db.session, held.id)
        refuse_desk(held.day, self.today, gone=gone.rstrip("."), closed=closed)

    def numbered(self, written: str) -> IntakeEntry:
        """Give a line by its number as a form holds it, to whom it belongs and to the Centre."""
        number = parse_entry_number(written)
        row = (
            db.session.scalars(IntakeEntry.numbered(self.duty_session, *number)).one_or_none()
            if number
            else None
        )
        if row is None:
            words = "Dòng này không còn trong sổ của buổi."
            raise NotAllowedNow(words)
        return row if sees_whole(row) else abort(404)

    def tapped(self, written: str, version: str) -> IntakeEntry:
        """Give the tapped line that is to be told in full, unless somebody changed it since."""
        row = self.numbered(written)
        whole = "Dòng này đã ghi chi tiết. Cần sửa thì mở trang của dòng."
        refuse_when(row.origin is not EntryOrigin.TALLY, whole)
        other = "Người khác vừa sửa dòng này. Hãy mở lại trang để xem bản mới."
        refuse_when(version != row.state.version, other)
        return row

    def record(self, deed: Deed, form: TappedForm, kind: EntryOrigin) -> IntakeEntry:
        """Write a line under the next number, for a new person or the one before."""
        origin = Origin(
            self.duty_session,
            me(),
            kind=kind,
            letter=self.commune.text("desk.letter"),
            happened_at=form.happened_at,
        )
        self._refuse_hour(form)
        said = form.applicant() if isinstance(form, LineForm) else Applicant()
        if not form.same.data:
            return IntakeEntry.record(db.session, deed, origin, who=said)
        if said != Applicant():  # the visit is changed: in the one order of all who do
            IntakeSeries.hold(db.session, self.duty_session, origin.letter)
        visit = self.numbered(form.same.data).complete(said, ADDED, by=me())
        return IntakeEntry.record(db.session, deed, origin, who=visit)

    def _refuse_hour(self, form: TappedForm) -> None:
        """Refuse an hour typed that is none of this Saturday's, unless a remark says why."""
        is_explained = isinstance(form, LineForm) and form.remark.data
        if form.hour.data and not is_explained:
            starts, ends = self.duty_session.starts_at, self.duty_session.ends_at
            refuse_outside(form.hour.data, starts, ends, form.outside)

    def tell(self, row: IntakeEntry, deed: Deed, typed: Applicant) -> IntakeEntry:
        """Tell in full what was tapped; the line keeps its number and its moment.

        Who came is not shown whole, and other lines may share it: only what was typed is changed.
        """
        row.correct(deed, row.visit.applicant.said_of(typed), TOLD, by=me())
        row.procedure = deed.procedure  # said at once, before the row is read again
        return row

    @cached_property
    def hamlets(self) -> list[tuple[int, str]]:
        """The villages to choose from."""
        return hamlet_names(db.session, self.duty_session.day)

    def offer(self, form: LineForm) -> LineForm:
        """Fill in the short list of the fold; the long ones are written by the template."""
        rows = db.session.scalars(Department.current())
        form.decider.offer([(row.id, row.name) for row in rows], none="Theo thủ tục")
        return form

    def fresh_line(self) -> LineForm:
        """Give an empty line that carries on what seldom changes from one to the next."""
        carried: dict[str, object] = {}
        if self.same is not None:
            carried = {"filing": self.same.filing.value}
        form = LineForm.fresh(self.duty_session.day, is_later=self.is_later, **carried)
        if form.about.data and not form.version.data:  # typed into an ended sign-in
            form.version.data = self.numbered(form.about.data).state.version
        return form.switch(self.commune.texts)

    def to_tell(self, written: str | None) -> IntakeEntry | None:
        """Give the line written last when it was tapped and bears this number."""
        last = self.last
        fits = last is not None and last.origin is EntryOrigin.TALLY
        return last if last is not None and fits and last.full_number == written else None

    def line_about(self, row: IntakeEntry) -> LineForm:
        """Give the line for what was tapped, to be told in full, with what it holds so far."""
        due = self._said_due(row)
        form = LineForm.on(
            self.duty_session.day,
            is_later=self.is_later,
            about=row.full_number,
            version=row.state.version,
            procedure=row.procedure_id,
            quantity=row.quantity,
            outcome=row.outcome.value,
            guidance=row.guidance.value if row.guidance else "",
            due_on=due.on,
            due_reason=due.reason,
            filing=row.filing.value,
            dossier_code=row.dossier_code,
            decider=row.decider_id,
            fee=row.fee,
            payment=row.payment.value if row.payment else "",
            fee_receipt=row.fee_receipt,
            remark=row.remark,
            hamlet=row.visit.hamlet_id,
            name=row.visit.name,
            is_organisation=row.visit.is_organisation,
        )
        return form.switch(self.commune.texts)

    def _said_due(self, row: IntakeEntry) -> Due:
        """Give the appointment that somebody said; what was counted follows the procedure."""
        procedure = row.procedure
        counted = self.appointment(procedure.terms, row.happened_at) if procedure else None
        return Due() if counted and counted.due_on == row.due_on else row.due

    def fresh_tally(self) -> TallyForm:
        """Give the buttons with one of each."""
        return TallyForm.fresh(self.duty_session.day, is_later=self.is_later)

    @cached_property
    def taps_kept(self) -> list[KeptTap]:
        """The taps of this person that were sent into an ended sign-in and wait to be counted."""
        return KeptTap.on(url_for("intake.desk", day=self.duty_session.day))


def in_words(row: IntakeEntry) -> str:
    """Say what a line holds: "Đăng ký khai sinh, 2 việc – giải quyết, trả ngay"."""
    many = row.quantity > 1
    if row.procedure is None:
        said = row.guidance.words if row.guidance else row.outcome.words
        return f"{said}, số lượng {row.quantity}" if many else said
    due = f" {listed_day(row.due_on)}" if row.due_on else ""
    how_many = f", {row.quantity} {row.procedure.quantity_unit}" if many else ""
    return f"{row.procedure.short_name}{how_many} – {row.outcome.words}{due}"
