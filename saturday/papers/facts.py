"""Which facts of a Saturday does every announcement tell? Gathered once, told in many voices."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, time, timedelta
from types import MappingProxyType
from typing import Any, Self

from sqlalchemy import select

from saturday.models.base import AnySession
from saturday.models.commune import Commune, SubjectArea
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.announcements import News, place_in_words
from saturday.rules.procedures import Promise, Terms, Validity, promise
from saturday.vietnamese.dates import clock, hours, hours_in_words, numeric_day

_NOON = time(12)
_EXAMPLE_REASON = "mưa lũ, đường ngập"


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """What people are told of one Saturday (thông tin chung); no names of persons.

    Of a Saturday that was moved, hours, place and procedures are those of its new day.
    """

    day: date
    starts_at: time | None
    ends_at: time | None
    is_mobile: bool
    place: str
    hamlet: str  # the village of a mobile Saturday
    subject_areas: tuple[str, ...]
    settled_areas: tuple[str, ...]  # those with a procedure settled the same day
    settled: tuple[str, ...]  # procedures with the result the same day
    received: tuple[str, ...]  # only received, the result by appointment
    not_taken: tuple[str, ...]  # at a mobile Saturday only
    bring: tuple[str, ...]
    phone: str
    commune: str
    centre: str
    station: str
    address: str  # of the public page, the portal, or nothing
    moved_to: date | None = None
    cancelled: bool = False
    reason: str = ""  # why moved or cancelled

    @property
    def news(self) -> News:
        """What is to be told."""
        if self.cancelled:
            return News.CANCELLED
        return News.MOVED if self.moved_to else News.HELD

    @property
    def hours(self) -> str:
        """Hours as written: "7 giờ 30 – 11 giờ 30"; nothing while they are not set."""
        return hours(self.starts_at, self.ends_at) if self.starts_at and self.ends_at else ""

    @property
    def spoken_hours(self) -> str:
        """Hours as said: "từ 7 giờ 30 đến 11 giờ 30"; nothing while they are not set."""
        if self.starts_at and self.ends_at:
            return hours_in_words(self.starts_at, self.ends_at)
        return ""

    @property
    def part_of_day(self) -> str:
        """Which half of the day begins it."""
        return "chiều" if self.starts_at and self.starts_at >= _NOON else "sáng"

    @property
    def where(self) -> str:
        """Place with its village, unless the place names the village itself."""
        return place_in_words(self.place, self.hamlet)

    @classmethod
    def of(cls, session: AnySession, duty_session: DutySession) -> Self:
        """Gather them as they stand now."""
        return cls.of_each(session, [duty_session])[0]

    @classmethod
    def of_each(cls, session: AnySession, duty_sessions: Sequence[DutySession]) -> list[Self]:
        """Gather those of some Saturdays; ten more cost no more questions, moved ones apart."""
        told = _Told.by(session)
        return [cls._one(told, one, held_instead(session, one)) for one in duty_sessions]

    @classmethod
    def _one(cls, told: "_Told", duty_session: DutySession, held: DutySession) -> Self:
        """Put together those of one Saturday, held on its own day or another."""
        promised, commune = told.promised(held), told.commune
        return cls(
            day=duty_session.day,
            starts_at=held.starts_at,
            ends_at=held.ends_at,
            is_mobile=held.is_mobile,
            place=held.place,
            hamlet=held.hamlet.name if held.hamlet else "",
            subject_areas=told.areas,
            settled_areas=_areas(promised[Promise.SAME_DAY]),
            settled=_names(promised[Promise.SAME_DAY]),
            received=_names(promised[Promise.RECEIVED]),
            not_taken=_names(promised[Promise.NOT_TAKEN]),
            bring=tuple(commune.text("announcement.bring").splitlines()),
            phone=commune.help_phone,
            commune=commune.name,
            centre=commune.centre,
            station=commune.text("loudspeaker.station"),
            address=commune.text("public.address") or commune.text("public.portal"),
            moved_to=None if held is duty_session else held.day,
            cancelled=held.cancelled_at is not None,
            reason=(held if held.cancelled_at else duty_session).change_reason,
        )

    def to_json(self) -> dict[str, Any]:
        """Give them as they are kept beside an announcement: days and hours in ISO form."""
        return {
            key: value.isoformat() if isinstance(value, date | time) else value
            for key, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read back what was kept; a fact that was not told in those days is empty."""
        names = [one.name for one in fields(cls)]
        empty = {name: type(getattr(EXAMPLE, name))() for name in names if name not in kept}
        return cls(**empty, **{name: _read(name, kept[name]) for name in names if name in kept})

    def said(self, name: str) -> str:
        """Say one fact in words, to set the old beside the new."""
        value = getattr(self, name)
        if isinstance(value, bool):
            return "có" if value else "không"
        if isinstance(value, tuple):
            value = "; ".join(value)
        if isinstance(value, date):
            return numeric_day(value)
        return (clock(value) if isinstance(value, time) else value) or "chưa có"

    def differing(self, other: Self) -> list[str]:
        """Name the facts in which another gathering differs."""
        names = (one.name for one in fields(self))
        return [name for name in names if getattr(self, name) != getattr(other, name)]

    def as_if(self, news: News) -> Self:
        """Let it be moved by a week or cancelled, to try a wording on it."""
        if news is News.HELD:
            return replace(self, moved_to=None, cancelled=False)
        if news is News.MOVED:
            later = self.day + timedelta(days=7)
            return replace(self, moved_to=later, cancelled=False, reason=_EXAMPLE_REASON)
        return replace(self, moved_to=None, cancelled=True, reason=_EXAMPLE_REASON)

    def with_fact(self, name: str, other: Self) -> Self:
        """Take one fact of another gathering."""
        return replace(self, **{name: getattr(other, name)})


# A wording is tried on this while no Saturday has its hours.
EXAMPLE = PublicFacts(
    day=date(2026, 4, 11),
    starts_at=time(7, 30),
    ends_at=time(11, 30),
    is_mobile=False,
    place="Trung tâm Phục vụ hành chính công",
    hamlet="",
    subject_areas=("Chứng thực", "Hộ tịch", "Đất đai"),
    settled_areas=("Chứng thực", "Hộ tịch"),
    settled=("Chứng thực bản sao", "Đăng ký khai sinh"),
    received=("Xác nhận tình trạng hôn nhân",),
    not_taken=(),
    bring=("Căn cước", "Bản chính giấy tờ có liên quan"),
    phone="0238 3000 000",
    commune="xã",
    centre="Trung tâm Phục vụ hành chính công",
    station="Đài truyền thanh xã",
    address="",
)
FACT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "day": "ngày",
        "starts_at": "giờ bắt đầu",
        "ends_at": "giờ kết thúc",
        "is_mobile": "buổi lưu động",
        "place": "địa điểm",
        "hamlet": "thôn, bản của buổi lưu động",
        "subject_areas": "các lĩnh vực",
        "settled_areas": "lĩnh vực có việc trả ngay",
        "settled": "thủ tục giải quyết, trả ngay",
        "received": "thủ tục tiếp nhận, hẹn trả",
        "not_taken": "thủ tục không nhận ở buổi lưu động",
        "bring": "giấy tờ mang theo",
        "phone": "số điện thoại",
        "commune": "tên xã",
        "centre": "tên Trung tâm",
        "station": "tên đài truyền thanh",
        "address": "địa chỉ trang công khai",
        "moved_to": "ngày mới",
        "cancelled": "đã hủy",
        "reason": "lý do dời, hủy",
    }
)
# What a text may ask for besides the facts themselves, made of them.
MADE_OF_FACTS: Mapping[str, str] = MappingProxyType(
    {
        "hours": "giờ làm việc, dạng 7 giờ 30 – 11 giờ 30",
        "spoken_hours": "giờ làm việc, dạng từ 7 giờ 30 đến 11 giờ 30",
        "part_of_day": "sáng hoặc chiều",
        "where": "địa điểm kèm tên thôn, bản",
    }
)


def held_instead(session: AnySession, duty_session: DutySession) -> DutySession:
    """Follow a moved Saturday to where it is now; moving back revives a row, so it ends."""
    held = duty_session
    while held.moved_to is not None:
        held = session.scalars(DutySession.on(held.moved_to)).one()
    return held


@dataclass(frozen=True, slots=True)
class _Version:
    """What may be promised of one version of a procedure, and when it holds."""

    name: str
    area: str
    terms: Terms
    validity: Validity


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of every Saturday alike."""

    commune: Commune
    areas: tuple[str, ...]
    versions: tuple[_Version, ...]

    @classmethod
    def by(cls, session: AnySession) -> Self:
        """Ask three questions."""
        areas = SubjectArea.in_order().with_only_columns(SubjectArea.name)
        return cls(
            Commune.of_database(session),
            tuple(session.scalars(areas)),
            tuple(_version(*row) for row in session.execute(_VERSIONS)),
        )

    def promised(self, held: DutySession) -> dict[Promise, list[_Version]]:
        """Sort the procedures offered that day by what may be promised of them."""
        found: dict[Promise, list[_Version]] = {one: [] for one in Promise}
        for one in self.versions:
            if one.validity.holds_on(held.day):
                found[promise(one.terms, is_mobile=held.is_mobile)].append(one)
        return found


_VERSIONS = (
    select(
        Procedure.short_name,
        SubjectArea.name,
        Procedure.time_unit,
        Procedure.same_day,
        Procedure.mobile,
        Procedure.valid_from,
        Procedure.valid_to,
    )
    .join(Procedure.subject_area)
    .where(Procedure.is_shown)
    .order_by(
        SubjectArea.position, SubjectArea.id, Procedure.position, Procedure.code, Procedure.id
    )
)


def _version(name: str, area: str, *rest: Any) -> _Version:  # noqa: ANN401 - columns, in order
    unit, same_day, mobile, first, last = rest
    terms = Terms(unit, None, same_day=same_day, mobile=mobile)
    return _Version(name, area, terms, Validity(first, last))


def _names(versions: Iterable[_Version]) -> tuple[str, ...]:
    return tuple(one.name for one in versions)


def _areas(versions: Iterable[_Version]) -> tuple[str, ...]:
    """Name the fields of procedures, each once, in their order."""
    return tuple(dict.fromkeys(one.area for one in versions))


def _read(key: str, value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Read one value as its field wants it."""
    if isinstance(value, list):
        return tuple(value)
    reader = _READERS.get(key)
    return reader(value) if reader and value else value


_READERS: Mapping[str, Callable[[str], date | time]] = MappingProxyType(
    {
        "day": date.fromisoformat,
        "moved_to": date.fromisoformat,
        "starts_at": time.fromisoformat,
        "ends_at": time.fromisoformat,
    }
)
