"""Which Word templates are there, which is in force, and which made which paper?"""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Self

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    String,
    UniqueConstraint,
    select,
    text,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from saturday import clock
from saturday.models.base import Model, Versioned
from saturday.rules.refusals import refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account

IN_FORCE = text("is_in_force")


class PaperTemplate(Versioned, Model):
    """One version of a .docx template (mẫu văn bản), never removed once it made a paper.

    The commune's own were uploaded and tried; a built-in one is kept when it first makes a paper.
    """

    __tablename__ = "paper_template"
    __table_args__ = (
        UniqueConstraint("paper", "sha256"),
        # At most one of the commune's own is in force for a paper; without one, the built-in is.
        Index(
            "uq_paper_template_in_force",
            "paper",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
    )

    paper: Mapped[str] = mapped_column(String(40))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    kept_at: Mapped[datetime]
    is_own: Mapped[bool] = mapped_column(default=False)
    remark: Mapped[str] = mapped_column(default="")
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    is_in_force: Mapped[bool] = mapped_column(default=False)
    in_force_from: Mapped[datetime | None]
    put_in_force_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_aside_at: Mapped[datetime | None]

    uploaded_by: Mapped["Account | None"] = relationship(foreign_keys=[uploaded_by_id])
    put_in_force_by: Mapped["Account | None"] = relationship(foreign_keys=[put_in_force_by_id])

    @classmethod
    def with_sha(cls, paper: str, sha256: str) -> Select[Self]:
        """Ask for the version of a paper's template with this content."""
        return select(cls).where(cls.paper == paper, cls.sha256 == sha256)

    @classmethod
    def in_force(cls, paper: str) -> Select[Self]:
        """Ask for the commune's own template in force; without one the built-in is."""
        return select(cls).where(cls.paper == paper, cls.is_in_force)

    @classmethod
    def all_in_force(cls) -> Select[Self]:
        """Ask for every own template in force, with who put it there."""
        return select(cls).where(cls.is_in_force).options(joinedload(cls.put_in_force_by))

    @classmethod
    def own_of(cls, paper: str) -> Select[Self]:
        """Ask for the commune's own templates of a paper, the newest first."""
        return (
            select(cls)
            .where(cls.paper == paper, cls.is_own)
            .options(joinedload(cls.uploaded_by), joinedload(cls.put_in_force_by))
            .order_by(cls.id.desc())
        )

    @classmethod
    def kept(cls, paper: str, content: bytes) -> Self:
        """Keep the built-in template that makes a paper now."""
        return cls(paper=paper, sha256=fingerprint(content), content=content, kept_at=clock.now())

    @classmethod
    def upload(cls, paper: str, content: bytes, remark: str, *, by: "Account | None") -> Self:
        """Keep a template that was tried and found good; it is not in force yet."""
        row = cls.kept(paper, content)
        row.is_own, row.remark, row.uploaded_by = True, remark, by
        row.note("upload", by=by, paper=paper, sha256=row.sha256)
        return row

    @property
    def was_in_force(self) -> bool:
        return self.in_force_from is not None

    def put_in_force(self, *, by: "Account | None") -> None:
        """Let papers be made from it; whichever was in force must be set aside before."""
        refuse_when(not self.is_own, "Mẫu có sẵn luôn dùng được; hãy bấm Quay về mẫu có sẵn.")
        self.is_in_force, self.set_aside_at = True, None
        self.in_force_from, self.put_in_force_by = clock.now(), by
        self.note("put_in_force", by=by, paper=self.paper, sha256=self.sha256)

    def set_aside(self, *, by: "Account | None") -> None:
        """Make no more papers from it; those it made keep it."""
        self.is_in_force, self.set_aside_at = False, clock.now()
        self.note("set_aside", by=by, paper=self.paper, sha256=self.sha256)

    def discard(self, *, by: "Account | None") -> None:
        """Note that a template never used is thrown away; whoever calls deletes the row."""
        reason = "Mẫu này đã được dùng nên phải giữ lại."
        refuse_when(self.was_in_force or not self.is_own, reason)
        self.note("drop", by=by, paper=self.paper, sha256=self.sha256)


def fingerprint(content: bytes) -> str:
    """Give the SHA-256 of a template."""
    return hashlib.sha256(content).hexdigest()
