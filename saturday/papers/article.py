"""How does a plain text become clean HTML: headings, paragraphs, lists?"""

import re
from functools import lru_cache
from itertools import groupby, pairwise

from markupsafe import Markup, escape

_ITEM = re.compile(r"[-–—•+*]\s+")
_LABEL = re.compile(r"([^\W\d_][^:.!?]{1,30}:)\s+(\S.*)")


@lru_cache(maxsize=64)  # what is published stays: a page is opened far more often than written
def html(text: str, *, level: int = 2) -> Markup:
    """Give a text as HTML without any attribute; a line that announces a list heads it."""
    lines = [line for line in map(str.strip, str(escape(text)).splitlines()) if line]
    heads = {
        place
        for place, (line, following) in enumerate(pairwise(lines))
        if line.endswith(":") and not _is_item(line) and _is_item(following)
    }
    blocks: list[str] = []
    for is_list, run in groupby(enumerate(lines), lambda one: _is_item(one[1])):
        if is_list:
            items = (f"<li>{_ITEM.sub('', line, count=1)}</li>\n" for _place, line in run)
            blocks.append(f"<ul>\n{''.join(items)}</ul>")
        else:
            blocks += [_line(line, level if place in heads else None) for place, line in run]
    return Markup("\n".join(blocks))  # noqa: S704 - escaped before anything was put around it


def _is_item(line: str) -> bool:
    return _ITEM.match(line) is not None


def _line(line: str, level: int | None) -> str:
    """Give one line: a heading, or a paragraph whose label stands out."""
    if level is not None:
        return f"<h{level}>{line.rstrip(':')}</h{level}>"
    found = _LABEL.fullmatch(line)
    words = f"<b>{found[1]}</b> {found[2]}" if found else line
    return f"<p>{words}</p>"
