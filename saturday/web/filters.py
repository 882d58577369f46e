"""How are stored values written on a page?"""

from flask import Flask

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
        duration=durations.duration,
        duration_short=durations.duration_short,
        fold=names.fold,
        grouped=numbers.grouped,
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
