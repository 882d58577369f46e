"""How do the Saturdays of a year stand, one line each, and which of them must move?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from saturday import clock
from saturday.models.documents import Document
from saturday.models.plan import DutySession, fallen_of
from saturday.models.progress import SessionProgress
from saturday.rules.calendar import Calendar
from saturday.rules.lifecycle import lacking_words
from saturday.rules.schedule import fallen_sentence
from saturday.vietnamese.dates import days_left, numeric_day


@dataclass(frozen=True, slots=True)
class YearRow:
    """One Saturday of the year."""

    duty_session: DutySession
    look: str
    words: str
    lists: str
    gaps: str
    papers: tuple[Document, ...]
    is_next: bool
    falls: bool  # whether the calendar no longer lets it be held as planned


def fallen_words(duty_sessions: Iterable[DutySession], calendar: Calendar) -> dict[date, str]:
    """Say, by day, why coming Saturdays can't stay as they are."""
    coming = [one for one in duty_sessions if one.day >= clock.today()]
    return {one.day: fallen_sentence(one) for one in fallen_of(coming, calendar)}


def year_rows(
    progress: Sequence[SessionProgress], papers: Iterable[Document], calendar: Calendar
) -> list[YearRow]:
    """Arrange the year; the next Saturday to be held is marked."""
    today = clock.today()
    coming = (one.duty_session for one in progress if one.duty_session.counts)
    following = next((one for one in coming if one.day >= today), None)
    falling = fallen_words((one.duty_session for one in progress), calendar)
    by_session: dict[int | None, list[Document]] = {}
    for paper in papers:
        by_session.setdefault(paper.duty_session_id, []).append(paper)
    return [
        replace(
            _row(one, tuple(by_session.get(one.duty_session.id, ()))),
            is_next=one.duty_session is following,
            falls=one.duty_session.day in falling,
        )
        for one in progress
    ]


def _row(one: SessionProgress, papers: tuple[Document, ...]) -> YearRow:
    """Arrange one Saturday by itself."""
    look, words = _state(one, clock.today())
    facts = one.facts
    is_open = one.duty_session.is_open
    return YearRow(
        duty_session=one.duty_session,
        look=look,
        words=words,
        lists=f"{facts.lists_sent}/{facts.lists_wanted}" if is_open else "",
        gaps=lacking_words(facts.gaps) if is_open else "",
        papers=papers,
        is_next=False,
        falls=False,
    )


def _state(one: SessionProgress, today: date) -> tuple[str, str]:
    """Give look and words of the tag."""
    row, facts = one.duty_session, one.facts
    if row.moved_to:
        return "draft", f"dời sang {numeric_day(row.moved_to)}"
    if row.cancelled_at:
        return "draft", "đã hủy"
    if row.day <= today:
        return ("done", "đã qua") if row.day < today else ("now", "hôm nay")
    left = days_left((row.day - today).days)
    if facts.is_announced_inside:
        return "done", f"đã có thông báo, {left}"
    if facts.is_prepared:
        return "now", f"đang chuẩn bị, {left}"
    return "draft", f"theo kế hoạch, {left}"
