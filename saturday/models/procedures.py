"""Which procedures does the commune handle, in which version on which day?"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from sqlalchemy import JSON, BindParameter, ForeignKey, Select, String, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, joinedload, mapped_column, relationship

from saturday import clock
from saturday.models.base import AnySession
from saturday.models.commune import DutyProcedure, SubjectArea
from saturday.models.entries import Entry
from saturday.rules.procedures import (
    MobileState,
    Promise,
    Terms,
    TimeUnit,
    Validity,
    promise,
    refuse_renewal,
    refuse_terms,
    refuse_validity,
    time_in_words,
)
from saturday.rules.refusals import refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account

# Where a procedure stands says nothing that the Centre would have to confirm again.
PLACING = frozenset({"subject_area_id", "short_name", "position", "is_shown"})


class Procedure(Entry):
    """One version of an administrative procedure (thủ tục hành chính), valid from day to day."""

    __tablename__ = "procedure"

    OPEN: ClassVar[tuple[str, ...]] = ("code", "valid_from", "valid_to")
    NAMED: ClassVar[tuple[InstrumentedAttribute[Any], ...]]
    IN_USE: ClassVar[str] = (
        "Thủ tục này đã có trong sổ của buổi nên không xóa được. Hãy ghi ngày hết hiệu lực."
    )

    code: Mapped[str] = mapped_column(String(20), index=True)  # national: 2.000815
    name: Mapped[str]
    short_name: Mapped[str]  # as it is said at the desk and on boards
    subject_area_id: Mapped[int] = mapped_column(ForeignKey("subject_area.id"), index=True)
    time_unit: Mapped[TimeUnit]
    time_amount: Mapped[int | None]
    time_note: Mapped[str] = mapped_column(default="")
    fee: Mapped[str] = mapped_column(default="")  # in words; empty when it is not known here
    quantity_unit: Mapped[str] = mapped_column(default="việc")  # what is counted: bản, việc
    receive_only: Mapped[bool] = mapped_column(default=False)
    same_day: Mapped[bool] = mapped_column(default=False)  # the result the same Saturday
    mobile: Mapped[MobileState]
    bring: Mapped[list[Any]] = mapped_column(JSON, default=list)  # what to bring, line by line
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    source: Mapped[str] = mapped_column(default="")
    needs_confirmation: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    position: Mapped[int] = mapped_column(default=0)
    is_shown: Mapped[bool] = mapped_column(default=True)  # offered at the desk

    subject_area: Mapped[SubjectArea] = relationship()
    confirmed_by: Mapped["Account | None"] = relationship()

    @classmethod
    def all_versions(cls) -> Select[Self]:
        """Ask for every version of every procedure, by subject area and the Centre's order."""
        return (
            select(cls)
            .join(cls.subject_area)
            .options(joinedload(cls.subject_area))
            .order_by(SubjectArea.position, SubjectArea.id, cls.position, cls.code, cls.id)
        )

    @classmethod
    def in_force(cls, day: date | BindParameter[date]) -> Select[Self]:
        """Ask for the versions that hold on a day, in the same order."""
        return cls.all_versions().where(
            or_(cls.valid_from.is_(None), cls.valid_from <= day),
            or_(cls.valid_to.is_(None), cls.valid_to >= day),
        )

    @classmethod
    def numbered(cls, number: int) -> Select[Self]:
        """Ask for one version with who confirmed it."""
        return cls.all_versions().where(cls.id == number).options(joinedload(cls.confirmed_by))

    @classmethod
    def versions(cls, code: str) -> Select[Self]:
        """Ask for all versions of one procedure."""
        return cls.all_versions().where(cls.code == code)

    @property
    def validity(self) -> Validity:
        """From which day to which day this version holds."""
        return Validity(self.valid_from, self.valid_to)

    @property
    def time(self) -> str:
        """How long it takes, in words; what no source states is unclear until confirmed."""
        unclear = self.time_unit is TimeUnit.NOT_STATED and self.needs_confirmation
        return "chưa rõ" if unclear else time_in_words(self.time_unit, self.time_amount)

    @property
    def is_past(self) -> bool:
        """Whether the days on which it held are over."""
        return self.valid_to is not None and self.valid_to < clock.today()

    @property
    def terms(self) -> Terms:
        """How long it takes and what a Saturday does with it; appointments are counted by it."""
        return Terms(
            self.time_unit, self.time_amount, self.receive_only, self.same_day, self.mobile
        )

    def promised(self, *, is_mobile: bool = False) -> Promise:
        """Say what a Saturday may promise of it."""
        return promise(self.terms, is_mobile=is_mobile)

    def change(self, values: Mapping[str, object], *, by: "Account | None") -> None:
        """Write other values; words that changed must be confirmed again."""
        self._refuse_past()
        said = {name for name, value in values.items() if getattr(self, name) != value}
        if said - PLACING:
            values = {**values, "needs_confirmation": True}
            self.confirmed_by, self.confirmed_at = None, None
        super().change(values, by=by)

    def confirm(self, seen: int, *, by: "Account | None") -> None:
        """Record that the Centre has compared this version, as it was seen, with its source."""
        refuse_when(not self.needs_confirmation, "Thủ tục này đã được xác nhận.")
        other = "Thủ tục vừa được sửa. Hãy tải lại trang, xem lại rồi xác nhận."
        refuse_when(seen != self.version, other)
        self.needs_confirmation = False
        self.confirmed_by, self.confirmed_at = by, clock.now()
        self.note("confirm", by=by, **self._told())

    def end(self, last: date | None, *, by: "Account | None") -> None:
        """Let this version hold to the end of a day, or on; it stays readable afterwards."""
        session = self._session()
        refuse_validity(Validity(self.valid_from, last), self._others(session, self.code))
        self.valid_to = last
        self.note("end", by=by, **self._told())

    def renew(self, values: Mapping[str, Any], *, by: "Account | None") -> "Procedure":
        """Enter a new version from a day on; this one ends the day before, its words kept.

        Without an end of its own the new version keeps the old one's.
        """
        session, first, last = self._session(), values["valid_from"], self.valid_to
        refuse_renewal(self.validity, first)
        self.end(first - timedelta(days=1), by=by)
        session.flush()
        new = Procedure()
        kept = {"code": self.code, "valid_to": values["valid_to"] or _later(first, last)}
        new.enter(session, {**values, **kept}, by=by)
        return new

    def remove(self, *, by: "Account | None") -> None:
        """Take a version away that was entered by mistake; one of the past stays."""
        self._refuse_past()
        session = self._session()
        others = self._others(session, self.code)
        named = session.scalars(
            select(DutyProcedure).where(DutyProcedure.code == self.code)
        ).first()
        needed = "Nhiệm vụ có nhắc thủ tục này. Hãy bỏ nó ở trang Nhiệm vụ trước khi xóa."
        refuse_when(named is not None and not others, needed)
        super().remove(by=by)

    def _refuse_past(self) -> None:
        """Refuse to change what held on days that are over."""
        refuse_when(
            self.is_past, "Phiên bản này đã hết hiệu lực nên giữ nguyên. Hãy lập phiên bản mới."
        )

    def _check(self, values: Mapping[str, Any]) -> None:
        """Refuse a time without days, and promises that contradict each other."""
        refuse_terms(_terms_of(values))

    def _refuse(self, session: AnySession, values: Mapping[str, Any]) -> None:
        """Refuse also a version over days that another one of the same code holds."""
        whole = {**self._values(), **values}
        super()._refuse(session, whole)
        validity = Validity(whole["valid_from"], whole["valid_to"])
        refuse_validity(validity, self._others(session, whole["code"]))

    def _others(self, session: AnySession, code: str) -> list[Validity]:
        with session.no_autoflush:
            rows = session.scalars(select(Procedure).where(Procedure.code == code)).all()
        return [row.validity for row in rows if row is not self]

    def _values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in CONTENT}


# What a board asks of the procedures that fail without a duty.
Procedure.NAMED = (
    Procedure.code,
    Procedure.short_name,
    Procedure.same_day,
    Procedure.valid_from,
    Procedure.valid_to,
    Procedure.position,
)
CONTENT = tuple(
    column.key
    for column in Procedure.__table__.columns
    if column.key not in {"id", "version", "confirmed_at", "confirmed_by_id"}
)


def names_on(day: date, versions: Iterable[Procedure]) -> list[str]:
    """Give the same-day procedures among versions as they hold on a day: "chứng thực bản sao"."""
    found = [row for row in versions if row.same_day and row.validity.holds_on(day)]
    names = [row.short_name for row in sorted(found, key=lambda row: (row.position, row.code))]
    return [name[:1].lower() + name[1:] for name in names]


def _later(first: date, last: date | None) -> date | None:
    """Give the old end to the new version when it lies ahead of its beginning."""
    return last if last is not None and last >= first else None


def _terms_of(values: Mapping[str, Any]) -> Terms:
    return Terms(
        values["time_unit"],
        values["time_amount"],
        values["receive_only"],
        values["same_day"],
        values["mobile"],
    )
