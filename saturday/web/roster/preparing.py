"""What is set when a Saturday is prepared, and what is usual before anything is set?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from flask import request

from saturday.extensions import db
from saturday.models.calendar import WorkingHours, hours_on, known_calendar
from saturday.models.commune import Commune, Duty, Hamlet
from saturday.models.plan import DutySession, limit_of, proposed_limit
from saturday.models.roster import DutyRequirement, require
from saturday.rules.deadlines import limit_in_words, list_due_on
from saturday.vietnamese.dates import hours
from saturday.web.access import me
from saturday.web.roster.forms import PrepareForm, Row


@dataclass(frozen=True, slots=True)
class Preparation:
    """The preparation of one Saturday on somebody's screen."""

    duty_session: DutySession
    duties: Sequence[Duty]
    requirements: Sequence[DutyRequirement]
    hamlets: Sequence[Hamlet]
    usual_due: datetime
    proposed_due: datetime
    form: PrepareForm

    @classmethod
    def of(cls, day: date) -> Self:
        """Lay out what is set, or usual, and what was typed."""
        duty_session = db.one_or_404(DutySession.on(day))
        duties = db.session.scalars(Duty.in_order()).all()
        requirements = db.session.scalars(DutyRequirement.of_session(duty_session)).all()
        hamlets = db.session.scalars(Hamlet.in_order(day)).all()
        calendar = known_calendar(db.session)
        proposed_due = proposed_limit(day, calendar)
        typed = request.method == "POST"
        shown = {} if typed else _shown(duty_session, requirements, duties, proposed_due)
        return cls(
            duty_session=duty_session,
            duties=duties,
            requirements=requirements,
            hamlets=hamlets,
            usual_due=limit_of(list_due_on(day, calendar)),
            proposed_due=proposed_due,
            form=PrepareForm.over(duty_session, shown, hamlets),
        )

    @property
    def rows(self) -> list[tuple[str, object]]:
        """Give each duty's name with its fields."""
        names = {str(duty.id): duty.name for duty in self.duties}
        return [
            (names[str(entry.form.duty_id.data)], entry.form)
            for entry in self.form.duties
            if str(entry.form.duty_id.data) in names
        ]

    @property
    def usual_words(self) -> str:
        """Say where the usual limit comes from, or what is proposed once it is past."""
        if not self.duty_session.prepared_at and self.proposed_due != self.usual_due:
            proposed = limit_in_words(self.proposed_due)
            return f"Hạn thường lệ đã qua ({limit_in_words(self.usual_due)}); đề xuất {proposed}."
        return (
            f"Thường là {limit_in_words(self.usual_due)}: "
            "ngày làm việc cuối cùng còn đủ năm ngày làm việc trước buổi."
        )

    @property
    def done_words(self) -> str:
        """Say what saving does."""
        if self.duty_session.prepared_at:
            return "Đã lưu giờ, nơi và nhiệm vụ của buổi."
        return "Đã mở chuẩn bị. Sao chép tin nhắn ở dưới để báo các phòng gửi danh sách."

    def save(self) -> None:
        """Open the preparation, or set it anew."""
        setup = self.form.setup(self.hamlets)
        self.duty_session.refuse_past_limit(setup.list_due_at)
        self.duty_session.prepare(setup, by=me())
        require(self.duty_session, self.form.wanted(self.duties), by=me())

    def is_stale(self) -> bool:
        """Whether somebody set it after the form was shown."""
        return self.form.is_stale(self.duty_session, self._differences)

    def _differences(self) -> list[tuple[str, str, str]]:
        """Say what the other saved, beside what was typed here."""
        kept = self.duty_session
        theirs = [
            hours(kept.starts_at, kept.ends_at) if kept.starts_at and kept.ends_at else "",
            kept.place,
            limit_in_words(kept.list_due_at) if kept.list_due_at else "",
            _in_words((row.duty, row.count) for row in self.requirements),
            _desks_in_words((row.duty, row.desk) for row in self.requirements),
        ]
        typed = self.form.setup(self.hamlets)
        own = [
            hours(typed.starts_at, typed.ends_at),
            typed.place,
            limit_in_words(typed.list_due_at),
            _in_words((one.duty, one.count) for one in self.form.wanted(self.duties)),
            _desks_in_words((one.duty, one.desk) for one in self.form.wanted(self.duties)),
        ]
        labels = ("Giờ", "Nơi làm việc", "Hạn gửi danh sách", "Nhiệm vụ", "Bàn số")
        return [
            (label, a or "chưa ghi", b or "trống")
            for label, a, b in zip(labels, theirs, own, strict=True)
            if a != b
        ]


def _in_words(counts: Iterable[tuple[Duty, int]]) -> str:
    """Write how many of each duty."""
    return "; ".join(f"{duty.name} {count}" for duty, count in counts if count)


def _desks_in_words(desks: Iterable[tuple[Duty, str]]) -> str:
    """Write the desk of each duty that has one."""
    return "; ".join(f"{duty.name} {desk}" for duty, desk in desks if desk)


def _shown(
    duty_session: DutySession,
    requirements: Iterable[DutyRequirement],
    duties: Iterable[Duty],
    proposed_due: datetime,
) -> Row:
    """Give what the form begins with."""
    due = (duty_session.prepared_at and duty_session.list_due_at) or proposed_due
    seasons = db.session.scalars(WorkingHours.in_order())
    starts_at, ends_at = hours_on(duty_session.day, seasons) or (None, None)
    return {
        "starts_at": duty_session.starts_at or starts_at,
        "ends_at": duty_session.ends_at or ends_at,
        "place": duty_session.place or _usual_place(duty_session),
        "hamlet_id": duty_session.hamlet_id,
        "due_on": due.date(),
        "due_at": due.time(),
        "duties": _duty_rows(duty_session, requirements, duties),
    }


def _usual_place(duty_session: DutySession) -> str:
    """Name the Centre's place; a mobile Saturday has its village's hall."""
    return "" if duty_session.is_mobile else Commune.of_database(db.session).centre_place


def _duty_rows(
    duty_session: DutySession, requirements: Iterable[DutyRequirement], duties: Iterable[Duty]
) -> list[Row]:
    """Give a row for each duty: as set, else as usual."""
    kept = {row.duty_id: row for row in requirements}
    fresh = not duty_session.prepared_at
    desks = _usual_desks(duty_session.day) if fresh else {}
    rows = []
    for duty in duties:
        row = kept.get(duty.id)
        rows.append(
            {
                "duty_id": duty.id,
                "count": row.count if row else duty.default_count if fresh else 0,
                "desk": row.desk if row else desks.get(duty.id, ""),
                "starts_at": row.starts_at if row else duty.starts_at if fresh else None,
                "ends_at": row.ends_at if row else duty.ends_at if fresh else None,
            }
        )
    return rows


def _usual_desks(day: date) -> dict[int, str]:
    """Give the desks of the Saturday before: people look for them where they were."""
    rows = db.session.scalars(DutyRequirement.latest_before(day))
    return {row.duty_id: row.desk for row in rows}
