"""The same work done barely: what the app is compared with.

A page: the same questions, asked once more by the ORM in a bare session, and the same page, its
markup in a plain template and its words put in one by one. A save: the same statements by Core.
No sign-in, permissions, forms, rules, arranging, addresses and headers: what the app adds.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any, Self

from docxtpl import DocxTemplate  # noqa: TID251 - the bare one, to compare with
from flask import Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import DictLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from sqlalchemy import Connection, Engine, Executable, event
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import ORMExecuteState, Session

# Markup as it stands, and a word after it: text between tags, or an address.
WORDS = re.compile(r"(?<=>)[^<>]*[^<>\s][^<>]*(?=<)|(?<=href=\")[^\"]*")
TEMPLATES = {"page": "{% for markup, word in pieces %}{{ markup }}{{ word }}{% endfor %}"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as the app sent it."""

    words: Executable
    values: Any
    is_doubled: bool = False

    def sent_by(self, connection: Connection) -> None:
        """Send it once more by Core, and read all that comes."""
        answer = connection.execute(self.words, self.values)
        if answer.returns_rows:
            answer.all()

    def asked_in(self, session: Session) -> None:
        """Ask it once more by the ORM, and read all that comes."""
        answer = session.execute(self.words, self.values)
        (answer.unique() if self.is_doubled else answer).all()

    def tried_in(self, session: Session) -> "Statement":
        """Say whether rows come doubled, joined with several others: then they must be sifted."""
        try:
            self.asked_in(session)
        except InvalidRequestError:
            return replace(self, is_doubled=True)
        return self


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page asked, and what it showed: markup and words by turns."""

    questions: Sequence[Statement]
    pieces: Sequence[tuple[Markup, str]]

    @classmethod
    def of(cls, questions: Sequence[Statement], page: str) -> Self:
        """Take a page apart."""
        places = [found.span() for found in WORDS.finditer(page)]
        ends = [0, *(end for _start, end in places)]
        pieces = [
            (Markup(page[end:start]), unescape(page[start:stop]))  # noqa: S704 - our own page
            for end, (start, stop) in zip(ends, places, strict=False)
        ]
        return cls(questions, [*pieces, (Markup(page[ends[-1] :]), "")])  # noqa: S704 - as above


class Control:
    """The bare app."""

    def __init__(self, engine: Engine) -> None:
        """Open its doors."""
        self.engine = engine
        self.pages: dict[str, Seen] = {}
        self.saves: list[Sequence[Statement]] = []
        self.flask = Flask("bare")
        self.flask.jinja_env.loader = DictLoader(TEMPLATES)
        self.flask.select_jinja_autoescape = lambda filename: filename in TEMPLATES  # type: ignore[method-assign] # one kind of template
        self.flask.add_url_rule("/", view_func=hello)
        self.flask.add_url_rule("/page/<name>", view_func=self.page)
        self.flask.add_url_rule("/save", view_func=self.save, methods=["POST"])

    def page(self, name: str) -> str:
        """Ask what the app asked, and show the same page."""
        seen = self.pages[name]
        with Session(self.engine) as session:
            for one in seen.questions:
                one.asked_in(session)
            return render_template("page", pieces=seen.pieces)

    def save(self) -> ResponseReturnValue:
        """Read the form and write what the app wrote."""
        assert request.form
        with self.engine.begin() as connection:
            for one in self.saves.pop(0):
                one.sent_by(connection)
        return redirect("/", 303)


def hello() -> str:
    """Say something: the least that the stack can do."""
    return "hello"


def bare_paper(template: Path, words: dict[str, object]) -> bytes:
    """Set words in a template with docxtpl alone, as safely as it can be asked to."""
    form = DocxTemplate(template)
    form.render(words, jinja_env=ImmutableSandboxedEnvironment(autoescape=True), autoescape=True)
    made = BytesIO()
    form.save(made)
    return made.getvalue()


# --- What does the app send? ----------------------------------------------------------------------


@contextmanager
def asked() -> Iterator[list[Statement]]:
    """Note what is asked in sessions; what rows load besides is asked again by asking these."""
    questions: list[Statement] = []

    def note(state: ORMExecuteState) -> None:
        if not state.is_relationship_load and not state.is_column_load:
            questions.append(Statement(state.statement, state.parameters))

    event.listen(Session, "do_orm_execute", note)
    try:
        yield questions
    finally:
        event.remove(Session, "do_orm_execute", note)


@contextmanager
def sent() -> Iterator[list[Statement]]:
    """Note what is sent to the database."""
    statements: list[Statement] = []

    def note(_connection: object, words: Any, many: Any, one: Any, _options: object) -> None:  # noqa: ANN401 - SQLAlchemy's own
        statements.append(Statement(words, many or one))

    event.listen(Engine, "before_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_execute", note)
