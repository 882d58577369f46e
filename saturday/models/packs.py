"""Which laptops were sent out with a copy of one Saturday, and what did each bring home?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import JSON, ForeignKey, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from saturday import clock
from saturday.models.base import Model
from saturday.models.plan import DutySession
from saturday.rules.packs import Finding
from saturday.rules.refusals import refuse_when

if TYPE_CHECKING:
    from saturday.models.accounts import Account


@dataclass(frozen=True, slots=True)
class Brought:
    """What came home (số dòng đã nhận): lines new, renewed, or not taken, each with its reason."""

    new: int = 0
    renewed: int = 0
    findings: tuple[Finding, ...] = ()


class MobilePack(Model):
    """One copy of the app sent out with one Saturday (gói lưu động); the letter stays its own."""

    __tablename__ = "mobile_pack"
    __table_args__ = (UniqueConstraint("duty_session_id", "letter"),)

    duty_session_id: Mapped[int] = mapped_column(ForeignKey("duty_session.id"))
    letter: Mapped[str] = mapped_column(String(1))
    uid: Mapped[str] = mapped_column(String(32), index=True)  # stands in the copy as well
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    accounts: Mapped[int] = mapped_column(default=0)  # how many people can sign in there
    is_sealed: Mapped[bool] = mapped_column(default=False)
    brought_at: Mapped[datetime | None]
    lines: Mapped[int] = mapped_column(default=0)  # of its log that are here
    findings: Mapped[list[Any]] = mapped_column(JSON, default=list)  # nothing personal
    wiped_at: Mapped[datetime | None]  # the copy was deleted on the laptop
    wiped_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    duty_session: Mapped[DutySession] = relationship()
    made_by: Mapped["Account | None"] = relationship(foreign_keys=[made_by_id])
    wiped_by: Mapped["Account | None"] = relationship(foreign_keys=[wiped_by_id])

    @classmethod
    def in_order(cls) -> Select[Self]:
        """Ask for all packs, the newest Saturday first."""
        return (
            select(cls)
            .join(DutySession)
            .options(
                joinedload(cls.duty_session), joinedload(cls.made_by), joinedload(cls.wiped_by)
            )
            .order_by(DutySession.day.desc(), cls.letter)
        )

    @classmethod
    def of_session(cls, duty_session: DutySession) -> Select[Self]:
        """Ask for the packs of one Saturday."""
        return cls.in_order().where(cls.duty_session_id == duty_session.id)

    @property
    def to_review(self) -> tuple[Finding, ...]:
        """Give what the last homecoming could not settle."""
        return tuple(map(Finding.of, self.findings))

    @property
    def name(self) -> str:
        """What its folder and its files are called."""
        return f"saturday-{self.duty_session.day.isoformat()}-{self.letter}"

    def send(self, *, by: "Account | None") -> None:
        """Note that the copy left the office."""
        day = self.duty_session.day
        self.note("send_out", by=by, day=day, letter=self.letter, accounts=self.accounts)

    def bring(self, brought: Brought, head: Sequence[object], *, by: "Account | None") -> None:
        """Keep what came home; the end of the laptop's log is chained into this one."""
        self.brought_at = clock.now()
        self.lines += brought.new
        self.findings = [one.kept for one in brought.findings]
        self.note(
            "bring_home",
            by=by,
            day=self.duty_session.day,
            letter=self.letter,
            added=brought.new,
            changed=brought.renewed,
            skipped=len(brought.findings),
            head=list(head),
        )

    def settle(self, *, by: "Account | None") -> None:
        """Note that somebody went through what could not be settled by itself."""
        refuse_when(not self.findings, "Không còn việc cần xem lại. Hãy tải lại trang.")
        self.note(
            "settle",
            by=by,
            day=self.duty_session.day,
            letter=self.letter,
            count=len(self.findings),
        )
        self.findings = []

    def note_wiped(self, *, by: "Account | None") -> None:
        """Note that somebody deleted the copy on the laptop."""
        words = "Gói này chưa mang về. Hãy nhận dữ liệu về trước, rồi xóa trên máy xách tay."
        refuse_when(self.brought_at is None, words)
        refuse_when(self.wiped_at, "Gói này đã ghi là xóa. Hãy tải lại trang.")
        self.wiped_at, self.wiped_by = clock.now(), by
        self.note("wipe", by=by, day=self.duty_session.day, letter=self.letter)


class PackEvent(Model):
    """One act of a laptop's audit log (nhật ký của máy lưu động): it stays when that is wiped."""

    __tablename__ = "pack_event"
    __table_args__ = (UniqueConstraint("pack_id", "row"),)

    pack_id: Mapped[int] = mapped_column(ForeignKey("mobile_pack.id"))
    row: Mapped[int]
    at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    verb: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int]  # of the laptop
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(64))

    account: Mapped["Account | None"] = relationship()

    @classmethod
    def newest(cls, pack: MobilePack, size: int) -> Select[Self]:
        """Ask for the last acts on a laptop, the newest first, with who did them."""
        return (
            select(cls)
            .where(cls.pack_id == pack.id)
            .options(joinedload(cls.account))
            .order_by(cls.row.desc())
            .limit(size)
        )

    @classmethod
    def hashes(cls, pack: MobilePack) -> Select[str]:
        """Ask for the chain of a laptop as far as it is known here."""
        return select(cls.hash).where(cls.pack_id == pack.id).order_by(cls.row)


class PackRow(Model):
    """Which row here came from a laptop's (dòng nhận từ gói), and how far each was changed then.

    When both sides went on since, neither is lost: the one here stays, the other is named.
    """

    __tablename__ = "pack_row"
    __table_args__ = (UniqueConstraint("pack_id", "subject", "key"),)

    pack_id: Mapped[int] = mapped_column(ForeignKey("mobile_pack.id"))
    subject: Mapped[str]  # a table
    key: Mapped[str]  # what the laptop knows it by: the number of a line, a moment
    row_id: Mapped[int]  # here
    there: Mapped[int] = mapped_column(default=0)  # how often changed on the laptop; a total
    here: Mapped[int] = mapped_column(default=0)

    @classmethod
    def of_pack(cls, pack: MobilePack) -> Select[Self]:
        """Ask for everything that came from one laptop."""
        return select(cls).where(cls.pack_id == pack.id).order_by(cls.id)
