"""What may stand in an address?"""

from datetime import date

from flask import Flask
from werkzeug.routing import BaseConverter, ValidationError


class DayConverter(BaseConverter):
    """A day as 2026-04-11; anything else is no address of ours."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        """Read the day."""
        try:
            return date.fromisoformat(value)
        except ValueError as fault:
            raise ValidationError from fault

    def to_url(self, value: date) -> str:
        """Write the day."""
        return value.isoformat()


class YearConverter(BaseConverter):
    """A year of this century."""

    regex = r"20\d{2}"

    def to_python(self, value: str) -> int:
        """Read the year."""
        return int(value)


def init_app(app: Flask) -> None:
    """Teach the app's addresses their types."""
    app.url_map.converters.update(day=DayConverter, year=YearConverter)
