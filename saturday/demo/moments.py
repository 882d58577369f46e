"""At which moments does the invented year stand, and on which days are its Saturdays?"""

from collections.abc import Callable
from datetime import date, datetime

from saturday import clock

Step = tuple[str, Callable[[], None]]  # when, and what is done

TUESDAY = "2026-04-07 15:00"  # the notice of who serves waits for its signature
FRIDAY = "2026-04-10 20:30"  # everybody has been told
NOW = "2026-04-11 10:52"  # Saturday: 37 people have been served, others wait
NOON = "2026-04-11 12:10"  # all 58 were served, the last one left
MONDAY = "2026-04-13 09:30"  # hours are recorded, open dossiers go to the departments
DAYS = (date(2026, 2, 28), date(2026, 3, 28), date(2026, 4, 11), date(2026, 5, 9))
IN_VILLAGES = (date(2026, 8, 15), date(2026, 11, 7))


def at(text: str) -> datetime:
    """Read a moment in Vietnam."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=clock.TIMEZONE)
