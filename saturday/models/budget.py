"""What does each Saturday cost, as estimated and as spent, and what was given for the year?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from sqlalchemy import ForeignKey, Select, exists, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.exc import StaleDataError

from saturday.models.base import AnySession, Model, Versioned
from saturday.models.plan import AnnualPlan, DutySession
from saturday.rules.budget import Cost, Sums, by_source, refuse_year
from saturday.rules.refusals import refuse_when
from saturday.vietnamese.dates import listed_day
from saturday.vietnamese.numbers import dong

if TYPE_CHECKING:
    from saturday.models.accounts import Account


class BudgetLine(Versioned, Model):
    """One thing a Saturday costs (dòng kinh phí): estimated as so many at a price, then spent."""

    __tablename__ = "budget_line"
    # A number is never given twice: an old page never meets another line under it.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy has it

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    content: Mapped[str]
    unit: Mapped[str]
    quantity: Mapped[int]
    price: Mapped[int]  # whole đồng
    source: Mapped[str] = mapped_column(default="")
    spent: Mapped[int | None]  # whole đồng; none while nobody knows

    duty_session: Mapped[DutySession] = relationship()

    @classmethod
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for what one Saturday costs, in the order in which it was written."""
        return select(cls).where(cls.duty_session_id == duty_session.id).order_by(cls.id)

    @property
    def cost(self) -> Cost:
        """What it says."""
        return Cost(self.content, self.unit, self.quantity, self.price, self.source, self.spent)

    @property
    def estimate(self) -> int:
        """What it was thought to cost."""
        return self.cost.estimate

    @classmethod
    def add(
        cls, session: AnySession, duty_session: DutySession, cost: Cost, *, by: "Account | None"
    ) -> Self:
        """Write down one more thing; raise NotAllowedNow for what cannot be."""
        cost.refuse()
        unpaid = f"{duty_session.gone_words} Chỉ ghi thêm khoản đã chi: hãy ghi thực chi."
        refuse_when(not duty_session.counts and cost.spent is None, unpaid, field="spent")
        row = cls(duty_session_id=duty_session.id)
        row._take(cost)
        session.add(row)
        session.flush()
        row.note("add", by=by, day=duty_session.day, estimate=row.estimate, spent=row.spent)
        return row

    def change(self, cost: Cost, *, by: "Account | None") -> None:
        """Correct it, or write down what was spent."""
        cost.refuse()
        if cost != self.cost:
            self._take(cost)
            day = self.duty_session.day
            self.note("change", by=by, day=day, estimate=self.estimate, spent=self.spent)

    def remove(self, session: AnySession, seen: str, *, by: "Account | None") -> None:
        """Take it out; raise StaleDataError when it was changed since it was seen."""
        if seen != str(self.version):
            raise StaleDataError(seen)
        self.note("remove", by=by, day=self.duty_session.day, estimate=self.estimate)
        session.delete(self)

    def _take(self, cost: Cost) -> None:
        self.content, self.unit, self.source = cost.content, cost.unit, cost.source
        self.quantity, self.price, self.spent = cost.quantity, cost.price, cost.spent


def carried(session: AnySession) -> Sequence[DutySession]:
    """Give the Saturdays whose lines may be carried over: those that have any, the last first."""
    has_lines = exists().where(BudgetLine.duty_session_id == DutySession.id)
    return session.scalars(
        select(DutySession).where(has_lines).order_by(DutySession.day.desc())
    ).all()


def carry_over(
    session: AnySession, old: DutySession, new: DutySession, *, by: "Account | None"
) -> int:
    """Estimate a Saturday as another one was; what was spent there stays there. How many lines.

    Raises NotAllowedNow when lines are there already: they would be counted twice; and for a
    Saturday that is not held.
    """
    new.take_turn(session)
    refuse_when(not new.counts, f"{new.gone_words} Buổi này không cần dự toán.")
    there = "Buổi này đã có dòng kinh phí. Hãy sửa hoặc thêm từng dòng."
    refuse_when(session.scalars(BudgetLine.of_session(new)).first(), there)
    lines = session.scalars(BudgetLine.of_session(old)).all()
    empty = f"Buổi {listed_day(old.day)} không có dòng kinh phí nào để chép."
    refuse_when(not any(one.price for one in lines), empty, field="day")
    copies = [
        BudgetLine(
            duty_session_id=new.id,
            content=one.content,
            unit=one.unit,
            quantity=one.quantity,
            price=one.price,
            source=one.source,
        )
        for one in lines
        if one.price  # what had no estimate was not foreseen
    ]
    session.add_all(copies)
    session.flush()
    copies[0].note("copy", by=by, day=new.day, from_day=old.day, lines=len(copies))
    return len(copies)


class YearBudget(Versioned, Model):
    """The money given for the Saturdays of a year (kinh phí được giao cả năm)."""

    __tablename__ = "year_budget"

    year: Mapped[int] = mapped_column(unique=True)
    amount: Mapped[int]  # whole đồng
    basis: Mapped[str] = mapped_column(default="")  # the paper that gives it

    @classmethod
    def of(cls, session: AnySession, year: int) -> Self:
        """Give the money of a year; nothing, not yet stored, while nobody wrote it down."""
        stored = session.scalars(select(cls).where(cls.year == year)).one_or_none()
        return stored or cls(year=year, amount=0, basis="")

    def give(self, session: AnySession, amount: int, basis: str, *, by: "Account | None") -> None:
        """Write down how much is given, and by which paper."""
        refuse_year(amount)
        self.amount, self.basis = amount, basis
        session.add(self)
        session.flush()
        self.note("change", by=by, year=self.year, amount=amount)


@dataclass(frozen=True, slots=True)
class YearMoney:
    """What the Saturdays of a year cost, beside what was given for them (kinh phí của năm)."""

    given: YearBudget
    costs: Mapping[DutySession, Sequence[Cost]]

    @classmethod
    def of(cls, session: AnySession, plan: AnnualPlan) -> Self:
        """Ask what each Saturday of a plan costs, moved and cancelled ones too."""
        costs: dict[int, list[Cost]] = {one.id: [] for one in plan.sessions}
        held = {one.id for one in plan.sessions if one.counts}
        wanted = select(BudgetLine).where(BudgetLine.duty_session_id.in_(costs))
        for row in session.scalars(wanted.order_by(BudgetLine.id)):
            of = row.duty_session_id
            costs[of].append(row.cost if of in held else row.cost.unheld)
        return cls(
            YearBudget.of(session, plan.year),
            {one: costs[one.id] for one in sorted(plan.sessions, key=lambda one: one.day)},
        )

    @property
    def rows(self) -> list[tuple[DutySession, Sums]]:
        """Give each Saturday that costs anything, with its sums."""
        return [(one, Sums.of(costs)) for one, costs in self.costs.items() if costs]

    @property
    def estimated_in_words(self) -> str:
        """Say of how many of the Saturdays to be held there is an estimate."""
        held = [one for one in self.costs if one.counts]
        done = sum(any(cost.price for cost in self.costs[one]) for one in held)
        return f"{done} trên {len(held)} buổi"

    @property
    def total(self) -> Sums:
        """Give what all of them come to."""
        return Sums.of(cost for costs in self.costs.values() for cost in costs)

    @property
    def sources(self) -> Mapping[str, Sums]:
        """Give the same by where the money comes from."""
        return by_source(cost for costs in self.costs.values() for cost in costs)

    @property
    def left_in_words(self) -> str:
        """Say what of the year's money is left."""
        if not self.given.amount:
            return "chưa tính được: chưa ghi kinh phí được giao"
        left = self.given.amount - self.total.spent
        return dong(left) if left >= 0 else f"đã chi vượt {dong(-left)}"

    @property
    def expected_in_words(self) -> str:
        """Say what will be left when the rest costs as estimated; nothing when all is paid."""
        unpaid = [
            one.estimate for costs in self.costs.values() for one in costs if one.spent is None
        ]
        if not unpaid or not self.given.amount:
            return ""
        left = self.given.amount - self.total.spent - sum(unpaid)
        said = dong(left) if left >= 0 else f"chi vượt {dong(-left)}"
        return f"{said}, khi {len(unpaid)} khoản chưa ghi chi đúng dự toán"
