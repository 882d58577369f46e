"""What is kept that says who somebody is: all about one person, and what goes away in time?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, union, update
from sqlalchemy.orm import Mapped, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from saturday import clock
from saturday.models.accounts import SignInFailure
from saturday.models.audit import AuditEvent
from saturday.models.base import AnySession, Model
from saturday.models.closing import DayClosing
from saturday.models.commune import Commune
from saturday.models.daily import DailySheet
from saturday.models.feedback import UNMASKED, Feedback, FeedbackMove
from saturday.models.forms import Draft, FormKey
from saturday.models.imports import ImportFile
from saturday.models.intake import (
    EXPLAINED,
    LONGEST_KEY,
    REMARKED,
    SAYS_WHO,
    Correction,
    IntakeEntry,
    SearchKey,
    Visit,
)
from saturday.models.plan import DutySession
from saturday.models.returns import HANDED_WITH_WORDS, Return, UndoneReturn, waiting
from saturday.models.strangers import StrangerCall
from saturday.rules.feedback import OPEN
from saturday.rules.identifiers import show_identity_number, show_phone
from saturday.rules.refusals import refuse_when
from saturday.rules.retention import months_before, months_kept
from saturday.vietnamese.names import fold

if TYPE_CHECKING:
    from saturday.models.accounts import Account

SETTING = "personal.keep_months"
AT_ONCE = 200  # rows that are loaded together while things are taken away
SEEN = ("view", "export", "correct", "forget")  # what is done with whole values
TABLES = ("visit", "intake_entry", "feedback", "feedback_series", "duty_session")
LOG, BOOK = "Nhật ký tiếp nhận", "Sổ phản ánh, kiến nghị"
ELSEWHERE = "Khiếu nại, tố cáo, đã hướng dẫn đến nơi tiếp công dân"


@dataclass(frozen=True, slots=True)
class Identity:
    """By what a person is known (thông tin nhận ra một người); what is empty says nothing."""

    name: str = ""
    phone: str = ""
    identity_number: str = ""
    address: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """By what lines of the log are found."""
        return frozenset(one for one in (fold(self.name), self.phone, self.identity_number) if one)

    def among(self, rows: Iterable[Row[Any]]) -> list[int]:
        """Give the ids of rows (id, name, numbers) that may be this person's."""
        return [
            row.id for row in rows if not self.keys.isdisjoint({fold(row.name), *tuple(row)[2:]})
        ]


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is kept of a person (một điều được lưu): where, since when, what."""

    place: str
    day: date
    number: str
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class PersonFile:
    """What is kept of one person (dữ liệu của một người): visits at the desk, and opinions."""

    visits: Sequence[Visit] = ()
    opinions: Sequence[Feedback] = ()

    @classmethod
    def found(cls, session: AnySession, sought: Identity) -> Self:
        """Look for what may be somebody's: by telephone, identity number, or the whole name.

        Raises NotAllowedNow when nothing was given to look for.
        """
        refuse_when(not sought.keys, "Hãy ghi tên, số điện thoại hoặc số định danh.", field="name")
        begun = [one[:LONGEST_KEY] for one in sought.keys]  # names are found from each word on
        lines = (
            select(IntakeEntry.visit_id)
            .join(SearchKey, SearchKey.entry_id == IntakeEntry.id)
            .where(SearchKey.key.in_(begun))
        )
        seen = select(Visit.id, Visit.name, Visit.phone, Visit.identity_number)
        said = select(Feedback.id, Feedback.name, Feedback.phone).where(Feedback.name != "")
        return cls.of(
            session,
            sought.among(session.execute(seen.where(Visit.id.in_(lines)))),
            sought.among(session.execute(said)),
        )

    @classmethod
    def of(cls, session: AnySession, visits: Iterable[int], opinions: Iterable[int]) -> Self:
        """Load what was chosen, the newest first."""
        seen = select(Visit).where(Visit.id.in_(list(visits))).options(*_with_lines())
        said = select(Feedback).where(Feedback.id.in_(list(opinions))).options(*_with_steps())
        return cls(
            session.scalars(seen.order_by(Visit.id.desc())).all(),
            session.scalars(said.order_by(Feedback.id.desc())).all(),
        )

    @property
    def rows(self) -> Sequence[Model]:
        """Every row of it."""
        return [*self.visits, *self.opinions]

    def facts(self) -> Iterator[Fact]:
        """Give all that is kept, one thing after the other, as people read it."""
        for visit in self.visits:
            yield from _facts_of_visit(visit)
        for row in self.opinions:
            yield from _facts_of_opinion(row)

    def seen_by(self) -> Select[AuditEvent]:
        """Ask who saw whole values of these rows, or changed them."""
        entries = [line.id for visit in self.visits for line in visit.entries]
        ids = {
            "visit": [one.id for one in self.visits],
            "intake_entry": entries,
            "feedback": [one.id for one in self.opinions],
        }
        any_of = [
            (AuditEvent.subject == table) & AuditEvent.subject_id.in_(known)
            for table, known in ids.items()
            if known
        ]
        return _seen().where(or_(*any_of))

    def export(self, *, by: "Account | None") -> None:
        """Note that all of it was taken out, for the person who asked."""
        for row in self.rows:
            row.note("export", by=by)

    def correct(self, typed: Identity, *, by: "Account | None") -> None:
        """Put right who it is; what was left empty stays as it was."""
        refuse_when(typed == Identity(), "Hãy ghi điều cần sửa.", field="name")
        for visit in self.visits:
            _correct_visit(visit, typed, by=by)
        for row in self.opinions:
            _correct_opinion(row, typed, by=by)

    def forget(self, session: AnySession, *, by: "Account | None") -> None:
        """Take away what says who it was; that somebody came, and for what, stays a number.

        Raises NotAllowedNow while a result waits for the person, or an answer is owed.
        """
        ids = [one.id for one in self.visits]
        held = set(session.scalars(select(Visit.id).where(Visit.id.in_(ids), _waits())))
        for visit in self.visits:
            words = "Lượt này còn kết quả chờ trả. Hãy trả kết quả trước, rồi mới xóa."
            refuse_when(visit.id in held, words)
        for row in self.opinions:
            words = f"Ý kiến {row.full_number} chưa xong. Hãy trả lời hoặc đóng trước, rồi mới xóa."
            refuse_when(row.state.is_open, words)
        for visit in self.visits:
            mask_visit(session, visit)
            visit.note("forget", by=by)
        for row in self.opinions:
            mask_opinion(row)
            row.note("forget", by=by)


def _with_lines() -> tuple[ORMOption, ...]:
    """Load the lines of visits with all that they say."""
    lines = selectinload(Visit.entries).options(
        joinedload(IntakeEntry.duty_session),
        joinedload(IntakeEntry.procedure),
        joinedload(IntakeEntry.returned),
        selectinload(IntakeEntry.fetching),
        selectinload(IntakeEntry.keys),
        selectinload(IntakeEntry.corrections),
    )
    return joinedload(Visit.hamlet), lines


def _with_steps() -> tuple[ORMOption, ...]:
    """Load opinions with their history and answers."""
    return (
        joinedload(Feedback.hamlet),
        joinedload(Feedback.owner),
        selectinload(Feedback.answers),
        selectinload(Feedback.steps),
        selectinload(Feedback.words),
    )


def _facts_of_visit(visit: Visit) -> Iterator[Fact]:
    """Say what is kept of one coming to the desk."""
    day, number = visit.came_at.date(), ", ".join(line.full_number for line in visit.entries)
    told = [
        ("Họ và tên", visit.name),
        ("Số điện thoại", show_phone(visit.phone) if visit.phone else ""),
        ("Số định danh", show_identity_number(visit.identity_number)),
        ("Thôn, bản", visit.hamlet.name if visit.hamlet else ""),
    ]
    for line in visit.entries:
        told += [
            (f"Việc, dòng {line.full_number}", line.matter),
            (f"Kết quả, dòng {line.full_number}", line.outcome.words),
            ("Mã hồ sơ", line.dossier_code),
            ("Biên lai", line.fee_receipt),
            ("Ghi chú", line.remark),
            ("Lý do đổi hẹn", line.due_reason),
            ("Lý do hủy", line.void_reason),
            *(("Lý do sửa", one.reason) for one in line.corrections),
            *(("Ghi chú lúc trả kết quả", one.remark) for one in _returns_of(line)),
        ]
    yield from (Fact(LOG, day, number, label, words) for label, words in told if words)


def _returns_of(line: IntakeEntry) -> list[Return]:
    """Give the results handed over that a line speaks of."""
    return [*([line.returned] if line.returned else []), *line.fetching]


def _facts_of_opinion(row: Feedback) -> Iterator[Fact]:
    """Say what is kept of one opinion."""
    told = [
        ("Họ và tên", row.name),
        ("Địa chỉ", row.address),
        ("Số điện thoại", show_phone(row.phone) if row.phone else ""),
        ("Thôn, bản", row.hamlet.name if row.hamlet else ""),
        ("Loại", row.kind.words),
        ("Nội dung", row.content),
        ("Người báo", row.reported_by or ""),
        ("Trạng thái", row.state.words),
        *(("Lời ở bước " + one.step.words, one.words) for one in row.steps),
        *(("Trả lời", one.text) for one in row.answers),
    ]
    day = row.received_at.date()
    yield from (Fact(BOOK, day, row.full_number, label, words) for label, words in told if words)


# --- One person --------------------------------------------------------------------------------


def _correct_visit(visit: Visit, typed: Identity, *, by: "Account | None") -> None:
    """Put right who came; lines are found by it at once."""
    whole = replace(
        visit.applicant,
        name=typed.name or visit.name,
        phone=typed.phone or visit.phone,
        identity_number=typed.identity_number or visit.identity_number,
    )
    if whole == visit.applicant:
        return
    visit.describe(whole)
    for line in visit.entries:
        line.keys = SearchKey.of(line, visit)
    visit.note("correct", by=by, fields=["applicant"])


def _correct_opinion(row: Feedback, typed: Identity, *, by: "Account | None") -> None:
    """Put right who said it; a word without a name stays one."""
    if not row.is_named or row.masked_at:
        return
    row.name, row.phone = typed.name or row.name, typed.phone or row.phone
    row.address = typed.address or row.address
    row.list_words()
    row.note("correct", by=by, number=row.full_number)


def mask_visit(session: AnySession, visit: Visit) -> None:
    """Take away who came, and free words that may name somebody."""
    visit.name = visit.phone = visit.identity_number = ""
    lines = [line.id for line in visit.entries]
    for line in visit.entries:
        line.remark = line.due_reason = line.void_reason = ""
        line.keys = SearchKey.of(line, visit)
        for handed in _returns_of(line):
            handed.remark = ""
    emptied = {"reason": ""}
    session.execute(update(Correction).where(Correction.entry_id.in_(lines)).values(emptied))
    session.execute(update(UndoneReturn).where(UndoneReturn.entry_id.in_(lines)).values(emptied))


def mask_opinion(row: Feedback) -> None:
    """Take away who said it and the words; number, kind, way and days stay, and what is public."""
    row.name = row.address = row.phone = row.content = row.decline_reason = ""
    row.reported_by = "" if row.reported_by else row.reported_by
    for step in row.steps:
        step.words = ""
    for answer in row.answers:
        answer.text = answer.text if answer.is_public else ""
    row.list_words()
    row.masked_at = clock.now()


def point_elsewhere(row: Feedback, *, by: "Account | None") -> None:
    """Decline a complaint or accusation, which has its own law, and keep nothing of what it said.

    Its number stays, and where whoever brought it was sent.
    """
    row.decline(ELSEWHERE, by=by)
    mask_opinion(row)
    row.decline_reason = ELSEWHERE
    row.note("forget", by=by)


# --- In time -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overdue:
    """What is older than may be kept (dữ liệu quá hạn giữ), and what of it must stay yet."""

    months: int
    before: date
    visits: int
    opinions: int
    waiting_visits: int  # a result still waits for the person
    open_opinions: int  # an answer is still owed

    @property
    def is_something(self) -> bool:
        """Whether there is anything to take away."""
        return bool(self.visits or self.opinions)

    @classmethod
    def now(cls, session: AnySession) -> Self:
        """Count what taking away would do now: a dry run."""
        months = months_kept(Commune.of_database(session).text(SETTING))
        before = months_before(clock.today(), months)
        at = datetime.combine(before, time(), clock.TIMEZONE)
        asked = (
            _old_visits(at),
            _old_opinions(at),
            _old_visits(at, waits=True),
            _old_opinions(at, is_open=True),
        )
        counted = select(
            *(select(func.count()).select_from(one.subquery()).scalar_subquery() for one in asked)
        )
        return cls(months, before, *session.execute(counted).one())


def _waits() -> ColumnElement[bool]:
    """Tell, inside a question, the visits to whom a result is still to be handed over."""
    line = waiting().with_only_columns(IntakeEntry.id).order_by(None)
    return line.where(IntakeEntry.visit_id == Visit.id).correlate(Visit).exists()


def _old_visits(at: datetime, *, waits: bool = False) -> Select[int]:
    """Ask for visits before a moment of which something personal is left.

    It begins with the few rows that say something: those that never did, or no longer, are many.
    """
    day = at.date()
    lines = (
        select(Correction.entry_id).where(Correction.corrected_at < at, EXPLAINED),
        select(Return.entry_id).where(Return.returned_on < day, HANDED_WITH_WORDS),
        select(Return.fetched_entry_id).where(Return.returned_on < day, HANDED_WITH_WORDS),
        select(UndoneReturn.entry_id).where(UndoneReturn.returned_on < day, EXPLAINED),
    )
    told = union(
        select(Visit.id).where(Visit.came_at < at, SAYS_WHO),
        select(IntakeEntry.visit_id).where(IntakeEntry.happened_at < at, REMARKED),
        select(IntakeEntry.visit_id).where(IntakeEntry.id.in_(union(*lines))),
    )
    stays = or_(_waits(), _handed_since(day))
    whole = select(Visit.id).where(Visit.id.in_(told), Visit.came_at < at)
    return whole.where(stays if waits else ~stays)


def _handed_since(day: date) -> ColumnElement[bool]:
    """Tell, inside a question, the visits whose result was handed over from a day on."""
    return (
        select(Return.id)
        .join(IntakeEntry, Return.entry_id == IntakeEntry.id)
        .where(IntakeEntry.visit_id == Visit.id, Return.returned_on >= day)
        .correlate(Visit)
        .exists()
    )


def _old_opinions(at: datetime, *, is_open: bool = False) -> Select[int]:
    """Ask for opinions whose last step was before a moment, and that still say something."""
    last = (
        select(func.max(FeedbackMove.at))
        .where(FeedbackMove.feedback_id == Feedback.id)
        .scalar_subquery()
    )
    state = Feedback.state.in_(OPEN) if is_open else Feedback.state.not_in(OPEN)
    return select(Feedback.id).where(
        Feedback.received_at < at, UNMASKED, func.coalesce(last, Feedback.received_at) < at, state
    )


class PersonalPurge(Model):
    """One taking away of what was kept long enough (lần xóa dữ liệu quá hạn): counts alone."""

    __tablename__ = "personal_purge"

    at: Mapped[datetime]
    before: Mapped[date]
    visits: Mapped[int]
    opinions: Mapped[int]

    @classmethod
    def newest(cls) -> Select[Self]:
        """Ask for the last one."""
        return select(cls).order_by(cls.id.desc()).limit(1)

    @classmethod
    def carry_out(cls, session: AnySession, *, by: "Account | None") -> Self:
        """Take away all that is older than may be kept; give how many rows that were.

        What lay about for a day (typed into ended sign-ins, read of workbooks) goes too.
        """
        plan = Overdue.now(session)
        at = datetime.combine(plan.before, time(), clock.TIMEZONE)
        for visits in _in_parts(session, _old_visits(at)):
            for visit in PersonFile.of(session, visits, ()).visits:
                mask_visit(session, visit)
        for opinions in _in_parts(session, _old_opinions(at)):
            for opinion in PersonFile.of(session, (), opinions).opinions:
                mask_opinion(opinion)
        _forget_loose_words(session, plan.before)
        _forget_words_of_days(session, plan.before)
        throw_away(session)
        row = cls(at=clock.now(), before=plan.before, visits=plan.visits, opinions=plan.opinions)
        session.add(row)
        row.note("purge", by=by, before_day=plan.before, visits=plan.visits, opinions=plan.opinions)
        return row


def _in_parts(session: AnySession, question: Select[int]) -> Iterator[list[int]]:
    """Give some ids at a time, so that few rows are in memory."""
    ids = list(session.scalars(question))
    for place in range(0, len(ids), AT_ONCE):
        yield ids[place : place + AT_ONCE]
        session.flush()
        session.expire_all()


def throw_away(session: AnySession) -> None:
    """Throw away what is of use for a day or a week."""
    for old in (
        Draft.stale(),
        ImportFile.stale(),
        FormKey.old(),
        SignInFailure.old(),
        StrangerCall.old(),
    ):
        session.execute(old)


def _forget_loose_words(session: AnySession, before: date) -> None:
    """Take away the words at results that no line of the log names."""
    for table, words in ((Return, "remark"), (UndoneReturn, "reason")):
        loose = update(table).where(table.entry_id.is_(None), table.returned_on < before)
        session.execute(loose.values({words: ""}))


def _forget_words_of_days(session: AnySession, before: date) -> None:
    """Take away what was written beside a Saturday's figures; the figures stay."""
    old = select(DutySession.id).where(DutySession.day < before)
    for table, words in ((DailySheet, "reason"), (DayClosing, "remark"), (DayClosing, "reason")):
        said = update(table).where(table.duty_session_id.in_(old))
        session.execute(said.values({words: ""}))


def _seen() -> Select[AuditEvent]:
    return (
        select(AuditEvent)
        .options(joinedload(AuditEvent.account))
        .where(AuditEvent.verb.in_(SEEN), AuditEvent.subject.in_(TABLES))
        .order_by(AuditEvent.id.desc())
    )


def seen_whole(before: int | None, most: int) -> Select[AuditEvent]:
    """Ask who saw or changed whole values of anybody, the newest first."""
    question = _seen().limit(most)
    return question.where(AuditEvent.id < before) if before else question
