"""How much of a Saturday does a file of the one-stop system cover?"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from saturday.rules.dossier_words import on_day
from saturday.rules.dossiers import DeskLine, FileDossier


@dataclass(frozen=True, slots=True)
class Cover:
    """What a file has of the day (phần của buổi có trong tệp), beside what the desk wrote."""

    told: int  # dossiers of the day in the file
    first: datetime | None
    last: datetime | None
    written: int  # lines of the desk that such a file should have
    missing: int  # of these: not in the file, and in none before it
    procedures: tuple[int, ...]  # of which the desk wrote lines and the file has none

    @property
    def is_partial(self) -> bool:
        """Whether the desk wrote what the file does not have."""
        return self.missing > 0


def cover_of(
    day: date,
    dossiers: Iterable[FileDossier],
    lines: Iterable[DeskLine],
    met: Collection[int],
) -> Cover:
    """Compare a file with what the desk wrote; ``met`` are lines that it may mean."""
    here = [one for one in dossiers if on_day(one.received) == day]
    moments = sorted(one.moment for one in here if one.moment is not None)
    written = [one for one in lines if one.kind and one.is_of_day and not one.is_void]
    missing = [one for one in written if not one.code and one.key not in met]
    told = {one.procedure for one in here}
    absent = {one.procedure for one in missing} - told
    return Cover(
        told=len(here),
        first=moments[0] if moments else None,
        last=moments[-1] if moments else None,
        written=len(written),
        missing=len(missing),
        procedures=tuple(sorted(one for one in absent if one is not None)),
    )
