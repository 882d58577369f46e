"""Was this form already sent, and what was typed into a sign-in that had ended?"""

from datetime import datetime, timedelta
from typing import Any, Self, cast

from sqlalchemy import (
    JSON,
    Delete,
    ForeignKey,
    Select,
    String,
    Table,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from saturday import clock
from saturday.models.base import AnySession, Model, built_once, plainly

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
    def take(cls, session: AnySession, nonce: str, account_id: int | None) -> None:
        """Use a key; raises IntegrityError when it was used before."""
        values = {"nonce": nonce, "account_id": account_id, "used_at": clock.now()}
        plainly(session).execute(_TAKE, values | {"location": "", "message": ""})

    @classmethod
    def answer(cls, session: AnySession, nonce: str, location: str, message: str) -> None:
        """Keep what the form was answered, for a second click."""
        plainly(session).execute(_ANSWER, {"used": nonce, "location": location, "message": message})

    @classmethod
    def old(cls) -> Delete:
        """Ask to forget the keys of pages that can no longer be sent."""
        return delete(cls).where(cls.used_at < clock.now() - KEYS_KEPT)


# Written for every form that is sent: plain statements, which need no row in the session.
_KEYS = cast("Table", FormKey.__table__)
_TAKE = insert(_KEYS)
_ANSWER = (
    update(_KEYS)
    .where(_KEYS.c.nonce == bindparam("used"))
    .values(location=bindparam("location"), message=bindparam("message"))
)


class Draft(Model):
    """Text typed into a sign-in that had ended (bản tạm giữ), for its account alone, 24 hours."""

    __tablename__ = "draft"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    form: Mapped[str]  # the form class it was typed into, with its one-time key
    path: Mapped[str]  # the page that held the form, with how it was shown
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(index=True)

    @classmethod
    def keep(
        cls, session: AnySession, account_id: int, keyed: str, path: str, values: dict[str, Any]
    ) -> None:
        """Keep what was typed; sent again it takes the place of what was, whose moment stays."""
        of_form = select(cls).where(cls.account_id == account_id, cls.form == keyed)
        row = session.scalars(of_form).first()
        if row is None:
            row = cls(account_id=account_id, form=keyed, kept_at=clock.now())
            session.add(row)
        row.path, row.values = path, values

    @staticmethod
    def keyed(form: str, nonce: str) -> str:
        """Name one sending of a form."""
        return f"{form} {nonce}"

    def is_of(self, form: str) -> bool:
        """Whether it was typed into this form class."""
        return self.form.partition(" ")[0] == form

    @property
    def nonce(self) -> str:
        """The key it was sent with, which goes on: what was counted once is not counted again."""
        return self.form.partition(" ")[2]

    @property
    def address(self) -> str:
        """Where the text is shown again."""
        joint = "&" if "?" in self.path else "?"
        return f"{self.path}{joint}giu={self.id}"

    @classmethod
    def of(cls, account_id: int) -> Select[Self]:
        """Ask for what is still kept for an account, newest first."""
        return (
            select(cls)
            .where(cls.account_id == account_id, cls.kept_at > clock.now() - KEPT)
            .order_by(cls.id.desc())
        )

    @classmethod
    def forget(cls, session: AnySession, account_id: int, form: str) -> None:
        """Throw away what was kept of one sending, now that it came; other text waits on."""
        plainly(session).execute(_FORGET, {"account": account_id, "sent": form})

    @classmethod
    def stale(cls) -> Delete:
        """Ask to throw away what is older than a day."""
        return delete(cls).where(cls.kept_at <= clock.now() - KEPT)


_DRAFTS = cast("Table", Draft.__table__)
_FORGET = delete(_DRAFTS).where(
    _DRAFTS.c.account_id == bindparam("account"), _DRAFTS.c.form == bindparam("sent")
)
