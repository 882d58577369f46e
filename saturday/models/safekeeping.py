"""Which copies of everything were made, where did they go, and when was each last looked at?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Self

from sqlalchemy import BigInteger, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from saturday import clock
from saturday.models.base import Model
from saturday.rules.coded import Coded

if TYPE_CHECKING:
    from saturday.models.accounts import Account


class CopyPlace(Coded):
    """Where a copy went (nơi cất bản sao)."""

    HERE = "HERE", "trên máy này"
    ELSEWHERE = "ELSEWHERE", "thư mục khác hoặc USB"
    DOWNLOAD = "DOWNLOAD", "tải về qua trình duyệt"
    RESTORED = "RESTORED", "đã khôi phục từ bản này"


OFF_THIS_MACHINE = (CopyPlace.ELSEWHERE, CopyPlace.DOWNLOAD, CopyPlace.RESTORED)


@dataclass(frozen=True, slots=True)
class Made:
    """A copy that was made: its file's name, moment and size (tệp sao lưu)."""

    name: str
    at: datetime
    size: int
    is_sealed: bool = False


class BackupCopy(Model):
    """One copy of everything (bản sao lưu); the file itself lies in a folder or on a stick."""

    __tablename__ = "backup_copy"

    name: Mapped[str] = mapped_column(index=True)
    place: Mapped[CopyPlace]
    made_at: Mapped[datetime]
    size: Mapped[int] = mapped_column(BigInteger)
    is_sealed: Mapped[bool]
    checked_at: Mapped[datetime | None]

    @classmethod
    def of(cls, made: Made, place: CopyPlace) -> Self:
        """Give the entry of a file that nobody has looked at yet."""
        return cls(
            name=made.name,
            place=place,
            made_at=made.at,
            size=made.size,
            is_sealed=made.is_sealed,
        )

    @classmethod
    def record(cls, made: Made, place: CopyPlace, *, by: "Account | None") -> Self:
        """Enter a copy; it was opened, checked and counted before it got its name."""
        row = cls.of(made, place)
        row.checked_at = clock.now()
        verb = "restore" if place is CopyPlace.RESTORED else "back_up"
        row.note(verb, by=by, name=made.name, place=place, made_at=made.at)
        return row

    @classmethod
    def named(cls, name: str, place: CopyPlace) -> Select[Self]:
        """Ask for the newest entry of a file."""
        question = select(cls).where(cls.name == name, cls.place == place)
        return question.order_by(cls.id.desc()).limit(1)

    @classmethod
    def of_names(cls, names: Iterable[str]) -> Select[Self]:
        """Ask for all entries of these files, oldest first."""
        return select(cls).where(cls.name.in_(list(names))).order_by(cls.id)

    @classmethod
    def latest(cls, places: tuple[CopyPlace, ...]) -> Select[Self]:
        """Ask for the newest copy that went to one of these places."""
        return select(cls).where(cls.place.in_(places)).order_by(cls.made_at.desc()).limit(1)

    def check(self, *, good: bool, by: "Account | None") -> None:
        """Keep that the file was opened again, and whether it was good."""
        self.checked_at = clock.now() if good else None
        self.note("verify", by=by, name=self.name, good=good)
