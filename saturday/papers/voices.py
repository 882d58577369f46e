"""Which announcements of a Saturday no longer agree with its facts, and in what?"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from saturday.models.announcements import Announcement
from saturday.models.base import AnySession
from saturday.models.plan import DutySession
from saturday.papers.facts import FACT_NAMES, PublicFacts
from saturday.papers.texts import render
from saturday.rules.announcements import URGENT, AnnouncementState, Channel
from saturday.rules.refusals import refuse_when


@dataclass(frozen=True, slots=True)
class Difference:
    """A fact that a text tells otherwise than it is now (chỗ không còn đúng)."""

    name: str
    old: str
    new: str

    @property
    def words(self) -> str:
        """Name the fact, with what it was and what it is."""
        return f"{self.name} đã đổi {self.old} → {self.new}"


Line = tuple[str, bool]  # its words, and whether the other text lacks them


@dataclass(frozen=True)
class ChannelVoice:
    """What one channel says of a Saturday (một hình thức): all its editions, and the facts now."""

    channel: Channel
    facts: PublicFacts
    editions: tuple[Announcement, ...]  # of what is to be told now, the newest last
    former: Announcement | None = None  # what is still before people of other news

    @property
    def newest(self) -> Announcement | None:
        """Edition being worked on, or the published one."""
        return self.editions[-1] if self.editions else None

    @property
    def beside(self) -> tuple[list[Line], list[Line]]:
        """Set the newest edition's lines beside the new ones; a line the other lacks is marked."""
        old = self.newest.text.splitlines() if self.newest else []
        new = self.now.splitlines()
        return _marked(old, new), _marked(new, old)

    @property
    def published(self) -> Announcement | None:
        """Edition before people now, of this news or of other."""
        found = (one for one in reversed(self.editions) if one.published_at)
        return next(found, self.former)

    @property
    def state(self) -> AnnouncementState | None:
        """How far the newest edition is; none while nothing is written."""
        return self.newest.state if self.newest else None

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Facts in which the newest edition no longer agrees; none while nothing is written."""
        return differences(self.newest, self.facts) if self.newest else ()

    @cached_property
    def now(self) -> str:
        """Give what the newest edition's wording says of the facts as they are now."""
        return render(self.newest.source, self.facts) if self.newest else ""

    @cached_property
    def is_wrong(self) -> bool:
        """Whether what is before people is no longer right."""
        shown = self.published
        if shown is None or shown is self.former:
            return shown is not None
        return bool(self.differences if shown is self.newest else differences(shown, self.facts))

    @property
    def goes_out(self) -> bool:
        """Whether its text is right and on its way: out, or for the loudspeaker approved."""
        newest = self.newest
        if newest is None or self.differences:
            return False
        is_spoken = self.channel is Channel.LOUDSPEAKER
        return bool(newest.approved_at if is_spoken else newest.published_at)

    def refuse_stale(self) -> None:
        """Refuse to go on with a text that no longer agrees with the facts."""
        words = "; ".join(one.words for one in self.differences)
        refuse_when(words, f"Tin không còn đúng: {words}. Hãy soạn lại tin này.")


def is_urgent(voices: Iterable[ChannelVoice]) -> bool:
    """Whether people heard of a Saturday that is not held, and not yet that it is not."""
    known = list(voices)
    told = any(one.former for one in known)
    return told and not all(one.goes_out for one in known if one.channel in URGENT)


def _marked(lines: Sequence[str], others: Sequence[str]) -> list[Line]:
    known = set(others)
    return [(line, line not in known) for line in lines]


def differences(row: Announcement, now: PublicFacts) -> tuple[Difference, ...]:
    """Compare the facts that a text uses: those whose change alone would change its words."""
    then = PublicFacts.from_json(row.facts)
    changed = then.differing(now)
    if not changed:
        return ()
    said = render(row.source, then)
    if render(row.source, now) == said:
        return ()
    used = [name for name in changed if render(row.source, then.with_fact(name, now)) != said]
    return tuple(
        Difference(FACT_NAMES[name], then.said(name), now.said(name)) for name in used or changed
    )


def voices_of(session: AnySession, duty_session: DutySession) -> list[ChannelVoice]:
    """Give what every channel says of a Saturday, with where it was sent."""
    rows = session.scalars(Announcement.of_session(duty_session)).all()
    return _voices(PublicFacts.of(session, duty_session), rows)


def voices_of_each(
    session: AnySession, duty_sessions: Sequence[DutySession]
) -> dict[DutySession, list[ChannelVoice]]:
    """Give what every channel says of those Saturdays of which something is written.

    Ten more Saturdays cost no more questions.
    """
    found: dict[int, list[Announcement]] = defaultdict(list)
    for row in session.scalars(Announcement.of_each(duty_sessions)):
        found[row.duty_session_id].append(row)
    told = [one for one in duty_sessions if one.id in found]
    known = PublicFacts.of_each(session, told) if told else []
    return {one: _voices(facts, found[one.id]) for one, facts in zip(told, known, strict=True)}


def _voices(facts: PublicFacts, rows: Iterable[Announcement]) -> list[ChannelVoice]:
    """Sort editions by their channel."""
    found: dict[Channel, list[Announcement]] = {channel: [] for channel in Channel}
    for row in rows:
        found[row.channel].append(row)
    return [_voice(channel, facts, editions) for channel, editions in found.items()]


def _voice(channel: Channel, facts: PublicFacts, rows: Sequence[Announcement]) -> ChannelVoice:
    own = tuple(one for one in rows if one.news is facts.news)
    former = [one for one in rows if one.news is not facts.news and one.published_at]
    return ChannelVoice(channel, facts, own, former[-1] if former else None)
