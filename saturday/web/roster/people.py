"""Whom may the Centre put on the board, and in whose place?"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from flask import request, url_for

from saturday.extensions import db
from saturday.models.commune import Duty, Officer, Partner
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment, DutyRequirement, Replacement, Seat, assign, gaps_of
from saturday.rules.coverage import Gap
from saturday.rules.refusals import NotAllowedNow
from saturday.web.access import me
from saturday.web.roster.forms import AssignForm, Choices, Hours, ReplaceForm, SeatForm

LEADER = "LEADER"
MORE = "them"  # the button that saves and asks for the next person
LEADER_NOTE = "theo phân công của Chủ tịch UBND xã"


def _choices(day: date) -> Choices[Duty]:
    """Offer everybody in service that day and every partner."""
    return Choices(
        duties=db.session.scalars(Duty.in_order()).all(),
        officers=db.session.scalars(Officer.serving(on=day)).all(),
        partners=db.session.scalars(Partner.in_order(day)).all(),
    )


def _whole(duty_session: DutySession) -> Hours:
    """Give the hours of the half-day."""
    return duty_session.starts_at, duty_session.ends_at


def _chosen(form: SeatForm, choices: Choices[Duty]) -> str:
    """Name whoever was chosen."""
    officer = choices.officer(form.officer_id.data)
    partner = choices.partner(form.partner_id.data)
    return officer.name if officer else partner.name if partner else ""


@dataclass(frozen=True, slots=True)
class Assigning:
    """Somebody about to be put on the board."""

    duty_session: DutySession
    choices: Choices[Duty]
    form: AssignForm

    @property
    def lacking(self) -> list[Gap]:
        """Give the duties that still lack somebody."""
        needs = db.session.scalars(DutyRequirement.of_session(self.duty_session)).all()
        people = db.session.scalars(Assignment.of_session(self.duty_session)).all()
        return gaps_of(self.duty_session, needs, people)

    @property
    def next_url(self) -> str:
        """Give where to go on: the same page for the next duty, or the Saturday's page."""
        day = self.duty_session.day
        if MORE not in request.form:
            return url_for(".session_detail", day=day)
        gaps = [gap.code for gap in self.lacking]
        duty = self.choices.duty(self.form.duty_id.data)
        kept = duty.code if duty and duty.code in gaps else next(iter(gaps), "")
        asked: dict[str, Any] = {"nhiem-vu": kept} if kept else {}
        return url_for(".assign_form", day=day, **asked)

    @classmethod
    def on(cls, day: date) -> Self:
        """Lay out who may be chosen, for the duty named in the address."""
        duty_session = db.one_or_404(DutySession.on(day))
        choices = _choices(day)
        asked = request.args.get("nhiem-vu", "")
        duty = next((row for row in choices.duties if row.code == asked), None)
        note = LEADER_NOTE if asked == LEADER else ""
        form = AssignForm(data={"duty_id": duty.id if duty else None, "note_text": note})
        form.offer(choices)
        return cls(duty_session, choices, form)

    @property
    def done_words(self) -> str:
        """Say who was put where."""
        duty = self.choices.duty(self.form.duty_id.data)
        return f"Đã phân công {_chosen(self.form, self.choices)}: {duty.name if duty else ''}."

    def save(self) -> Assignment:
        """Put them on the board."""
        duty = self.choices.duty(self.form.duty_id.data)
        if duty is None:
            reason = "Hãy chọn nhiệm vụ."
            raise NotAllowedNow(reason, field="duty_id")
        seat = self.form.seat(duty, self.choices, _whole(self.duty_session))
        return assign(self.duty_session, seat, by=me())


@dataclass(frozen=True, slots=True)
class Replacing:
    """Somebody about to take a person's place."""

    duty_session: DutySession
    old: Assignment
    choices: Choices[Duty]
    form: ReplaceForm

    @classmethod
    def of(cls, day: date, number: int) -> Self:
        """Lay out who may be chosen; the stand-in keeps the hours."""
        duty_session = db.one_or_404(DutySession.on(day))
        old = db.one_or_404(Assignment.numbered(duty_session, number))
        choices = _choices(day)
        kept = {"starts_at": old.starts_at, "ends_at": old.ends_at, "note_text": old.note_text}
        form = ReplaceForm(data=kept)
        form.suggest_today()
        form.offer(choices)
        return cls(duty_session, old, choices, form)

    @property
    def done_words(self) -> str:
        """Say who stands in for whom, or whose hours and note were set anew."""
        if self.is_correction:
            return f"Đã sửa giờ trực, ghi chú của {self.old.who}."
        new = _chosen(self.form, self.choices)
        return f"Đã thay {self.old.who} bằng {new}: {self.old.duty.name}."

    @property
    def _seat(self) -> Seat:
        """Give the place on the board as typed."""
        return self.form.seat(self.old.duty, self.choices, _whole(self.duty_session))

    @property
    def is_correction(self) -> bool:
        """Whether the same person was chosen: only hours and note are set anew."""
        return self.old.is_held_by(self._seat)

    def is_whole(self) -> bool:
        """Refuse, at its field, a missing reason, or a part of a report that was begun."""
        if self.is_correction:
            return True
        if not self.form.reason.data:
            self.form.refuse("Hãy ghi lý do thay người.", "reason")
        whole = self.form.has_whole_report() if self.form.is_reported else True
        return whole and not self.form.reason.errors

    def save(self) -> None:
        """Let them take the place, or set the hours and note of who has it anew."""
        form, seat = self.form, self._seat
        if self.is_correction:
            self.old.correct(seat, by=me())
            return
        report = form.report() if form.is_reported else None
        Replacement.make(self.old, seat, form.reason.data or "", report, by=me())
