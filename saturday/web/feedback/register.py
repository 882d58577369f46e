"""How does the register of opinions stand on a page?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any, NamedTuple, Self

from flask import request, url_for

from saturday import clock
from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.commune import Commune, Department
from saturday.models.feedback import Feedback, limits_of
from saturday.models.feedback_register import PAGE, Sieve, before, counts_for, search
from saturday.models.plan import DutySession
from saturday.rules.calendar import Calendar
from saturday.rules.deadlines import left_in_words
from saturday.rules.feedback import (
    OPEN,
    FeedbackKind,
    FeedbackState,
    InTime,
    Limits,
    Standing,
    Voice,
    due_on,
)
from saturday.rules.identifiers import mask_name
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import listed_day, numeric_day
from saturday.web.access import may, me

LONGEST = 110  # letters of an opinion that the register shows
UNFINISHED, LATE, UNTOLD = "chua-xong", "qua-han", "cho-bao-lai"
STATES: Mapping[str, FeedbackState] = MappingProxyType(
    {
        "moi": FeedbackState.NEW,
        "da-giao": FeedbackState.SORTED,
        "dang-xu-ly": FeedbackState.HANDLING,
        "da-tra-loi": FeedbackState.ANSWERED,
        "da-chuyen": FeedbackState.TRANSFERRED,
        "khong-tiep-nhan": FeedbackState.DECLINED,
        "da-bao-lai": FeedbackState.CLOSED,
    }
)
KINDS: Mapping[str, FeedbackKind] = MappingProxyType(
    {
        "phan-anh": FeedbackKind.REPORT,
        "kien-nghi": FeedbackKind.PROPOSAL,
        "hoi-dap": FeedbackKind.QUESTION,
        "khen": FeedbackKind.PRAISE,
    }
)
# How far an opinion is, as its tag looks.
LOOKS: Mapping[FeedbackState, str] = MappingProxyType(
    {
        FeedbackState.NEW: "lack",
        FeedbackState.SORTED: "now",
        FeedbackState.HANDLING: "now",
        FeedbackState.TRANSFERRED: "draft",
        FeedbackState.DECLINED: "draft",
        FeedbackState.ANSWERED: "now",
        FeedbackState.CLOSED: "done",
    }
)


@dataclass(frozen=True)
class Clockwork:
    """What limits are counted with, read once a page."""

    today: date
    limits: Limits
    calendar: Calendar

    @classmethod
    def now(cls) -> Self:
        """Read the settings and the calendar."""
        limits = limits_of(Commune.of_database(db.session))
        return cls(clock.today(), limits, known_calendar(db.session))

    @property
    def in_time(self) -> InTime:
        """The earliest days whose limits hold today."""
        return InTime.on(self.today, self.limits, self.calendar)

    @cached_property
    def _due(self) -> Callable[[FeedbackState, FeedbackKind, date, bool], date | None]:
        """Count a limit once for all rows of a page that stand alike."""
        return cache(lambda *standing: due_on(Standing(*standing), self.limits, self.calendar))

    @cached_property
    def time_to(self) -> Callable[[date], str]:
        """Say how long there is to a day, once for all rows of a page."""
        return cache(lambda due: left_in_words(due, self.today, self.calendar))

    def due(self, row: Feedback) -> date | None:
        """Give the last day of the next step."""
        return self._due(row.state, row.kind, row.since, row.is_named)

    def is_late(self, row: Feedback) -> bool:
        """Whether that day is past."""
        due = self.due(row)
        return due is not None and due < self.today

    def left(self, row: Feedback) -> str:
        """Say how long there is: "còn 4 ngày làm việc, đến 24/4"; nothing without a limit."""
        due = self.due(row)
        return self.time_to(due) if due else ""

    def answer_due(self, row: Feedback) -> date | None:
        """Give the day by which whoever said it is to be answered, as the slip says it."""
        if not (row.is_named and row.kind.asks_for_answer):
            return None
        return self.calendar.add_working_days(row.since, self.limits.answer)


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the register is asked for, as the address says it."""

    state: str = ""
    kind: str = ""
    owner: str = ""
    day: date | None = None
    older: tuple[int, int] | None = None  # year and number of the last row of the page before

    @classmethod
    def of(cls, typed: Mapping[str, str]) -> Self:
        """Read an address; what means nothing is left out."""
        state, kind = typed.get("trang-thai", ""), typed.get("loai", "")
        known = {UNFINISHED, LATE, UNTOLD, *STATES}
        return cls(
            state if state in known else "",
            kind if kind in KINDS else "",
            typed.get("don-vi", ""),
            _day(typed.get("buoi", "")),
            _number(typed.get("truoc", "")),
        )

    @property
    def query(self) -> dict[str, str]:
        """Write it into an address again."""
        told = {
            "trang-thai": self.state,
            "loai": self.kind,
            "don-vi": self.owner,
            "buoi": self.day.isoformat() if self.day else "",
        }
        return {name: words for name, words in told.items() if words}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> tuple[int, int] | None:
    year, _, number = text.partition("-")
    both = year.isdecimal() and number.isdecimal() and max(len(year), len(number)) < len("1000000")
    return (int(year), int(number)) if both else None


class Line(NamedTuple):
    """One row of the register as its page shows it."""

    number: str
    address: str
    received: str
    kind: str
    content: str
    who: str
    owner: str
    left: str
    is_late: bool
    look: str
    state: str

    @classmethod
    def of(cls, row: Feedback, start: str, clockwork: Clockwork) -> Self:
        """Write a row; ``start``: how the address of every opinion begins."""
        due, state = clockwork.due(row), row.state
        return cls(
            row.full_number,
            f"{start}{row.year}/{row.number}",
            numeric_day(row.received_at),
            row.kind.words,
            _shortened(row.content),
            _who(row),
            row.owner.short_name if row.owner else "",
            clockwork.time_to(due) if due else "",
            due is not None and due < clockwork.today,
            LOOKS[state],
            state.words,
        )


def _shortened(content: str) -> str:
    """Give how an opinion begins, up to a whole word."""
    if len(content) <= LONGEST:
        return content
    return f"{content[:LONGEST].rpartition(' ')[0] or content[:LONGEST]}…"


def _who(row: Feedback) -> str:
    """Say who speaks, the name masked."""
    voice = "" if row.voice is Voice.CITIZEN else row.voice.words
    if row.name:
        said = mask_name(row.name)
    elif voice:
        said = ""
    else:
        said = "đã xóa tên" if row.is_named else "góp ý không ghi tên"
    village = row.hamlet.name if row.hamlet else ""
    return ", ".join(filter(None, (": ".join(filter(None, (voice, said))), village)))


@dataclass(frozen=True)
class Register:
    """The rows of one page, with what they are sifted by."""

    asked: Asked
    rows: Sequence[Feedback]
    has_more: bool = False
    sought: str = ""
    duty_session: DutySession | None = None

    @classmethod
    def sifted(cls, typed: Mapping[str, str]) -> Self:
        """Load a page of what an address asks for."""
        asked = Asked.of(typed)
        sieve = sieve_of(asked)
        question = sieve.of(me()).limit(PAGE + 1)
        if asked.older:
            question = question.where(before(*asked.older))
        rows = db.session.scalars(question).all()
        return cls(asked, rows[:PAGE], len(rows) > PAGE, duty_session=sieve.duty_session)

    @classmethod
    def found(cls, sought: str) -> Self:
        """Load what a search finds."""
        return cls(Asked(), search(db.session, me(), sought), sought=sought)

    @cached_property
    def clockwork(self) -> Clockwork:
        """What limits are counted with."""
        return Clockwork.now()

    @cached_property
    def counts(self) -> tuple[int, int]:
        """How many somebody still owes, and how many of them are late."""
        return counts_for(db.session, me(), self.clockwork.in_time)

    @cached_property
    def owners(self) -> Sequence[Department]:
        """Departments to choose from; who sees only the own ones has no choice."""
        if not may(Permission.SEE_ALL_FEEDBACK):
            return []
        return db.session.scalars(Department.in_order()).all()

    @property
    def is_sifted(self) -> bool:
        """Whether something may be left out."""
        return bool(self.asked.query or self.asked.older or self.sought)

    @property
    def words(self) -> str:
        """Say what is shown."""
        if self.sought:
            most = " mới nhất" if len(self.rows) == PAGE else ""
            return f"Tìm thấy {len(self.rows)} ý kiến{most}."
        if self.duty_session:
            return f"Ý kiến ghi ở buổi {listed_day(self.duty_session.day)}."
        return ""

    @property
    def older_url(self) -> str:
        """Where the next page begins."""
        last = self.rows[-1]
        kept: dict[str, Any] = {**self.asked.query, "truoc": f"{last.year}-{last.number}"}
        return url_for(".register", **kept)

    @cached_property
    def lines(self) -> list[Line]:
        """The rows as the page shows them: made here, for there may be a hundred."""
        start, clockwork = url_for(".register"), self.clockwork
        return [Line.of(row, start, clockwork) for row in self.rows]


def sieve_of(asked: Asked) -> Sieve:
    """Make the question of what an address asks for; names of rows that are none find nothing."""
    owner = db.session.scalars(Department.coded(asked.owner)).one_or_none() if asked.owner else None
    found = db.session.scalars(DutySession.on(asked.day)).one_or_none() if asked.day else None
    return Sieve(
        states=_states(asked.state),
        kind=KINDS.get(asked.kind),
        owner=owner,
        duty_session=found,
        late=Clockwork.now().in_time if asked.state == LATE else None,
        untold=asked.state == UNTOLD,
    )


def _states(state: str) -> frozenset[FeedbackState]:
    if state == UNFINISHED:
        return OPEN
    return frozenset({STATES[state]}) if state in STATES else frozenset()


def asked_day() -> date | None:
    """Give the Saturday that an address names."""
    return _day(request.args.get("buoi", ""))


def state_choices() -> list[tuple[str, str]]:
    """Give the states to choose from: groups first."""
    groups = [
        ("", "Tất cả"),
        (UNFINISHED, "Chưa xong"),
        (LATE, "Quá hạn"),
        (UNTOLD, "Chờ báo lại người nêu"),
    ]
    return groups + [(key, one.words[:1].upper() + one.words[1:]) for key, one in STATES.items()]


def kind_choices() -> list[tuple[str, str]]:
    """Give the kinds to choose from."""
    kinds = ((key, one.words[:1].upper() + one.words[1:]) for key, one in KINDS.items())
    return [("", "Tất cả"), *kinds]


def owner_choices(owners: Sequence[Department]) -> list[tuple[str, str]]:
    """Give the departments to choose from, by their codes."""
    return [("", "Tất cả"), *((one.code, one.name) for one in owners)]


def address_of(row: Feedback) -> str:
    """Give the page of an opinion."""
    return url_for("feedback.opinion", year=row.year, number=row.number)
