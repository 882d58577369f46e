"""Which Saturdays may a moved one go to?"""

from datetime import date

from saturday import clock
from saturday.extensions import db
from saturday.models.calendar import known_calendar
from saturday.models.plan import AnnualPlan, DutySession
from saturday.models.roster import copy_lists
from saturday.rules.calendar import Judgement, saturdays
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
    plan = db.session.scalars(AnnualPlan.of_year(duty_session.day.year)).one()
    target = form.target(is_mobile=duty_session.is_mobile)
    calendar = known_calendar(db.session)
    new = plan.move(duty_session, target, form.change_reason.data or "", calendar, by=me())
    copy_lists(duty_session, new, by=me())
