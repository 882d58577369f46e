"""What of the reports is measured? See worker.py."""

from functools import cache, partial

from saturday import create_app
from saturday.extensions import db
from saturday.models.documents import Subject
from saturday.papers import making
from saturday.papers.letterhead import HeadedPaper
from saturday.papers.render import TEMPLATES, render
from saturday.rules.periods import Period
from tests.bench.control import bare_paper
from tests.bench.worker import Browser, Call, Page, Works, bare_beside, both

KEY = "2026-03-15/2026-04-14"
PAGE = f"/bao-cao/ky/{KEY}"


def works(cookies: dict[str, str]) -> Works:
    """List everything that can be measured."""
    app = create_app()
    control, _copy = bare_beside()
    centre = Browser(app, cookies["trungtam"])

    @cache
    def words() -> HeadedPaper:
        with app.app_context():
            return report()

    template = TEMPLATES / "monthly_report.docx"
    return {
        **both(control, "period", Page(centre, PAGE)),
        "report": lambda: Call(partial(render, words())),
        "report bare": lambda: Call(partial(bare_paper, template, words().as_words())),
    }


def report() -> HeadedPaper:
    """Give the words of the period's report, as the app drafts it."""
    subject = Subject(period=Period.of_key(KEY))
    papers = making.proposed(db.session, making.MONTHLY_REPORT, subject)
    document = making.begin(db.session, papers, subject, by=None)
    words = making.words_now(db.session, document)
    db.session.rollback()
    return words
