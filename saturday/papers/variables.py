"""Which words may a template ask for, and what does each mean?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints


class Says:
    """What a word of a paper means to a clerk, with examples of it (ý nghĩa của biến)."""

    def __init__(self, meaning: str, *examples: str) -> None:
        self.meaning = meaning
        self.examples = examples


ORDER = Says("Số thứ tự", *map(str, range(1, 61)))  # as long as the longest specimen


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a paper's words: its kind, and what it says."""

    kind: Any  # str, a dataclass of words, or a tuple of either
    says: Says


@dataclass(frozen=True, slots=True)
class Variable:
    """One line of the list of what a template may ask for."""

    name: str  # as the template writes it, "heading.number"; in a list's rows, "row.name"
    meaning: str
    example: str
    within: str = ""  # the list whose rows it is a part of
    has_rows: bool = False  # a table
    has_lines: bool = False

    @property
    def tags(self) -> tuple[str, ...]:
        """Write what stands for it in a template, each on a line of its own."""
        if self.has_rows:
            return f"{{%tr for row in {self.name} %}}", "…", "{%tr endfor %}"
        if self.has_lines:
            return f"{{%p for line in {self.name} %}}", "{{ line }}", "{%p endfor %}"
        return (f"{{{{ {self.name} }}}}",)


@cache
def parts_of(kind: type) -> Mapping[str, Part]:
    """Give the fields of a dataclass of words."""
    hints = get_type_hints(kind, include_extras=True)
    return {field.name: _part(hints[field.name]) for field in fields(kind)}


def _part(hint: Any) -> Part:  # noqa: ANN401 - a type as it was written
    if get_origin(hint) is Annotated:
        kind, says = get_args(hint)
        return Part(kind, says)
    return Part(hint, Says(""))


def row_of(kind: Any) -> Any:  # noqa: ANN401 - as above
    """Give what a list is a list of; None when it is no list."""
    return get_args(kind)[0] if get_origin(kind) is tuple else None


def has_parts(kind: Any) -> bool:  # noqa: ANN401 - as above
    return isinstance(kind, type) and is_dataclass(kind)


def variables_of(paper: type) -> list[Variable]:
    """List every word of a paper, in the order of its fields."""
    return [one for name, part in parts_of(paper).items() for one in _listed(name, part)]


def _listed(name: str, part: Part, within: str = "") -> Iterator[Variable]:
    row, says = row_of(part.kind), part.says
    if has_parts(part.kind):
        yield from _inner(name, part.kind)
    elif has_parts(row):
        yield Variable(name, says.meaning, "", has_rows=True)
        yield from _inner("row", row, within=name)
    elif row is str:
        yield Variable(name, says.meaning, " / ".join(says.examples), has_lines=True)
    else:
        example = next(filter(None, says.examples), "")
        yield Variable(name, says.meaning, example, within)


def _inner(name: str, kind: type, within: str = "") -> Iterator[Variable]:
    for key, part in parts_of(kind).items():
        yield from _listed(f"{name}.{key}", part, within)


def leaves_of(paper: type) -> set[str]:
    """Name everything that a template may print, by whole names: "people.name"."""
    found: set[str] = set()
    for name, part in parts_of(paper).items():
        inner = part.kind if has_parts(part.kind) else row_of(part.kind)
        found |= {f"{name}.{key}" for key in parts_of(inner)} if has_parts(inner) else {name}
    return found
