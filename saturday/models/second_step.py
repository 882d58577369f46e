"""Which telephone makes the codes of an account, and what helps when it is lost?"""

from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Self

from sqlalchemy import ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from saturday import clock
from saturday.models.accounts import Account, SignIn, end_all, token_hash
from saturday.models.base import Model, Versioned
from saturday.rules.one_time_codes import (
    KEY_BYTES,
    LONG_DIGITS,
    derived,
    digits_of,
    fitting_step,
    in_groups,
    long_code,
)
from saturday.rules.refusals import NotAllowedNow, refuse_when

RECOVERY_CODES = 8
SHOWN = timedelta(minutes=15)


class SecondFactor(Versioned, Model):
    """The app on a person's telephone that makes codes (lớp đăng nhập thứ hai).

    The key itself is not stored: it is derived from ``seed`` and the app's secret, which lies in
    another file than the database and in no backup.
    """

    __tablename__ = "second_factor"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    seed: Mapped[str] = mapped_column(String(43))
    key_sha256: Mapped[str] = mapped_column(String(64))  # tells when the app's secret is another
    begun_at: Mapped[datetime]
    proven_at: Mapped[datetime | None]  # until its first code was typed it counts for nothing
    last_step: Mapped[int] = mapped_column(default=0)
    codes_seed: Mapped[str] = mapped_column(String(43), default="")
    codes_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(back_populates="second_factor")
    codes: Mapped[list["RecoveryCode"]] = relationship(
        back_populates="second_factor", cascade="all, delete-orphan"
    )

    @classmethod
    def of(cls, account: Account) -> Select[Self]:
        """Ask for the app of an account, proven or not."""
        return select(cls).where(cls.account_id == account.id)

    @classmethod
    def begin(cls, account: Account, master: str, *, by: Account | None) -> Self:
        """Make a key for an account that has none; it counts once its first code was typed."""
        row = cls(account=account)
        row.begin_anew(master, by=by)
        return row

    def begin_anew(self, master: str, *, by: Account | None) -> None:
        """Make another key: an unproven one may have been seen by somebody who passed."""
        self.seed, self.last_step, self.begun_at = token_urlsafe(24), 0, clock.now()
        self.key_sha256 = token_hash(self.key(master).hex())
        self.note("begin", by=by)

    def is_shown(self, master: str) -> bool:
        """Whether its key may still be shown: not proven yet, and begun just now."""
        fresh = clock.now() - self.begun_at < SHOWN
        return self.proven_at is None and fresh and self.is_readable(master)

    def key(self, master: str) -> bytes:
        """Give the key that the telephone holds as well."""
        return derived(master, "second step", self.seed)[:KEY_BYTES]

    def is_readable(self, master: str) -> bool:
        """Whether the app's secret is still the one that the key was made with."""
        return token_hash(self.key(master).hex()) == self.key_sha256

    def prove(self, typed: str, master: str, *, by: Account | None, but: SignIn | None) -> None:
        """Take the first code: from now on the account asks for one.

        Whoever came in with the password alone must go; ``but`` the sign-in that proves it.
        """
        refuse_when(self.proven_at is not None, "Đăng nhập hai lớp đã bật rồi.")
        if not self._takes(typed, master):
            reason = "Mã chưa khớp. Hãy ghi mã đang hiện; nếu vẫn sai, đặt lại giờ của điện thoại."
            raise NotAllowedNow(reason, field="code")
        self.proven_at = clock.now()
        self.note("prove", by=by)
        self.renew_codes(master, by=by)
        self._end_sign_ins("second step", by=by, but=but)

    def _takes(self, typed: str, master: str) -> bool:
        """Take a code of the app, once."""
        step = fitting_step(self.key(master), typed, clock.true_now(), after=self.last_step)
        if step is not None:
            self.last_step = step
        return step is not None

    def accepts(self, typed: str, master: str) -> bool:
        """Take a code of the app, or a recovery code; neither opens twice."""
        code = digits_of(typed)
        if len(code) != LONG_DIGITS:
            return self.is_readable(master) and self._takes(code, master)
        wanted = token_hash(code)
        row = next((one for one in self.codes if one.code_sha256 == wanted), None)
        if row is None or row.used_at is not None:
            return False
        row.used_at = clock.now()
        self.note("use_recovery_code", by=self.account, left=self.codes_left)
        return True

    @property
    def codes_left(self) -> int:
        """How many recovery codes have not been used."""
        return sum(one.used_at is None for one in self.codes)

    def renew_codes(self, master: str, *, by: Account | None) -> None:
        """Make new recovery codes; the old ones open nothing any more."""
        self.codes_seed, self.codes_at = token_urlsafe(24), clock.now()
        self.codes = [
            RecoveryCode(code_sha256=token_hash(code)) for code in self._codes_of_seed(master)
        ]
        self.note("renew_codes", by=by)

    def _codes_of_seed(self, master: str) -> list[str]:
        numbers = range(RECOVERY_CODES)
        return [long_code(master, "recovery", self.codes_seed, number) for number in numbers]

    def shown_codes(self, master: str) -> list[str]:
        """Give the recovery codes for printing, a quarter of an hour long; then none."""
        if self.codes_at is None or clock.now() - self.codes_at >= SHOWN:
            return []
        return [in_groups(code) for code in self._codes_of_seed(master)]

    def remove(self, *, by: Account | None, but: SignIn | None = None) -> None:
        """Let the password alone suffice again; whoever else is in must come in anew.

        A password that is short because of the code must be made longer first by its owner; when
        somebody else removes the code, it opens nothing any more.
        """
        account, session = self.account, object_session(self)
        if account.has_short_password:
            reason = "Hãy đổi mật khẩu từ 15 ký tự trở lên trước khi tắt đăng nhập hai lớp."
            refuse_when(by is account, reason)
            account.forget_password(by=by)
        self.note("remove", by=by)
        self._end_sign_ins("second step", by=by, but=but)
        if session is not None:
            session.delete(self)
            session.flush()
            session.expire(account, ["second_factor"])

    def _end_sign_ins(self, why: str, *, by: Account | None, but: SignIn | None) -> None:
        session = object_session(self)
        if session is not None:
            end_all(session.scalars(SignIn.open_of(self.account)), why, by=by, but=but)


class RecoveryCode(Versioned, Model):
    """A printed code that stands in once for a lost telephone (mã dự phòng)."""

    __tablename__ = "recovery_code"

    second_factor_id: Mapped[int] = mapped_column(ForeignKey("second_factor.id"), index=True)
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    used_at: Mapped[datetime | None]

    second_factor: Mapped[SecondFactor] = relationship(back_populates="codes")
