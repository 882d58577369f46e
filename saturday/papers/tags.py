"""Does each {{ … }} and {% … %} of a template ask for something that there is, in its place?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

from saturday.papers.spots import Spot
from saturday.papers.variables import has_parts, leaves_of, parts_of, row_of

_TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}|\{#(.*?)#\}", re.DOTALL)
_OPENING = re.compile(r"\{[{%#]|[}%#]\}|[{}]")
_PLACED = re.compile(r"(p|tr|tc|r)\s")
_UNREADABLE = (
    (_OPENING, "chưa đóng đúng: mở {{ thì đóng }}, mở {% thì đóng %}"),
    (
        re.compile(r"[()\[\]]"),
        "có dấu ngoặc ( ) hoặc [ ]; mẫu không dùng hàm, phép tính, dấu ngoặc",
    ),
    (re.compile(r"^[-+]|[-+]$"), "có dấu - hoặc + sát ngoặc; hãy bỏ dấu đó"),
    (
        re.compile(r"^\s+(p|tr|tc|r)\s+(for|if|elif|else|endif|endfor)\b"),
        "phải viết liền {%p hoặc {%tr, không có dấu cách sau {%",
    ),
)
_QUOTES = str.maketrans("“”‘’", "\"\"''")
_LONGEST_TAG, _MOST_FAULTS = 200, 20
_CLOSES = {"endfor": "for", "endif": "if"}
_MIDDLES = {"else", "elif"}
# What a template is made of; everything else of Jinja stays outside.
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
)
_LOOP = {"index": str, "first": str, "last": str, "length": str}
_ENVIRONMENT = Environment(autoescape=True)  # parses only; papers.render has the one that sets


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag of a paragraph."""

    spot: Spot
    whole: str  # as it stands there
    inner: str  # what it says, its quotes made plain
    mark: str  # "{" prints, "%" decides
    place: str = ""  # "p" and "tr" stand for their paragraph and their row

    @property
    def keyword(self) -> str:
        return (self.inner.split() or [""])[0]

    @property
    def opening(self) -> str:
        return f"{{%{self.place} "


@dataclass(slots=True)
class _Block:
    """A for or an if that is open."""

    tag: Tag
    names: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Reader:
    """Reads the tags of a template against the words of its paper."""

    paper: type
    blocks: list[_Block] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)  # a row's name: the list it is of

    def read(self, spots: Iterable[Spot]) -> list[str]:
        """Read everything; give the faults, each saying where."""
        known = list(spots)
        rows: dict[tuple[str, int | None], str] = {}
        for spot in known:
            key = spot.part, spot.row
            rows[key] = rows.get(key, "") + spot.text.strip()
        for spot in known:
            for tag in self._tags(spot):
                self._place(tag, rows[spot.part, spot.row])
                self._take(tag)
        for block in self.blocks:
            self._say(block.tag, f"chưa có {block.tag.opening}end{block.tag.keyword} %}} đóng lại")
        return list(dict.fromkeys(self.faults))[:_MOST_FAULTS]

    def unprinted(self) -> list[str]:
        """Name the words that the template never prints."""
        return sorted(leaves_of(self.paper) - self.printed)

    def _say(self, tag: Tag, fault: str) -> None:
        self.faults.append(f"{tag.spot.words}: thẻ {tag.whole} {fault}.")

    def _tags(self, spot: Spot) -> Iterator[Tag]:
        end, loose = 0, ""
        for found in _TAG.finditer(spot.text):
            loose += spot.text[end : found.start()] + "\n"
            end = found.end()
            tag = self._tag(spot, found)
            if tag is not None:
                yield tag
        stray = _OPENING.search(loose + spot.text[end:])
        if stray is not None:
            self.faults.append(f"{spot.words}: {_stray_words(stray.group())}")

    def _tag(self, spot: Spot, found: re.Match[str]) -> Tag | None:
        """Read one tag; None when it can't be read at all."""
        whole, inner = found.group(), found.group()[2:-2].translate(_QUOTES)
        tag = Tag(spot, " ".join(whole.split()), inner.strip(), whole[1])
        fault = _unreadable(whole[1], inner)
        if any(found.start() < cut < found.end() for cut in spot.cuts):
            fault = "bị một liên kết hoặc ô nhập cắt ngang; hãy xóa đi, gõ lại liền một mạch"
        if fault:
            self._say(tag, fault)
            return None
        placed = _PLACED.match(inner) if whole[1] == "%" else None
        if placed is None:
            return tag
        return Tag(spot, tag.whole, inner[placed.end() :].strip(), "%", placed.group(1))

    def _place(self, tag: Tag, row: str) -> None:
        """Refuse a tag that stands for a paragraph or a row, but is not alone there."""
        alone = "phải đứng riêng một đoạn; chữ khác trong đoạn đó sẽ mất"
        if tag.place == "p" and " ".join(tag.spot.text.split()) != tag.whole:
            self._say(tag, alone)
        elif tag.place == "tr" and tag.spot.row is None:
            self._say(tag, "phải đứng trong bảng, riêng một dòng")
        elif tag.place == "tr" and " ".join(row.split()) != tag.whole:
            self._say(tag, "phải đứng riêng một dòng của bảng; chữ khác trong dòng đó sẽ mất")

    def _take(self, tag: Tag) -> None:
        if tag.mark == "{":
            self._print(tag)
        elif tag.keyword in {"for", "if"}:
            self._open(tag)
        elif tag.keyword in _CLOSES or tag.keyword in _MIDDLES:
            self._close(tag)
        else:
            self._say(
                tag, f"không dùng được trong mẫu; chỉ dùng for, if, chứ không “{tag.keyword}”"
            )

    def _print(self, tag: Tag) -> None:
        tree = self._parsed(tag, f"{{{{ {tag.inner} }}}}")
        for output in tree.find_all(nodes.Output) if tree else ():
            for one in output.nodes:
                kind = self._kind(tag, one)
                if kind is not None and kind is not str:
                    self._say(tag, _not_text(tag.inner, kind))

    def _open(self, tag: Tag) -> None:
        block = _Block(tag)
        tree = self._parsed(tag, f"{{% {tag.inner} %}}{{% end{tag.keyword} %}}")
        loop = tree.find(nodes.For) if tree else None
        if loop is not None:
            block.names = self._loop(tag, loop)
        self._test(tag, tree)
        self.blocks.append(block)

    def _loop(self, tag: Tag, loop: nodes.For) -> dict[str, Any]:
        """Read a loop; give the names that its rows have."""
        kind, name = self._kind(tag, loop.iter), getattr(loop.target, "name", "")
        if loop.test is not None or loop.recursive or not name:
            self._say(tag, "chỉ viết được dạng for … in …")
        if kind is not None and row_of(kind) is None:
            self._say(tag, f"không lặp được: {_path(loop.iter)} chỉ có một dòng chữ")
        if any(one.tag.keyword == "for" for one in self.blocks):
            self._say(tag, "nằm trong một vòng lặp khác; mỗi bảng chỉ lặp một lần")
        self.aliases[name] = self._whole(loop.iter)
        return {name: row_of(kind), "loop": _LOOP}

    def _close(self, tag: Tag) -> None:
        """Match what ends or divides a block with what begins it."""
        if not self.blocks:
            self._say(tag, "không có for hoặc if nào mở trước đó")
            return
        fault = _mismatch(tag, self.blocks[-1].tag)
        if fault:
            self._say(tag, fault)
        if tag.keyword == "elif":
            self._test(tag, self._parsed(tag, f"{{% {tag.inner[2:]} %}}{{% endif %}}"))
        if tag.keyword in _CLOSES:
            self.blocks.pop()

    def _test(self, tag: Tag, tree: nodes.Template | None) -> None:
        """Read what an if or an elif asks."""
        test = tree.find(nodes.If) if tree else None
        if test is not None:
            self._kind(tag, test.test)

    def _parsed(self, tag: Tag, source: str) -> nodes.Template | None:
        """Read what a tag says; a forbidden or misspelt one is named and not read further."""
        try:
            tree = _ENVIRONMENT.parse(source)
        except TemplateSyntaxError:
            self._say(tag, "viết sai: tên biến viết liền, không dấu cách, không dấu tiếng Việt")
            return None
        for what in dict.fromkeys(what for _line, what in forbidden(tree)):
            self._say(tag, f"không dùng được {what} trong mẫu")
            return None
        return tree

    # What kind of thing an expression is; None when that is not known, and was said.

    def _kind(self, tag: Tag, node: nodes.Node) -> Any:  # noqa: ANN401 - a type of the paper's
        if isinstance(node, nodes.Name):
            return self._named(tag, node.name)
        if isinstance(node, nodes.Getattr):
            return self._part(tag, node)
        if not isinstance(node, (nodes.Const, nodes.TemplateData)):
            for inner in node.iter_child_nodes():
                self._kind(tag, inner)
        return str

    def _names(self) -> dict[str, Any]:
        names = {name: part.kind for name, part in parts_of(self.paper).items()}
        for block in self.blocks:
            names |= block.names
        return names

    def _named(self, tag: Tag, name: str) -> Any:  # noqa: ANN401 - as above
        names = self._names()
        if name not in names:
            self._say(tag, f"không có biến “{name}”{self._meant(name, names)}")
            return None
        self.printed.add(self.aliases.get(name, name))
        return names[name]

    def _part(self, tag: Tag, node: nodes.Getattr) -> Any:  # noqa: ANN401 - as above
        whole = self._kind(tag, node.node)
        if whole is None:
            return None
        parts: Mapping[str, Any] = {}
        if has_parts(whole):
            parts = {name: part.kind for name, part in parts_of(whole).items()}
        elif isinstance(whole, dict):
            parts = whole
        owner = _path(node.node)
        if node.attr not in parts:
            near = get_close_matches(node.attr, parts, 1)
            hint = f"; có phải “{owner}.{near[0]}”" if near else ""
            listed = f" (có: {', '.join(parts)})" if parts and not near else ""
            self._say(tag, f"“{owner}” không có phần “{node.attr}”{listed}{hint}")
            return None
        self.printed.add(f"{self._whole(node.node)}.{node.attr}")
        return parts[node.attr]

    def _whole(self, node: nodes.Node) -> str:
        path = _path(node)
        return self.aliases.get(path, path)

    def _meant(self, name: str, names: Mapping[str, Any]) -> str:
        """Offer the name that was probably meant."""
        inner = {
            key: f"{owner}.{key}"
            for owner, kind in names.items()
            for key in (parts_of(kind) if has_parts(kind) else ())
        }
        rows = {
            key: f"row.{key}” trong bảng “{owner}"
            for owner, kind in names.items()
            if has_parts(row_of(kind))
            for key in parts_of(row_of(kind))
        }
        offered = {**rows, **inner, **{one: one for one in names}}
        near = get_close_matches(name, offered, 1, cutoff=0.6)
        return f"; có phải “{offered[near[0]]}”" if near else ""


_HOMES = {"": "ở cùng một đoạn", "p": "ở cùng một ô hoặc cùng ngoài bảng", "tr": "ở cùng một bảng"}


def _home(tag: Tag) -> object:
    """Give what must be the same for the beginning and the end of a block."""
    spot = tag.spot
    return {"": spot, "p": (spot.part, spot.box), "tr": (spot.part, spot.table)}[tag.place]


def _short(spot: Spot) -> str:
    where = f"{spot.part.lower()}, đoạn" if spot.part else "đoạn"
    return f"{where} {spot.number}"


def _path(node: nodes.Node) -> str:
    """Write a name as the template has it."""
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return getattr(node, "name", "…")


def _stray_words(sign: str) -> str:
    if sign in {"{{", "{%", "{#"}:
        end = {"{{": "}}", "{%": "%}", "{#": "#}"}[sign]
        return f"thẻ mở bằng {sign} phải đóng bằng {end} trong cùng một đoạn."
    if sign in {"}}", "%}", "#}"}:
        return f"dấu {sign} không có dấu mở đi trước trong cùng đoạn."
    return "dấu ngoặc nhọn lẻ; thẻ có hai dấu ở mỗi đầu, ví dụ {{ signature.name }}."


def _unreadable(mark: str, inner: str) -> str:
    """Say why the inside of a tag is not even looked at."""
    if mark == "#":
        return "là ghi chú; mẫu không dùng ghi chú, hãy xóa đi"
    if len(inner) > _LONGEST_TAG:
        return "quá dài"
    found = next((words for sign, words in _UNREADABLE if sign.search(inner)), "")
    placed = _PLACED.match(inner)
    if not found and placed and (mark == "{" or placed.group(1) in {"tc", "r"}):
        return "viết sai chỗ mở; biến viết {{ tên }}, khối viết {%p … %} hoặc {%tr … %}"
    return found


def _mismatch(tag: Tag, begun: Tag) -> str:
    """Say how what ends a block does not match what begins it."""
    wanted = _CLOSES.get(tag.keyword, "if")
    if wanted != begun.keyword:
        return f"không khớp: {begun.whole} ở {_short(begun.spot)} chưa đóng"
    if tag.place != begun.place:
        return f"phải viết {begun.opening}{tag.inner} %}} như chỗ mở"
    if _home(tag) != _home(begun):
        return f"phải {_HOMES[tag.place]} với {begun.whole} ở {_short(begun.spot)}"
    return ""


def _not_text(inner: str, kind: Any) -> str:  # noqa: ANN401 - a type of the paper's
    row = row_of(kind)
    if row is str:
        return (
            f"có nhiều dòng; hãy viết {{%p for line in {inner} %}} {{{{ line }}}} {{%p endfor %}}"
        )
    if has_parts(row):
        return f"là một bảng; hãy viết {{%tr for row in {inner} %}} … {{%tr endfor %}}"
    parts = ", ".join(parts_of(kind)) if has_parts(kind) else "index, first, last"
    return f"là một nhóm; hãy viết rõ phần nào (có: {parts})"


_CALLED = {
    nodes.Call: "lời gọi hàm",
    nodes.Filter: "bộ lọc “|”",
    nodes.Test: "phép thử “is”",
    nodes.Getitem: "dấu [ ]",
    nodes.CondExpr: "“if … else” trong một biến",
    nodes.Include: "“include”",
    nodes.Import: "“import”",
    nodes.FromImport: "“import”",
    nodes.Macro: "“macro”",
    nodes.Assign: "“set”",
}


def forbidden(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Name everything in a template that is not of the few plain things allowed, with its line."""
    todo: list[nodes.Node] = [tree]
    while todo:
        node = todo.pop()
        if not isinstance(node, ALLOWED):
            yield node.lineno, _CALLED.get(type(node), "phép tính")
        elif _is_private(node):
            yield node.lineno, "tên bắt đầu bằng dấu gạch dưới"
        todo.extend(node.iter_child_nodes())


def _is_private(node: nodes.Node) -> bool:
    name = getattr(node, "attr", None) or getattr(node, "name", None)
    return isinstance(name, str) and name.startswith("_")
