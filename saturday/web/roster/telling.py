"""How far are the announcements of a Saturday, as its page says in a few lines?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from saturday.extensions import db
from saturday.models.plan import DutySession
from saturday.papers.voices import ChannelVoice, is_urgent, voices_of_each
from saturday.rules.announcements import AnnouncementState, Channel


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a Saturday, counted (tình hình tin, bài)."""

    voices: Sequence[ChannelVoice]  # none while nothing is written

    @classmethod
    def of(cls, duty_session: DutySession) -> Self:
        """Ask how far the announcements of a Saturday are."""
        return cls(voices_of_each(db.session, [duty_session]).get(duty_session, []))

    @property
    def words(self) -> str:
        """Say it in one sentence: "5 trên 7 hình thức đã báo, 2 chờ duyệt."."""
        written = [one for one in self.voices if one.newest]
        if not written:
            former = any(one.former for one in self.voices)
            return (
                "Tin đã báo không còn đúng, chưa soạn tin mới." if former else "Chưa soạn tin nào."
            )
        out = sum(one.state is AnnouncementState.PUBLISHED for one in written)
        waiting = sum(one.state is AnnouncementState.WAITING for one in written)
        more = f", {waiting} chờ duyệt" if waiting else ""
        return f"{out} trên {len(Channel)} hình thức đã báo{more}."

    @property
    def stale(self) -> list[str]:
        """Name the channels whose text no longer agrees with the facts."""
        return [one.channel.words for one in self.voices if one.differences]

    @property
    def is_urgent(self) -> bool:
        """Whether people were told of a Saturday that is not held, and not yet that it is not."""
        return is_urgent(self.voices)
