"""Which Saturdays may a moved one go to?"""

from collections.abc import Iterable
from datetime import date

from saturday import clock
from saturday.extensions import db
from saturday.models.attendance import refuse_held
from saturday.models.calendar import known_calendar
from saturday.models.moving import copy_lists, left_behind
from saturday.models.plan import AnnualPlan, DutySession, limit_of
from saturday.models.roster import Assignment
from saturday.rules.calendar import Judgement, saturdays
from saturday.rules.deadlines import limit_in_words, list_due_on
from saturday.web.access import me
from saturday.web.roster.forms import MoveForm


def move_form_of(duty_session: DutySession) -> MoveForm:
    """Make the form, offering the coming Saturdays on which it could be held."""
    form = MoveForm()
    form.offer(_free_days(duty_session))
    return form


def _free_days(duty_session: DutySession) -> list[Judgement]:
    """Give the coming Saturdays of the year that are possible, in months that have no other."""
    year, calendar = duty_session.day.year, known_calendar(db.session)
    rows = db.session.scalars(DutySession.between(date(year, 1, 1), date(year, 12, 31)))
    taken = {row.day.month for row in rows if row.counts and row is not duty_session}
    judged = (
        calendar.judge(day)
        for day in saturdays(year)
        if day >= clock.today() and day != duty_session.day and day.month not in taken
    )
    return [one for one in judged if not one.impossible]


def move_as_typed(duty_session: DutySession, form: MoveForm) -> None:
    """Move the Saturday, then copy its duties and approved lists."""
    refuse_held(db.session, duty_session)
    plan = db.session.scalars(AnnualPlan.of_year(duty_session.day.year)).one()
    target = form.target(is_mobile=duty_session.is_mobile)
    calendar = known_calendar(db.session)
    new = plan.move(duty_session, target, form.change_reason.data or "", calendar, by=me())
    copy_lists(duty_session, new, by=me())


def cancel_as_typed(duty_session: DutySession, reason: str) -> None:
    """Cancel a Saturday on which nobody has served."""
    refuse_held(db.session, duty_session)
    duty_session.cancel(reason, by=me())


def behind(new: DutySession, came_from: Iterable[DutySession]) -> list[Assignment]:
    """Give whom the Centre had put on the Saturdays that were moved here, to be asked again."""
    if not new.is_open:
        return []
    return [one for old in came_from for one in left_behind(old, new)]


def what_follows(new: DutySession) -> str:
    """Say what is to be looked at again, and the new limit when the usual one has passed."""
    if new.list_due_at is None:
        return "Mở chuẩn bị để các phòng gửi danh sách."
    again = "Xem lại danh sách của các phòng và người Trung tâm đã phân công."
    usual = limit_of(list_due_on(new.day, known_calendar(db.session)))
    if usual > clock.now():
        return again
    limit = limit_in_words(new.list_due_at)
    if new.list_due_at == usual:
        return f"{again} Hạn gửi danh sách đã qua ({limit}); gọi các phòng để xác nhận."
    return f"{again} Hạn gửi danh sách thường lệ đã qua; hạn mới: {limit}."
