"""How many opinions were written down on a Saturday, and what became of them?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from saturday import clock
from saturday.extensions import db
from saturday.models.feedback_register import said_on
from saturday.models.plan import DutySession
from saturday.rules.feedback import FeedbackState


@dataclass(frozen=True, slots=True)
class Opinions:
    """The opinions of one Saturday, counted (số ý kiến của buổi)."""

    states: Mapping[FeedbackState, int]

    @classmethod
    def of(cls, duty_session: DutySession) -> Self | None:
        """Count them; nothing is asked before the day."""
        if duty_session.day > clock.today():
            return None
        return cls(said_on(db.session, duty_session))

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(self.states.values())

    @property
    def words(self) -> str:
        """Say how far they are: "1 mới ghi nhận, 2 đã trả lời"."""
        return ", ".join(
            f"{self.states[state]} {state.words}" for state in FeedbackState if state in self.states
        )
