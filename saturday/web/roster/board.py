"""How is a Saturday's board arranged, what is still missing, and who must act?"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import cached_property
from itertools import chain, takewhile

from saturday.models.commune import Department, Duty, Officer
from saturday.models.documents import Document
from saturday.models.nominations import Nomination, NominationLine
from saturday.models.plan import DutySession
from saturday.models.progress import Board, ListProgress, SessionProgress
from saturday.models.roster import Assignment, DutyRequirement, Replacement, gaps_of, needs_of
from saturday.rules.coverage import Gap, gap_hours, gap_sentence, reminder
from saturday.rules.deadlines import limit_in_words, time_left
from saturday.rules.lifecycle import Facts, NominationState, Stage, StageCode, StageState, stages
from saturday.vietnamese.dates import days_left, hours, listed_day, moment
from saturday.web.roster.lists import on_behalf_words

LOOKS = {
    StageState.DONE: "done",
    StageState.DOING: "now",
    StageState.MISSING: "lack",
    StageState.NOT_YET: "todo",
    StageState.OVERDUE: "late",
}
_UNAPPROVED = frozenset(NominationState) - {NominationState.APPROVED}
PAPERS, LISTS, BOARD, DESK = "#van-ban", "#danh-sach", "#bang-phan-cong", "#tiep-nhan"
PLACES = {
    StageCode.PUBLIC_NOTICE: PAPERS,
    StageCode.LISTS: LISTS,
    StageCode.COVERAGE: BOARD,
    StageCode.ASSIGNMENT_NOTICE: PAPERS,
    StageCode.DAY: DESK,
}


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the Saturday as ui.steps shows it."""

    name: str
    words: str
    state: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose unapproved lists the person at the screen may see."""

    sees_all: bool
    department_id: int | None

    def sees(self, department_id: int) -> bool:
        """Whether notes, drafts and returns of a department are shown."""
        return self.sees_all or self.department_id == department_id


@dataclass(frozen=True, slots=True)
class Person:
    """One person beside a duty: assigned, or on a list not yet approved."""

    who: str
    unit: str
    details: tuple[str, ...]
    look: str
    words: str
    number: int | None = None  # of the assignment: what may be replaced or removed


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One duty with who holds it."""

    duty: Duty
    have: int
    count: int
    people: tuple[Person, ...]
    lacks: str  # in words; empty when nobody is missing
    waits: bool  # whether approving what was sent brings everybody


@dataclass(frozen=True, slots=True)
class ListRow:
    """How one department's list stands."""

    department: Department
    nomination: Nomination | None
    look: str
    words: str
    details: tuple[str, ...]
    is_shown: bool  # whether the person may open it
    waits: bool  # for approval


@dataclass(frozen=True, slots=True)
class ReplacedRow:
    """One person in another's place."""

    duty: str
    old: str
    new: str
    at: datetime
    why: str  # empty for who may not know
    told: str


@dataclass(frozen=True, slots=True)
class Todo:
    """What is missing, who must do it by when."""

    kind: str  # approve · list · assign · attend · close
    sentence: str
    more: tuple[str, ...]
    look: str
    department: Department | None = None
    nomination: Nomination | None = None
    reminder: str = ""
    duty: str = ""  # code of the first duty that lacks somebody
    is_first: bool = False  # whether its button is the page's blue one


@dataclass(frozen=True, slots=True)
class Hub:
    """One Saturday as its page shows it."""

    left: str
    steps: tuple[Step, ...]
    todos: tuple[Todo, ...]
    lacking: tuple[BoardRow, ...]
    filled: tuple[BoardRow, ...]
    waiting: tuple[BoardRow, ...]  # nobody is missing, nobody is there, but somebody was named
    lists: tuple[ListRow, ...]
    missing_people: int
    replaced: tuple[ReplacedRow, ...]
    notice: Document | None  # the assignment notice in force, else the one being made
    since_notice: str  # what changed after it was signed, in words
    has_come: bool  # whether the day is today, or behind
    has_board: bool  # whether board, lists and papers stand on the page
    has_desk: bool  # whether what passes over the desk stands there


@dataclass(frozen=True)
class Rows:
    """What was loaded of a Saturday."""

    progress: SessionProgress
    board: Board
    replacements: Sequence[Replacement]
    has_papers: bool  # that the person at the screen may see

    @property
    def duty_session(self) -> DutySession:
        """The Saturday itself."""
        return self.progress.duty_session

    @cached_property
    def gaps(self) -> Mapping[str, Gap]:
        """Duties that lack people now."""
        return {gap.code: gap for gap in self.progress.gaps}

    @cached_property
    def gaps_after_approval(self) -> list[Gap]:
        """Duties that would still lack people were every sent list approved."""
        people: list[Assignment | NominationLine] = [*self.board.assignments]
        people.extend(_lines(self.board.nominations, NominationState.SENT))
        return gaps_of(self.duty_session, self.board.requirements, people)


def hub_of(rows: Rows, viewer: Viewer) -> Hub:
    """Arrange a Saturday for one person."""
    board = _board(rows, viewer)
    facts = rows.progress.facts
    is_ahead = rows.duty_session.is_open and facts.now.date() <= facts.day
    filled = tuple(row for row in board if not row.lacks and row.have)
    there = _places(rows, has_people=bool(filled))
    owed = _todos(rows, viewer) if is_ahead else [*_attend(facts), *_close(facts)]
    return Hub(
        left=_left(facts),
        steps=tuple(_step(one, there) for one in stages(facts)),
        has_board=BOARD in there,
        has_desk=DESK in there,
        todos=_with_first(owed, viewer),
        lacking=tuple(row for row in board if row.lacks),
        filled=filled,
        waiting=tuple(row for row in board if not row.lacks and not row.have),
        lists=tuple(_list_row(one, rows, viewer) for one in rows.progress.lists),
        missing_people=sum(gap.missing for gap in rows.progress.gaps),
        replaced=tuple(_replaced(one, viewer) for one in rows.replacements),
        notice=rows.progress.notice,
        since_notice=_since_notice(rows),
        has_come=facts.now.date() >= facts.day,
    )


def _left(facts: Facts) -> str:
    """Say how far away the day is."""
    days = (facts.day - facts.now.date()).days
    if facts.gone:
        return "không tổ chức"
    return days_left(days) if days >= 0 else "đã qua"


def _with_first(todos: Iterable[Todo], viewer: Viewer) -> tuple[Todo, ...]:
    """Mark the first thing that the person can do: its button is blue."""
    found = list(todos)
    for place, one in enumerate(found):
        own = one.department is not None and one.department.id == viewer.department_id
        if viewer.sees_all or own:
            found[place] = replace(one, is_first=True)
            break
    return tuple(found)


def _since_notice(rows: Rows) -> str:
    """Say who was replaced, added or corrected after the notice in force was signed."""
    notice = rows.progress.notice
    frozen = (notice.signed_at or notice.issued_at) if notice and notice.is_in_force else None
    if frozen is None:
        return ""
    replaced = sum(one.at > frozen for one in rows.replacements)
    stand_ins = {one.new_id for one in rows.replacements}
    changed = {
        one.who
        for one in rows.board.assignments
        if one.changed_at and one.changed_at > frozen and one.id not in stand_ins
    }
    words = [f"thay {replaced} người"] if replaced else []
    words += [f"thêm hoặc sửa {len(changed)} người"] if changed else []
    return " và ".join(words)


def _replaced(one: Replacement, viewer: Viewer) -> ReplacedRow:
    """Show a replacement; why, and who said so, only to the Centre and the department."""
    officer, day = one.old.officer, one.old.duty_session.day
    knows = viewer.sees(officer.department_on(day).id) if officer else viewer.sees_all
    return ReplacedRow(
        duty=one.old.duty.name,
        old=one.old.who,
        new=one.new.who,
        at=one.at,
        why=one.reason if knows else "",
        told=on_behalf_words(one) if knows else "",
    )


def _step(stage: Stage, there: Container[str]) -> Step:
    """Show one stage, with a link to its place when that is on the page."""
    place = PLACES.get(stage.code)
    return Step(stage.name, stage.words, LOOKS[stage.state], place if place in there else None)


def _places(rows: Rows, *, has_people: bool) -> frozenset[str]:
    """Give the places that are on the page: before it is opened there is none."""
    is_open, counts = rows.duty_session.is_open, rows.duty_session.counts
    facts = rows.progress.facts
    has_come = counts and facts.now.date() >= facts.day
    desk = {DESK} if has_come and (is_open or facts.visits) else set()
    if not (is_open or has_people or rows.has_papers):
        return frozenset(desk)
    lists = {LISTS} if rows.progress.lists else set()
    papers = {PAPERS} if is_open or rows.has_papers else set()
    return frozenset({BOARD, *lists, *papers, *desk})


# The board


def _board(rows: Rows, viewer: Viewer) -> list[BoardRow]:
    """Put people beside duties, in the order of the notice."""
    counts = {row.duty: row.count for row in rows.board.requirements}
    seen = [one for one in rows.board.nominations if viewer.sees(one.department_id)]
    people: dict[Duty, list[Person]] = {}
    for one in rows.board.assignments:
        people.setdefault(one.duty, []).append(_assigned(one))
    for line in _lines(seen, *_UNAPPROVED):
        people.setdefault(line.duty, []).append(_nominated(line))
    gaps, assigned = rows.gaps, [one.duty for one in rows.board.assignments]
    left = {gap.code for gap in rows.gaps_after_approval}
    sent = {line.duty.code for line in _lines(seen, NominationState.SENT)}
    duties = sorted({*counts, *people}, key=lambda duty: duty.position)
    return [
        BoardRow(
            duty=duty,
            have=gaps[duty.code].have if duty.code in gaps else assigned.count(duty),
            count=counts.get(duty, 0),
            people=tuple(people.get(duty, ())),
            lacks=_lacks(gaps.get(duty.code)),
            waits=duty.code in sent - left,
        )
        for duty in duties
        if counts.get(duty) or duty in people
    ]


def _lines(nominations: Iterable[Nomination], *states: NominationState) -> Iterable[NominationLine]:
    """Give the lines of the lists in these states."""
    return chain.from_iterable(one.lines for one in nominations if one.state in states)


def _lacks(gap: Gap | None) -> str:
    """Say what a duty lacks, its name left out."""
    return gap_hours(gap).removeprefix(f"{gap.name}: ") if gap else ""


def _assigned(one: Assignment) -> Person:
    """Show somebody who is on the board."""
    words = "đã duyệt" if one.nomination_line_id else "đã phân công"
    unit = _unit(one.officer, one.duty_session) if one.officer else one.workplace
    who = one.who if one.officer else one.person or "chưa ghi tên"
    return Person(who, unit, _details(one), "done", words, one.id)


def _nominated(line: NominationLine) -> Person:
    """Show somebody on a list that the Centre has not approved."""
    look, words = {
        NominationState.SENT: ("now", "chờ duyệt"),
        NominationState.RETURNED: ("lack", "trả lại"),
    }.get(line.nomination.state, ("draft", "dự thảo"))
    unit = _unit(line.officer, line.nomination.duty_session)
    return Person(line.officer.name, unit, _details(line), look, words)


def _unit(officer: Officer, duty_session: DutySession) -> str:
    """Name a person's department of that day shortly: the board is narrow."""
    return officer.department_on(duty_session.day).short_name


def _details(row: Assignment | NominationLine) -> tuple[str, ...]:
    """Give hours that are not the whole half-day, and the note."""
    return tuple(filter(None, (span(row.starts_at, row.ends_at), row.note_text)))


def span(starts_at: time | None, ends_at: time | None) -> str:
    """Write hours; nothing for the whole half-day."""
    return hours(starts_at, ends_at) if starts_at and ends_at else ""


# Lists of the departments


def _list_row(one: ListProgress, rows: Rows, viewer: Viewer) -> ListRow:
    """Say how a list stands; of a foreign one only whether it was sent and approved."""
    is_shown = viewer.sees(one.department.id)
    look, words = _list_words(one, rows, is_shown=is_shown)
    return ListRow(
        department=one.department,
        nomination=one.nomination,
        look=look,
        words=words,
        details=_list_details(one) if is_shown else (),
        is_shown=is_shown,
        waits=one.state is NominationState.SENT,
    )


def _list_words(one: ListProgress, rows: Rows, *, is_shown: bool) -> tuple[str, str]:
    """Give look and words of the tag."""
    if one.state is NominationState.APPROVED:
        return "done", "đã duyệt"
    if one.state is NominationState.SENT:
        return "now", "chờ duyệt"
    if is_shown and one.state is NominationState.RETURNED:
        return "lack", "trả lại"
    if is_shown and one.state is NominationState.DRAFT:
        return "draft", "đang soạn, chưa gửi"
    return _not_sent(rows.duty_session, rows.progress.facts.now)


def _not_sent(duty_session: DutySession, now: datetime) -> tuple[str, str]:
    """Say that nothing came, and since when it is late."""
    due = duty_session.list_due_at
    return ("late", time_left(due, now)) if due and now > due else ("lack", "chưa gửi")


def _list_details(one: ListProgress) -> tuple[str, ...]:
    """Say of a list how many, how late, on whose word, and why it came back."""
    row = one.nomination
    if row is None:
        return ()
    late = f"Gửi muộn {row.days_late} ngày" if one.is_sent and row.days_late else ""
    returned = row.returned_reason and f"Lý do trả lại: {row.returned_reason}"
    cannot = row.cannot_reason and f"Không cử được người: {row.cannot_reason}"
    return tuple(
        filter(None, (_people(row), late, on_behalf_words(row), returned, cannot, row.remark))
    )


def _people(row: Nomination) -> str:
    """Count the people of a list."""
    return f"{len({line.officer_id for line in row.lines})} người" if row.lines else ""


# What is missing


def _todos(rows: Rows, viewer: Viewer) -> Iterable[Todo]:
    """Say what must be done, by whom: lists first, in the order of the departments."""
    left = rows.gaps_after_approval
    for one in rows.progress.lists:
        own = [gap for gap in left if gap.asked.department == one.department.name]
        if one.state is NominationState.SENT:
            yield _approve(one)
        if one.is_sent and own:
            yield _assign(own, rows, one.department)
        elif not one.is_sent:
            yield _send(one, own, rows, viewer)
    departments = {one.department.name for one in rows.progress.lists}
    others = [gap for gap in left if gap.asked.department not in departments]
    for actor in dict.fromkeys(gap.asked.department for gap in others):
        yield _assign([gap for gap in others if gap.asked.department == actor], rows, None)


def _attend(facts: Facts) -> Iterable[Todo]:
    """Ask the Centre, after the day, who came."""
    if facts.unrecorded and not facts.gone:
        day, people = listed_day(facts.day), facts.unrecorded
        sentence = f"Trung tâm cần chấm công buổi {day}: còn {people} người."
        more = "Chấm công xong, mỗi người chọn nghỉ bù hay thanh toán."
        yield Todo(kind="attend", sentence=sentence, more=(more,), look="lack")


def _close(facts: Facts) -> Iterable[Todo]:
    """Ask the Centre, after the day, to close its figures."""
    if facts.wants_closing:
        sentence = f"Trung tâm cần chốt số liệu ngày của buổi {listed_day(facts.day)}."
        more = "Chốt xong thì nhật ký không đổi nữa, báo cáo lấy đúng số đã chốt."
        yield Todo(kind="close", sentence=sentence, more=(more,), look="lack")


def _approve(one: ListProgress) -> Todo:
    """Ask the Centre to approve a list."""
    sent = one.nomination.counted_at if one.nomination else None
    return Todo(
        kind="approve",
        sentence=f"Trung tâm cần duyệt danh sách của {one.department.name}.",
        more=(f"Gửi lúc {moment(sent)}.",) if sent else (),
        look="now",
        department=one.department,
        nomination=one.nomination,
    )


def _send(one: ListProgress, own: Sequence[Gap], rows: Rows, viewer: Viewer) -> Todo:
    """Ask a department for its list."""
    now, due = rows.progress.facts.now, rows.duty_session.list_due_at
    returned = one.nomination.returned_words if one.nomination else ""
    said = returned if viewer.sees(one.department.id) else ""
    sentence = f"{one.department.name} cần gửi danh sách{_by_when(due, now)}."
    if len(own) == 1:
        sentence = gap_sentence(own[0], due=due, now=now)
    return Todo(
        kind="list",
        sentence=sentence,
        more=tuple(filter(None, (said, *_lacking(own)))),
        look="late" if due is not None and now > due else "lack",
        department=one.department,
        nomination=one.nomination,
        reminder=_reminder(one.department, rows),
    )


def _reminder(department: Department, rows: Rows) -> str:
    """Write the message for a department that has not sent; nothing while there is no limit."""
    facts, due = rows.progress.facts, rows.duty_session.list_due_at
    needs = needs_of(rows.duty_session, rows.board.requirements)
    own = [need for need in needs if need.department == department.name]
    return reminder(department.name, own, day=facts.day, due=due, now=facts.now) if due else ""


def _assign(gaps: Sequence[Gap], rows: Rows, department: Department | None) -> Todo:
    """Ask for people whom no list will bring: by when the Saturday begins."""
    facts, begins = rows.progress.facts, rows.duty_session.starts_at
    due = datetime.combine(facts.day, begins, facts.now.tzinfo) if begins else None
    sentence = gap_sentence(gaps[0], due=due, now=facts.now)
    if len(gaps) > 1:
        actor = gaps[0].asked.department or "Trung tâm"
        people = sum(gap.missing for gap in gaps)
        sentence = f"{actor} cần cử {people} người{_by_when(due, facts.now)}."
    return Todo(
        kind="assign",
        sentence=sentence,
        more=_lacking(gaps),
        look="lack",
        department=department,
        duty=gaps[0].code,
    )


def _by_when(due: datetime | None, now: datetime) -> str:
    """Say the limit and how far it is; after it, how late it is."""
    if due is None:
        return ""
    if now > due:
        return f", đã {time_left(due, now)}"
    return f" trước {limit_in_words(due)} ({time_left(due, now)})"


def _lacking(gaps: Sequence[Gap]) -> tuple[str, ...]:
    """Name several missing duties, then what fails without them."""
    names = f"Còn thiếu: {'; '.join(gap.name for gap in gaps)}." if len(gaps) > 1 else ""
    return tuple(filter(None, (names, _fails(gaps))))


def _fails(gaps: Iterable[Gap]) -> str:
    """Say which same-day procedures fail without these people."""
    names = dict.fromkeys(chain.from_iterable(gap.asked.fails for gap in gaps))
    return f"Thiếu người thì không làm xong trong buổi: {', '.join(names)}." if names else ""


# The sheet for the door


@dataclass(frozen=True, slots=True)
class DoorRow:
    """One duty with its desk and the people there."""

    desk: str
    duty: str
    people: tuple[tuple[str, str], ...]  # name, and hours when not the whole half-day


def door_rows(
    assignments: Iterable[Assignment], requirements: Iterable[DutyRequirement]
) -> list[DoorRow]:
    """Group people by duty: desks first, by their number, then who has none."""
    desks = {row.duty: row.desk for row in requirements}
    groups: dict[Duty, list[tuple[str, str]]] = {}
    for one in assignments:
        groups.setdefault(one.duty, []).append((one.who, span(one.starts_at, one.ends_at)))
    rows = [
        DoorRow(desks.get(duty, ""), duty.name, tuple(people)) for duty, people in groups.items()
    ]
    return sorted(rows, key=_by_desk)


def _by_desk(row: DoorRow) -> tuple[bool, int, str]:
    """Put desk 2 before desk 10, and what has no desk last."""
    digits = "".join(takewhile(str.isdigit, row.desk))
    return not row.desk, int(digits or 0), row.desk
