"""How is a row of the commune's tables entered, changed and taken away?"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import BindParameter, ColumnElement, exists, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, object_session

from saturday import clock
from saturday.models.base import AnySession, Model, Versioned
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese.names import fold, nfc

if TYPE_CHECKING:
    from saturday.models.accounts import Account


class Entry(Versioned, Model):
    """One row of the commune's tables (mục của danh mục)."""

    __abstract__ = True

    KEY: ClassVar[tuple[str, ...]] = ()  # no two rows are alike in all of these
    TAKEN: ClassVar[str] = ""  # what is said of a second one
    IN_USE: ClassVar[str] = ""  # what to do instead of removing a row that others name
    OPEN: ClassVar[tuple[str, ...]] = ()  # whose values are no person's: the audit log tells them

    def enter(
        self, session: AnySession, values: Mapping[str, object], *, by: "Account | None"
    ) -> None:
        """Add this row to its table."""
        self._refuse(session, values)
        self._put(values)
        session.add(self)
        self.note("add", by=by, **self._told())

    def change(self, values: Mapping[str, object], *, by: "Account | None") -> None:
        """Write other values into this row."""
        self._refuse(self._session(), values)
        changed = [name for name, value in values.items() if getattr(self, name) != value]
        if not changed:
            return
        self._put({name: values[name] for name in changed})
        self.note("change", by=by, fields=changed, **self._told())

    def remove(self, *, by: "Account | None") -> None:
        """Take this row away; refused in words while other rows name it."""
        session = self._session()
        used = (session.scalar(select(exists().where(column == self.id))) for column in self._uses)
        refuse_when(any(used), self.IN_USE)
        self.note("remove", by=by, **self._told())
        session.delete(self)

    def _put(self, values: Mapping[str, object]) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def _check(self, values: Mapping[str, object]) -> None:
        """Refuse values that contradict each other."""

    def _refuse(self, session: AnySession, values: Mapping[str, object]) -> None:
        self._check(values)
        if not self.KEY:
            return
        with session.no_autoflush:
            others = [row for row in session.scalars(select(type(self))) if row is not self]
        key = [_alike(values[name]) for name in self.KEY]
        if any([_alike(getattr(row, name)) for name in self.KEY] == key for row in others):
            raise NotAllowedNow(self.TAKEN, field=self.KEY[0])

    def _told(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.OPEN}

    def _session(self) -> Session:
        session = object_session(self)
        if session is None:
            message = "only a stored row can be changed or removed"
            raise RuntimeError(message)
        return session

    @property
    def _uses(self) -> list[ColumnElement[int]]:
        """Find every column, of whichever table, that names a row of this one."""
        return [
            key.parent
            for table in self.metadata.tables.values()
            for key in table.foreign_keys
            if key.column.table is self.__table__
        ]


class Ending(Entry):
    """A row that stops being offered after a day; what names it keeps it (mục có ngày hết)."""

    __abstract__ = True

    valid_to: Mapped[date | None] = mapped_column(sort_order=1)  # the last day

    @classmethod
    def lasts(cls, day: date | BindParameter[date] | None = None) -> ColumnElement[bool]:
        """Ask for what is still offered on a day, today unless told."""
        when = clock.today() if day is None else day
        return or_(cls.valid_to.is_(None), cls.valid_to >= when)

    @property
    def is_current(self) -> bool:
        """Whether it is still offered today."""
        return self.valid_to is None or self.valid_to >= clock.today()


def fresh_code(name: str, taken: Iterable[str], otherwise: str) -> str:
    """Make a code out of a name that no other row has: "Kinh tế" is kinh-te."""
    plain = "-".join(re.findall(r"[a-z0-9]+", fold(name)))[:36].strip("-") or otherwise
    known = set(taken)
    codes = (plain, *(f"{plain}-{number}" for number in range(2, len(known) + 3)))
    return next(code for code in codes if code not in known)


def _alike(value: object) -> object:
    """Compare names without regard to capitals; marks tell two villages apart."""
    return nfc(value).lower() if isinstance(value, str) else value
