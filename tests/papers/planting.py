"""How a test finds a line in a Word file and spoils it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from io import BytesIO

from docx import Document
from docx.document import Document as Form
from docx.text.paragraph import Paragraph

from saturday.papers.letterhead import Paper
from saturday.papers.render import render

Spoil = Callable[[Form], object]


def opened(paper: Paper) -> Form:
    return Document(BytesIO(render(paper)))


def saved(form: Form) -> bytes:
    made = BytesIO()
    form.save(made)
    return made.getvalue()


def spoiled(paper: Paper, *spoils: Spoil) -> bytes:
    form = opened(paper)
    for spoil in spoils:
        spoil(form)
    return saved(form)


def every_line(form: Form) -> Iterator[Paragraph]:
    for element in form.element.body.xpath(".//w:p"):
        yield Paragraph(element, form._body)


def at(form: Form, beginning: str) -> Paragraph:
    """Find the line that begins so."""
    return next(line for line in every_line(form) if line.text.startswith(beginning))


def say(beginning: str, text: str) -> Spoil:
    """Set other words in the look of the old ones."""

    def spoil(form: Form) -> None:
        line = at(form, beginning)
        for run in line.runs[1:]:
            run._r.getparent().remove(run._r)
        line.runs[0].text = text

    return spoil


def below(form: Form, beginning: str) -> Paragraph:
    """Find the line right below another in the same place."""
    return Paragraph(at(form, beginning)._p.getnext(), form._body)


def drop(beginning: str) -> Spoil:
    def spoil(form: Form) -> None:
        line = at(form, beginning)._p
        line.getparent().remove(line)

    return spoil


def drop_below(beginning: str) -> Spoil:
    """Leave out the line below: the rule of an element."""

    def spoil(form: Form) -> None:
        rule = below(form, beginning)._p
        rule.getparent().remove(rule)

    return spoil


def type_below(beginning: str, text: str) -> Spoil:
    """Type something where a rule should be drawn."""

    def spoil(form: Form) -> None:
        rule = below(form, beginning)
        rule.style = "Quốc hiệu"
        rule.add_run(text)

    return spoil


def change(beginning: str, act: Callable[[Paragraph], object]) -> Spoil:
    return lambda form: act(at(form, beginning))


def change_below(beginning: str, act: Callable[[Paragraph], object]) -> Spoil:
    return lambda form: act(below(form, beginning))


def twice(beginning: str) -> Spoil:
    def spoil(form: Form) -> None:
        line = at(form, beginning)._p
        line.addnext(deepcopy(line))

    return spoil
