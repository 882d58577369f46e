"""Was this form already sent, and what was typed into a sign-in that had ended?"""

from datetime import datetime, timedelta
from typing import Any, Self

from sqlalchemy import JSON, Delete, ForeignKey, Select, String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from saturday import clock
from saturday.models.base import Model, built_once

KEPT = timedelta(hours=24)
KEYS_KEPT = timedelta(days=7)  # no sign-in lasts so long, so no page with such a key can be sent


class FormKey(Model):
    """The one-time key of a form that was used, with the answer it got (khóa biểu mẫu).

    A second click finds the row and is shown the same answer.
    """

    __tablename__ = "form_key"

    nonce: Mapped[str] = mapped_column(String(43), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    used_at: Mapped[datetime] = mapped_column(index=True)
    location: Mapped[str] = mapped_column(default="")
    message: Mapped[str] = mapped_column(default="")

    @classmethod
    @built_once
    def used(cls, nonce: str) -> Select[Self]:
        """Ask whether a key was used."""
        return select(cls).where(cls.nonce == nonce)

    @classmethod
    def old(cls) -> Delete:
        """Ask to forget the keys of pages that can no longer be sent."""
        return delete(cls).where(cls.used_at < clock.now() - KEYS_KEPT)


class Draft(Model):
    """Text typed into a sign-in that had ended (bản tạm giữ), for its account alone, 24 hours."""

    __tablename__ = "draft"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    form: Mapped[str]  # the form class it was typed into
    path: Mapped[str]  # the page that held the form
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def of(cls, account_id: int) -> Select[Self]:
        """Ask for what is still kept for an account, newest first."""
        return (
            select(cls)
            .where(cls.account_id == account_id, cls.kept_at > clock.now() - KEPT)
            .order_by(cls.id.desc())
        )

    @classmethod
    def stale(cls) -> Select[Self]:
        """Ask for what is older than a day and must go."""
        return select(cls).where(cls.kept_at <= clock.now() - KEPT)
