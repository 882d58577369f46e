"""Who may come in, as what, from where, and since when?"""

import hashlib
import re
import secrets
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Self, cast

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import (
    Delete,
    ForeignKey,
    Select,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.orm import (
    Mapped,
    joinedload,
    mapped_column,
    object_session,
    relationship,
    selectinload,
)
from sqlalchemy.orm.attributes import flag_modified, set_committed_value

from saturday import clock
from saturday.models.base import AnySession, Model, SideBySide, Versioned
from saturday.rules.one_time_codes import long_code
from saturday.rules.passwords import LEAST, LEAST_WITH_CODE, composed, refuse_password
from saturday.rules.permissions import Permission, Role, allowed
from saturday.rules.refusals import NotAllowedNow, refuse_when

if TYPE_CHECKING:
    from sqlalchemy.orm.strategy_options import _AbstractLoad

    from saturday.models.commune import Department, Hamlet, Officer
    from saturday.models.second_step import SecondFactor

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
THROTTLE = timedelta(minutes=15)
FAILURES_PER_ACCOUNT = 10
FAILURES_PER_ADDRESS = 30
WRONG_CODES_A_DAY = 30  # at three codes in a million, a guess a year of trying is unlikely
LINK_DAYS = 7
SLIP_SHOWN = timedelta(hours=1)
FAILURES_KEPT = timedelta(days=7)

# OWASP's least for argon2id: 19 MiB, two passes; 44 ms on the trial machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def _unfitting() -> str:
    """Give what takes as long to try as a hash, and no password fits: drawn, not computed."""
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    drawn = (b64encode(secrets.token_bytes(size)).rstrip(b"=").decode() for size in (16, 32))
    return "$".join(("", "argon2id", "v=19", cost, *drawn))


_DUMMY = _unfitting()


def token_hash(token: str) -> str:
    """Give what is stored of a secret that only its holder keeps."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Profile:
    """Whose an account is and what it may be (hồ sơ tài khoản)."""

    name: str
    roles: frozenset[Role]
    officer: "Officer | None" = None
    department: "Department | None" = None
    hamlet: "Hamlet | None" = None


def refuse_profile(profile: Profile) -> None:
    """Raise NotAllowedNow when a role has nobody behind it, or there is no role."""
    refuse_when(not profile.roles, "Hãy chọn ít nhất một vai trò.", field="roles")
    for role, behind, reason, field in (
        (Role.DEPARTMENT, profile.department, "Hãy chọn phòng, đơn vị.", "department_id"),
        (Role.OFFICER, profile.officer, "Hãy chọn cán bộ, công chức.", "officer_id"),
        (Role.HAMLET, profile.hamlet, "Hãy chọn thôn, bản.", "hamlet_id"),
    ):
        refuse_when(role in profile.roles and behind is None, reason, field=field)


class Account(Versioned, Model):
    """One person's way in (tài khoản); at most one officer, department or hamlet behind it."""

    __tablename__ = "account"

    username: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    has_short_password: Mapped[bool] = mapped_column(default=False)  # good beside a code only
    disabled_at: Mapped[datetime | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    hamlet_id: Mapped[int | None] = mapped_column(ForeignKey("hamlet.id"))

    role_rows: Mapped[list["AccountRole"]] = relationship(
        back_populates="account", cascade="all, delete-orphan"
    )
    officer: Mapped["Officer | None"] = relationship()
    department: Mapped["Department | None"] = relationship()
    hamlet: Mapped["Hamlet | None"] = relationship()
    second_factor: Mapped["SecondFactor | None"] = relationship(back_populates="account")

    # The four members Flask-Login asks for, without its untyped base class.
    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        """Whether the account may be used."""
        return self.disabled_at is None

    def get_id(self) -> str:
        """Give the key that Flask-Login keeps."""
        return str(self.id)

    @property
    def roles(self) -> frozenset[Role]:
        """Roles of this account."""
        return frozenset(row.role for row in self.role_rows)

    @property
    def workplace(self) -> str:
        """Short words beside the person's name: department or hamlet."""
        place = self.department or self.hamlet
        return place.name if place else ""

    @property
    def roles_in_words(self) -> str:
        """Name the roles, in the order of the table."""
        return ", ".join(role.words for role in Role if role in self.roles)

    @property
    def name_in_full(self) -> str:
        """Tell two people of one name apart: name, officer, department or village, each once."""
        home = self.officer.department if self.officer else None
        rows = (self.officer, self.department, self.hamlet, home)
        return ", ".join(dict.fromkeys((self.name, *(row.name for row in rows if row))))

    @classmethod
    def behind(cls) -> "list[_AbstractLoad]":
        """Load what stands behind an account, and the department of its officer."""
        officer = cls.officer.property.entity.class_  # an import would go round in a circle
        return [
            joinedload(cls.department),
            joinedload(cls.hamlet),
            joinedload(cls.officer).joinedload(officer.department),
            joinedload(cls.second_factor),
        ]

    @property
    def asks_for_code(self) -> bool:
        """Whether a code of the owner's telephone is asked for after the password."""
        return self.second_factor is not None and self.second_factor.proven_at is not None

    @property
    def least_password(self) -> int:
        """How many letters a new password needs."""
        return LEAST_WITH_CODE if self.asks_for_code else LEAST

    def must_enrol(self, required: Iterable[Role]) -> bool:
        """Whether one of the roles requires a code that the account can not give yet."""
        return not self.asks_for_code and not self.roles.isdisjoint(required)

    def may(self, permission: Permission) -> bool:
        """Whether the permission table grants this to one of the account's roles."""
        return allowed((row.role for row in self.role_rows), permission)

    @classmethod
    def all_by_name(cls) -> Select[Self]:
        """Ask for every account with what stands behind it."""
        return (
            select(cls)
            .options(
                selectinload(cls.role_rows),
                *cls.behind(),
            )
            .order_by(cls.disabled_at.is_not(None), cls.username)
        )

    @classmethod
    def named(cls, username: str) -> Select[Self]:
        """Ask for the account of a typed user name, in any case."""
        return select(cls).where(cls.username == username.strip().lower())

    @classmethod
    def of_officer(cls, number: int) -> Select[Self]:
        """Ask for the open accounts behind which one officer stands."""
        question = select(cls).where(cls.officer_id == number, cls.disabled_at.is_(None))
        return question.order_by(cls.username)

    @classmethod
    def of_hamlet(cls, number: int) -> Select[Self]:
        """Ask for the open accounts behind which one village stands."""
        question = select(cls).where(cls.hamlet_id == number, cls.disabled_at.is_(None))
        return question.order_by(cls.username)

    @classmethod
    def in_use(cls, role: Role) -> Select[Self]:
        """Ask for the accounts with a role that have not been disabled."""
        return (
            select(cls)
            .where(cls.disabled_at.is_(None), cls.role_rows.any(AccountRole.role == role))
            .order_by(cls.username)
        )

    @classmethod
    def not_of(cls, role: Role) -> Select[Self]:
        """Ask for the accounts without a role that have not been disabled."""
        return select(cls).where(
            cls.disabled_at.is_(None), ~cls.role_rows.any(AccountRole.role == role)
        )

    @classmethod
    def without_password(cls) -> Select[Self]:
        """Ask for the accounts in use whose owners have not set a password yet."""
        return (
            select(cls)
            .where(cls.disabled_at.is_(None), cls.password_hash.is_(None))
            .order_by(cls.username)
        )

    @classmethod
    def create(
        cls, username: str, name: str, roles: frozenset[Role], *, by: "Account | None"
    ) -> Self:
        """Make an account without a password: a one-use link lets its owner set one."""
        refuse_username(username)
        account = cls(username=username.strip().lower(), name=name)
        account.role_rows = [AccountRole(role=role) for role in sorted(roles)]
        account.note("create", by=by, roles=sorted(roles))
        return account

    def set_roles(self, roles: frozenset[Role], *, by: "Account | None") -> None:
        """Grant exactly these roles."""
        if Role.ADMIN not in roles:
            self._refuse_without_admin()
        kept = [row for row in self.role_rows if row.role in roles]
        new = roles - self.roles
        if new or len(kept) < len(self.role_rows):
            self.note("set_roles", by=by, roles=sorted(roles), before=sorted(self.roles))
            flag_modified(self, "name")  # so that its version counts this change too
        self.role_rows = kept + [AccountRole(role=role) for role in sorted(new)]

    def describe(self, profile: Profile, *, by: "Account | None") -> None:
        """Say whose the account is, what it may be, and who stands behind it."""
        refuse_profile(profile)
        self.set_roles(profile.roles, by=by)
        changed = [
            field
            for field in ("name", "officer", "department", "hamlet")
            if getattr(self, field) != getattr(profile, field)
        ]
        for field in changed:
            setattr(self, field, getattr(profile, field))
        if changed:
            self.note("describe", by=by, fields=changed)

    def _refuse_without_admin(self) -> None:
        """Refuse what would leave nobody to look after the accounts."""
        session = object_session(self)
        if session is None or self.disabled_at or Role.ADMIN not in self.roles:
            return
        others = [one for one in session.scalars(Account.in_use(Role.ADMIN)) if one is not self]
        if self.password_hash:  # one without a password can not stand in for one who has it
            others = [one for one in others if one.password_hash]
        if not others:
            reason = (
                "Đây là người quản trị cuối cùng còn đăng nhập được. Hãy thêm người khác trước."
            )
            raise NotAllowedNow(reason, field="roles")

    def set_password(self, password: str, *, by: "Account | None") -> None:
        """Keep a new password's hash (argon2id)."""
        self.password_hash = _hasher.hash(composed(password))
        self.has_short_password = len(composed(password)) < LEAST
        self.note("set_password", by=by)

    def forget_password(self, *, by: "Account | None") -> None:
        """Let no password open the account until its owner sets one by a link."""
        self.password_hash = None
        self.has_short_password = False
        self.note("forget_password", by=by)

    def replace_password(
        self, password: str, *, by: "Account | None", but: "SignIn | None" = None
    ) -> None:
        """Set a password hard enough to guess; whoever is in with the old one must go.

        ``but``: the sign-in that changes it, which stays.
        """
        names = [self.username, self.name]
        refuse_password(password, names=names, least=self.least_password)
        self.set_password(password, by=by)
        self._shut("password", by=by, but=but)

    def _shut(self, why: str, *, by: "Account | None", but: "SignIn | None" = None) -> None:
        """End the sign-ins and the unused links of the account."""
        session = object_session(self)
        if session is None or self.id is None:
            return
        end_all(session.scalars(SignIn.open_of(self)), why, by=by, but=but)
        for link in session.scalars(Link.open_of(self)):
            link.withdraw(by=by)

    def disable(self, *, by: "Account | None") -> None:
        """Close the account at once, with its sign-ins and links."""
        if by is self:
            reason = "Không tự khóa tài khoản của chính mình được. Hãy nhờ người quản trị khác."
            raise NotAllowedNow(reason)
        self._refuse_without_admin()
        self.disabled_at = clock.now()
        self.note("disable", by=by)
        self._shut("disabled", by=by)

    def end_sign_ins(self, *, by: "Account | None") -> int:
        """Send whoever is in out: a telephone was lost, or a desk left open; give how many."""
        session = object_session(self)
        if session is None:
            return 0
        return end_all(session.scalars(SignIn.open_of(self)), "ended by admin", by=by)

    def enable(self, *, by: "Account | None") -> None:
        """Open the account again."""
        self.disabled_at = None
        self.note("enable", by=by)

    def unlock(self, *, by: "Account | None") -> None:
        """Forget the wrong passwords, so that the owner need not wait a quarter of an hour."""
        session = object_session(self)
        if session is not None:
            session.execute(SignInFailure.of(self))
        self.note("unlock", by=by)


def refuse_username(username: str) -> None:
    """Raise NotAllowedNow unless it can be typed alike on every keyboard, and told by telephone."""
    odd = not re.fullmatch(r"[a-z0-9][a-z0-9._-]{2,39}", username.strip().lower())
    reason = "Hãy ghi từ 3 đến 40 ký tự: chữ không dấu, chữ số, dấu chấm hoặc gạch nối."
    refuse_when(odd, reason, field="username")


def refuse_taken(session: AnySession, username: str) -> None:
    """Raise NotAllowedNow when somebody has this user name."""
    taken = session.scalar(Account.named(username)) is not None
    reason = "Tên đăng nhập này đã có người dùng. Hãy chọn tên khác."
    refuse_when(taken, reason, field="username")


def password_fits(account: Account | None, password: str) -> bool:
    """Check a password in the same time whether or not the account exists."""
    stored = account.password_hash if account and account.password_hash else _DUMMY
    try:
        _hasher.verify(stored, composed(password))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return account is not None and account.is_active and stored is not _DUMMY


class AccountRole(Model):
    """One role of one account."""

    __tablename__ = "account_role"
    __table_args__ = (UniqueConstraint("account_id", "role"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    role: Mapped[Role]
    account: Mapped[Account] = relationship(back_populates="role_rows")


class SignIn(Model):
    """One sign-in (lần đăng nhập): a row that can be ended; the cookie holds only its token."""

    __tablename__ = "sign_in"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    started_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_why: Mapped[str | None]
    address: Mapped[str]
    browser: Mapped[str]
    must_enrol: Mapped[bool] = mapped_column(default=False)  # may only set up the second step

    account: Mapped[Account] = relationship()

    @classmethod
    def start(cls, account: Account, *, address: str, browser: str) -> tuple[Self, str]:
        """Begin a sign-in; give the row and the token that goes into the cookie."""
        token, moment = secrets.token_urlsafe(32), clock.now()
        row = cls(
            account=account,
            token_sha256=token_hash(token),
            started_at=moment,
            last_seen_at=moment,
            address=address,
            browser=browser[:120],
        )
        account.note("sign_in", by=account)
        return row, token

    @classmethod
    def of_token(cls, session: AnySession, token: str) -> Self | None:
        """Find the sign-in of a cookie, with the account and its roles.

        Every request begins so: one plain statement whose rows are held is half as dear as the
        same rows loaded with their relations.
        """
        rows = _of_token().held(session, token=token_hash(token))
        if not rows:
            return None
        found, account, role, department, hamlet = rows[0]
        set_committed_value(found, "account", account)
        set_committed_value(account, "role_rows", [one[_ROLE] for one in rows] if role else [])
        set_committed_value(account, "department", department)
        set_committed_value(account, "hamlet", hamlet)
        return cast("Self", found)

    @classmethod
    def open_of(cls, account: Account) -> Select[Self]:
        """Ask for the sign-ins of an account that have not been ended, newest first."""
        return (
            select(cls)
            .where(cls.account_id == account.id, cls.ended_at.is_(None))
            .order_by(cls.started_at.desc())
        )

    @property
    def is_open(self) -> bool:
        """Whether it still counts: not ended, not idle too long, not older than 12 hours."""
        moment = clock.now()
        return (
            self.ended_at is None
            and self.account.is_active
            and moment - self.last_seen_at < IDLE
            and moment - self.started_at < LONGEST
        )

    def end(self, why: str, *, by: Account | None) -> None:
        """End it at the server: a copied cookie is worth nothing afterwards."""
        if self.ended_at is None:
            self.ended_at = clock.now()
            self.ended_why = why
            self.note("end", by=by, why=why)


def end_all(
    sign_ins: Iterable[SignIn], why: str, *, by: Account | None, but: SignIn | None = None
) -> int:
    """End several sign-ins at the server; give how many."""
    ending = [one for one in sign_ins if one is not but]
    for one in ending:
        one.end(why, by=by)
    return len(ending)


_ROLE = 2  # of a row: the one that differs from row to row


@cache
def _behind() -> tuple[type[Model], ...]:
    """Give whose rows tell of a cookie: the sign-in, its account, a role, and the workplace."""
    relations = Account.__mapper__.relationships
    places = (relations[one].mapper.class_ for one in ("department", "hamlet"))
    return SignIn, Account, AccountRole, *places


@cache
def _of_token() -> SideBySide:
    """Ask for these rows side by side: once more for each role."""
    sign_in, account, role, department, hamlet = (cast("Table", one.__table__) for one in _behind())
    side_by_side = (
        sign_in.join(account)
        .outerjoin(role, role.c.account_id == account.c.id)
        .outerjoin(department, department.c.id == account.c.department_id)
        .outerjoin(hamlet, hamlet.c.id == account.c.hamlet_id)
    )
    question = select().select_from(side_by_side)
    return SideBySide(question.where(sign_in.c.token_sha256 == bindparam("token")), *_behind())


class SignInFailure(Model):
    """One wrong password or code: counted per account and per address, also after a restart."""

    __tablename__ = "sign_in_failure"

    username: Mapped[str] = mapped_column(index=True)
    address: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    at_code: Mapped[bool] = mapped_column(default=False)  # the password was right, the code not

    @classmethod
    def recent(cls, username: str, address: str) -> Select[int, int]:
        """Ask how many of the last fifteen minutes were for the account, and from the address."""
        since = clock.now() - THROTTLE
        return select(
            func.count().filter(cls.username == username.strip().lower()),
            func.count().filter(cls.address == address),
        ).where(
            cls.at > since,
            or_(cls.username == username.strip().lower(), cls.address == address),
        )

    @classmethod
    def wrong_codes(cls, account: Account) -> Select[int]:
        """Ask how many wrong codes a whole day has seen: six digits must not be tried for weeks."""
        since = clock.now() - timedelta(days=1)
        return select(func.count(cls.id)).where(
            cls.username == account.username, cls.at_code, cls.at > since
        )

    @classmethod
    def note_one(cls, username: str, address: str, *, at_code: bool = False) -> Self:
        """Remember one wrong password; what was typed as a name may be cut, it is only compared."""
        name = username.strip().lower()[:80]
        return cls(username=name, address=address, at=clock.now(), at_code=at_code)

    @classmethod
    def of(cls, account: Account) -> Delete:
        """Ask to forget the wrong passwords of an account."""
        return delete(cls).where(cls.username == account.username)

    @classmethod
    def old(cls) -> Delete:
        """Ask to forget what no longer counts."""
        return delete(cls).where(cls.at < clock.now() - FAILURES_KEPT)


def throttled(for_account: int, from_address: int) -> bool:
    """Whether so many failures mean waiting a quarter of an hour (quality.md S-20)."""
    return for_account >= FAILURES_PER_ACCOUNT or from_address >= FAILURES_PER_ADDRESS


class LinkKind(StrEnum):
    """What a one-use link opens."""

    FIRST_ADMIN = "first_admin"
    SET_PASSWORD = "set_password"  # noqa: S105 - the name of a kind, not a password


class Link(Model):
    """A one-use address (liên kết) given by hand; only its hash is stored."""

    __tablename__ = "link"

    kind: Mapped[LinkKind]
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    batch: Mapped[str | None] = mapped_column(String(43), index=True)  # slips printed together

    account: Mapped[Account | None] = relationship(foreign_keys=[account_id])

    @classmethod
    def make(
        cls, kind: LinkKind, account: Account | None, *, by: Account | None
    ) -> tuple[Self, str]:
        """Make a link for seven days; give the row and the secret part of its address."""
        token, moment = secrets.token_urlsafe(24), clock.now()
        row = cls(
            kind=kind,
            token_sha256=token_hash(token),
            account=account,
            made_at=moment,
            expires_at=moment + timedelta(days=LINK_DAYS),
        )
        row.note("make", by=by, kind=kind)
        return row, token

    @classmethod
    def on_slip(cls, account: Account, batch: str, master: str, *, by: Account) -> Self:
        """Make a link whose code is printed on a slip; it is derived, so that it can be shown."""
        row, _token = cls.make(LinkKind.SET_PASSWORD, account, by=by)
        row.batch, row.made_by_id = batch, by.id
        row.token_sha256 = token_hash(slip_code(master, batch, account))
        return row

    @classmethod
    def of_batch(cls, batch: str, by: Account) -> Select[Self]:
        """Ask for the links of slips that may still be shown to whoever made them."""
        return (
            select(cls)
            .join(Account, Account.id == cls.account_id)
            .where(
                cls.batch == batch,
                cls.made_by_id == by.id,
                cls.used_at.is_(None),
                cls.expires_at > clock.now(),
                cls.made_at > clock.now() - SLIP_SHOWN,
            )
            .options(*(joinedload(cls.account).options(one) for one in Account.behind()))
            .order_by(Account.id)
        )

    @classmethod
    def live(cls) -> Select[int | None, datetime]:
        """Ask which accounts hold a link that still opens something, and until when."""
        return (
            select(cls.account_id, func.max(cls.expires_at))
            .where(
                cls.account_id.is_not(None),
                cls.used_at.is_(None),
                cls.expires_at > clock.now(),
            )
            .group_by(cls.account_id)
        )

    @classmethod
    def of_token(cls, token: str) -> Select[Self]:
        """Ask for the link of an address, when it can still be used."""
        return select(cls).where(
            cls.token_sha256 == token_hash(token),
            cls.used_at.is_(None),
            cls.expires_at > clock.now(),
        )

    @classmethod
    def open_of(cls, *accounts: Account) -> Select[Self]:
        """Ask for the links of accounts that nobody has used."""
        ids = [one.id for one in accounts]
        return select(cls).where(
            cls.account_id.in_(ids), cls.used_at.is_(None), cls.expires_at > clock.now()
        )

    def withdraw(self, *, by: Account | None) -> None:
        """Let the link end now: a newer one stands in for it, or the password was set."""
        self.expires_at = clock.now()
        self.note("withdraw", by=by, kind=self.kind)

    @property
    def is_good(self) -> bool:
        """Whether it opens something: its account, when it is for one, may be used."""
        return self.account is None or self.account.is_active

    def use(self, *, by: Account | None) -> None:
        """Spend the link."""
        self.used_at = clock.now()
        self.note("use", by=by, kind=self.kind)

    def begin_with(self, account: Account, password: str) -> None:
        """Spend the link on a password for its account, or for the first admin's."""
        self.use(by=account)
        account.replace_password(password, by=account)
        session = object_session(account)
        if session is not None:
            session.execute(SignInFailure.of(account))


def slip_code(master: str, batch: str, account: Account) -> str:
    """Derive the code of one slip; nothing stored tells it without the app's secret."""
    return long_code(master, "slip", batch, account.id)


def make_slips(
    session: AnySession, accounts: Sequence[Account], master: str, *, by: Account
) -> str:
    """Make a link for each account, to be printed together; older ones end. Give their batch."""
    batch = secrets.token_urlsafe(12)
    for old in session.scalars(Link.open_of(*accounts)):
        old.withdraw(by=by)
    session.add_all(Link.on_slip(account, batch, master, by=by) for account in accounts)
    return batch
