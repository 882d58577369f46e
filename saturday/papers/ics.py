"""How do Saturdays reach a calendar program, with a reminder? As iCalendar, RFC 5545."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar; charset=utf-8"
_LINE = 75  # octets, without the line's end
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """One half-day, or whole days when no hours are known; ``sequence`` rises with each change.

    ``remind_before``: how long before the beginning the telephone rings; never when cancelled.
    """

    uid: str
    starts_at: datetime | date
    ends_at: datetime | date
    summary: str
    location: str = ""
    description: str = ""
    sequence: int = 0
    is_cancelled: bool = False
    remind_before: timedelta | None = None


def write(name: str, events: Iterable[Event], *, stamp: datetime) -> bytes:
    """Write a calendar of that name as it stands at ``stamp``."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Saturday//Ngay thu 7 vi dan//VI"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        lines += _event(event, stamp)
    return b"".join(_folded(line) for line in [*lines, "END:VCALENDAR"])


def _event(event: Event, stamp: datetime) -> list[str]:
    words = {
        "SUMMARY": event.summary,
        "LOCATION": event.location,
        "DESCRIPTION": event.description,
    }
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(event.uid)}",
        f"DTSTAMP:{_moment(stamp)}",
        f"DTSTART{_when(event.starts_at)}",
        f"DTEND{_when(event.ends_at)}",
        *(f"{key}:{_escaped(text)}" for key, text in words.items() if text),
        f"SEQUENCE:{event.sequence}",
        f"STATUS:{'CANCELLED' if event.is_cancelled else 'CONFIRMED'}",
        *_alarm(event),
        "END:VEVENT",
    ]


def _alarm(event: Event) -> list[str]:
    if event.remind_before is None or event.is_cancelled:
        return []
    return [
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(event.summary)}",
        f"TRIGGER:-PT{int(event.remind_before.total_seconds() // 60)}M",
        "END:VALARM",
    ]


def _when(when: datetime | date) -> str:
    if isinstance(when, datetime):
        return f":{_moment(when)}"
    return f";VALUE=DATE:{when:%Y%m%d}"


def _moment(when: datetime) -> str:
    """Write a moment in UTC: Vietnam keeps no summer time, so no zone needs to be told."""
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)


def _folded(line: str) -> bytes:
    """End a line with CR LF, broken where it grows too long, never inside a letter."""
    pieces, piece = [], b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > _LINE:
            pieces.append(piece)
            piece = b" "
        piece += octets
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
