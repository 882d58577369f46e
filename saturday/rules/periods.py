"""Which days does a report speak of, and with which is it compared?

The month of administrative reform runs from the 15th to the 14th; Biểu II.06a is quarterly.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from saturday.rules.coded import Coded
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.dates import day_month, numeric_day

_ONE_DAY = timedelta(days=1)
_REPORTING_DAY = 15
_MONTHS_A_QUARTER = 3
_MONTHS_A_YEAR = 12
_ROMAN = ("I", "II", "III", "IV")
LONGEST_YEARS = 5  # a report over more is a slip of the hand
YEARS = range(2010, 2100)  # and so is one of other years


class PeriodKind(Coded):
    """How a period is cut (kỳ báo cáo)."""

    REPORTING_MONTH = "REPORTING_MONTH", "từ ngày 15 đến ngày 14"
    MONTH = "MONTH", "tháng"
    QUARTER = "QUARTER", "quý"
    YEAR = "YEAR", "năm"
    FREE = "FREE", "tự chọn"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from the first to the last, both counted (kỳ)."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse an end before the beginning, and more years than anybody reports."""
        backwards = "Ngày kết thúc phải từ ngày bắt đầu trở đi."
        refuse_when(self.last < self.first, backwards, field="last")
        long = f"Kỳ dài quá {LONGEST_YEARS} năm. Hãy chọn kỳ ngắn hơn."
        refuse_when(self.last > _shifted(self.first, _MONTHS_A_YEAR * LONGEST_YEARS), long)

    @classmethod
    def asked(cls, first: date, last: date) -> "Period":
        """Make the period that somebody asks for."""
        far = f"Hãy chọn ngày trong các năm {YEARS[0]} đến {YEARS[-1]}."
        for field, day in (("first", first), ("last", last)):
            refuse_when(day.year not in YEARS, far, field=field)
        return cls(first, last)

    @classmethod
    def around(cls, kind: PeriodKind, day: date) -> "Period":
        """Give the period of a kind that holds a day; a free one is that day alone."""
        if kind is PeriodKind.FREE:
            return cls(day, day)
        if kind is PeriodKind.REPORTING_MONTH:
            begun = day.replace(day=_REPORTING_DAY)
            first = begun if day >= begun else _shifted(begun, -1)
            return cls(first, _shifted(first, 1) - _ONE_DAY)
        months = _MONTHS[kind]
        first = date(day.year, (day.month - 1) // months * months + 1, 1)
        return cls(first, _shifted(first, months) - _ONE_DAY)

    @classmethod
    def of_key(cls, key: str) -> "Period":
        """Read what an address says: "2026-03-15/2026-04-14", "2026-04", "2026".

        Raises ValueError for anything else.
        """
        first, _, last = key.partition("/")
        try:
            if last:
                return cls.asked(date.fromisoformat(first), date.fromisoformat(last))
            named = cls._of_name(first)
            return cls.asked(named.first, named.last)
        except (NotAllowedNow, ValueError, OverflowError) as fault:
            message = f"no period: {key}"
            raise ValueError(message) from fault

    @classmethod
    def _of_name(cls, name: str) -> "Period":
        """Read a year, or a calendar month of one."""
        year, dash, month = name.partition("-")
        kind = PeriodKind.MONTH if dash else PeriodKind.YEAR
        return cls.around(kind, date(int(year), int(month) if dash else 1, 1))

    @property
    def key(self) -> str:
        """Write it as addresses do: a year by its number."""
        if self.kind is PeriodKind.YEAR:
            return str(self.first.year)
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    @property
    def kind(self) -> PeriodKind:
        """How it is cut, read from its days."""
        kinds = (one for one in PeriodKind if one is not PeriodKind.FREE)
        same = (one for one in kinds if Period.around(one, self.first) == self)
        return next(same, PeriodKind.FREE)

    @property
    def before(self) -> "Period":
        """Give the period before: of the same kind, a free one as long."""
        end = self.first - _ONE_DAY
        if self.kind is PeriodKind.FREE:
            return Period(self.first - (self.last - self.first) - _ONE_DAY, end)
        return Period.around(self.kind, end)

    @property
    def year_before(self) -> "Period":
        """Give the same period of the year before."""
        if self.kind is PeriodKind.FREE:
            year = -_MONTHS_A_YEAR
            return Period(_shifted(self.first, year), _shifted(self.last, year))
        return Period.around(self.kind, _shifted(self.first, -_MONTHS_A_YEAR))

    @property
    def words(self) -> str:
        """Name it as reports do: "tháng 4 (15/3 – 14/4/2026)", "quý II năm 2026"."""
        days = f"{_begin(self)} – {numeric_day(self.last)}"
        named = {
            PeriodKind.REPORTING_MONTH: f"tháng {self.last.month} ({days})",
            PeriodKind.MONTH: f"tháng {self.last.month} năm {self.last.year}",
            PeriodKind.QUARTER: f"quý {_ROMAN[(self.first.month - 1) // 3]} năm {self.last.year}",
            PeriodKind.YEAR: f"năm {self.last.year}",
            PeriodKind.FREE: f"kỳ {days}",
        }
        return named[self.kind]

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


_MONTHS = {
    PeriodKind.MONTH: 1,
    PeriodKind.QUARTER: _MONTHS_A_QUARTER,
    PeriodKind.YEAR: _MONTHS_A_YEAR,
}


def _begin(period: Period) -> str:
    """Write the first day, with its year where it is another than the last day's."""
    same = period.first.year == period.last.year
    return day_month(period.first) if same else numeric_day(period.first)


def _shifted(day: date, months: int) -> date:
    """Go by whole months; a day that the month lacks becomes its last."""
    number = day.year * _MONTHS_A_YEAR + day.month - 1 + months
    year, month = divmod(number, _MONTHS_A_YEAR)
    following = date(year + (month == _MONTHS_A_YEAR - 1), (month + 1) % _MONTHS_A_YEAR + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - _ONE_DAY)
