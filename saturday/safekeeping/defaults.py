"""What does a commune start with, and how is it loaded without touching what people changed?"""

import csv
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from sqlalchemy import select

from saturday.models.abbreviations import Abbreviation
from saturday.models.accounts import Account
from saturday.models.base import AnySession
from saturday.models.calendar import BusyDay, Holiday, WorkingHours
from saturday.models.commune import (
    Commune,
    Department,
    Duty,
    Partner,
    Setting,
    SubjectArea,
)
from saturday.models.own_words import worded_for
from saturday.models.plan import AnnualPlan, LineLevel
from saturday.models.procedures import Procedure
from saturday.rules.calendar import Calendar, read_busy_days, read_holidays
from saturday.rules.procedures import MobileState, TimeUnit

FOLDER = Path(__file__).resolve().parent.parent / "defaults"


def calendar() -> Calendar:
    """Give the calendar of the files, for commands that have no database."""
    return Calendar(
        days=read_holidays((FOLDER / "holidays.csv").read_text("utf-8").splitlines()),
        busy=read_busy_days((FOLDER / "busy_days.csv").read_text("utf-8").splitlines()),
    )


def abbreviations() -> dict[str, str]:
    """Give the abbreviations of the file with what is said for each."""
    lines = (FOLDER / "abbreviations.csv").read_text("utf-8").splitlines()
    return {row["written"]: row["said"] for row in csv.DictReader(lines)}


def plan_text() -> tuple[str, list[tuple[LineLevel, str]]]:
    """Give subject and lines of the plan a commune starts from."""
    data = tomllib.loads((FOLDER / "plan.toml").read_text("utf-8"))
    return data["subject"], [(LineLevel(line["level"]), line["text"]) for line in data["line"]]


def begin_plan(
    year: int,
    counted_from: date,
    commune: Commune | None = None,
    *,
    by: Account | None = None,
) -> AnnualPlan:
    """Begin a year's plan with the default text, its year and the commune's names put in."""
    subject, lines = plan_text()

    def own(text: str) -> str:
        dated = text.replace("2026", str(year))
        return worded_for(commune, dated) if commune else dated

    plan = AnnualPlan.begin(year, counted_from, own(subject), by=by)
    plan.write([(level, own(text)) for level, text in lines], by=by)
    return plan


def begin_plan_like(
    last: AnnualPlan, year: int, counted_from: date, commune: Commune, *, by: Account | None
) -> AnnualPlan:
    """Begin a year's plan like an earlier one; default lines left as they were take its names."""
    subject, lines = plan_text()
    untouched = {text.replace("2026", str(year)) for text in (subject, *(one[1] for one in lines))}
    plan = AnnualPlan.begin_like(last, year, counted_from, by=by)
    if plan.subject in untouched:
        plan.subject = worded_for(commune, plan.subject)
    for line in plan.lines:
        if line.text in untouched:
            line.text = worded_for(commune, line.text)
    return plan


def load(session: AnySession) -> dict[str, int]:
    """Add what is missing of the defaults; give how many rows each table got.

    A row that people changed stays as they left it. A table of days is filled once only: a day
    somebody deleted does not come back with the next upgrade.
    """
    data = tomllib.loads((FOLDER / "commune.toml").read_text("utf-8"))
    added = {
        "settings": _add(session, Setting, "key", _settings(data)),
        "departments": _add(session, Department, "code", _departments(data)),
    }
    session.flush()
    departments = {row.code: row for row in session.scalars(Department.in_order())}
    added["duties"] = _add(session, Duty, "code", _duties(data, departments))
    session.flush()
    duties = {row.code: row for row in session.scalars(Duty.in_order())}
    added["subject_areas"] = _once(
        session, SubjectArea, lambda: _subject_areas(data, departments, duties)
    )
    session.flush()
    areas = {row.code: row for row in session.scalars(SubjectArea.with_former())}
    added["procedures"] = _once(session, Procedure, lambda: _procedures(areas))
    added["partners"] = _once(session, Partner, lambda: _partners(data))
    added["working_hours"] = _once(session, WorkingHours, lambda: _working_hours(data))
    known = calendar()
    added["holidays"] = _once(session, Holiday, lambda: _holidays(known))
    added["busy_days"] = _once(session, BusyDay, lambda: _busy_days(known))
    added["abbreviations"] = _once(session, Abbreviation, _abbreviations)
    return added


def _add(session: AnySession, model: type[Any], key: str, rows: list[Any]) -> int:
    """Add the rows whose key is not there yet."""
    known = set(session.scalars(select(getattr(model, key))))
    new = [row for row in rows if getattr(row, key) not in known]
    session.add_all(new)
    return len(new)


def _once(session: AnySession, model: type[Any], rows: Callable[[], list[Any]]) -> int:
    """Fill an empty table."""
    if session.scalar(select(model.id).limit(1)) is not None:
        return 0
    new = rows()
    session.add_all(new)
    return len(new)


def _settings(data: Mapping[str, Any]) -> list[Setting]:
    return [Setting(key=key, value=value) for key, value in data["settings"].items()]


def _departments(data: Mapping[str, Any]) -> list[Department]:
    return [
        Department(position=place, **{"head": "", **row})
        for place, row in enumerate(data["department"], start=1)
    ]


def _duties(data: Mapping[str, Any], departments: Mapping[str, Department]) -> list[Duty]:
    return [
        Duty(
            code=row["code"],
            name=row["name"],
            department=departments.get(row.get("department", "")),
            default_count=row["count"],
            position=place,
            is_for_partners=row.get("for_partners", False),
            fails_without=row.get("fails_without", []),
        )
        for place, row in enumerate(data["duty"], start=1)
    ]


def _subject_areas(
    data: Mapping[str, Any], departments: Mapping[str, Department], duties: Mapping[str, Duty]
) -> list[SubjectArea]:
    return [
        SubjectArea(
            code=row["code"],
            name=row["name"],
            receive_only=row.get("receive_only", False),
            department=departments.get(row["department"]),
            duty=duties.get(row["duty"]),
            position=place,
        )
        for place, row in enumerate(data["subject_area"], start=1)
    ]


def _procedures(areas: Mapping[str, SubjectArea]) -> list[Procedure]:
    """Give the versions of procedures.csv; those of a subject area taken away stay out."""
    lines = (FOLDER / "procedures.csv").read_text("utf-8").splitlines()
    return [
        _procedure(row, areas[row["area"]], place)
        for place, row in enumerate(csv.DictReader(lines), start=1)
        if row["area"] in areas
    ]


def _procedure(row: Mapping[str, str], area: SubjectArea, place: int) -> Procedure:
    words = ("code", "name", "short_name", "time_note", "fee", "quantity_unit", "source")
    marks = ("receive_only", "same_day", "needs_confirmation")
    days = ("valid_from", "valid_to")
    return Procedure(
        **{key: row[key] for key in words},
        **{key: row[key] == "yes" for key in marks},
        **{key: date.fromisoformat(row[key]) if row[key] else None for key in days},
        subject_area=area,
        time_unit=TimeUnit(row["time_unit"]),
        time_amount=int(row["time_amount"]) if row["time_amount"] else None,
        mobile=MobileState(row["mobile"]),
        bring=row["bring"].split(" | "),
        position=place,
    )


def _partners(data: Mapping[str, Any]) -> list[Partner]:
    return [
        Partner(name=row["name"], position=place)
        for place, row in enumerate(data["partner"], start=1)
    ]


def _working_hours(data: Mapping[str, Any]) -> list[WorkingHours]:
    rows = []
    for row in data["working_hours"]:
        month, day = map(int, row["from"].split("-"))
        rows.append(
            WorkingHours(
                from_month=month,
                from_day=day,
                starts_at=time.fromisoformat(row["starts_at"]),
                ends_at=time.fromisoformat(row["ends_at"]),
            )
        )
    return rows


def _holidays(known: Calendar) -> list[Holiday]:
    return [
        Holiday(
            day=row.day,
            kind=row.kind,
            name=row.name,
            basis=row.basis,
            is_provisional=row.is_provisional,
        )
        for row in known.days
    ]


def _busy_days(known: Calendar) -> list[BusyDay]:
    return [BusyDay(day=day, reason=reason) for day, reason in known.busy]


def _abbreviations() -> list[Abbreviation]:
    return [Abbreviation.begin(written, said) for written, said in abbreviations().items()]
