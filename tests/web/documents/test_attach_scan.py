"""May the signed file come later, and is it really what it says?"""

from io import BytesIO

import pytest

from saturday.extensions import db
from saturday.models.documents import Document, FileStage
from tests.pages import Page, Person, values_of
from tests.web.documents import stories

ACT = "/ban-ky"


def open_page(person: Person, row: Document) -> Page:
    return person.get(f"/van-ban/{row.id}")


@pytest.mark.parametrize("sort", ["assignment_notice", "nomination"])
def test_a_finished_paper_waits_for_its_signed_file(clerk: Person, sort: str) -> None:
    row = stories.paper("signed" if sort == "nomination" else "issued", sort=sort)
    page = open_page(clerk, row)
    assert "Chưa có bản ký" in page.main

    done = clerk.send(page, ACT, scan=(BytesIO(stories.PDF), "scan.pdf"))

    assert done.notice == "Đã lưu bản ký."
    assert "Chưa có bản ký" not in done.main
    db.session.refresh(row)
    kept = row.file_at(FileStage.SCAN)
    assert kept is not None
    assert kept.content == stories.PDF


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 word", b"<html>"])
def test_another_file_is_refused(clerk: Person, content: bytes) -> None:
    row = stories.paper("issued")

    refused = clerk.send(open_page(clerk, row), ACT, scan=(BytesIO(content), "scan.pdf"))

    assert refused.status == 422
    assert refused.faults == ["Tệp phải là PDF, JPG hoặc PNG. Hãy chọn lại tệp bản ký."]
    db.session.refresh(row)
    assert row.file_at(FileStage.SCAN) is None


def test_no_file_is_refused_too(clerk: Person) -> None:
    refused = clerk.send(open_page(clerk, stories.paper("issued")), ACT)

    assert refused.status == 422


def test_an_unsigned_paper_takes_none(clerk: Person) -> None:
    issued, row = stories.paper("issued"), stories.paper(sort="annual_plan")
    data = values_of(open_page(clerk, issued).form(ACT))

    refused = clerk.post(
        f"/van-ban/{row.id}{ACT}", {**data, "scan": (BytesIO(stories.PDF), "scan.pdf")}
    )

    assert refused.faults == ["Chỉ đính kèm bản ký cho văn bản đã ký hoặc đã phát hành."]


def test_others_attach_nothing(centre: Person, clerk: Person) -> None:
    row = stories.paper("issued")
    data = values_of(open_page(clerk, row).form(ACT))
    page = open_page(centre, row)

    assert not page.has_form(ACT)
    assert "Văn thư đính kèm khi có." in page.main
    assert centre.post(f"/van-ban/{row.id}{ACT}", dict(data)).status == 403
    assert clerk.post(f"/van-ban/999{ACT}", dict(data)).status == 404
