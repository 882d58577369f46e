"""How are stored values written on a page, and which faults are named there?"""

from typing import Any

from flask import Flask
from wtforms.widgets import HiddenInput

from saturday.rules.identifiers import (
    mask_name,
    mask_number,
    show_identity_number,
    show_phone,
)
from saturday.vietnamese import dates, durations, names, numbers


def init_app(app: Flask) -> None:
    """Give the templates Vietnamese for days, hours, moments and numbers."""
    app.jinja_env.filters.update(
        capital=lambda text: text[:1].upper() + text[1:],
        clock=dates.clock,
        clock_short=dates.clock_short,
        day_month=dates.day_month,
        days_left=dates.days_left,
        dong=numbers.dong,
        duration=durations.duration,
        duration_short=durations.duration_short,
        faults=faults,
        fold=names.fold,
        grouped=numbers.grouped,
        hidden=lambda form: filter(_is_hidden, form),
        iso=lambda day: day.isoformat(),
        identity_number=show_identity_number,
        listed_day=dates.listed_day,
        long_day=dates.long_day,
        masked_name=mask_name,
        masked_number=mask_number,
        moment=dates.moment,
        numeric_day=dates.numeric_day,
        official_date=dates.official_date,
        phone=lambda digits: show_phone(digits) if digits else "",
    )
    app.jinja_env.globals.update(hours=dates.hours)


def faults(form: Any) -> list[tuple[str | None, str]]:  # noqa: ANN401 - a form, or a row of one
    """Gather (id, sentence) of every fault, rows of a list and their parts included."""
    found: list[tuple[str | None, str]] = [(None, text) for text in form.form_errors]
    for field in form:
        found += _faults_at(field)
    return found


def _faults_at(field: Any) -> list[tuple[str | None, str]]:  # noqa: ANN401 - as above
    """Gather the faults of a field, which may be a row or a list of rows."""
    if hasattr(field, "form"):
        return faults(field.form)
    rows = getattr(field, "entries", None)
    place = _first_id(field) if rows is None and not _is_hidden(field) else None
    found = [(place, text) for text in field.errors if isinstance(text, str)]
    for row in rows or ():
        found += _faults_at(row)
    return found


def _first_id(field: Any) -> str:  # noqa: ANN401 - as above
    """Give the id of a field, or of the first of its buttons."""
    is_group = hasattr(field, "option_widget") and hasattr(field.widget, "prefix_label")
    return f"{field.id}-0" if is_group else str(field.id)


def _is_hidden(field: Any) -> bool:  # noqa: ANN401 - as above
    """Whether nobody sees a field."""
    return isinstance(field.widget, HiddenInput)
