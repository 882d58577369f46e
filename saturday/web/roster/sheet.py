"""How is the attendance of one Saturday arranged, and what was chosen for its hours?"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from flask import abort

from saturday import clock
from saturday.extensions import db
from saturday.models.attendance import (
    Attendance,
    OnDay,
    Stay,
    ledgers_of,
    people_of,
    record,
    sees_everybody,
)
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment
from saturday.rules.attendance import Came, HoursChoice, Span
from saturday.rules.permissions import Permission
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import hours
from saturday.vietnamese.durations import duration
from saturday.web.access import may, me
from saturday.web.roster.sheet_forms import AttendanceForm, ChoicesForm


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everybody of one Saturday whom this person may see, with what was recorded."""

    duty_session: DutySession
    people: Sequence[OnDay]

    @classmethod
    def of(cls, day: date) -> Self:
        """Ask who is on the board, and what was recorded."""
        duty_session = db.one_or_404(DutySession.on(day))
        people = people_of(
            db.session.scalars(Assignment.of_session(duty_session)),
            db.session.scalars(Attendance.of_session(duty_session)),
        )
        return cls(duty_session, [one for one in people if _is_shown(one)])

    @property
    def version(self) -> str:
        """Give what becomes another when anybody's row, or who is on the board, changes."""
        rows = (
            f"{one.key}:{one.attendance.version if one.attendance else 0}" for one in self.people
        )
        return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:16]

    @property
    def is_ahead(self) -> bool:
        """Whether nobody can have come yet."""
        return clock.today() < self.duty_session.day

    @property
    def officers(self) -> list[OnDay]:
        """Those who have a right to time off or payment."""
        return [one for one in self.people if one.officer]

    @property
    def partners(self) -> list[OnDay]:
        """Those sent by a partner."""
        return [one for one in self.people if not one.officer]

    @property
    def recorded(self) -> list[Attendance]:
        """What was recorded."""
        return [one.attendance for one in self.people if one.attendance]

    @property
    def unrecorded(self) -> int:
        """Officers of whom nothing is recorded."""
        return sum(one.attendance is None for one in self.officers)

    @property
    def choosing(self) -> list[Attendance]:
        """Rows whose hours may be taken off or paid."""
        return [one for one in self.recorded if one.takes_choice]

    @property
    def undecided(self) -> int:
        """Rows that wait for a choice."""
        return sum(one.choice is None for one in self.choosing)

    @property
    def present(self) -> int:
        """Officers who came."""
        return len(self.choosing)

    @property
    def minutes(self) -> int:
        """Minutes served by the officers."""
        return sum(one.minutes for one in self.choosing)

    @property
    def form(self) -> AttendanceForm:
        """Make the form of the whole sheet."""
        return AttendanceForm.over(self.people, self.version)

    def save(self, form: AttendanceForm) -> str:
        """Record everybody; say how many came."""
        stays = form.typed(self.people)
        present = record(db.session, self.duty_session, stays, by=me())
        away = len(stays) - present
        return f"Đã lưu chấm công: {present} người có mặt" + (f", {away} vắng." if away else ".")

    def differences(self, form: AttendanceForm) -> list[tuple[str, str, str]]:
        """Say what the other recorded, beside what was typed here."""
        pairs = [
            (one.who, _recorded_words(one), _typed_words(stay))
            for one, stay in zip(self.people, form.typed(self.people), strict=True)
        ]
        return [(who, theirs, own) for who, theirs, own in pairs if theirs != own]

    def choices_form(self) -> ChoicesForm:
        """Make the form of what the officers chose."""
        return ChoicesForm.over(self.choosing, self.version)

    def changed(self, form: ChoicesForm) -> list[tuple[Attendance, HoursChoice | None]]:
        """Give the rows whose choice was typed anew."""
        typed = form.typed
        return [
            (one, typed[str(one.id)]) for one in self.choosing if typed[str(one.id)] != one.choice
        ]

    def save_choices(self, form: ChoicesForm) -> None:
        """Record choices on behalf of those who made them."""
        changed, report = self.changed(form), form.report()
        refuse_when(not changed, "Chưa đổi lựa chọn của ai. Hãy chọn cho ít nhất một người.")
        ids = [one.officer_id for one in self.choosing if one.officer_id]
        known = ledgers_of(db.session, ids, but=self.duty_session)
        for row, choice in changed:
            try:
                row.choose(choice, report, ledger=known[row.officer_id or 0], by=me())
            except NotAllowedNow as refusal:
                field = f"rows-{self.choosing.index(row)}-choice"
                raise NotAllowedNow(refusal.reason, field=field) from refusal

    def choice_differences(self, form: ChoicesForm) -> list[tuple[str, str, str]]:
        """Say what the other recorded, beside what was chosen here."""
        return [
            (row.who, choice_words(row.choice), choice_words(choice))
            for row, choice in self.changed(form)
        ]


def _is_shown(one: OnDay) -> bool:
    """Whether the person at the screen may see somebody: all, or the own department's people."""
    department = one.department
    own = department is not None and department.id == me().department_id
    return own or sees_everybody(me())


def attended(duty_session: DutySession) -> list[Attendance]:
    """Give what was recorded, as far as this person may see it; nothing is asked before the day."""
    if clock.today() < duty_session.day or not may(Permission.SEE_ATTENDANCE):
        return []
    rows = db.session.scalars(Attendance.of_session(duty_session))
    return [one for one in rows if sees_everybody(me()) or one.department_id == me().department_id]


def choice_words(choice: HoursChoice | None) -> str:
    """Name a choice."""
    return choice.words if choice else "chưa chọn"


def stay_words(stay: Span | None) -> str:
    """Write from when until when."""
    return hours(*stay) if stay else ""


def _recorded_words(one: OnDay) -> str:
    """Say what is recorded of somebody."""
    row = one.attendance
    return _words(row.came, row.stay, row.note_text) if row else "chưa chấm công"


def _typed_words(stay: Stay) -> str:
    """Say what was typed of somebody."""
    there = stay.came is Came.PRESENT and stay.starts_at and stay.ends_at
    span = (stay.starts_at, stay.ends_at) if there else None
    return _words(stay.came, span, stay.note)  # type: ignore[arg-type] # both were looked at


def _words(came: Came, stay: Span | None, note: str) -> str:
    """Write a row shortly."""
    return ", ".join(filter(None, (came.words, stay_words(stay), note)))


def choose_own(day: date, choice: str, version: str) -> str:
    """Let the officer at the screen choose for the hours of one Saturday; say what was chosen."""
    rows = db.session.scalars(Attendance.of_officer(me().officer_id or 0)).all()
    row = next((one for one in rows if one.duty_session.day == day), None)
    if row is None:
        abort(404)
    refuse_when(choice not in HoursChoice.__members__, "Hãy chọn nghỉ bù hay thanh toán.")
    row.refuse_unless_seen(version)
    wanted, officer = HoursChoice[choice], row.officer_id or 0
    ledger = ledgers_of(db.session, [officer], but=row.duty_session)[officer]
    row.choose(wanted, ledger=ledger, by=me())
    return f"Đã chọn {wanted.words} cho {duration(row.minutes)}"


def totals(rows: Iterable[Attendance]) -> dict[HoursChoice | None, int]:
    """Add up minutes by what was chosen for them."""
    found: dict[HoursChoice | None, int] = {None: 0, **dict.fromkeys(HoursChoice, 0)}
    for row in rows:
        found[row.choice] += row.minutes
    return found
