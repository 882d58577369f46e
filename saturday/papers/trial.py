"""May a template that somebody sent take the place of the one in force? Why not, where?"""

from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from jinja2 import TemplateError, TemplateSyntaxError

from saturday.papers import cage
from saturday.papers.cage import Findings
from saturday.papers.layout import UnreadablePaper, check_layout
from saturday.papers.letterhead import Paper
from saturday.papers.package import W, strangers_in, unpack
from saturday.papers.reading import read_word
from saturday.papers.render import Source, render, sources
from saturday.papers.specimens import Amount, specimen
from saturday.papers.spots import hidden_tags, spots_of
from saturday.papers.tags import Reader, forbidden
from saturday.papers.templates import PAPERS
from saturday.papers.variables import variables_of

_QUOTED = 60


def judge(paper: str, content: bytes) -> Findings:
    """Read a template without running it, then try it in a cage; faults refuse it."""
    found = read(PAPERS[paper], content)
    if found.faults:
        return found
    ran = cage.tried(paper, content)
    return Findings(ran.faults, (*found.warnings, *ran.warnings))


def read(paper: type[Paper], content: bytes) -> Findings:
    """Read a template: what lies in the file, and what its tags ask for."""
    try:
        package = unpack(content)
    except UnreadablePaper as fault:
        return Findings((fault.reason,))
    reader = Reader(paper)
    strange = [*strangers_in(package), *hidden_tags(package)]
    faults = [*strange, *reader.read(spots_of(package))]
    missing = set(reader.unprinted()) - paper.NOT_PRINTED
    warnings = () if faults else tuple(_unprinted(paper, missing))
    return Findings(tuple(faults), warnings)


def _unprinted(paper: type[Paper], names: set[str]) -> Iterator[str]:
    """Say which words of a paper its template leaves out."""
    for one in variables_of(paper):
        name = f"{one.within}.{one.name.partition('.')[2]}" if one.within else one.name
        if name in names:
            where = f" trong bảng {one.within}" if one.within else ""
            yield f"Mẫu không in {{{{ {one.name} }}}}{where}: {one.meaning}."


def answer(paper: str) -> None:
    """Inside the cage: set the template that comes in, and say what came of it."""
    cage.answer(lambda content: run(PAPERS[paper], content))


def run(paper: type[Paper], content: bytes) -> Findings:
    """Set a template with examples: some rows, none, one, many, and words that look like tags."""
    try:
        parts = sources(content)
        faults = list(_misread(parts)) or list(_broken(paper, parts))
        if faults:
            return Findings(tuple(dict.fromkeys(faults)))
        made = [render(specimen(paper, amount), content) for amount in Amount]
        for one in made:
            read_word(one)
        return Findings((), tuple(_layout_faults(made[0])))
    except (TemplateError, UnreadablePaper, ET.ParseError, ValueError, KeyError, ArithmeticError):
        return Findings(("Lập thử không thành. Hãy tải mẫu có sẵn về, sửa lại từ mẫu đó.",))


def _misread(parts: Iterable[Source]) -> Iterator[str]:
    """Read each part once more, just as it will be run: nothing but plain things may be there."""
    for source in parts:
        try:
            found = list(forbidden(source.tree))
        except TemplateSyntaxError as fault:
            yield f"{_near(source, fault.lineno)}: thẻ viết sai hoặc đặt sai chỗ."
            continue
        for line, what in found:
            yield f"{_near(source, line)}: không dùng được {what} trong mẫu."


def _broken(paper: type[Paper], parts: Iterable[Source]) -> Iterator[str]:
    """Set each part strictly: docxtpl would mend a broken one by dropping words."""
    for source in parts:
        if source.text.lstrip().startswith("<"):
            for amount in Amount:
                yield from _broken_with(source, paper, amount)


def _broken_with(source: Source, paper: type[Paper], amount: Amount) -> Iterator[str]:
    made = source.set(specimen(paper, amount))
    try:
        tree = ET.fromstring(made)  # noqa: S314 - the package was read without a DOCTYPE
    except ET.ParseError as fault:
        yield f"{_near(Source(source.part, made), fault.position[0])}: văn bản lập ra bị vỡ."
        return
    for cell in tree.iter(f"{W}tc"):
        if len(cell) == 0 or cell[-1].tag != f"{W}p":
            yield (
                f"Ở {source.part}, một ô bảng trống hẳn khi thẻ {{%p … %}} không in gì. "
                "Hãy thêm một dòng trống ở cuối ô đó."
            )
    yield from _rowless(source, tree)


def _rowless(source: Source, tree: Element) -> Iterator[str]:
    for table in tree.iter(f"{W}tbl"):
        if table.find(f"{W}tr") is None:
            yield f"Ở {source.part}, một bảng không còn dòng nào khi danh sách trống."


def _near(source: Source, line: int) -> str:
    """Say where by the words that stand there, or the last before."""
    words = next(filter(None, (source.line(at) for at in range(line, 0, -1))), "")
    shown = words if len(words) <= _QUOTED else f"{words[:_QUOTED]}…"
    return f"Ở {source.part}, gần “{shown}”"


def _layout_faults(made: bytes) -> Iterator[str]:
    for fault in check_layout(made):
        yield fault.sentence
