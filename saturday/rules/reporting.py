"""Which figures does a report of a period tell, and do they agree?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType

from saturday.rules.closing import Handled
from saturday.rules.coded import Coded
from saturday.rules.intake import DeskCounts, Guidance, Outcome, Payment, Satisfaction
from saturday.rules.periods import Period
from saturday.rules.running import Crowd
from saturday.rules.statistics import Dossiers, change_in_words, percent
from saturday.vietnamese.dates import day_month, listed_day
from saturday.vietnamese.numbers import grouped


class Indicator(Coded):
    """One figure of a period's report, in the order of the report (chỉ tiêu)."""

    SATURDAYS = "SATURDAYS", "Số buổi đã tổ chức"
    MOBILE = "MOBILE", "trong đó buổi lưu động"
    VISITS = "VISITS", "Lượt công dân"
    RECEIVED = "RECEIVED", "Hồ sơ tiếp nhận"
    ONLINE = "ONLINE", "nộp trực tuyến tại chỗ"
    DIRECT = "DIRECT", "nộp trực tiếp, bưu chính"
    SETTLED = "SETTLED", "giải quyết, trả ngay"
    APPOINTED = "APPOINTED", "tiếp nhận, hẹn trả"
    SUPPLEMENT = "SUPPLEMENT", "Yêu cầu bổ sung (mẫu 02)"
    REFUSED = "REFUSED", "Từ chối tiếp nhận (mẫu 03)"
    REDIRECTED = "REDIRECTED", "Chỉ dẫn sang nơi khác"
    HANDED_OVER = "HANDED_OVER", "Trả kết quả tại buổi"
    GUIDED = "GUIDED", "Hướng dẫn trực tuyến"
    ONLY_OPINION = "ONLY_OPINION", "Chỉ góp ý, phản ánh"
    CARRIED = "CARRIED", "Hồ sơ kỳ trước chuyển sang"
    RETURNED = "RETURNED", "Hồ sơ đã trả kết quả"
    EARLY = "EARLY", "trả trước hạn"
    ON_TIME = "ON_TIME", "trả đúng ngày hẹn"
    LATE = "LATE", "trả quá hạn"
    PENDING = "PENDING", "Hồ sơ còn lại"
    OPEN = "OPEN", "còn trong hạn"
    OVERDUE = "OVERDUE", "đã quá hạn"
    OTHER_RETURNS = "OTHER_RETURNS", "Trả kết quả hồ sơ nhận nơi khác"
    OPINIONS = "OPINIONS", "Phản ánh, kiến nghị ghi vào sổ"
    FROM_VILLAGES = "FROM_VILLAGES", "thôn, bản gửi lên"
    ANSWERED = "ANSWERED", "đã trả lời đến cuối kỳ"
    VERY = "VERY", "Đánh giá rất hài lòng"
    SATISFIED = "SATISFIED", "Đánh giá hài lòng"
    NOT_SATISFIED = "NOT_SATISFIED", "Đánh giá chưa hài lòng"
    MONEY = "MONEY", "Phí, lệ phí thu tại quầy (đồng)"
    CASHLESS = "CASHLESS", "không dùng tiền mặt (đồng)"
    SPENT = "SPENT", "Kinh phí đã chi cho các buổi (đồng)"

    @property
    def is_part(self) -> bool:
        """Whether it is a part of the figure above it."""
        return self.words[0].islower()


@dataclass(frozen=True, slots=True)
class SaturdayFigures:
    """One Saturday of a period: was it held, and what passed over its desk (số liệu buổi)."""

    day: date
    counts: DeskCounts
    is_mobile: bool = False
    is_held: bool = True  # neither moved nor cancelled, and it has come
    is_closed: bool = False  # its day's figures were confirmed
    confirmed: Handled | None = None  # by the officers and the Centre
    gone: str = ""  # where it went: "dời sang 18/4", "đã hủy"
    reason: str = ""  # and why

    @property
    def is_to_come(self) -> bool:
        """Whether it has no figures yet: none is something else than nobody came."""
        return not self.is_held and not self.gone

    @property
    def values(self) -> Mapping[Indicator, int]:
        """Give the figures that one Saturday has of its own."""
        counts = self.counts
        return {
            Indicator.VISITS: counts.visits,
            Indicator.RECEIVED: counts.received,
            **{one: counts.of(outcome) for one, outcome in DESK.items()},
        }


DESK: Mapping[Indicator, Outcome] = MappingProxyType(
    {
        Indicator.SETTLED: Outcome.SETTLED,
        Indicator.APPOINTED: Outcome.RECEIVED,
        Indicator.SUPPLEMENT: Outcome.SUPPLEMENT,
        Indicator.REFUSED: Outcome.REFUSED,
        Indicator.REDIRECTED: Outcome.REDIRECTED,
        Indicator.HANDED_OVER: Outcome.HANDED_OVER,
        Indicator.GUIDED: Outcome.GUIDED,
        Indicator.ONLY_OPINION: Outcome.OPINION,
    }
)


NO_DOSSIERS = Dossiers()


@dataclass(frozen=True, slots=True)
class Said:
    """What people said in a period, by the register of opinions (ý kiến trong kỳ)."""

    recorded: int = 0
    from_villages: int = 0
    answered: int = 0  # until its last day
    unanswered: int = 0  # those that the commune owes an answer, and that had none by that day

    @property
    def unowed(self) -> int:
        """How many ask for no answer from here: praise, what was sent on or not taken."""
        return self.recorded - self.answered - self.unanswered


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was hard at the desk (khó khăn tại quầy)."""

    later: int = 0  # lines written on paper first
    crowd: Crowd | None = None
    crowd_day: date | None = None
    supplements: Sequence[tuple[str, int]] = ()  # by subject area, the most first
    remarks: Sequence[tuple[date, str]] = ()  # what the Centre wrote when it closed a day


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """Everything that a report of a period tells (số liệu kỳ)."""

    period: Period
    as_of: date
    saturdays: Sequence[SaturdayFigures] = ()
    dossiers: Dossiers = NO_DOSSIERS
    other_returns: int = 0
    guided: Mapping[Guidance | None, int] = field(default_factory=dict)
    said: Said = Said()
    satisfied: Mapping[Satisfaction, int] = field(default_factory=dict)
    money: Mapping[Payment | None, int] = field(default_factory=dict)
    spent: int = 0  # on the Saturdays themselves: whole đồng
    trouble: Trouble = Trouble()
    to_come: Sequence[date] = ()  # Saturdays planned after the period

    @property
    def is_on_record(self) -> bool:
        """Whether anything was kept of it: else its figures are unknown, not none."""
        has_begun = self.period.first <= self.as_of
        return has_begun and (bool(self.saturdays) or any(self.values.values()))

    @property
    def held(self) -> list[SaturdayFigures]:
        return [one for one in self.saturdays if one.is_held]

    @property
    def mobile(self) -> list[SaturdayFigures]:
        return [one for one in self.held if one.is_mobile]

    @property
    def gone(self) -> list[SaturdayFigures]:
        """Saturdays that were moved or cancelled."""
        return [one for one in self.saturdays if one.gone]

    @property
    def unclosed(self) -> list[SaturdayFigures]:
        """Saturdays whose figures nobody confirmed yet."""
        return [one for one in self.held if not one.is_closed]

    @property
    def counts(self) -> DeskCounts:
        """Add up the desk's counts of all Saturdays."""
        each = [one.counts for one in self.saturdays]
        return DeskCounts(
            sum(one.visits for one in each),
            {outcome: sum(one.of(outcome) for one in each) for outcome in Outcome},
        )

    @property
    def answers(self) -> int:
        """How many people said how content they were."""
        return sum(self.satisfied.values())

    @property
    def content(self) -> int:
        """How many of them were."""
        return self.answers - self.satisfied.get(Satisfaction.NOT, 0)

    @property
    def content_share(self) -> Fraction | None:
        """Which share of them; none when nobody was asked."""
        return Fraction(self.content, self.answers) if self.answers else None

    @property
    def values(self) -> Mapping[Indicator, int]:
        """Give every figure of the report."""
        dossiers, said = self.dossiers, self.said
        money = sum(self.money.values())
        whole = SaturdayFigures(self.period.last, self.counts)
        found = {
            Indicator.SATURDAYS: len(self.held),
            Indicator.MOBILE: len(self.mobile),
            **whole.values,
            **{one: getattr(dossiers, one.name.lower()) for one in FORM},
            Indicator.OTHER_RETURNS: self.other_returns,
            Indicator.OPINIONS: said.recorded,
            Indicator.FROM_VILLAGES: said.from_villages,
            Indicator.ANSWERED: said.answered,
            Indicator.VERY: self.satisfied.get(Satisfaction.VERY, 0),
            Indicator.SATISFIED: self.satisfied.get(Satisfaction.SATISFIED, 0),
            Indicator.NOT_SATISFIED: self.satisfied.get(Satisfaction.NOT, 0),
            Indicator.MONEY: money,
            Indicator.CASHLESS: money - self.money.get(Payment.CASH, 0) - self.money.get(None, 0),
            Indicator.SPENT: self.spent,
        }
        return {one: found[one] for one in Indicator}


# Those that Biểu II.06a counts, named as its row names them.
FORM = (
    Indicator.ONLINE,
    Indicator.DIRECT,
    Indicator.CARRIED,
    Indicator.RETURNED,
    Indicator.EARLY,
    Indicator.ON_TIME,
    Indicator.LATE,
    Indicator.PENDING,
    Indicator.OPEN,
    Indicator.OVERDUE,
)
PUNCTUALITY = "Tỷ lệ trả đúng hạn"
PUNCTUALITY_MEANS = (
    "Đúng hạn = hồ sơ trả trước hạn, đúng ngày hẹn, chia cho hồ sơ đã trả cộng hồ sơ quá hạn "
    "chưa trả."
)
OTHER_RETURNS_MEANS = (
    "Bảng chỉ tính hồ sơ nhận tại các buổi. Trả kết quả của hồ sơ nhận nơi khác ghi riêng: "
)


@dataclass(frozen=True, slots=True)
class Check:
    """One identity of the figures, or something that is still to be done (phép kiểm tra)."""

    holds: bool
    words: str
    day: date | None = None  # the Saturday that it speaks of
    is_inner: bool = False  # of our own counting: no matter of who is reported to


def checks(figures: PeriodFigures) -> Iterator[Check]:
    """Prove the figures, and name the Saturdays that nobody confirmed."""
    counts, dossiers = figures.counts, figures.dossiers
    new = dossiers.online + dossiers.direct
    yield Check(counts.lines >= counts.visits, f"Lượt công dân: {counts.in_words}.")
    yield Check(dossiers.agrees, f"Hồ sơ: {dossiers.sum_in_words}.")
    yield Check(
        new == counts.received,
        f"Nhật ký và Biểu II.06a: {counts.received} và {new} hồ sơ tiếp nhận.",
        is_inner=True,
    )
    for one in figures.unclosed:
        yield Check(
            holds=False, words=f"Buổi {listed_day(one.day)} chưa chốt số liệu.", day=one.day
        )
    yield from _corrected(figures.held)


def _corrected(saturdays: Iterable[SaturdayFigures]) -> Iterator[Check]:
    """Name the Saturdays of which other figures were confirmed than the log's."""
    for one in saturdays:
        counted = Handled.of(one.counts.by_outcome)
        if one.confirmed is not None and one.confirmed != counted:
            said = f"số đã xác nhận {one.confirmed.words}, nhật ký {counted.words}"
            words = f"Buổi {listed_day(one.day)}: {said}."
            yield Check(holds=False, words=words, day=one.day)


def days_in_words(days: Sequence[date]) -> str:
    """Name days one after the other: "28/3, 11/4"; other years with theirs."""
    years = {one.year for one in days}
    plain = len(years) == 1
    return ", ".join(day_month(one) if plain else f"{day_month(one)}/{one.year}" for one in days)


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure beside that of the period before and of the year before (dòng so sánh).

    Nothing stands where nothing was kept.
    """

    name: str
    now: str
    before: str
    change: str
    year_before: str
    indicator: Indicator | None = None  # none of a share
    is_part: bool = False


def compared(
    now: PeriodFigures, before: PeriodFigures, year_before: PeriodFigures
) -> Iterator[Compared]:
    """Compare every figure; the share returned in time stands below what it is made of."""
    values, earlier, last_year = now.values, before.values, year_before.values
    knows_before, knows_year = before.is_on_record, year_before.is_on_record
    for one in Indicator:
        yield Compared(
            name=one.words,
            now=grouped(values[one]),
            before=grouped(earlier[one]) if knows_before else "",
            change=change_in_words(values[one], earlier[one]) if knows_before else "",
            year_before=grouped(last_year[one]) if knows_year else "",
            indicator=one,
            is_part=one.is_part,
        )
        if one is Indicator.OVERDUE:
            shares = (each.dossiers.punctuality for each in (now, before, year_before))
            now_share, before_share, year_share = map(percent, shares)
            yield Compared(
                PUNCTUALITY,
                now_share,
                before_share if knows_before else "",
                "",
                year_share if knows_year else "",
            )
