"""Which opinions must be given to somebody, answered, or told back, and by when?"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property

from flask import url_for

from saturday.extensions import db
from saturday.models.commune import Commune, Department
from saturday.models.feedback import Feedback, limits_of, opened
from saturday.models.feedback_register import waiting_to_be_told
from saturday.rules.deadlines import left_in_words
from saturday.rules.feedback import Limits, reminder
from saturday.rules.permissions import Permission
from saturday.web.home.known import Known
from saturday.web.home.todos import Todo


class Owed:
    """The opinions that a person may see and somebody still owes, with their limits."""

    def __init__(self, known: Known) -> None:
        """Look through one person's eyes."""
        self.known = known

    @cached_property
    def limits(self) -> Limits:
        """Within how many working days things are owed: asked once there is something."""
        return limits_of(Commune.of_database(db.session))

    @cached_property
    def rows(self) -> Sequence[Feedback]:
        """What is still open."""
        return opened(db.session, self.known.account)

    def due(self, row: Feedback) -> date | None:
        """Give the last day of the next step."""
        return row.due_on(self.limits, self.known.calendar)

    def first(self, rows: Sequence[Feedback]) -> date | None:
        """Give the first of the limits of rows."""
        return min((due for row in rows if (due := self.due(row))), default=None)

    def left(self, due: date | None) -> str:
        """Say how long there is; nothing without a limit."""
        return left_in_words(due, self.known.today, self.known.calendar) if due else ""

    def is_late(self, due: date | None) -> bool:
        """Whether a limit is past."""
        return due is not None and due < self.known.today


def opinion_todos(known: Known) -> Iterator[Todo]:
    """Owe the Centre what is to be given and told back, a department its answers."""
    account, owed = known.account, Owed(known)
    if account.may(Permission.SORT_FEEDBACK):
        yield from _ungiven(owed)
        yield from _reminders(owed)
        yield from _untold()
    elif account.may(Permission.SEE_ALL_FEEDBACK):
        yield from _late(owed)
    elif account.may(Permission.ANSWER_FEEDBACK) and account.department is not None:
        yield from _own(owed, account.department)


def _page(rows: Sequence[Feedback], **sieve: str) -> str:
    """Lead to the only one, else to the register."""
    if len(rows) == 1:
        return url_for("feedback.opinion", year=rows[0].year, number=rows[0].number)
    return url_for("feedback.register", **{"trang-thai": "chua-xong", **sieve})  # type: ignore[arg-type] # names with a hyphen


def _wanted(who_what: str, due: date | None, owed: Owed) -> str:
    """Say what is wanted, and how long there is for the most pressing."""
    left = owed.left(due)
    return f"{who_what}: {left}." if left else f"{who_what}."


def _ungiven(owed: Owed) -> Iterator[Todo]:
    """Owe somebody for what is new, or whose owner is no more."""
    rows = [row for row in owed.rows if row.owner is None or not row.owner.is_current]
    if rows:
        due = owed.first(rows)
        what = f"Trung tâm cần giao xử lý {len(rows)} ý kiến của người dân"
        sieve = {"trang-thai": "moi"} if all(row.owner is None for row in rows) else {}
        yield Todo(
            _wanted(what, due, owed),
            "Xem và giao",
            _page(rows, **sieve),
            due,
            is_late=owed.is_late(due),
        )


def _reminders(owed: Owed) -> Iterator[Todo]:
    """Owe a word to the departments that are late."""
    late: dict[Department, list[Feedback]] = {}
    for row in owed.rows:
        if row.owner is not None and row.owner.is_current and owed.is_late(owed.due(row)):
            late.setdefault(row.owner, []).append(row)
    for owner, rows in late.items():
        due = owed.first(rows)
        yield Todo(
            _wanted(f"{owner.name} cần trả lời {len(rows)} ý kiến của người dân", due, owed),
            "Nhắc trả lời",
            url_for("feedback.overdue"),
            due,
            is_late=True,
            reminder=reminder(
                owner.name, [(row.full_number, owed.left(owed.due(row))) for row in rows]
            ),
        )


def _untold() -> Iterator[Todo]:
    """Owe word to those whose opinion is answered."""
    count = waiting_to_be_told(db.session)
    if count:
        yield Todo(
            f"Trung tâm cần báo lại cho người nêu {count} ý kiến đã có kết quả.",
            "Mở danh sách",
            url_for("feedback.register", **{"trang-thai": "cho-bao-lai"}),  # type: ignore[arg-type] # as above
        )


def _late(owed: Owed) -> Iterator[Todo]:
    """Tell a leader what is late."""
    rows = [row for row in owed.rows if owed.is_late(owed.due(row))]
    if rows:
        yield Todo(
            f"{len(rows)} ý kiến của người dân quá hạn.",
            "Xem ý kiến quá hạn",
            url_for("feedback.overdue"),
            owed.first(rows),
            is_late=True,
        )


def _own(owed: Owed, department: Department) -> Iterator[Todo]:
    """Owe a department's answers, the most pressing limit first."""
    if owed.rows:
        due = owed.first(owed.rows)
        what = f"{department.name} cần trả lời {len(owed.rows)} ý kiến của người dân"
        yield Todo(
            _wanted(what, due, owed),
            "Xem và trả lời",
            _page(owed.rows),
            due,
            is_late=owed.is_late(due),
        )
