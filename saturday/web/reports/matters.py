"""What does a Saturday still lack before its count is closed?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.attendance import unrecorded
from saturday.models.daily import DayFigures, waiting_packs
from saturday.models.feedback import Feedback
from saturday.models.packs import MobilePack
from saturday.models.plan import DutySession
from saturday.models.returns import waiting_count
from saturday.models.running import Answers
from saturday.rules.intake import Outcome
from saturday.rules.permissions import Permission
from saturday.web.access import may

NAMES_SHOWN = 4
REOPEN = " Muốn ghi thì mở lại số liệu ngày."


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that stands open, and where it is seen to."""

    sentence: str
    button: str
    url: str


def matters_of(duty_session: DutySession, figures: DayFigures) -> Iterator[Matter]:
    """Name what stands open, with a way for those who may go it."""
    for sentence, button, url, permission in _all(duty_session, figures):
        if sentence:
            allowed = url and may(permission)
            yield Matter(sentence, button if allowed else "", url if allowed else "")


def _all(
    duty_session: DutySession, figures: DayFigures
) -> Iterator[tuple[str, str, str, Permission]]:
    day = duty_session.day
    packs = url_for("settings.pack_list")
    yield waiting_packs(db.session, duty_session), "Mở gói lưu động", packs, Permission.SEE_PACKS
    yield _findings(duty_session), "Xem, cách làm", packs, Permission.SEE_PACKS
    sheet = url_for("roster.attendance_sheet", day=day)
    yield _unrecorded(day), "Chấm công", sheet, Permission.RECORD_ATTENDANCE
    running = "" if duty_session.closing else url_for("intake.running", day=day)
    yield _unasked(duty_session, figures), "Ghi mức độ hài lòng", running, Permission.RUN_DESK
    register = url_for("feedback.register")
    yield _opinions(duty_session, figures), "Mở sổ", register, Permission.SEE_FEEDBACK
    handover = url_for("intake.handover_sheet", day=day)
    yield _waiting(duty_session), "In biên bản bàn giao", handover, Permission.RUN_DESK


def _findings(duty_session: DutySession) -> str:
    """Say what could not be settled when a laptop came home."""
    packs = db.session.scalars(MobilePack.of_session(duty_session))
    left = sum(len(one.findings) for one in packs)
    return f"Gói lưu động còn {left} việc cần xem lại." if left else ""


def _unrecorded(day: date) -> str:
    """Say how many lack attendance."""
    people = sum(count for _day, count in unrecorded(db.session, day, day))
    return f"Còn {people} người chưa chấm công." if people else ""


def _unasked(duty_session: DutySession, figures: DayFigures) -> str:
    """Say that nobody counted the slips."""
    answers = Answers.of(db.session, duty_session)
    if answers.total or not figures.counts.visits:
        return ""
    return "Chưa ghi mức độ hài lòng." + (REOPEN if duty_session.closing else "")


def _opinions(duty_session: DutySession, figures: DayFigures) -> str:
    """Say that log and register count opinions differently."""
    asked = select(func.count()).where(Feedback.duty_session_id == duty_session.id)
    kept, logged = db.session.scalars(asked).one(), figures.counts.of(Outcome.OPINION)
    same = kept == logged
    return "" if same else f"Nhật ký có {logged} lượt góp ý, sổ phản ánh có {kept}."


def _waiting(duty_session: DutySession) -> str:
    """Say how many results wait for a department."""
    count = waiting_count(db.session, duty_session)
    return f"{count} hồ sơ của buổi chờ trả kết quả." if count else ""
