"""What is reported of the invented Saturdays?"""

from dataclasses import replace
from datetime import date

from saturday.demo import notices
from saturday.demo.moments import at
from saturday.demo.people import DIRECTOR
from saturday.demo.stage import Stage
from saturday.extensions import db
from saturday.models.documents import Check, Subject
from saturday.papers import making
from saturday.papers.issuing import Entry, issue
from saturday.rules.periods import Period

MARCH = Period(date(2026, 2, 15), date(2026, 3, 14))


def report_march(stage: Stage) -> None:
    """Report the month that ended on 14/3: drafted, checked by two, signed and numbered."""
    subject = Subject(period=MARCH)
    clerk = stage.accounts["vanthu"]
    stage.at("2026-03-16 07:40")
    begun = making.proposed(db.session, making.MONTHLY_REPORT, subject)
    words = replace(begun, signer_name=DIRECTOR)
    document = making.begin(db.session, words, subject, by=stage.accounts["trungtam"])
    db.session.flush()
    stage.at("2026-03-16 07:55")
    notices.check(stage, document, Check.CONTENT, "trungtam")
    stage.at("2026-03-16 08:05")
    notices.check(stage, document, Check.FORM, "vanthu")
    stage.at("2026-03-16 08:20")
    making.sign(db.session, document, at("2026-03-16 08:15"), by=clerk)
    issue(db.session, document, Entry("14", date(2026, 3, 16)), by=clerk)
