"""How does a Saturday go: is it prepared, who waits, and what do people say of it?"""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from saturday.models.base import Model, Versioned
from saturday.rules.intake import Satisfaction

if TYPE_CHECKING:
    from saturday.models.accounts import Account


class SatisfactionCount(Model):
    """How many people said what of a Saturday (mức độ hài lòng): totals, never who."""

    __tablename__ = "satisfaction_count"
    __table_args__ = (UniqueConstraint("duty_session_id", "level"),)

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"))
    level: Mapped[Satisfaction]
    count: Mapped[int] = mapped_column(default=0)


class WaitingCount(Model):
    """How many people waited at a moment, and where (số người đang chờ)."""

    __tablename__ = "waiting_count"

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"), index=True)
    seen_at: Mapped[datetime]
    count: Mapped[int]
    place: Mapped[str] = mapped_column(default="")  # at which desk


class ChecklistItem(Versioned, Model):
    """One thing to see to in the morning (mục kiểm tra đầu buổi)."""

    __tablename__ = "checklist_item"
    __table_args__ = (UniqueConstraint("duty_session_id", "position"),)

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"))
    position: Mapped[int]
    text: Mapped[str]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    done_by: Mapped["Account | None"] = relationship()
