"""Which results were handed over, when and how?"""

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from saturday.models.base import Model, Versioned
from saturday.models.intake import IntakeEntry
from saturday.models.procedures import Procedure
from saturday.rules.intake import ReturnWay

if TYPE_CHECKING:
    from saturday.models.accounts import Account


class Return(Versioned, Model):
    """A result handed over (trả kết quả), on any day; tied to a line when there is one."""

    __tablename__ = "intake_return"

    entry_id: Mapped[int | None] = mapped_column(ForeignKey("intake_entry.id"), unique=True)
    # The line of the Saturday on which the person came to fetch it: counts the visit.
    fetched_entry_id: Mapped[int | None] = mapped_column(ForeignKey("intake_entry.id"), index=True)
    procedure_id: Mapped[int | None] = mapped_column(ForeignKey("procedure.id"))
    dossier_code: Mapped[str] = mapped_column(String(40), default="", index=True)
    returned_on: Mapped[date] = mapped_column(index=True)
    returned_at: Mapped[time | None]
    way: Mapped[ReturnWay]
    remark: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    entry: Mapped[IntakeEntry | None] = relationship(
        back_populates="returned", foreign_keys=[entry_id]
    )
    fetched_entry: Mapped[IntakeEntry | None] = relationship(foreign_keys=[fetched_entry_id])
    procedure: Mapped[Procedure | None] = relationship()
    recorded_by: Mapped["Account | None"] = relationship()
