"""Who is still missing on a Saturday, at which hours, and who must act by when?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from types import MappingProxyType

from saturday.rules.deadlines import limit_in_words, time_left
from saturday.vietnamese.dates import hours_in_words, listed_day

_CENTRE = "Trung tâm"
_CHAIRMAN = "Chủ tịch UBND xã"
# Whom a duty asks for, where "người trực lĩnh vực …" would be wrong; the codes are fixed.
_PERSONS: Mapping[str, str] = MappingProxyType(
    {
        "LEADER": "lãnh đạo trực",
        "CENTRE_LEAD": "người phụ trách tại Trung tâm",
        "GUIDANCE": "người hướng dẫn dịch vụ công trực tuyến",
        "CLERICAL_SEAL": "văn thư giữ dấu",
        "CERTIFICATION_SIGNER": "người ký chứng thực",
        "CIVIL_STATUS_SIGNER": "người ký hộ tịch",
        "PARTNER": "người của đơn vị phối hợp",
    }
)


@dataclass(frozen=True, slots=True)
class Need:
    """How many people a duty needs, and when (yêu cầu)."""

    code: str
    name: str
    count: int
    starts_at: time
    ends_at: time
    department: str | None = None
    fails: tuple[str, ...] = ()  # same-day procedures that fail without it


@dataclass(frozen=True, slots=True)
class Presence:
    """One person on one duty for some hours (có mặt)."""

    code: str
    starts_at: time
    ends_at: time


@dataclass(frozen=True, slots=True)
class Gap:
    """A duty without enough people, for all or some of its hours (còn thiếu)."""

    asked: Need
    have: int  # people there at the emptiest hour
    uncovered: tuple[tuple[time, time], ...]

    @property
    def code(self) -> str:
        return self.asked.code

    @property
    def name(self) -> str:
        return self.asked.name

    @property
    def need(self) -> int:
        return self.asked.count

    @property
    def missing(self) -> int:
        return self.asked.count - self.have

    @property
    def is_partial(self) -> bool:
        """Whether only some of the hours lack people."""
        return self.uncovered != ((self.asked.starts_at, self.asked.ends_at),)


def coverage(needs: Iterable[Need], present: Iterable[Presence]) -> list[Gap]:
    """Compare what a Saturday needs with who is there, hour by hour."""
    people = list(present)
    gaps = (_gap(need, [one for one in people if one.code == need.code]) for need in needs)
    return [gap for gap in gaps if gap is not None]


def gap_hours(gap: Gap) -> str:
    """Say at which hours nobody, or too few, are there: "Ký chứng thực: chưa có người từ …"."""
    lacking = "chưa có người" if not gap.have else f"còn thiếu {gap.missing} người"
    if not gap.is_partial:
        return f"{gap.name}: {lacking}"
    return f"{gap.name}: {lacking} {_spans(gap.uncovered)}"


def gap_sentence(gap: Gap, *, due: datetime | None, now: datetime) -> str:
    """Say who must send whom by when; after the limit, how late it is."""
    return f"{_actor(gap.asked)} {_person(gap)}{_by_when(gap, due, now)}."


def who_sends_whom(gaps: Iterable[Gap]) -> list[str]:
    """Say who must send whom, a line for each who must; when, is said once beside it."""
    wanted: dict[str, list[str]] = {}
    for gap in gaps:
        hours = f" {_spans(gap.uncovered)}" if gap.is_partial else ""
        wanted.setdefault(_actor(gap.asked), []).append(f"{_person(gap)}{hours}")
    return [f"{actor}: {'; '.join(people)}" for actor, people in wanted.items()]


def fails_sentence(gap: Gap) -> str:
    """Say which same-day procedures fail without these people; nothing when none do."""
    if not gap.asked.fails:
        return ""
    return f"Thiếu người này thì không làm xong trong buổi: {', '.join(gap.asked.fails)}."


def reminder(
    department: str, needs: Sequence[Need], *, day: date, due: datetime, now: datetime
) -> str:
    """Write the message to a department that has not sent its list, ready for Zalo."""
    wanted = "; ".join(f"{need.count} người {_plain(need.name)}" for need in needs if need.count)
    lines = [
        f"{department} chưa gửi danh sách cử công chức trực {listed_day(day)}.",
        *([f"Cần cử: {wanted}."] if wanted else []),
        _ask(due, now),
    ]
    return "\n".join(lines)


def _gap(need: Need, people: Sequence[Presence]) -> Gap | None:
    bounds = {need.starts_at, need.ends_at}
    bounds |= {edge for one in people for edge in (one.starts_at, one.ends_at)}
    inside = sorted(edge for edge in bounds if need.starts_at <= edge <= need.ends_at)
    counted = [(span, _count(people, span)) for span in pairwise(inside)]
    lacking = [span for span, have in counted if have < need.count]
    if not lacking:
        return None
    return Gap(need, min(have for _, have in counted), _joined(lacking))


def _count(people: Sequence[Presence], span: tuple[time, time]) -> int:
    return sum(one.starts_at <= span[0] and one.ends_at >= span[1] for one in people)


def _joined(spans: Sequence[tuple[time, time]]) -> tuple[tuple[time, time], ...]:
    """Join the spans that touch."""
    joined: list[tuple[time, time]] = []
    for start, end in spans:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _spans(spans: Iterable[tuple[time, time]]) -> str:
    return ", ".join(hours_in_words(*span) for span in spans)


def _actor(need: Need) -> str:
    if need.code == "LEADER":
        return f"{_CHAIRMAN} cần cử"
    return f"{need.department} cần cử" if need.department else f"{_CENTRE} cần phân công"


def _person(gap: Gap) -> str:
    person = _PERSONS.get(gap.code, f"người trực lĩnh vực {_plain(gap.name)}")
    return person if gap.missing == 1 else f"{gap.missing} {person}"


def _plain(name: str) -> str:
    """Take "đất đai" from "Đất đai (chỉ tiếp nhận)"."""
    bare = name.partition("(")[0].strip()
    return bare[:1].lower() + bare[1:]


def _by_when(gap: Gap, due: datetime | None, now: datetime) -> str:
    part = f", {_spans(gap.uncovered)}," if gap.is_partial else ""
    if due is None:
        return part.rstrip(",")
    if now > due:
        return f"{part.rstrip(',')}, đã {time_left(due, now)}"
    return f"{part} trước {limit_in_words(due)} ({time_left(due, now)})"


def _ask(due: datetime, now: datetime) -> str:
    left = f"{limit_in_words(due)} ({time_left(due, now)})"
    if now > due:
        return f"Hạn gửi là {left}. Đề nghị gửi ngay về Trung tâm Phục vụ hành chính công."
    return f"Đề nghị gửi về Trung tâm Phục vụ hành chính công trước {left}."
