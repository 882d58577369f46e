"""How is a table of the commune laid out for one person, and searched?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select

from saturday.models.entries import Entry
from saturday.rules.identifiers import show_phone
from saturday.vietnamese.names import matches
from saturday.web.commune.forms import EntryForm


@dataclass(frozen=True)
class Column:
    """One column of a table; a telephone is shown to whom may see it only."""

    head: str
    words: Callable[[Any], str] | None = None
    phone: Callable[[Any], str] | None = None
    look: str = ""
    when_any: bool = False  # left out while no row has a word in it


@dataclass(frozen=True)
class Cell:
    """What one row says in one column."""

    column: Column
    words: str
    phone: str

    @classmethod
    def of(cls, column: Column, row: Entry, *, phones: bool) -> "Cell":
        """Ask a row; telephones only when they may be seen."""
        digits = column.phone(row) if column.phone and phones else ""
        return cls(column, column.words(row) if column.words else "", _phone(digits))

    def holds(self, query: str) -> bool:
        """Whether this is found by what was typed."""
        plain, typed = self.phone.replace(" ", ""), query.replace(" ", "")
        return matches(query, self.words) or (typed.isdigit() and typed in plain)


@dataclass(frozen=True)
class Offer:
    """What a field of a form offers to choose from."""

    rows: Callable[[], Select[Any]]
    none: str | None  # the choice of nothing


@dataclass(frozen=True)
class Table:
    """One table: its words, its rows and the form over one of them."""

    title: str
    one: str  # as it stands after a verb: "Thêm thôn, bản"
    lede: str
    how_to_begin: str
    model: type[Entry]
    rows: Callable[[], Select[Any]]
    form: type[EntryForm]
    name: Callable[[Any], str]
    columns: tuple[Column, ...]
    offers: Mapping[str, Offer] = field(default_factory=dict)
    more: str = ""  # the template of what stands below the form of a row
    is_fixed: bool = False  # rows are neither added nor removed
    judges_days: bool = False  # a change may make a planned Saturday fall
    by_year: bool = False

    @property
    def nothing(self) -> str:
        """Say that nothing was entered, and how to begin."""
        return f"Chưa nhập {self.title[:1].lower()}{self.title[1:]}. {self.how_to_begin}"


@dataclass(frozen=True)
class Listing:
    """The rows of a table as one person sees and searches them."""

    columns: Sequence[Column]
    rows: Sequence[tuple[Entry, Sequence[Cell]]]
    total: int

    @property
    def heads(self) -> list[tuple[str, str]]:
        """Give the words and the look of each head."""
        return [(column.head, column.look) for column in self.columns]

    @classmethod
    def of(cls, table: Table, rows: Sequence[Entry], query: str, *, phones: bool) -> "Listing":
        """Lay out the rows that hold what is looked for."""
        seen = [column for column in table.columns if column.words or phones]
        laid = [(row, [Cell.of(column, row, phones=phones) for column in seen]) for row in rows]
        shown = [
            at
            for at, column in enumerate(seen)
            if not column.when_any or any(cells[at].words for _row, cells in laid)
        ]
        return cls(
            columns=[seen[at] for at in shown],
            rows=[
                (row, [cells[at] for at in shown])
                for row, cells in laid
                if any(cell.holds(query) for cell in cells)
            ],
            total=len(laid),
        )


def _phone(digits: str) -> str:
    return show_phone(digits) if digits else ""
