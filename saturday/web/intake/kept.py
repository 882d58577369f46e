"""Which taps were sent into an ended sign-in, and wait to be counted?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from saturday import clock
from saturday.extensions import db
from saturday.models.forms import Draft
from saturday.models.procedures import Procedure
from saturday.rules.intake import Guidance, Outcome
from saturday.vietnamese.dates import clock as hour_in_words
from saturday.web.access import form_key, me
from saturday.web.fields import LONGEST_NUMBER
from saturday.web.intake.forms import TallyForm

BUTTONS = ("outcome", "procedure", "guidance")


@dataclass(frozen=True, slots=True)
class KeptTap:
    """One tap that nobody counted yet, as it was pressed."""

    number: int  # of what is kept
    at: datetime
    words: str
    key: str  # the form's own: counted twice it counts once
    values: Mapping[str, Sequence[str]]

    @classmethod
    def on(cls, path: str) -> list[Self]:
        """Give those of the page of a Saturday, the first one pressed first."""
        rows = db.session.scalars(Draft.of(me().id)).all()
        return [
            cls(
                row.id,
                row.kept_at.astimezone(clock.TIMEZONE),
                words,
                form_key(TallyForm.__name__, row.nonce),
                row.values,
            )
            for row in reversed(rows)
            if row.is_of(TallyForm.__name__) and row.path.partition("?")[0] == path
            if (words := _words(row.values))
        ]

    @property
    def when(self) -> str:
        """At what hour it was pressed."""
        return hour_in_words(self.at.time())

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What goes on as it was: the button, and whether it was for the same person."""
        names = (*BUTTONS, "same")
        return [(name, one) for name in names for one in self.values.get(name, ())]

    def typed(self, name: str) -> str | None:
        """Give what was typed beside the button; None where nothing was asked."""
        return next(iter(self.values.get(name, ())), None)


def pressed_at(number: str, day: date) -> datetime | None:
    """Give when a kept tap was pressed, where that was on the Saturday and no hour was asked."""
    if not number:  # most taps
        return None
    row = db.session.scalar(Draft.of(me().id).where(Draft.id == _number(number)))
    if row is None or "hour" in row.values:
        return None
    at = row.kept_at.astimezone(clock.TIMEZONE)
    return at if at.date() == day else None


def _words(values: Mapping[str, Sequence[str]]) -> str:
    """Say what a button says; nothing when it was none."""
    outcome, number, guidance = (next(iter(values.get(name, ())), "") for name in BUTTONS)
    if outcome in set(Outcome):
        return Outcome(outcome).words
    if guidance in set(Guidance):
        return Guidance(guidance).words
    row = db.session.get(Procedure, _number(number))
    return row.short_name if row else ""


def _number(typed: str) -> int:
    """Read the number of a row; none has 0."""
    return int(typed) if typed.isdecimal() and len(typed) <= LONGEST_NUMBER else 0
