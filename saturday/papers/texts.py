"""How does a channel's wording become the text of one Saturday? Plain text, nothing but facts."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb
from types import MappingProxyType
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from saturday.models.announcements import TextOverride
from saturday.models.base import AnySession
from saturday.papers.facts import EXAMPLE, FACT_NAMES, MADE_OF_FACTS, PublicFacts
from saturday.rules.announcements import MOST_LETTERS_ANYWHERE, Channel, News
from saturday.rules.refusals import NotAllowedNow, refuse_when
from saturday.vietnamese import dates
from saturday.vietnamese.names import nfc

TEXTS = Path(__file__).parents[2] / "templates" / "texts"
WORDS: Mapping[str, str] = MappingProxyType({**FACT_NAMES, **MADE_OF_FACTS})

_LONGEST_SENTENCE = 25  # words, as many as one breath takes
FULL = replace(EXAMPLE, is_mobile=True, hamlet="Bản mẫu", not_taken=EXAMPLE.settled, address="…")
_NAME = "<template>"  # what Jinja calls a text without a file
_GAPS = re.compile(r"\n{3,}")
_END = " .…;,:"
# A wording chooses and lists facts. It cannot count, call or repeat anything by itself, so that
# its length is bounded by its own and by the lists'.
_ALLOWED = (
    nodes.And,
    nodes.Compare,
    nodes.CondExpr,
    nodes.Const,
    nodes.Filter,
    nodes.For,
    nodes.If,
    nodes.Name,
    nodes.Not,
    nodes.Operand,
    nodes.Or,
    nodes.Output,
    nodes.TemplateData,
)


def source_of(session: AnySession, channel: Channel, news: News) -> str:
    """Give the wording of a channel: the commune's own, else the built-in one."""
    row = session.scalars(TextOverride.of(channel, news)).one_or_none()
    return row.source if row else built_in(channel, news)


def sources_of(session: AnySession, news: News) -> dict[Channel, str]:
    """Give the wordings of all channels at once."""
    own = {row.channel: row.source for row in session.scalars(TextOverride.of_news(news))}
    return {channel: own.get(channel) or built_in(channel, news) for channel in Channel}


def built_in(channel: Channel, news: News) -> str:
    """Read the wording that comes with the app; a change of day may borrow the website's."""
    before = "" if news is News.HELD else f"{news}_"
    file = TEXTS / f"{before}{channel}.txt"
    return (file if file.exists() else TEXTS / f"{before}website.txt").read_text("utf-8")


def render(source: str, facts: PublicFacts) -> str:
    """Put a Saturday's facts into a wording; raises NotAllowedNow naming line and word."""
    made = {name: getattr(facts, name) for name in MADE_OF_FACTS}
    try:
        text = _compiled(source).render(asdict(facts) | made)
    except (TemplateError, TypeError, ValueError, AttributeError) as fault:
        lines = [one.lineno for one in extract_tb(fault.__traceback__) if one.filename == _NAME]
        raise NotAllowedNow(_at(source, [1, *filter(None, lines)][-1]), field="source") from fault
    return _tidy(text)


def refuse_source(source: str, facts: PublicFacts) -> str:
    """Refuse a wording that is broken or says nothing of these facts; give what it says."""
    refuse_when(not source.strip(), "Hãy ghi lời văn của tin.", field="source")
    long = f"Lời văn dài quá {MOST_LETTERS_ANYWHERE} ký tự. Hãy bớt chữ."
    refuse_when(len(source) > MOST_LETTERS_ANYWHERE, long, field="source")
    render(source, FULL.as_if(facts.news))  # all its branches
    text = render(source, facts)
    refuse_when(not text, "Lời văn này không cho ra chữ nào. Hãy ghi lại.", field="source")
    return text


@lru_cache(maxsize=64)
def _compiled(source: str) -> Any:  # noqa: ANN401 - a template, or whatever Jinja makes of it
    """Compile a wording once, after looking at all it asks for."""
    try:
        tree = _environment.parse(source)
        _refuse_strange(tree, source)
        return _environment.from_string(tree)
    except TemplateSyntaxError as fault:
        raise NotAllowedNow(_at(source, fault.lineno), field="source") from fault


def _refuse_strange(tree: nodes.Template, source: str) -> None:
    """Refuse what a wording has no need of, each with its line and word."""
    for node, line, inside in _walk(tree, 1, frozenset()):
        if isinstance(node, nodes.Name) and node.name not in inside | WORDS.keys():
            reason = f"Dòng {line}: không có từ “{node.name}”. Hãy xem bảng các từ dùng được."
            raise NotAllowedNow(reason, field="source")
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            reason = f"Dòng {line}: không có cách viết “{node.name}”. Hãy xem bảng các cách viết."
            raise NotAllowedNow(reason, field="source")
        twice = isinstance(node, nodes.For) and inside
        refuse_when(twice or not isinstance(node, _ALLOWED), _at(source, line), field="source")


def _walk(
    node: nodes.Node, line: int, inside: frozenset[str]
) -> Iterator[tuple[nodes.Node, int, frozenset[str]]]:
    """Go through a wording: each piece, its line, and the name a list gives to one item."""
    for child in node.iter_child_nodes():
        if isinstance(node, nodes.For) and child is node.target:
            continue
        at = child.lineno or line
        yield child, at, inside
        target = child.target if isinstance(child, nodes.For) else None
        named = {target.name} if isinstance(target, nodes.Name) else set()
        yield from _walk(child, at, inside | named)


def _at(source: str, line: int) -> str:
    lines = source.splitlines()
    found = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return f"Dòng {line}: chưa đọc được “{found[:60]}”. Hãy sửa phần trong dấu ngoặc nhọn."


def _tidy(text: str) -> str:
    """Trim each line, and leave one blank line at most between two."""
    return _GAPS.sub("\n\n", "\n".join(nfc(line) for line in text.splitlines())).strip()


def _lower_first(text: str) -> str:
    """Let a name stand within a sentence; an abbreviation keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _listed(items: Iterable[str]) -> str:
    """Write a list within a sentence; items that have commas are parted by semicolons."""
    names = [_lower_first(one.rstrip(_END)) for one in items]
    return ("; " if any("," in name for name in names) else ", ").join(names)


def _in_sentences(items: Iterable[str], first: str, then: str) -> str:
    """Say a list in as many short sentences as it takes, for the loudspeaker."""
    groups: list[list[str]] = []
    for item in items:
        before = first if len(groups) <= 1 else then
        if groups and _words(before, *groups[-1], item) <= _LONGEST_SENTENCE:
            groups[-1].append(item)
        else:
            groups.append([item])
    starts = [first, *(then for _ in groups)]
    return "\n".join(
        f"{start} {_listed(group)}." for start, group in zip(starts, groups, strict=False)
    )


def _words(*parts: str) -> int:
    return sum(len(part.split()) for part in parts)


def _sentence(text: str) -> str:
    """Make a sentence of what somebody typed."""
    return f"{_capital(text.strip(_END))}." if text.strip(_END) else ""


def _day_in_words(day: date) -> str:
    """Write a day without its year: "thứ Bảy, ngày 11 tháng 4"."""
    return dates.long_day(day).rpartition(" năm ")[0]


def _if_set(write: Callable[[Any], str]) -> Callable[[date | time | None], str]:
    """Write a day or an hour; one that is not set leaves nothing."""
    return lambda moment: write(moment) if moment is not None else ""


FILTERS: Mapping[str, tuple[Callable[..., object], str]] = MappingProxyType(
    {
        "long_day": (_if_set(dates.long_day), "thứ Bảy, ngày 11 tháng 4 năm 2026"),
        "day_in_words": (_if_set(_day_in_words), "thứ Bảy, ngày 11 tháng 4"),
        "listed_day": (_if_set(dates.listed_day), "thứ Bảy, 11/4"),
        "numeric_day": (_if_set(dates.numeric_day), "11/4/2026"),
        "day_month": (_if_set(dates.day_month), "11/4"),
        "weekday": (_if_set(dates.weekday), "thứ Bảy"),
        "clock": (_if_set(dates.clock), "7 giờ 30"),
        "listed": (_listed, "chứng thực, hộ tịch, đất đai"),
        "in_sentences": (_in_sentences, "một danh sách thành nhiều câu ngắn, cho loa"),
        "sentence": (_sentence, "viết hoa đầu câu, có dấu chấm"),
        "capital": (_capital, "viết hoa chữ đầu"),
        "length": (len, "số mục của một danh sách"),
    }
)


def _made() -> ImmutableSandboxedEnvironment:
    """Make the sandbox; what it makes is plain text, so nothing is escaped."""
    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,  # a text, never a page; pages escape it when they show it
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.clear()
    made.tests.clear()
    made.filters = {name: does for name, (does, _example) in FILTERS.items()}
    return made


_environment = _made()
