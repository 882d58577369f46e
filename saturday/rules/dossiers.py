"""What does a file of the one-stop system tell of a dossier, and what does the log have?

The desk taps and types while people wait; that system's Excel comes afterwards. These are the
two sides as they are laid beside each other: what is of no use for that stays where it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from saturday.rules.coded import Coded
from saturday.rules.dossier_words import code_key
from saturday.rules.intake import EntryOrigin, Filing, Outcome, ReturnWay

# What a file may tell of a dossier; each figure stands beside the taps of the same kind.
KINDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.SUPPLEMENT: "supplement",
        Outcome.REFUSED: "refused",
        Outcome.RECEIVED: "received",
        Outcome.SETTLED: "received",
    }
)
TYPED = frozenset({EntryOrigin.LINE, EntryOrigin.LATER})


class Figures(Coded):
    """Whose count holds where taps and file differ (lấy số nào)."""

    DESK = "DESK", "số đếm nhanh"  # what the file has more is left out
    BOTH = "BOTH", "cả hai"  # every tap stays, and what the file has more is added
    FILE = "FILE", "số của tệp"  # taps that the file does not have are dropped


@dataclass(frozen=True, slots=True)
class FileDossier:
    """One dossier as the file tells of it (hồ sơ trong tệp); a moment may lack its hour."""

    row: int
    code: str
    received: date
    outcome: Outcome
    procedure: int | None = None
    due: date | None = None
    returned: date | None = None
    is_return_closed: bool = False  # on another Saturday, whose figures are closed
    way: ReturnWay = ReturnWay.AT_DESK
    filing: Filing | None = None
    quantity: int | None = None
    hamlet: int | None = None
    name: str = ""
    person: str = ""  # tells people apart inside the file; kept nowhere

    @property
    def key(self) -> str:
        """By what it is found again."""
        return code_key(self.code)

    @property
    def order(self) -> tuple[str, str]:
        """Its place, whatever the order of the file."""
        return self.received.isoformat(), self.key

    @property
    def moment(self) -> datetime | None:
        """When it came, if the file tells the hour."""
        return self.received if isinstance(self.received, datetime) else None

    @property
    def kind(self) -> str:
        """With which lines it is compared."""
        return KINDS[self.outcome]


@dataclass(frozen=True, slots=True)
class DeskLine:
    """A line of the log as far as a file can meet it (dòng đang có)."""

    key: int
    number: str
    origin: EntryOrigin
    outcome: Outcome
    code: str = ""
    procedure: int | None = None
    due: date | None = None
    filing: Filing = Filing.DIRECT
    quantity: int = 1
    visit: int = 0
    hamlet: int | None = None
    name: str = ""
    is_returned: bool = False
    since: date | None = None  # when it came, with its hour if that is known
    is_of_day: bool = True  # of this Saturday, not of an earlier one
    is_closed: bool = False  # of another Saturday, whose figures are closed
    is_void: bool = False  # somebody said that it does not count

    @property
    def is_tapped(self) -> bool:
        """Whether it is one of this Saturday's taps."""
        return self.origin is EntryOrigin.TALLY and self.is_of_day and not self.is_void

    @property
    def is_typed(self) -> bool:
        """Whether somebody typed it, at once or from paper."""
        return self.origin in TYPED

    @property
    def is_free(self) -> bool:
        """Whether a dossier without a line may be this one."""
        return self.is_of_day and not (self.code or self.is_void)

    @property
    def moment(self) -> datetime | None:
        """When it came, if the hour is known."""
        return self.since if isinstance(self.since, datetime) else None

    @property
    def kind(self) -> str:
        """With which dossiers it is compared; empty when with none."""
        return KINDS.get(self.outcome, "")
