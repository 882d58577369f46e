"""Which facts of a Saturday does every announcement tell? Gathered once, told in many voices."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time
from types import MappingProxyType
from typing import Any, Self

from saturday.models.base import AnySession
from saturday.models.commune import Commune, SubjectArea
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.rules.announcements import News
from saturday.rules.procedures import Promise


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """What people are told of one Saturday (thông tin chung); no names of persons."""

    day: date
    starts_at: time | None
    ends_at: time | None
    is_mobile: bool
    place: str
    hamlet: str  # the village of a mobile Saturday
    subject_areas: tuple[str, ...]
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
        if self.moved_to:
            return News.MOVED
        return News.CANCELLED if self.cancelled else News.HELD

    @classmethod
    def of(cls, session: AnySession, duty_session: DutySession) -> Self:
        """Gather them as they stand now."""
        commune = Commune.of_database(session)
        promised = _promised(session, duty_session)
        return cls(
            day=duty_session.day,
            starts_at=duty_session.starts_at,
            ends_at=duty_session.ends_at,
            is_mobile=duty_session.is_mobile,
            place=duty_session.place,
            hamlet=duty_session.hamlet.name if duty_session.hamlet else "",
            subject_areas=tuple(one.name for one in session.scalars(SubjectArea.in_order())),
            settled=promised[Promise.SAME_DAY],
            received=promised[Promise.RECEIVED],
            not_taken=promised[Promise.NOT_TAKEN],
            bring=tuple(commune.text("announcement.bring").splitlines()),
            phone=commune.help_phone,
            commune=commune.name,
            centre=commune.centre,
            station=commune.text("loudspeaker.station"),
            address=commune.text("public.address") or commune.text("public.portal"),
            moved_to=duty_session.moved_to,
            cancelled=duty_session.cancelled_at is not None,
            reason=duty_session.change_reason,
        )

    def to_json(self) -> dict[str, Any]:
        """Give them as they are kept beside an announcement: days and hours in ISO form."""
        return {
            key: value.isoformat() if isinstance(value, date | time) else value
            for key, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """Read back what was kept."""
        return cls(**{key: _read(key, value) for key, value in kept.items()})


def _promised(session: AnySession, duty_session: DutySession) -> dict[Promise, tuple[str, ...]]:
    """Sort the procedures offered that day by what may be promised of them."""
    found: dict[Promise, list[str]] = {one: [] for one in Promise}
    for row in session.scalars(Procedure.in_force(duty_session.day)):
        if row.is_shown:
            found[row.promised(is_mobile=duty_session.is_mobile)].append(row.short_name)
    return {promise: tuple(names) for promise, names in found.items()}


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
