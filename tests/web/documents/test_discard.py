"""Can a draft made by mistake be thrown away, and only a draft?"""

from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.documents import Document
from tests.pages import Person, values_of
from tests.web.documents import stories

ACT = "/bo"


def count() -> int:
    return db.session.scalars(select(func.count(Document.id))).one()


def test_the_draft_is_gone_and_the_log_remembers(centre: Person) -> None:
    row = stories.paper()
    page = centre.get(f"/van-ban/{row.id}")
    assert "Dự thảo này mất hẳn" in page.main

    done = centre.send(page, ACT)

    assert done.notice == "Đã bỏ dự thảo Thông báo phân công thứ Bảy, 11/4."
    assert count() == 0
    assert db.session.scalars(AuditEvent.newest()).one().verb == "discard"


def test_a_checked_paper_is_not_thrown_away(centre: Person) -> None:
    row = stories.paper()
    page = centre.get(f"/van-ban/{row.id}")
    stories.take(row, "checked")

    refused = centre.send(page, ACT)

    assert refused.status == 409
    assert "Chỉ bỏ được dự thảo." in refused.main
    assert count() == 1


def test_a_department_throws_away_only_its_own_list(
    economy: Person, office: Person, leader: Person, centre: Person
) -> None:
    mine, notice = stories.paper(sort="nomination"), stories.paper("issued")
    page = economy.get(f"/van-ban/{mine.id}")
    data = values_of(page.form(ACT))

    assert office.post(f"/van-ban/{mine.id}{ACT}", dict(data)).status in {400, 404}
    assert leader.post(f"/van-ban/{mine.id}{ACT}", dict(data)).status == 403
    assert economy.post(f"/van-ban/{notice.id}{ACT}", dict(data)).status == 403
    assert centre.get(f"/van-ban/{mine.id}").has_form(ACT)
    assert economy.send(page, ACT).status == 200
    assert count() == 1
