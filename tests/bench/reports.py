"""What of the reports is measured? Run as the worker that stands ready (see worker.py)."""

from saturday import create_app
from saturday.extensions import db
from saturday.models.documents import Subject
from saturday.papers import making
from saturday.papers.render import TEMPLATES, render
from saturday.rules.periods import Period
from tests.bench.control import bare_paper
from tests.bench.worker import Browser, Call, Page, Work, bare_beside, both, main

KEY = "2026-03-15/2026-04-14"
PAGE = f"/bao-cao/ky/{KEY}"


def works(cookies: dict[str, str]) -> dict[str, Work]:
    """List everything that can be measured."""
    app = create_app()
    control, _copy = bare_beside()
    centre = Browser(app, cookies["trungtam"])
    with app.app_context():
        subject = Subject(period=Period.of_key(KEY))
        papers = making.proposed(db.session, making.MONTHLY_REPORT, subject)
        document = making.begin(db.session, papers, subject, by=None)
        words = making.words_now(db.session, document)
        db.session.rollback()
    template = TEMPLATES / "monthly_report.docx"
    return {
        "hello": Page(Browser(control.flask), "/"),
        **both(control, "period", Page(centre, PAGE)),
        "report": Call(lambda: render(words)),
        "report bare": Call(lambda: bare_paper(template, words.as_words())),
    }


if __name__ == "__main__":
    main(works)
