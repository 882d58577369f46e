"""How is the money of a Saturday counted, and which lines are refused? Whole đồng throughout."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from saturday.rules.refusals import refuse_when
from saturday.vietnamese.numbers import dong, grouped

MOST_OF_A_THING = 9_999
DEAREST = 500_000_000  # of one thing, or of one line: beyond it is a slip of the hand
MOST_A_YEAR = 999_999_999
LONGEST_CONTENT, LONGEST_UNIT, LONGEST_SOURCE = 200, 30, 120


@dataclass(frozen=True, slots=True)
class Cost:
    """One thing that costs money (khoản chi): as estimated, and what was spent in the end."""

    content: str
    unit: str
    quantity: int
    price: int
    source: str = ""
    spent: int | None = None  # nobody knows yet

    @property
    def estimate(self) -> int:
        """What it was thought to cost."""
        return self.quantity * self.price

    @property
    def unheld(self) -> "Cost":
        """What of it counts when its Saturday was moved or cancelled: only what was spent."""
        return replace(self, price=0, spent=self.spent or 0)

    def refuse(self) -> None:
        """Refuse numbers that cannot be, at the field in which they stand."""
        many = f"Số lượng từ 1 đến {grouped(MOST_OF_A_THING)}."
        refuse_when(not 1 <= self.quantity <= MOST_OF_A_THING, many, field="quantity")
        dear = f"Số tiền của một khoản nhiều nhất là {dong(DEAREST)}."
        refuse_when(self.estimate > DEAREST, dear, field="price")
        refuse_when((self.spent or 0) > DEAREST, dear, field="spent")
        nothing = "Hãy ghi đơn giá; khoản phát sinh ngoài dự toán thì ghi số đã chi."
        refuse_when(not self.price and self.spent is None, nothing, field="price")


@dataclass(frozen=True, slots=True)
class Sums:
    """What some lines come to (cộng kinh phí)."""

    estimate: int = 0
    spent: int = 0
    open: int = 0  # lines whose cost nobody wrote down yet

    @classmethod
    def of(cls, lines: Iterable[Cost]) -> "Sums":
        """Add up lines."""
        rows = list(lines)
        return cls(
            sum(one.estimate for one in rows),
            sum(one.spent or 0 for one in rows),
            sum(one.spent is None for one in rows),
        )

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(
            self.estimate + other.estimate, self.spent + other.spent, self.open + other.open
        )

    @property
    def left(self) -> int:
        """What of the estimate was not spent; below zero when more was."""
        return self.estimate - self.spent

    @property
    def left_in_words(self) -> str:
        """Say how what was spent compares; nothing while a cost is still to come."""
        if self.open:
            return f"còn {self.open} khoản chưa ghi số đã chi"
        if not self.left:
            return "chi đúng dự toán"
        how = "thấp hơn" if self.left > 0 else "vượt"
        return f"chi {how} dự toán {dong(abs(self.left))}"


def by_source(lines: Iterable[Cost]) -> Mapping[str, Sums]:
    """Add up lines by where the money comes from; those that do not say come last, as ""."""
    rows = sorted(lines, key=lambda one: (not one.source, one.source))
    found: dict[str, Sums] = {}
    for one in rows:
        found[one.source] = found.get(one.source, Sums()) + Sums.of([one])
    return found


def refuse_year(amount: int) -> None:
    """Refuse what cannot be the money of a year."""
    much = f"Kinh phí được giao cả năm nhiều nhất là {dong(MOST_A_YEAR)}."
    refuse_when(amount > MOST_A_YEAR, much, field="amount")
