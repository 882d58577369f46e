"""What does the one-stop system's file change in a Saturday's log, and which words does it use?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, selectinload

from saturday import clock
from saturday.models.base import AnySession, Model
from saturday.models.calendar import known_calendar
from saturday.models.commune import Commune, Hamlet
from saturday.models.import_tables import Importing
from saturday.models.imports import NOTHING_TO_DO, ImportFile
from saturday.models.intake import (
    Applicant,
    Deed,
    Due,
    Fee,
    IntakeEntry,
    IntakeSeries,
    Origin,
    SearchKey,
    Visit,
)
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.returns import Handing, Return, appointment_of, due_of
from saturday.rules.dossiers import (
    DeskLine,
    DossierState,
    DossierStep,
    Figures,
    FileDossier,
    Reconciliation,
    code_key,
    codes_in,
    filing_told,
    hamlet_told,
    on_day,
    outcome_told,
    plain_words,
    reconcile,
    way_told,
)
from saturday.rules.imports import (
    COUNTERS,
    Cell,
    Column,
    ColumnKind,
    ImportPlan,
    Key,
    Layout,
    RawSheet,
    RowState,
    RowVerdict,
    Values,
    as_text,
    find_header,
    in_unicode,
    judge,
    likely_header,
    plain,
    read_sheet,
)
from saturday.rules.intake import MOST_AT_ONCE, EntryOrigin, Filing, Outcome
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.names import nfc

if TYPE_CHECKING:
    from saturday.models.accounts import Account

REASON = "Nạp từ tệp Excel của hệ thống một cửa"
PUT_OFF = "theo hệ thống một cửa"
NOT_IN_FILE = "Lấy số của tệp Excel, tệp không có hồ sơ này"
UNKNOWN = "Chưa rõ “{}” là thủ tục nào. Hãy chọn ở trang Cột và tên gọi."
LONGEST_WORDS = 400
SAMPLES, LONGEST_SAMPLE, LOOKED_AT = 2, 40, 30  # what is shown below a head, from so many rows
AT_ONCE = 500  # codes that one question asks for

COLUMNS = (
    Column(
        "dossier_code",
        "Mã hồ sơ",
        empty="Hãy ghi mã hồ sơ.",
        most=40,
        others=("Số hồ sơ", "Mã số hồ sơ", "Mã hs", "Số biên nhận", "Mã biên nhận", "Mã tra cứu"),
        example="H41.34-260411-0001",
    ),
    Column(
        "received",
        "Ngày tiếp nhận",
        ColumnKind.MOMENT,
        empty="Hãy ghi ngày tiếp nhận.",
        others=(
            "Ngày nhận",
            "Ngày nhận hồ sơ",
            "Ngày tiếp nhận hồ sơ",
            "Thời gian tiếp nhận",
            "Ngày giờ tiếp nhận",
            "Nhận hồ sơ",
            "Ngày nộp",
            "Ngày nộp hồ sơ",
        ),
        example="11/4/2026 8:15",
    ),
    Column(
        "procedure_code",
        "Mã thủ tục",
        others=("Mã tthc", "Mã thủ tục hành chính", "Mã quốc gia"),
        hint="Có mã thì không cần tên",
        example="2.000815",
    ),
    Column(
        "procedure",
        "Tên thủ tục",
        most=LONGEST_WORDS,
        others=(
            "Thủ tục",
            "Tên thủ tục hành chính",
            "Thủ tục hành chính",
            "Tên tthc",
            "Tthc",
            "Dịch vụ công",
            "Tên dịch vụ công",
        ),
        example="Chứng thực bản sao từ bản chính giấy tờ, văn bản",
    ),
    Column(
        "status",
        "Trạng thái",
        others=("Trạng thái hồ sơ", "Tình trạng", "Tình trạng hồ sơ", "Trạng thái xử lý"),
        hint="Yêu cầu bổ sung và từ chối được nhận ra theo chữ",
        example="Đang xử lý",
    ),
    Column(
        "due",
        "Ngày hẹn trả",
        ColumnKind.MOMENT,
        others=(
            "Hẹn trả",
            "Hẹn trả kết quả",
            "Ngày hẹn trả kết quả",
            "Ngày hẹn",
            "Hạn trả",
            "Hạn trả kết quả",
            "Hạn xử lý",
            "Thời gian hẹn trả",
        ),
        hint="Để trống thì tính theo thời hạn của thủ tục",
        example="",
    ),
    Column(
        "returned",
        "Ngày trả kết quả",
        ColumnKind.MOMENT,
        others=("Ngày trả", "Trả kết quả", "Ngày trả thực tế", "Thời gian trả kết quả"),
        hint="Trả ngay trong ngày tiếp nhận thì tính là giải quyết, trả ngay",
        example="",
    ),
    Column(
        "way",
        "Hình thức trả",
        others=(
            "Hình thức nhận kết quả",
            "Phương thức nhận kết quả",
            "Hình thức trả kết quả",
        ),
        example="Tại quầy",
    ),
    Column(
        "filing",
        "Hình thức nộp",
        others=("Hình thức tiếp nhận", "Kênh tiếp nhận", "Phương thức nộp", "Nguồn hồ sơ"),
        example="Trực tiếp",
    ),
    Column(
        "quantity",
        "Số lượng",
        ColumnKind.NUMBER,
        most=MOST_AT_ONCE,
        least=1,
        others=("Sl", "Số bản", "Số bản sao"),
        example="1",
    ),
    Column(
        "name",
        "Người nộp",
        others=(
            "Chủ hồ sơ",
            "Người nộp hồ sơ",
            "Họ tên người nộp",
            "Tên người nộp",
            "Tên tổ chức, cá nhân",
            "Tổ chức, cá nhân",
            "Cá nhân, tổ chức",
            "Công dân",
            "Họ và tên",
        ),
        hint="Dùng để biết các hồ sơ của cùng một người; chỉ lưu khi cài đặt cho ghi tên",
        example="Nguyễn Văn An",
    ),
    Column(
        "phone",
        "Điện thoại",
        others=("Số điện thoại", "SĐT", "Số định danh", "Số cccd", "Cccd", "Số giấy tờ"),
        hint="Điện thoại hoặc số định danh để phân biệt người cùng tên; không lưu",
        example="",
    ),
    Column(
        "address",
        "Địa chỉ",
        most=300,
        others=("Thôn, bản", "Thôn", "Địa chỉ người nộp", "Nơi ở", "Địa chỉ/SĐT"),
        hint="Chỉ lấy tên thôn, bản",
        example="Thôn 1",
    ),
)


class WordKind(StrEnum):
    """Of what a word of a file is the name (loại từ ngữ)."""

    HEAD = "HEAD"
    PROCEDURE = "PROCEDURE"


class FileWord(Model):
    """What the one-stop system calls a column or a procedure (từ ngữ của tệp), told once."""

    __tablename__ = "file_word"
    __table_args__ = (UniqueConstraint("kind", "words"),)

    kind: Mapped[WordKind]
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS))  # plain: without marks and signs
    meaning: Mapped[str] = mapped_column(String(40))  # a field, or a code; "" means nothing

    @classmethod
    def told(cls, session: AnySession, kind: WordKind) -> dict[str, str]:
        """Give all words of a kind with their meaning."""
        rows = session.execute(select(cls.words, cls.meaning).where(cls.kind == kind))
        return dict(iter(rows))

    @classmethod
    def tell(
        cls,
        session: AnySession,
        kind: WordKind,
        meanings: Mapping[str, str],
        *,
        by: "Account | None",
    ) -> None:
        """Remember what words mean; what was told before is told anew."""
        asked = select(cls).where(cls.kind == kind, cls.words.in_(list(meanings)))
        known = {row.words: row for row in session.scalars(asked)}
        for words, meaning in meanings.items():
            row = known.get(words) or cls(kind=kind, words=words)
            if row.meaning != meaning:
                row.meaning = meaning
                session.add(row)
                row.note("explain", by=by, meaning=meaning)


@dataclass(frozen=True, slots=True)
class FileHead:
    """A column of a file (cột của tệp): its head, what it means, and what stands below."""

    words: str
    title: str
    meaning: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DossierPlan:
    """What importing a file would do to a Saturday's log (kết quả xem trước), either way."""

    read: ImportPlan
    either: Mapping[Figures, Reconciliation]
    unknown: tuple[str, ...]  # names of procedures that nobody told yet

    @property
    def faulty(self) -> list[RowVerdict]:
        """Rows that can't be imported, with their reasons."""
        return self.read.of(RowState.FAULTY)

    @property
    def is_contested(self) -> bool:
        """Whether taps and file differ, so that somebody must choose."""
        return self.either[Figures.DESK].is_contested

    def by(self, figures: Figures) -> Reconciliation:
        """Give what is done when these figures hold; without a question the desk's do."""
        return self.either[figures if self.is_contested else Figures.DESK]

    @property
    def does_something(self) -> bool:
        """Whether there is anything to write, whichever figures are taken."""
        ways = self.either.values() if self.is_contested else [self.by(Figures.DESK)]
        return not self.read.sheet.refusal and any(one.does_something for one in ways)

    @property
    def usual(self) -> Figures | None:
        """Which figures were taken when an earlier file of this Saturday was imported."""
        taps = (one.line for one in self.either[Figures.DESK].steps)
        was_kept = any(line is not None and line.is_tapped and line.code for line in taps)
        return Figures.DESK if was_kept else None

    @property
    def fingerprint(self) -> str:
        """Tell two plans apart: what was shown must be what is done."""
        told = [[one.steps, one.voided] for one in self.either.values()]
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
    def _by_code(self) -> dict[str, int]:
        return {row.code: row.id for row in self.procedures.values()}

    @cached_property
    def _procedure_words(self) -> dict[str, int]:
        """By which words each procedure is known: its code, its names, and what was told."""
        by_code = self._by_code
        told = FileWord.told(self.session, WordKind.PROCEDURE)
        names = {
            plain_words(name): row.id
            for row in self.procedures.values()
            for name in (row.short_name, row.name)
        }
        return {
            **names,
            **by_code,
            **{words: by_code[code] for words, code in told.items() if code in by_code},
        }

    def procedure_meant(self, values: Values) -> int | None:
        """Find the procedure of a row by its code, else by its name."""
        words = as_text(values.get("procedure"))
        known = self._procedure_words
        for code in codes_in(f"{as_text(values.get('procedure_code'))} {words}"):
            if code in known:
                return known[code]
        return known.get(plain_words(words)[:LONGEST_WORDS]) if words else None

    @property
    def layout(self) -> Layout:
        """Describe the columns, with the heads that somebody has told."""
        return Layout(
            columns=COLUMNS,
            keys=(Key(("dossier_code",)),),
            uniques=(Key(("dossier_code",)),),
            heads=FileWord.told(self.session, WordKind.HEAD),
            refuse=self._refuse,
        )

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
        if day == self.duty_session.day and self.procedure_meant(values) is None:
            words = as_text(values["procedure"]) or as_text(values["procedure_code"])
            refuse_when(not words, "Hãy ghi thủ tục.", field="procedure")
            raise NotAllowedNow(UNKNOWN.format(words[:80]), field="procedure")

    def plan(self, file: ImportFile) -> DossierPlan:
        """Say what importing a file would do to the log as it is now."""
        layout = self.layout
        read = judge(read_sheet(file.sheet, layout), (), layout)
        dossiers = [self._dossier(one) for one in read.of(RowState.NEW)]
        lines = list(self._lines({one.key for one in dossiers}))
        day = self.duty_session.day
        either = {one: reconcile(day, dossiers, lines, one) for one in Figures}
        return DossierPlan(read, either, tuple(self._unknown(read)))

    def _unknown(self, read: ImportPlan) -> Iterator[str]:
        """Name the procedures of this Saturday that nobody has told, each once."""
        seen = set()
        for row in read.sheet.rows:
            received, words = row.values.get("received"), as_text(row.values.get("procedure"))
            here = isinstance(received, date) and on_day(received) == self.duty_session.day
            plain = plain_words(words)
            if here and plain and plain not in seen and self.procedure_meant(row.values) is None:
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
            procedure=self.procedure_meant(values),
            due=due,
            returned=returned,
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
            since=row.happened_at.date(),
            is_of_day=row.duty_session_id == self.duty_session.id,
            is_void=row.is_void,
        )

    def confirm(self, file: ImportFile, seen: str, figures: Figures | None) -> DossierPlan:
        """Write what the plan says, when it still is the plan that was seen; else write nothing.

        Whoever writes of this Saturday waits until it is done.
        """
        self.duty_session.take_turn(self.session)
        IntakeSeries.hold(self.session, self.duty_session, self.letter)
        held = _here(self.duty_session).order_by(IntakeEntry.id).with_for_update(key_share=True)
        self.session.scalars(held.execution_options(populate_existing=True)).all()
        plan = self.plan(file)
        if plan.fingerprint == seen:
            unsaid = plan.is_contested and figures is None
            refuse_when(unsaid, "Hãy chọn lấy số nào.", field="figures")
            self._write(file, plan, figures or Figures.DESK)
        return plan

    def heads(self, sheet: RawSheet) -> list[FileHead]:
        """Give the heads of a file, each once, with what they mean and what stands below."""
        layout, lines = self.layout, in_unicode(sheet.lines)
        header = find_header(lines, layout)
        index = header.index if header else likely_header(lines)
        fields = {place: name for name, place in header.places.items()} if header else {}
        found: dict[str, FileHead] = {}
        for place, cell in enumerate(lines[index] if lines else ()):
            words = plain(cell)
            if words and words not in found and words not in COUNTERS:
                below = _samples(lines[index + 1 : index + 1 + LOOKED_AT], place)
                found[words] = FileHead(words, nfc(str(cell)), fields.get(place, ""), below)
        return list(found.values())

    def knows_columns(self, sheet: RawSheet) -> bool:
        """Whether every needed column was recognised."""
        named = {one.meaning for one in self.heads(sheet)}
        return {"dossier_code", "received"} <= named and bool(
            named & {"procedure", "procedure_code"}
        )

    def explain(self, heads: Sequence[FileHead], meanings: Sequence[str]) -> None:
        """Remember which column each head of a file names."""
        titles = {one.field: one.title for one in COLUMNS}
        meanings = [one if one in titles else "" for one in meanings]
        for name, title in titles.items():
            named = [place for place, meaning in enumerate(meanings) if meaning == name]
            twice = f"Hai cột cùng là “{title}”. Hãy để lại một."
            refuse_when(len(named) > 1, twice, field=f"heads-{named[-1]}" if named else None)
        for name in ("dossier_code", "received"):
            refuse_when(name not in meanings, f"Hãy chọn cột nào là “{titles[name]}”.")
        nameless = not {"procedure", "procedure_code"} & set(meanings)
        refuse_when(nameless, "Hãy chọn cột nào là tên hoặc mã thủ tục.")
        changed = zip(heads, meanings, strict=True)
        told = {head.words: meaning for head, meaning in changed if head.meaning != meaning}
        FileWord.tell(self.session, WordKind.HEAD, told, by=self.by)

    def explain_procedures(self, names: Sequence[str], codes: Sequence[str]) -> None:
        """Remember which procedure each name of a file means; "" was not told."""
        pairs, known = zip(names, codes, strict=True), self._by_code
        told = {plain_words(name)[:LONGEST_WORDS]: code for name, code in pairs if code in known}
        FileWord.tell(self.session, WordKind.PROCEDURE, told, by=self.by)

    def _write(self, file: ImportFile, plan: DossierPlan, figures: Figures) -> None:
        """Write every step in the transaction that is open, and note it once."""
        refuse_when(plan.read.sheet.refusal, plan.read.sheet.refusal)
        chosen = plan.by(figures)
        refuse_when(not chosen.does_something, NOTHING_TO_DO)
        writer = _Writer(self, self._rows({one.dossier.key for one in chosen.steps}))
        for step in chosen.steps:
            writer.take(step)
        for line in chosen.voided:
            writer.rows[line.key].void(NOT_IN_FILE, by=self.by)
        writer.join(chosen.joined)
        file.use(
            self.by,
            added=len(chosen.of(DossierState.NEW)),
            changed=sum(one.does_something for one in chosen.steps if one.line is not None),
            closed=chosen.closed,
            dropped=len(chosen.voided),
            skipped=len(plan.faulty),
        )


class _Writer:
    """Writes the steps of a file one after another; people met before keep their visit."""

    def __init__(self, desk: DossierDesk, rows: dict[int, IntakeEntry]) -> None:
        """Take the lines that the steps are about."""
        self.desk, self.rows = desk, rows
        self.visits: dict[int, Visit] = {}  # by row of the file
        self.calendar = known_calendar(desk.session)

    def take(self, step: DossierStep) -> None:
        """Write one step."""
        entry = self.rows[step.line.key] if step.line else None
        if step.state is DossierState.NEW:
            entry = self._add(step)
        elif entry is not None and step.does_something:
            self._change(entry, step)
        if entry is None:
            return
        self.visits[step.dossier.row] = entry.visit
        if step.closes:
            self._close(entry, step.dossier)

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


def _applicant(visit: Visit, step: DossierStep, desk: DossierDesk) -> Applicant:
    """Say who came, as the visit has it and the file completes it."""
    hamlet = desk.hamlets.get(step.dossier.hamlet or 0)
    return replace(
        visit.applicant,
        name=visit.name or step.dossier.name,
        hamlet=visit.hamlet or hamlet,
    )


def _origin(row: IntakeEntry) -> EntryOrigin:
    """See where a line comes from; what somebody corrected by hand counts as typed."""
    by_hand = any(one.reason != REASON for one in row.corrections)
    return EntryOrigin.LINE if by_hand else row.origin


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


def _samples(lines: Sequence[Sequence[Cell]], place: int) -> tuple[str, ...]:
    """Give the beginnings of the first different cells below a head."""
    cells = (nfc(as_text(line[place])) for line in lines if place < len(line))
    short = (one[:LONGEST_SAMPLE] + "…" * (len(one) > LONGEST_SAMPLE) for one in cells if one)
    return tuple(islice(dict.fromkeys(short), SAMPLES))


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
