"""Which abbreviations does the commune write, and how are they said on the loudspeaker?"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped, mapped_column

from saturday.models.base import AnySession, built_once
from saturday.models.entries import Entry
from saturday.rules.bulletins import refuse_abbreviation
from saturday.vietnamese.names import phrase_sort_key


class Abbreviation(Entry):
    """What is written short, and what is said for it (chữ viết tắt)."""

    __tablename__ = "abbreviation"

    KEY: ClassVar[tuple[str, ...]] = ("written",)
    OPEN: ClassVar[tuple[str, ...]] = ("written",)
    TAKEN: ClassVar[str] = "Chữ viết tắt này đã có trong bảng. Hãy sửa dòng đã có."

    written: Mapped[str] = mapped_column(unique=True)
    said: Mapped[str]
    sort_key: Mapped[str]

    def _put(self, values: Mapping[str, Any]) -> None:
        """Write values; what is written takes its place in the order along."""
        super()._put(values)
        if "written" in values:
            self.sort_key = phrase_sort_key(values["written"])

    def _check(self, values: Mapping[str, Any]) -> None:
        """Refuse plain words, and what can't be said itself."""
        refuse_abbreviation(values["written"], values["said"])

    @classmethod
    def begin(cls, written: str, said: str) -> Self:
        """Make a row of the defaults."""
        return cls(written=written, said=said, sort_key=phrase_sort_key(written))

    @classmethod
    @built_once
    def in_order(cls) -> Select[Self]:
        """Ask for the whole table by alphabet."""
        return select(cls).order_by(cls.sort_key, cls.id)

    @classmethod
    def known(cls, session: AnySession) -> dict[str, str]:
        """Give what is said for each, as a text is read aloud with them."""
        return dict(iter(session.execute(select(cls.written, cls.said))))
