"""What does a department's list look like to the person who opens it?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from flask import abort, request
from sqlalchemy.orm.attributes import set_committed_value

from saturday import clock
from saturday.extensions import db
from saturday.models.base import OnBehalf
from saturday.models.commune import Department, Officer
from saturday.models.nominations import Line, Nomination
from saturday.models.plan import DutySession
from saturday.models.roster import OfferedDuty
from saturday.rules.deadlines import limit_in_words, time_left
from saturday.rules.lifecycle import NominationState
from saturday.rules.permissions import Permission
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import moment
from saturday.web.access import may, me
from saturday.web.roster.forms import (
    Choices,
    Hours,
    NominationForm,
    ReportedNominationForm,
    Row,
    row_of,
)

ADD, COPY, DROP = "them", "chep", "bo-"


def is_own(department: Department) -> bool:
    """Whether the person at the screen writes this department's list for itself."""
    return may(Permission.SEND_LIST) and me().department_id == department.id


def department_or_404(code: str) -> Department:
    """Give a department whose list this person may see: the own one, or any for the Centre."""
    own = me().department
    department = own if own and own.code == code else db.one_or_404(Department.coded(code))
    mine = is_own(department) or may(Permission.SEND_LIST_ON_BEHALF)
    if not department.sends_list or not mine:
        abort(404)
    return department


def nomination_or_404(duty_session: DutySession, code: str) -> Nomination:
    """Give a list that was begun, when this person may see it."""
    row: Nomination = db.one_or_404(Nomination.for_(duty_session, department_or_404(code)))
    set_committed_value(row, "duty_session", duty_session)  # held, so it is not asked for again
    return row


@dataclass(frozen=True)
class Desk:
    """One department's list for one Saturday, on somebody's screen."""

    duty_session: DutySession
    department: Department
    nomination: Nomination | None
    needs: Sequence[OfferedDuty]
    choices: Choices[OfferedDuty]
    form: NominationForm

    @classmethod
    def of(cls, day: date, code: str) -> Self:
        """Lay out what is known, and what was typed."""
        department = department_or_404(code)
        duty_session, nomination = _kept(day, department)
        duties = OfferedDuty.on(db.session, duty_session)
        own = [one for one in duties if one.department_id == department.id]
        others = [one for one in duties if one.department_id != department.id]
        needs = [one for one in own if one.wanted]
        choices = Choices(
            duties=[one for one in (*own, *others) if not one.is_for_partners],
            officers=Officer.of_department(db.session, department, day),
        )
        form = _form(department, nomination, needs)
        form.offer(choices)
        return cls(duty_session, department, nomination, needs, choices, form)

    @property
    def on_behalf(self) -> bool:
        """Whether the Centre writes it for the department."""
        return isinstance(self.form, ReportedNominationForm)

    @cached_property
    def latest(self) -> Nomination | None:
        """Give the list of an earlier Saturday that may be copied."""
        earlier = Nomination.latest_before(self.duty_session.day, self.department)
        return db.session.scalar(earlier)

    @property
    def state(self) -> NominationState | None:
        """State of the list; none before it is begun."""
        return self.nomination.state if self.nomination else None

    @property
    def is_sent(self) -> bool:
        """Whether it waits for the Centre's approval."""
        return self.state is NominationState.SENT

    @property
    def is_open(self) -> bool:
        """Whether the list can still be changed."""
        return self.duty_session.is_open and self.state is not NominationState.APPROVED

    @property
    def is_editing(self) -> bool:
        """Whether the page shows the form; a sent list is shown as it stands until asked."""
        asked = request.method == "POST" or not {"sua", "giu"}.isdisjoint(request.args)
        return self.is_open and (asked or not self.is_sent)

    @property
    def is_approved(self) -> bool:
        """Whether only a replacement changes who comes."""
        return self.state is NominationState.APPROVED

    @property
    def closed_words(self) -> str:
        """Say why no list is taken."""
        if not self.duty_session.counts:
            return self.duty_session.gone_words
        return "Buổi này chưa mở chuẩn bị. Danh sách lập được khi Trung tâm mở chuẩn bị."

    @property
    def returned_words(self) -> str:
        """Say why the list came back, until it is sent again."""
        row = self.nomination
        return row.returned_words if row and row.state is NominationState.RETURNED else ""

    @property
    def standing(self) -> list[str]:
        """Say how far the list is, and what follows."""
        row = self.nomination
        if row is None or row.sent_at is None or row.state is NominationState.RETURNED:
            return []
        told, sent = on_behalf_words(row), f"Đã gửi lúc {moment(row.sent_at)}"
        follows = "chờ Trung tâm duyệt. Sửa được cho đến khi duyệt."
        if row.approved_at and self.is_approved:
            follows = f"đã duyệt lúc {moment(row.approved_at)}. Cần đổi người: báo Trung tâm."
        late = f"Gửi muộn {row.days_late} ngày." if row.days_late else ""
        return list(filter(None, (f"{told or sent}; {follows}", late)))

    @property
    def saved_words(self) -> str:
        """Say what saving did."""
        if self.is_sent:
            return "Đã lưu chỗ sửa. Danh sách vẫn chờ Trung tâm duyệt."
        return "Đã lưu danh sách, chưa gửi."

    @property
    def due_words(self) -> str:
        """Say the limit, and how far it is while the list is awaited."""
        due = self.duty_session.list_due_at
        if due is None:
            return ""
        left = f" ({time_left(due, clock.now())})"
        return limit_in_words(due) + ("" if self.is_sent or self.is_approved else left)

    @property
    def is_late(self) -> bool:
        """Whether the limit has passed."""
        due = self.duty_session.list_due_at
        return due is not None and clock.now() > due

    @property
    def skipped(self) -> list[str]:
        """Name those of the earlier list who no longer serve here: they are not copied."""
        lines = self.latest.lines if self.latest else []
        serving = {one.id for one in self.choices.officers}
        return sorted({one.officer.name for one in lines if one.officer_id not in serving})

    @property
    def _whole(self) -> Hours:
        """Give the hours of the half-day."""
        return self.duty_session.starts_at, self.duty_session.ends_at

    def rearrange(self) -> bool:
        """Do what a button of a row asks; say whether one was pressed. Nothing is saved."""
        alike = [name for name in request.form if name.startswith((ADD, COPY, DROP))]
        button = next(filter(_is_row_button, alike), None)
        if button is None:
            return False
        if button == ADD:
            self.form.add([{}])
        elif button == COPY:
            self.form.copy(self._copied())
        else:
            self.form.drop(int(button.removeprefix(DROP)))
        self.form.offer(self.choices)
        return True

    def _copied(self) -> list[Row]:
        """Give the rows of the earlier list whose people and duties are still offered."""
        lines = self.latest.lines if self.latest else []
        duties = {one.id for one in self.choices.duties}
        serving = {one.id for one in self.choices.officers}
        return [row_of(one) for one in lines if one.officer_id in serving and one.duty_id in duties]

    def typed(self) -> list[Line]:
        """Give the lines as typed."""
        return self.form.typed(self.choices, self._whole)

    def is_stale(self) -> bool:
        """Whether somebody saved this list after the form was shown."""
        kept = self.nomination
        return kept is not None and self.form.is_stale(kept, lambda: self._differences(kept))

    def _differences(self, kept: Nomination) -> list[tuple[str, str, str]]:
        """Say what the other saved, beside what was typed here."""
        own = self.form.data
        pairs = [
            ("Danh sách", _in_words(one.typed for one in kept.lines), _in_words(self.typed())),
            ("Ghi chú", kept.remark, own["remark"] or ""),
            ("Lý do không cử được", kept.cannot_reason, own["cannot_reason"] or ""),
        ]
        return [(label, a or "trống", b or "trống") for label, a, b in pairs if a != b]

    def save(self) -> Nomination:
        """Keep what was typed; a sent list stays sent."""
        reported = "Danh sách đã gửi. Sửa hộ thì ghi ai đã báo, rồi bấm Ghi hộ danh sách."
        refuse_when(self.on_behalf and self.is_sent, reported)
        return self._write()

    def send(self) -> None:
        """Keep what was typed and send it, for oneself or on the department's behalf."""
        row = self._write()
        row.send(self.form.report(), by=me())

    def _write(self) -> Nomination:
        """Write the list, beginning it when there is none."""
        row = self.nomination or Nomination.begin(self.duty_session, self.department, by=me())
        row.write(
            self.typed(),
            remark=self.form.remark.data or "",
            cannot_reason=self.form.cannot_reason.data or "",
            by=me(),
        )
        return row


def _kept(day: date, department: Department) -> tuple[DutySession, Nomination | None]:
    """Give what is kept: with its lines to be looked at, without them to be written over."""
    if request.method == "POST":
        return Nomination.to_write(db.session, day, department) or abort(404)
    duty_session = db.one_or_404(DutySession.on(day))
    return duty_session, db.session.scalar(Nomination.for_(duty_session, department))


def _is_row_button(name: str) -> bool:
    """Whether a name in the form is that of a button which only rearranges rows."""
    return name in {ADD, COPY} or (name.startswith(DROP) and name.removeprefix(DROP).isdecimal())


def _form(
    department: Department, nomination: Nomination | None, needs: Iterable[OfferedDuty]
) -> NominationForm:
    """Make the form: what was typed, else what is kept, else a row for each person wanted."""
    kind = NominationForm if is_own(department) else ReportedNominationForm
    if request.method == "POST":
        return kind()
    form = kind(data=_shown(nomination, needs))
    if nomination is not None:
        form.version.data = str(nomination.version)
    if isinstance(form, ReportedNominationForm):
        form.suggest_today()
    return form


def _shown(nomination: Nomination | None, needs: Iterable[OfferedDuty]) -> Row:
    """Give what the form begins with."""
    if nomination is None:
        return {"lines": [{"duty_id": row.id} for row in needs for _ in range(row.wanted)]}
    return {
        "lines": [row_of(line) for line in nomination.lines],
        "remark": nomination.remark,
        "cannot_reason": nomination.cannot_reason,
    }


def _in_words(lines: Iterable[Line]) -> str:
    """Write lines shortly: "Đất đai: Công chức 1; …"."""
    return "; ".join(f"{one.duty.name}: {one.officer.name}" for one in lines)


def on_behalf_words(row: OnBehalf) -> str:
    """Say that the Centre recorded an act for somebody, and on whose word; else nothing."""
    if row.way is None or row.reported_at is None:
        return ""
    told = f"do {row.reported_by} báo lúc {moment(row.reported_at)}"
    return f"Trung tâm ghi hộ theo {row.way.value}, {told}"


def sent_words(nomination: Nomination) -> str:
    """Say that a list was sent, and what follows."""
    people = len({line.officer_id for line in nomination.lines})
    what = f"danh sách ({people} người)" if people else "lý do không cử được người"
    sent = f"Đã ghi hộ {what} của" if nomination.way else f"Đã gửi {what} của"
    late = f" Gửi muộn {nomination.days_late} ngày." if nomination.days_late else ""
    return f"{sent} {nomination.department.name}, chờ Trung tâm duyệt.{late}"
