"""Which announcements must the Centre write, send or mend, and which wait for a leader?"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from flask import url_for

from saturday.extensions import db
from saturday.models.announcements import Announcement
from saturday.models.plan import DutySession
from saturday.papers.voices import ChannelVoice, is_urgent, voices_of_each
from saturday.rules.announcements import URGENT, AnnouncementState
from saturday.rules.lifecycle import Facts, public_notice_due
from saturday.rules.permissions import Permission
from saturday.vietnamese.dates import listed_day
from saturday.web.home.known import AHEAD, Known
from saturday.web.home.todos import Todo, unplayed_todos

_PENDING = (AnnouncementState.DRAFT, AnnouncementState.WAITING, AnnouncementState.APPROVED)


def announcement_todos(known: Known) -> Iterator[Todo]:
    """Owe the Centre's texts, and to a leader those that wait to be approved."""
    if known.account.may(Permission.WRITE_ANNOUNCEMENTS):
        yield from _centre(known)
    elif known.account.may(Permission.APPROVE_ANNOUNCEMENTS):
        yield from _leader(known)


def _compose(day: date) -> str:
    return url_for("announcements.compose", day=day)


def _centre(known: Known) -> Iterator[Todo]:
    """Owe texts to be told at once, mended, or taken a step further; then those unwritten."""
    span = DutySession.to_be_told(known.today, known.today + AHEAD)
    told = voices_of_each(db.session, db.session.scalars(span).all())
    for duty_session, voices in told.items():
        yield from _written(duty_session, voices, known.today)
    if any(not one.counts for one in told):
        yield from unplayed_todos(known)
    for one in known.near:
        if one.duty_session not in told and _is_due(one.facts, known.today):
            day, due = one.facts.day, public_notice_due(one.facts.day)
            sentence = f"Trung tâm cần soạn tin, bài buổi {listed_day(day)}."
            late = due < known.today
            yield Todo(sentence, "Soạn tin, bài", _compose(day), due, is_late=late)


def _is_due(facts: Facts, today: date) -> bool:
    """Whether people are to be told now: the notice is out, or its days are over."""
    noticed = facts.public_notice_on is not None
    return facts.is_prepared and (noticed or today > public_notice_due(facts.day))


def _written(
    duty_session: DutySession, voices: Sequence[ChannelVoice], today: date
) -> Iterator[Todo]:
    """Say what is most pressing of one Saturday's texts."""
    day, name = duty_session.day, listed_day(duty_session.day)
    told_at_once = URGENT if is_urgent(voices) else ()
    left = [one for one in voices if one.channel not in told_at_once]
    stale = [one for one in left if one.differences]
    if told_at_once:
        sentence = f"Trung tâm cần báo gấp buổi {name}: {_first_lower(duty_session.gone_words)}"
        page = url_for("announcements.urgent", day=day)
        yield Todo(sentence, "Báo gấp", page, date.min, is_late=True)  # before everything else
    if old := [one.channel.words for one in left if _tells_of_old(one)]:
        sentence = f"Tin, bài buổi {name} còn nói buổi cũ ở {len(old)} nơi: {', '.join(old)}."
        why = duty_session.gone_words
        yield Todo(sentence, "Xem và soạn lại", _compose(day), date.min, why, is_late=True)
    if stale:
        words = dict.fromkeys(one.words for voice in stale for one in voice.differences)
        yield Todo(
            f"Tin, bài buổi {name} không còn đúng ở {len(stale)} nơi: {'; '.join(words)}.",
            "Xem và soạn lại",
            _compose(day),
            today,
            is_late=True,
        )
    elif not told_at_once and (pending := _pending(voices)):
        sentence = f"Tin, bài buổi {name}: {pending}."
        yield Todo(sentence, "Mở tin, bài", _compose(day), public_notice_due(day))


def _tells_of_old(voice: ChannelVoice) -> bool:
    """Whether a channel still tells people of a Saturday as it was before it was moved."""
    shown = voice.published
    return shown is not None and shown is voice.former and not voice.goes_out


def _pending(voices: Sequence[ChannelVoice]) -> str:
    """Count the texts that still go on: "3 dự thảo, 2 chờ duyệt, 1 chờ gửi"."""
    going_on = sorted((one for one in voices if _goes_on(one)), key=_how_far)
    counts = Counter(_waits(one) for one in going_on)
    return ", ".join(f"{count} {words}" for words, count in counts.items())


def _goes_on(voice: ChannelVoice) -> bool:
    """Whether a text is still on its way; the approved bulletin of a change is owed by itself."""
    return voice.state in _PENDING and not (voice.former and voice.goes_out)


def _how_far(voice: ChannelVoice) -> int:
    return _PENDING.index(voice.state) if voice.state else 0


def _waits(voice: ChannelVoice) -> str:
    """Say for what a text waits; an approved one for what its own channel does."""
    is_approved = voice.state is AnnouncementState.APPROVED
    return f"chờ {voice.channel.act}" if is_approved or voice.state is None else voice.state.words


def _first_lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _leader(known: Known) -> Iterator[Todo]:
    """Owe a leader's word on the texts that were sent to be approved."""
    found: dict[date, list[str]] = {}
    for day, channel in db.session.execute(Announcement.waiting(known.today)):
        found.setdefault(day, []).append(channel.words)
    for day, names in found.items():
        sentence = f"{len(names)} tin, bài buổi {listed_day(day)} chờ duyệt."
        due = public_notice_due(day)
        yield Todo(sentence, "Xem và duyệt", _compose(day), due, ", ".join(names))
