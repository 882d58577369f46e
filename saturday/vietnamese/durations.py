"""How are numbers of hours written for people, and read from what they type?"""

import re

MINUTES = 60
_PARTS = re.compile(
    r"(?:(\d{1,3})\s*(?:h|g|:|giờ|tiếng))?\s*(?:(\d{1,2})\s*(?:phút|p)?)?", re.ASCII
)
_PLAIN = re.compile(r"(\d{1,3})(?:[.,](\d{1,2}))?", re.ASCII)


def duration(minutes: int) -> str:
    """Write how long: "4 giờ", "3 giờ 30 phút", "45 phút"."""
    whole, rest = divmod(minutes, MINUTES)
    words = [f"{whole} giờ"] if whole or not rest else []
    return " ".join([*words, f"{rest} phút"] if rest else words)


def duration_short(minutes: int) -> str:
    """Write how many hours in a table: "4", "3h30"."""
    whole, rest = divmod(minutes, MINUTES)
    return f"{whole}h{rest:02}" if rest else str(whole)


def parse_duration(text: str) -> int | None:
    """Read how long, in minutes, as people type it: 4; 3,5; 3h30; 3 giờ 30 phút; 45 phút."""
    typed = text.strip().lower()
    if found := _PLAIN.fullmatch(typed):
        whole, part = found.groups()
        return int(whole) * MINUTES + round(float(f"0.{part or 0}") * MINUTES)
    found = _PARTS.fullmatch(typed)
    if found is None or not typed:
        return None
    hours, rest = (int(one or 0) for one in found.groups())
    return hours * MINUTES + rest if rest < MINUTES else None
