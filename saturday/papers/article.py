"""How does a plain text become clean HTML: headings, paragraphs, lists?"""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from markupsafe import Markup, escape

_ITEM = re.compile(r"[-–—•+*]\s+")
_LABEL = re.compile(r"(?P<label>[^\W\d_][^:.!?]{1,30}:)\s+(?P<rest>\S.*)")


def html(text: str, *, level: int = 2) -> Markup:
    """Give a text as HTML without any attribute; a line that announces a list heads it."""
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    heads = {
        place
        for place, (line, following) in enumerate(pairwise(lines))
        if line.endswith(":") and not _is_item(line) and _is_item(following)
    }
    blocks: list[Markup] = []
    for is_list, run in groupby(enumerate(lines), lambda one: _is_item(one[1])):
        if is_list:
            blocks.append(_list(line for _place, line in run))
        else:
            blocks += [_line(line, level if place in heads else None) for place, line in run]
    return Markup("\n").join(blocks)


def _is_item(line: str) -> bool:
    return _ITEM.match(line) is not None


def _list(lines: Iterator[str]) -> Markup:
    items = (Markup("<li>{}</li>").format(_ITEM.sub("", line, count=1)) for line in lines)
    return Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(items))


def _line(line: str, level: int | None) -> Markup:
    """Give one line: a heading, or a paragraph whose label stands out."""
    if level is not None:
        return Markup("<h{0}>{1}</h{0}>").format(level, line.rstrip(":"))
    found = _LABEL.fullmatch(line)
    words = Markup("<b>{label}</b> {rest}").format(**found.groupdict()) if found else escape(line)
    return Markup("<p>{}</p>").format(words)
