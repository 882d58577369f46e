"""Where and when is a planned Saturday held, as far as is known?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from saturday import clock
from saturday.models.calendar import WorkingHours, hours_on
from saturday.models.commune import Commune
from saturday.models.plan import DutySession
from saturday.papers.ics import Event
from saturday.vietnamese.dates import hours
from saturday.vietnamese.names import fold

PLACE_TO_COME = "nhà văn hóa thôn, bản (báo sau)"


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for a Saturday until it is prepared: the Centre, the hours of the season."""

    commune: Commune
    seasons: tuple[WorkingHours, ...]

    def place(self, duty_session: DutySession) -> str:
        """Name the place in full."""
        usual = PLACE_TO_COME if duty_session.is_mobile else self.commune.centre_place
        return duty_session.place or usual

    def place_short(self, duty_session: DutySession) -> str:
        """Name the place, the Centre by its short name."""
        place = self.place(duty_session)
        return "tại Trung tâm" if place == self.commune.centre_place else place

    def hours(self, duty_session: DutySession) -> tuple[time, time] | None:
        """Give its own hours, else the season's."""
        if duty_session.starts_at and duty_session.ends_at:
            return duty_session.starts_at, duty_session.ends_at
        return hours_on(duty_session.day, self.seasons)

    def hours_in_words(self, duty_session: DutySession) -> str:
        """Write the hours; a dash where none are known."""
        span = self.hours(duty_session)
        return hours(*span) if span else "–"

    def events_of(self, duty_sessions: Iterable[DutySession]) -> Iterator[Event]:
        """Give every Saturday to a calendar program; gone ones as cancelled."""
        commune = "-".join(fold(self.commune.name).split())
        for one in duty_sessions:
            starts_at, ends_at = self._span(one)
            yield Event(
                uid=f"{one.day.isoformat()}.{commune}@ngay-thu-7-vi-dan",
                starts_at=starts_at,
                ends_at=ends_at,
                summary="Ngày thứ 7 vì dân" + (" (lưu động)" if one.is_mobile else ""),
                location=self.place(one),
                description="" if one.counts else one.gone_words,
                sequence=one.version - 1,
                is_cancelled=not one.counts,
            )

    def _span(self, duty_session: DutySession) -> tuple[datetime, datetime] | tuple[date, date]:
        """Give its first and last moment, or the whole day where no hours are known."""
        day, span = duty_session.day, self.hours(duty_session)
        if span is None:
            return day, day + timedelta(days=1)
        starts_at, ends_at = span
        return (
            datetime.combine(day, starts_at, tzinfo=clock.TIMEZONE),
            datetime.combine(day, ends_at, tzinfo=clock.TIMEZONE),
        )
