"""What does the one-stop system's file change in a Saturday's log?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from saturday import clock
from saturday.models.base import AnySession
from saturday.models.closing import DayClosing, refuse_closed
from saturday.models.commune import Commune, Hamlet
from saturday.models.dossier_writing import REASON, DossierWriter
from saturday.models.file_words import FileWords, procedure_meant
from saturday.models.import_tables import Importing
from saturday.models.imports import NOTHING_TO_DO, ImportFile
from saturday.models.intake import IntakeEntry, IntakeSeries, SearchKey, Visit
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.columns import Layout, Values, as_text
from saturday.rules.dossier_words import (
    code_key,
    filing_told,
    hamlet_told,
    on_day,
    outcome_told,
    plain_words,
    way_told,
)
from saturday.rules.dossiers import DeskLine, Figures, FileDossier
from saturday.rules.file_cover import Cover, cover_of
from saturday.rules.imports import ImportPlan, RowState, RowVerdict, judge
from saturday.rules.intake import EntryOrigin
from saturday.rules.pairing import Answer, Answers, Question
from saturday.rules.reconciling import DossierState, Reconciliation, reconcile
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.rules.sheets import read_sheet

if TYPE_CHECKING:
    from saturday.models.accounts import Account

UNKNOWN = "Chưa rõ “{}” là thủ tục nào. Hãy chọn ở trang Cột và tên gọi."
UNEXPLAINED = "Hãy ghi vì sao hủy {} lượt đếm mà tệp không có."
AT_ONCE = 500  # codes that one question asks for


@dataclass(frozen=True, slots=True)
class Compared:
    """A file and the log beside each other (hai bên đem đối chiếu): what a plan is made of."""

    day: date
    dossiers: Sequence[FileDossier]
    lines: Sequence[DeskLine]

    def either(self, answers: Answers) -> Mapping[Figures, Reconciliation]:
        """Say what is done with these answers, whosever figures hold."""
        return {
            one: reconcile(self.day, self.dossiers, self.lines, one, answers) for one in Figures
        }

    def leaves_out(self, either: Mapping[Figures, Reconciliation]) -> bool:
        """Whether the desk's figures leave out a dossier, if all that is asked are others."""
        asked = either[Figures.DESK].asked
        others = self.either({one.key: Answer.OTHER for one in asked}) if asked else either
        left = others[Figures.DESK].of(DossierState.LEFT_OUT)
        return any(one.line is None for one in left)


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody decided of a plan (lựa chọn khi nạp); what was left open stays open."""

    figures: Figures | None = None
    answers: Answers = field(default_factory=dict)
    reason: str = ""  # why taps that the file does not have shall count no longer


@dataclass(frozen=True, slots=True)
class DossierPlan:
    """What importing a file would do to a Saturday's log (kết quả xem trước), either way."""

    read: ImportPlan
    compared: Compared
    either: Mapping[Figures, Reconciliation]  # nothing decided yet
    unknown: tuple[str, ...]  # names of procedures that nobody told yet
    leaves_out: bool  # may the desk's figures leave out dossiers that have no line?

    @property
    def faulty(self) -> list[RowVerdict]:
        """Rows that can't be imported, with their reasons."""
        return self.read.of(RowState.FAULTY)

    @property
    def asked(self) -> Sequence[Question]:
        """Pairs of which somebody must say whether they are one."""
        return self.either[Figures.DESK].asked

    @property
    def is_contested(self) -> bool:
        """Whether taps and file differ, so that somebody must choose."""
        return self.either[Figures.DESK].is_contested

    @property
    def asks_of_taps(self) -> bool:
        """Whether a tap may be somebody else's."""
        return any(one.line.is_tapped for one in self.asked)

    @property
    def has_choice(self) -> bool:
        """Whether the file's figures are another thing than the desk's."""
        return self.is_contested or self.asks_of_taps or self.leaves_out

    @property
    def drops(self) -> bool:
        """Whether the file's figures would drop taps: then they are not offered openly."""
        return self.has_choice and bool(self.either[Figures.FILE].voided)

    @property
    def offered(self) -> Sequence[Figures]:
        """Which figures are offered openly; with the desk's alone there is nothing to choose."""
        adds = self.leaves_out and (self.drops or bool(self.asked))
        openly = self.has_choice and not self.drops
        wanted = ((Figures.DESK, True), (Figures.BOTH, adds), (Figures.FILE, openly))
        return [one for one, is_offered in wanted if is_offered]

    @property
    def shown(self) -> Reconciliation:
        """What the page lists: what is added, where that is offered."""
        return self.either[self.offered[-1]]

    @property
    def cover(self) -> Cover:
        """How much of the day the file has."""
        steps = self.either[Figures.DESK].steps
        met = {one.line.key for one in steps if one.line is not None}
        return cover_of(self.compared.day, self.compared.dossiers, self.compared.lines, met)

    def chosen(self, choices: Choices) -> Reconciliation:
        """Give what is done; without a choice of figures the desk's hold."""
        taken = choices.figures if self.has_choice else None
        either = self.compared.either(choices.answers) if choices.answers else self.either
        return either[taken or Figures.DESK]

    @property
    def does_something(self) -> bool:
        """Whether there may be anything to write, whatever is decided."""
        ways = self.either.values() if self.has_choice else [self.either[Figures.DESK]]
        done = any(one.does_something for one in ways) or bool(self.asked)
        return done and not self.read.sheet.refusal

    @property
    def usual(self) -> Figures | None:
        """Which figures were taken when an earlier file of this Saturday was imported."""
        taps = (one.line for one in self.either[Figures.DESK].steps)
        was_kept = any(line is not None and line.is_tapped and line.code for line in taps)
        is_open = self.is_contested or self.leaves_out
        return Figures.DESK if was_kept or not is_open else None

    @property
    def fingerprint(self) -> str:
        """Tell two plans apart: what was shown must be what is done."""
        told = [[one.steps, one.voided, one.asked] for one in self.either.values()]
        return sha256(f"{self.read.fingerprint} {told}".encode()).hexdigest()


@dataclass(frozen=True)
class DossierDesk:
    """The log of one Saturday that a file fills in (nhật ký của buổi), for one person."""

    session: AnySession
    duty_session: DutySession
    by: "Account | None" = None

    @property
    def name(self) -> str:
        """For what a file is kept: this Saturday alone."""
        return f"ho-so {self.duty_session.day}"

    @property
    def work(self) -> Importing:
        """By whom and when."""
        return Importing(self.session, clock.today(), self.by)

    @cached_property
    def procedures(self) -> dict[int, Procedure]:
        """Procedures as they hold on this Saturday."""
        rows = self.session.scalars(Procedure.in_force(self.duty_session.day))
        return {row.id: row for row in rows}

    @cached_property
    def hamlets(self) -> dict[int, Hamlet]:
        """Villages of that day."""
        rows = self.session.scalars(Hamlet.in_order(self.duty_session.day))
        return {row.id: row for row in rows}

    @cached_property
    def keeps_names(self) -> bool:
        """Whether the desk may write down who came."""
        return Commune.of_database(self.session).text("desk.names") == "yes"

    @cached_property
    def letter(self) -> str:
        """What stands before each number on a laptop."""
        return Commune.of_database(self.session).text("desk.letter")

    @cached_property
    def closed_days(self) -> frozenset[date]:
        """Other Saturdays whose figures are closed: a file changes nothing that they count."""
        closed = DayClosing.in_force_between(date.min, date.max)
        days = {one.duty_session.day for one in self.session.scalars(closed)}
        return frozenset(days - {self.duty_session.day})

    @property
    def words(self) -> FileWords:
        """What the files of this Saturday call things."""
        return FileWords(self.session, self.procedures, self.by)

    @cached_property
    def _known(self) -> Mapping[str, int]:
        return self.words.known_procedures()

    @property
    def layout(self) -> Layout:
        """Describe the columns, and which rows can't be."""
        return self.words.layout(self._refuse)

    def _refuse(self, values: Values) -> None:
        """Refuse days that cannot be, and on this Saturday a procedure that nobody knows."""
        received, returned = values["received"], values["returned"]
        if not isinstance(received, date):
            return
        today, day = clock.today(), on_day(received)
        refuse_when(day > today, "Ngày tiếp nhận chưa đến.", field="received")
        if isinstance(returned, date):
            early = on_day(returned) < day
            refuse_when(early, "Ngày trả phải từ ngày tiếp nhận.", field="returned")
            refuse_when(on_day(returned) > today, "Ngày trả chưa đến.", field="returned")
        due = values["due"]
        early = isinstance(due, date) and on_day(due) < day
        refuse_when(early, "Ngày hẹn trả phải từ ngày tiếp nhận.", field="due")
        if day == self.duty_session.day and procedure_meant(values, self._known) is None:
            words = as_text(values["procedure"]) or as_text(values["procedure_code"])
            refuse_when(not words, "Hãy ghi thủ tục.", field="procedure")
            raise NotAllowedNow(UNKNOWN.format(words[:80]), field="procedure")

    def plan(self, file: ImportFile) -> DossierPlan:
        """Say what importing a file would do to the log as it is now, nothing decided yet."""
        layout = self.layout
        read = judge(read_sheet(file.sheet, layout), (), layout)
        dossiers = tuple(self._dossier(one) for one in read.of(RowState.NEW))
        lines = tuple(self._lines({one.key for one in dossiers}))
        compared = Compared(self.duty_session.day, dossiers, lines)
        either = compared.either({})
        unknown, leaves_out = tuple(self._unknown(read)), compared.leaves_out(either)
        return DossierPlan(read, compared, either, unknown, leaves_out)

    def _unknown(self, read: ImportPlan) -> Iterator[str]:
        """Name the procedures of this Saturday that nobody has told, each once."""
        seen = set()
        for row in read.sheet.rows:
            received, words = row.values.get("received"), as_text(row.values.get("procedure"))
            here = isinstance(received, date) and on_day(received) == self.duty_session.day
            plain = plain_words(words)
            if (
                here
                and plain
                and plain not in seen
                and procedure_meant(row.values, self._known) is None
            ):
                seen.add(plain)
                yield words

    def _dossier(self, row: RowVerdict) -> FileDossier:
        """Say what a row tells, as the rules see it."""
        values = row.values
        received, returned, due = (_moment(values, one) for one in ("received", "returned", "due"))
        quantity = values.get("quantity")
        name = as_text(values.get("name"))
        villages = ((key, one.name) for key, one in self.hamlets.items())
        return FileDossier(
            row=row.number,
            code=as_text(values["dossier_code"]),
            received=received or self.duty_session.day,
            outcome=outcome_told(as_text(values.get("status")), received or date.min, returned),
            procedure=procedure_meant(values, self._known),
            due=due,
            returned=returned,
            is_return_closed=returned is not None and on_day(returned) in self.closed_days,
            way=way_told(as_text(values.get("way"))),
            filing=filing_told(as_text(values.get("filing"))),
            quantity=quantity if isinstance(quantity, int) else None,
            hamlet=hamlet_told(as_text(values.get("address")), villages),
            name=name if self.keeps_names else "",
            person=_person(values),
        )

    def _lines(self, codes: set[str]) -> Iterator[DeskLine]:
        """Give the lines that a file can meet: this Saturday's, and others with these codes."""
        for row in self._rows(codes).values():
            if row.dossier_code or not row.is_void:
                yield self._line(row)

    def _rows(self, codes: set[str]) -> dict[int, IntakeEntry]:
        """Load those lines with what is read of them."""
        found = {row.id: row for row in self.session.scalars(_with(_here(self.duty_session)))}
        wanted = sorted(codes)
        for first in range(0, len(wanted), AT_ONCE):
            coded = self.session.scalars(_with(_coded(wanted[first : first + AT_ONCE])))
            found |= {row.id: row for row in coded if code_key(row.dossier_code) in codes}
        return found

    def _line(self, row: IntakeEntry) -> DeskLine:
        """See a line as the rules do."""
        return DeskLine(
            key=row.id,
            number=row.full_number,
            origin=_origin(row),
            outcome=row.outcome,
            code=row.dossier_code,
            procedure=row.procedure_id,
            due=row.due_on,
            filing=row.filing,
            quantity=row.quantity,
            visit=row.visit_id,
            hamlet=row.visit.hamlet_id,
            name=row.visit.name if self.keeps_names else "",
            is_returned=row.returned is not None,
            since=row.happened_at.replace(tzinfo=None),
            is_of_day=row.duty_session_id == self.duty_session.id,
            is_closed=row.happened_at.date() in self.closed_days,
            is_void=row.is_void,
        )

    def confirm(self, file: ImportFile, seen: str, choices: Choices) -> DossierPlan:
        """Write what the plan says, when it still is the plan that was seen; else write nothing.

        Whoever writes of this Saturday waits until it is done. What nobody decided stays as it
        is, and the file is kept for it.
        """
        self.duty_session.take_turn(self.session)
        IntakeSeries.hold(self.session, self.duty_session, self.letter)
        refuse_closed(self.session, self.duty_session.id)
        held = _here(self.duty_session).order_by(IntakeEntry.id).with_for_update(key_share=True)
        self.session.scalars(held.execution_options(populate_existing=True)).all()
        plan = self.plan(file)
        if plan.fingerprint == seen:
            unsaid = len(plan.offered) > 1 and plan.usual is None and choices.figures is None
            refuse_when(unsaid, "Hãy chọn lấy số nào.", field="figures")
            self._write(file, plan, choices)
        return plan

    def _write(self, file: ImportFile, plan: DossierPlan, choices: Choices) -> None:
        """Write every step in the transaction that is open, and note it once."""
        refuse_when(plan.read.sheet.refusal, plan.read.sheet.refusal)
        chosen = plan.chosen(choices)
        refuse_when(not chosen.does_something, NOTHING_TO_DO)
        unexplained = bool(chosen.voided) and not choices.reason.strip()
        refuse_when(unexplained, UNEXPLAINED.format(len(chosen.voided)), field="reason")
        writer = DossierWriter(self, self._rows({one.dossier.key for one in chosen.steps}))
        for step in chosen.steps:
            writer.take(step)
        writer.drop(chosen.voided, choices.reason)
        writer.join(chosen.joined)
        file.note_use(
            self.by,
            added=len(chosen.of(DossierState.NEW)),
            changed=sum(one.does_something for one in chosen.steps if one.line is not None),
            closed=chosen.closed,
            dropped=len(chosen.voided),
            skipped=len(plan.faulty),
            undecided=len(chosen.asked),
        )
        if not chosen.asked:
            file.forget()


def _origin(row: IntakeEntry) -> EntryOrigin:
    """See where a line comes from; what somebody corrected by hand counts as typed."""
    by_hand = any(one.reason != REASON for one in row.corrections)
    return EntryOrigin.LINE if by_hand else row.origin


def _moment(values: Values, name: str) -> date | None:
    value = values.get(name)
    return value if isinstance(value, date) else None


def _person(values: Values) -> str:
    """Tell people of one file apart: by name, and number or else address."""
    name = plain_words(as_text(values.get("name")))
    more = as_text(values.get("phone")) or as_text(values.get("address"))
    return f"{name}|{plain_words(more)}" if name else ""


def _here(duty_session: DutySession) -> Select[IntakeEntry]:
    """Ask for a Saturday's lines."""
    return select(IntakeEntry).where(IntakeEntry.duty_session_id == duty_session.id)


def _coded(codes: Iterable[str]) -> Select[IntakeEntry]:
    """Ask for the lines of any day that have one of these codes."""
    keyed = select(SearchKey.entry_id).where(SearchKey.key.in_(list(codes)))
    return select(IntakeEntry).where(IntakeEntry.id.in_(keyed), IntakeEntry.dossier_code != "")


def _with(question: Select[IntakeEntry]) -> Select[IntakeEntry]:
    """Load with the lines what is read of them."""
    return question.options(
        joinedload(IntakeEntry.visit).joinedload(Visit.hamlet),
        joinedload(IntakeEntry.procedure),
        joinedload(IntakeEntry.decider),
        joinedload(IntakeEntry.returned),
        selectinload(IntakeEntry.corrections),
    ).order_by(IntakeEntry.id)
