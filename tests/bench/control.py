"""The same work done barely: the same stack and statements, and nothing of what the app adds."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate  # noqa: TID251 - the bare one, to compare with
from flask import Flask, redirect, render_template, request
from flask.typing import ResponseReturnValue
from jinja2 import DictLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment
from sqlalchemy import Connection, Engine, Executable, select
from sqlalchemy.orm import Session, joinedload

from saturday.models.commune import Department, Officer
from saturday.models.documents import Document
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment, DutyRequirement, Line, Nomination, Replacement
from tests.bench.records import BUSY_DAY, LIST_DAY

TEMPLATES = {
    "table": """<!DOCTYPE html><title>{{ title }}</title><table>{% for row in rows %}
<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>""",
    "page": """<!DOCTYPE html><title>{{ title }}</title>
{% for words in texts %}<p>{{ words }}</p>{% endfor %}
{% for table in tables %}<table>{% for row in table %}
<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>{% endfor %}""",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as the app sent it, for Core to send once more."""

    words: Executable
    values: Any

    def sent_by(self, connection: Connection) -> Sequence[Any]:
        """Send it, and read all that comes."""
        answer = connection.execute(self.words, self.values)
        return answer.all() if answer.returns_rows else ()


@dataclass(frozen=True, slots=True)
class Seen:
    """What the app sent for a page, and the words that it then showed."""

    statements: Sequence[Statement]
    texts: Sequence[str] = ()
    tables: Sequence[Sequence[Sequence[str]]] = ()


class Control:
    """The bare app."""

    def __init__(self, engine: Engine) -> None:
        """Open its doors."""
        self.engine = engine
        self.pages: dict[str, Seen] = {}
        self.saves: list[Seen] = []
        self.flask = Flask("bare")
        self.flask.jinja_env.loader = DictLoader(TEMPLATES)
        self.flask.add_url_rule("/", view_func=hello)
        self.flask.add_url_rule("/officers", view_func=self.officers)
        self.flask.add_url_rule("/documents", view_func=self.documents)
        self.flask.add_url_rule("/page/<name>", view_func=self.page)
        self.flask.add_url_rule("/save", view_func=self.save, methods=["POST"])
        self.flask.add_url_rule("/rows/officers", view_func=self.officer_rows)
        self.flask.add_url_rule("/rows/documents", view_func=self.document_rows)
        self.flask.add_url_rule("/rows/hub", view_func=self.hub_rows)
        self.flask.add_url_rule("/rows/save", view_func=self.save_rows, methods=["POST"])

    def officers(self) -> str:
        """List everybody."""
        asked = (
            select(
                Officer.name, Officer.post, Department.short_name, Officer.phone, Officer.left_on
            )
            .join(Department)
            .order_by(Officer.left_on.is_not(None), Officer.sort_key, Officer.id)
        )
        return self._table("Cán bộ, công chức", asked)

    def documents(self) -> str:
        """List all papers."""
        asked = select(
            Document.id, Document.title, Document.number, Document.symbol, Document.dated_on,
            Document.state,
        ).order_by(Document.drafted_at.desc(), Document.id.desc())  # fmt: skip
        return self._table("Văn bản", asked)

    def _table(self, title: str, asked: Any) -> str:  # noqa: ANN401 - a Select of some columns
        with self.engine.connect() as connection:
            return render_template("table", title=title, rows=connection.execute(asked).all())

    def page(self, name: str) -> str:
        """Ask what the app asked, and show the same words."""
        seen = self.pages[name]
        with self.engine.connect() as connection:
            for one in seen.statements:
                one.sent_by(connection)
        return render_template("page", title=name, texts=seen.texts, tables=seen.tables)

    def save(self) -> ResponseReturnValue:
        """Read the form and write what the app wrote."""
        assert request.form
        with self.engine.begin() as connection:
            for one in self.saves.pop(0).statements:
                one.sent_by(connection)
        return redirect("/", 303)

    # The same once more with the app's own rows in place of bare Core: what does the ORM cost?

    def officer_rows(self) -> str:
        """List everybody."""
        with Session(self.engine) as session:
            people = session.scalars(Officer.everyone())
            rows = [(one.name, one.post, one.department.short_name, one.phone) for one in people]
            return render_template("table", title="Cán bộ, công chức", rows=rows)

    def document_rows(self) -> str:
        """List all papers."""
        asked = select(Document).order_by(Document.drafted_at.desc(), Document.id.desc())
        with Session(self.engine) as session:
            papers = session.scalars(
                asked.options(joinedload(Document.plan), joinedload(Document.duty_session))
            )
            rows = [(one.title, one.full_number, one.dated_on, one.state) for one in papers]
            return render_template("table", title="Văn bản", rows=rows)

    def hub_rows(self) -> str:
        """Ask for the rows of a Saturday's page, and show the same words."""
        seen = self.pages["hub"]
        with Session(self.engine) as session:
            row = session.scalars(DutySession.on(BUSY_DAY)).one()
            for asked in (DutyRequirement, Assignment, Nomination, Replacement, Document):
                session.scalars(asked.of_session(row)).all()
            session.scalars(Department.in_order()).all()
            return render_template("page", title="hub", texts=seen.texts, tables=seen.tables)

    def save_rows(self) -> ResponseReturnValue:
        """Read the form and let the row's own verb write the list."""
        assert request.form
        with Session(self.engine) as session:
            duty_session = session.scalars(DutySession.on(LIST_DAY)).one()
            department = session.scalars(Department.coded("kinh-te")).one()
            row = session.scalars(Nomination.for_(duty_session, department)).one()
            lines = [Line(one.duty, one.officer) for one in row.lines]
            row.write(lines, remark=request.form["remark"], cannot_reason="", by=None)
            session.commit()
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
