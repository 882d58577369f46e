"""Dossiers of a file and lines of a log, as the rules see them; for tests."""

from datetime import date, datetime
from typing import Any

from saturday.rules.dossiers import DeskLine, FileDossier
from saturday.rules.intake import EntryOrigin, Outcome

DAY, LATER = date(2026, 4, 11), date(2026, 4, 15)
COPY, BIRTH = 1, 2
TALLY, LINE, FILE = EntryOrigin.TALLY, EntryOrigin.LINE, EntryOrigin.FILE
SETTLED, RECEIVED, SUPPLEMENT = Outcome.SETTLED, Outcome.RECEIVED, Outcome.SUPPLEMENT


def at(hour: int, minute: int = 0) -> datetime:
    """Give a moment of the Saturday, as a file tells it."""
    return datetime(2026, 4, 11, hour, minute)  # noqa: DTZ001 - a file knows no zone


def dossier(
    row: int,
    outcome: Outcome = RECEIVED,
    procedure: int = COPY,
    **more: Any,  # noqa: ANN401 - whichever field
) -> FileDossier:
    """Tell of a dossier whose code is like its row."""
    told: dict[str, Any] = {"code": f"H{row}", "received": DAY, **more}
    return FileDossier(row=row, outcome=outcome, procedure=procedure, **told)


def line(
    key: int,
    origin: EntryOrigin = TALLY,
    outcome: Outcome = RECEIVED,
    **more: Any,  # noqa: ANN401 - as above
) -> DeskLine:
    """Make a line of the log; a tap of nothing in particular."""
    more = {"visit": key, **more}
    return DeskLine(key=key, number=f"{key:04d}", origin=origin, outcome=outcome, **more)


def typed(key: int, outcome: Outcome = RECEIVED, **more: Any) -> DeskLine:  # noqa: ANN401 - as above
    """Make a line that somebody typed."""
    return line(key, LINE, outcome, **{"procedure": COPY, **more})
