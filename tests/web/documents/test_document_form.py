"""Can a draft be reworded, and is nobody's text lost?"""

from sqlalchemy import select

from saturday.extensions import db
from saturday.models.documents import Document
from saturday.rules.numbering import Issuer
from tests.pages import Person, values_of
from tests.web.documents import stories


def address(row: Document) -> str:
    return f"/van-ban/{row.id}/sua"


def test_a_reworded_draft_is_checked_anew(centre: Person) -> None:
    row = stories.paper()
    page = centre.get(f"/van-ban/{row.id}")
    centre.send(page, "/kiem-tra-noi-dung")

    done = centre.send(centre.get(address(row)), "/sua", signer_name="Hoàng Văn Sơn (mẫu)")

    assert done.notice == "Đã sửa dự thảo. Cần kiểm tra lại nội dung và thể thức."
    assert "Hoàng Văn Sơn (mẫu)" in done.main
    db.session.refresh(row)
    assert row.content_checked_at is None


def test_a_later_saver_sees_both_versions(centre: Person, clerk: Person) -> None:
    row = stories.paper()
    mine, theirs = centre.get(address(row)), clerk.get(address(row))
    clerk.send(theirs, "/sua", signer_name="Phạm Thị Hai (mẫu)")

    late = centre.send(mine, "/sua", signer_name="Phạm Thị Nhất (mẫu)")

    assert late.status == 409
    assert late.rows("Hai bản") == [
        ["Họ tên người ký", "Phạm Thị Hai (mẫu)", "Phạm Thị Nhất (mẫu)"]
    ]
    assert values_of(late.form("/sua"))["signer_name"] == ["Phạm Thị Nhất (mẫu)"]
    kept = centre.send(late, "/sua")
    assert "Phạm Thị Nhất (mẫu)" in kept.main


def test_an_empty_choice_is_refused_and_the_rest_is_kept(centre: Person) -> None:
    row = stories.paper()

    refused = centre.send(centre.get(address(row)), "/sua", title="", signer_name="A (mẫu)")

    assert (refused.status, refused.faults) == (422, ["Hãy ghi trích yếu."])
    assert values_of(refused.form("/sua"))["signer_name"] == ["A (mẫu)"]


def test_a_notice_with_gaps_still_needs_its_reason(centre: Person) -> None:
    stories.saturday(without="LAND")
    page = centre.get("/van-ban/lap/assignment_notice/2026-04-11")
    centre.send(page, "2026-04-11", signer_name=stories.SIGNER, incomplete_reason="Cử sau")
    row = db.session.scalars(select(Document)).one()

    refused = centre.send(centre.get(address(row)), "/sua", incomplete_reason="")

    assert refused.faults == ["Hãy ghi lý do vẫn lập khi còn thiếu."]


def test_a_checked_paper_is_not_reworded(centre: Person) -> None:
    row = stories.paper()
    page = centre.get(address(row))
    stories.take(row, "checked")

    refused = centre.send(page, "/sua", version=str(row.version))

    assert refused.status == 422
    assert refused.faults == ["Chỉ sửa được dự thảo. Hãy trả văn bản về dự thảo trước."]


def test_only_the_office_and_the_lists_own_department_reword(
    economy: Person, leader: Person, office: Person
) -> None:
    mine = stories.paper(sort="nomination")
    notice = stories.paper("issued")

    assert economy.get(address(mine)).status == 200
    assert economy.get(address(notice)).status == 403
    assert office.get(address(mine)).status == 404
    assert leader.get(address(mine)).status == 403
    assert economy.get("/van-ban/999/sua").status == 404


def test_a_signer_typed_without_capitals_is_refused_at_the_field(centre: Person) -> None:
    row = stories.paper()

    refused = centre.send(centre.get(address(row)), "/sua", signer_name="phan thị lan")

    assert refused.status == 422
    assert refused.faults == ["Hãy viết hoa chữ cái đầu của họ và tên."]
    assert values_of(refused.form("/sua"))["signer_name"] == ["phan thị lan"]


def test_a_drafted_notice_goes_over_to_the_other_body(centre: Person) -> None:
    row = stories.paper(sort="citizen_notice")
    page = centre.get(address(row))
    assert page.soup.find("a", href=f"{address(row)}?issuer=COMMITTEE")

    other = centre.get(f"{address(row)}?issuer=COMMITTEE")

    shown = values_of(other.form("/sua"))
    assert shown["signer_capacity"] == ["TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"]
    assert shown["title"] == [row.title]
    refused = centre.send(other, "/sua", title="")
    assert "Cơ quan ban hành: Ủy ban nhân dân xã." in refused.main
    centre.send(refused, "/sua", title=row.title, signer_name=stories.SIGNER)
    db.session.refresh(row)
    assert (row.symbol, row.issuer) == ("TB-UBND", Issuer.COMMITTEE)
