"""Who has no account yet, and which user name would be told easily by telephone?"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Self

from sqlalchemy import select
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, StringField

from saturday.extensions import db
from saturday.models.accounts import Account, Profile, refuse_username
from saturday.models.commune import Hamlet, Officer
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from saturday.vietnamese.names import fold
from saturday.vietnamese.numbers import words
from saturday.web.fields import BaseForm, at_most

MOST = 200  # rows of one page; the rest come when these have accounts
LONGEST = 40


@dataclass(frozen=True, slots=True)
class Group:
    """People of one kind, each of whom may get an account."""

    key: str
    title: str
    words: str  # how many of what
    role: Role
    rows: Callable[[], list[Hamlet] | list[Officer]]
    suggest: Callable[[str], str]

    def profile(self, row: Hamlet | Officer) -> Profile:
        """Say whose the account is."""
        return Profile(
            name=row.name,
            roles=frozenset({self.role}),
            officer=row if isinstance(row, Officer) else None,
            hamlet=row if isinstance(row, Hamlet) else None,
        )


def village_name(name: str) -> str:
    """Propose a user name for a village: "Thôn 7" → thon7."""
    return re.sub(r"\(.*?\)|[^a-z0-9]", "", fold(name))[:LONGEST]


def officer_name(name: str) -> str:
    """Propose a user name for a person, as offices write it: "Phan Văn Tài" → taipv."""
    words = re.sub(r"[^a-z0-9 ]", "", fold(re.sub(r"\(.*?\)", "", name))).split()
    first = "".join(word[0] for word in words[:-1])
    return f"{words[-1] if words else ''}{first}"[:LONGEST]


def _hamlets() -> list[Hamlet]:
    taken = select(Account.hamlet_id).where(Account.hamlet_id.is_not(None))
    question = Hamlet.in_order().where(Hamlet.id.not_in(taken)).limit(MOST)
    return list(db.session.scalars(question))


def _officers() -> list[Officer]:
    taken = select(Account.officer_id).where(Account.officer_id.is_not(None))
    question = Officer.serving().where(Officer.id.not_in(taken)).limit(MOST)
    return list(db.session.scalars(question).unique())


GROUPS: Mapping[str, Group] = MappingProxyType(
    {
        group.key: group
        for group in (
            Group("thon", "Thôn, bản", "thôn, bản", Role.HAMLET, _hamlets, village_name),
            Group(
                "cong-chuc",
                "Cán bộ, công chức",
                "cán bộ, công chức",
                Role.OFFICER,
                _officers,
                officer_name,
            ),
        )
    }
)


def free(wanted: str, taken: set[str]) -> str:
    """Give the name that is wanted, with a number where somebody has it; remember it as taken."""
    base = wanted if len(wanted) > 2 else f"{wanted}.xa"  # noqa: PLR2004 - the least of a user name
    names = (base, *(f"{base[: LONGEST - 3]}{number}" for number in range(2, 1000)))
    name = next(one for one in names if one not in taken)
    taken.add(name)
    return name


class BulkRow(Form):
    """One account that would be made."""

    pick = BooleanField("Tạo", default=True)
    key = HiddenField()
    username = StringField("Tên đăng nhập", [at_most(LONGEST)])


class BulkForm(BaseForm):
    """Accounts for a group, each ticked, with a user name that may be changed."""

    rows = FieldList(FormField(BulkRow))

    @classmethod
    def proposing(cls, group: Group) -> Self:
        """Propose a free user name for everybody of the group who has no account."""
        taken = set(db.session.scalars(select(Account.username)))
        form = cls(
            rows=[
                {"pick": True, "key": str(row.id), "username": free(group.suggest(row.name), taken)}
                for row in group.rows()
            ]
        )
        form.name_rows(group.rows())
        return form

    @classmethod
    def sent(cls, group: Group) -> Self:
        """Read what was sent, with the names beside it."""
        form = cls()
        form.name_rows(group.rows())
        return form

    def name_rows(self, people: Iterable[Hamlet] | Iterable[Officer]) -> None:
        """Write beside each row whose it is; who got an account meanwhile is not there any more."""
        self.people = {str(one.id): one for one in people}

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - as WTForms has it
        """Refuse each ticked row whose name can't be typed, or is somebody's already."""
        good: bool = super().validate(extra_validators)
        taken = set(db.session.scalars(select(Account.username)))
        times = self.lowered()
        for entry in self.ticked():
            field = entry.form.username
            name = str(field.data)
            fault = fault_of(name, taken, times[name])
            if fault:
                field.errors = [fault]
                good = False
        if not self.ticked():
            self.refuse("Chưa chọn ai. Hãy đánh dấu ít nhất một dòng rồi tạo tài khoản.")
            good = False
        return good

    def lowered(self) -> Counter[str]:
        """Write the names that are ticked in small letters; count how often each stands there."""
        for entry in self.ticked():
            entry.form.username.data = str(entry.form.username.data or "").lower()
        return Counter(str(entry.form.username.data) for entry in self.ticked())

    def ticked(self) -> "list[FormField[BulkRow]]":
        """Give the rows to make; who got an account meanwhile is passed over."""
        return [
            one
            for one in self.rows.entries
            if one.form.pick.data and one.data["key"] in self.people
        ]

    def make(self, group: Group, *, by: Account) -> list[Account]:
        """Make the accounts that are ticked."""
        made = []
        for entry in self.ticked():
            profile = group.profile(self.people[entry.data["key"]])
            account = Account.create(entry.data["username"], profile.name, profile.roles, by=by)
            db.session.add(account)
            account.describe(profile, by=by)
            made.append(account)
        db.session.flush()  # slips need the accounts' numbers
        return made


def fault_of(username: str, taken: set[str], times: int) -> str | None:
    """Say why a user name can't be given."""
    try:
        refuse_username(username)
    except NotAllowedNow as refusal:
        return refusal.reason
    if username in taken:
        return f"Tên {username} đã có người dùng. Hãy ghi tên khác."
    if times > 1:
        return f"Tên {username} ghi {words(times)} lần trong bảng này. Hãy đổi một dòng."
    return None
