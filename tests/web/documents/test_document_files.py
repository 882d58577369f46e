"""Do the files of a paper come out whole, under names people can read?"""

import shutil
from urllib.parse import quote

import pytest

from saturday.extensions import db
from saturday.models.documents import DOCX, FileStage
from saturday.papers import pdf
from saturday.papers.layout import check_layout
from saturday.papers.reading import read_word
from saturday.rules.permissions import Role
from saturday.web.documents import routes
from tests import factories
from tests.pages import Person
from tests.web.documents import stories


def text(content: bytes) -> str:
    return "\n".join(line.text for line in read_word(content).lines)


def test_a_draft_is_set_anew_each_time(centre: Person) -> None:
    row = stories.paper()
    before = centre.get(f"/van-ban/{row.id}/docx").response.data
    assert row.duty_session is not None
    stories.replaced(row.duty_session)

    after = centre.get(f"/van-ban/{row.id}/docx").response.data

    assert "Người thay (mẫu)" not in text(before)
    assert "Người thay (mẫu)" in text(after)
    assert check_layout(after) == []


@pytest.mark.parametrize(
    ("step", "stage"),
    [
        ("checked", FileStage.CHECKED),
        ("signed", FileStage.SIGNED),
        ("issued", FileStage.NUMBERED),
    ],
)
def test_a_checked_paper_keeps_its_bytes(clerk: Person, step: str, stage: FileStage) -> None:
    row = stories.paper(step)
    assert row.duty_session is not None
    stories.replaced(row.duty_session)

    given = clerk.get(f"/van-ban/{row.id}/docx").response.data

    kept = row.file_at(stage)
    assert kept is not None
    assert given == kept.content


def test_the_file_has_a_vietnamese_name_and_a_plain_one(clerk: Person) -> None:
    row = stories.paper("issued")

    answer = clerk.get(f"/van-ban/{row.id}/docx").response

    name = "28-TB-TTPVHCC Thông báo phân công thứ Bảy 11-4.docx"
    assert answer.content_type == DOCX
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="28-TB-TTPVHCC Thong bao phan cong thu Bay 11-4.docx"; '
        f"filename*=UTF-8''{quote(name, safe='')}"
    )
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_kept_file_can_be_fetched(clerk: Person) -> None:
    row = stories.paper("issued")

    for file in row.files:
        answer = clerk.get(f"/van-ban/{row.id}/tep/{file.id}").response
        assert answer.data == file.content
        assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert clerk.get(f"/van-ban/{row.id}/tep/999").status == 404


def test_a_file_of_another_paper_is_no_page(economy: Person, clerk: Person) -> None:
    hidden, shown = stories.paper("signed"), stories.paper("issued", sort="annual_plan")
    file = hidden.files[0]

    assert economy.get(f"/van-ban/{hidden.id}/tep/{file.id}").status == 404
    assert economy.get(f"/van-ban/{shown.id}/tep/{file.id}").status == 404
    assert economy.get(f"/van-ban/{hidden.id}/docx").status == 404
    assert economy.get(f"/van-ban/{hidden.id}/xem").status == 404
    assert economy.get(f"/van-ban/{hidden.id}/pdf").status == 404
    assert clerk.get("/van-ban/999/docx").status == 404


def test_the_preview_alone_may_write_its_own_style(clerk: Person) -> None:
    row = stories.paper()

    page = clerk.get(f"/van-ban/{row.id}/xem")

    policy = page.response.headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline';" in policy
    assert "img-src 'self' blob:;" in policy
    assert "script-src 'self';" in policy
    assert page.soup.select_one(f'[data-paper="/van-ban/{row.id}/docx"]') is not None
    other = clerk.get(f"/van-ban/{row.id}").response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in other
    assert "blob:" not in other


def test_without_scripts_the_preview_leads_to_the_files(
    clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = stories.paper()
    links = []
    for program in ("/usr/bin/soffice", None):
        monkeypatch.setattr(routes, "pdf_program", lambda found=program: found)
        silent = clerk.get(f"/van-ban/{row.id}/xem").soup.select_one("noscript")
        assert silent is not None
        links.append([str(one["href"]) for one in silent.select("a")])

    docx, pdf = f"/van-ban/{row.id}/docx", f"/van-ban/{row.id}/pdf"
    assert links == [[docx, pdf], [docx]]


@pytest.mark.parametrize(
    ("program", "words", "offered"),
    [
        ("/usr/bin/soffice", "In từ bản PDF.", True),
        (None, "Cần in: tải .docx về, mở bằng Word.", False),
    ],
)
def test_the_preview_leads_to_printing(
    clerk: Person,
    monkeypatch: pytest.MonkeyPatch,
    program: str | None,
    words: str,
    *,
    offered: bool,
) -> None:
    row = stories.paper()
    monkeypatch.setattr(routes, "pdf_program", lambda: program)

    page = clerk.get(f"/van-ban/{row.id}/xem")

    assert words in page.main
    assert (page.soup.select_one("a.btn-act[href$='/pdf']") is not None) is offered


def test_a_paper_from_before_the_app_has_no_text_of_ours(clerk: Person) -> None:
    row = stories.earlier_plan()

    page = clerk.get(f"/van-ban/{row.id}")

    assert "Xem và in" not in page.main
    for part in ("docx", "pdf", "xem"):
        assert clerk.get(f"/van-ban/{row.id}/{part}").status == 404


def test_without_libreoffice_the_page_says_what_to_do(
    clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    row = stories.paper()

    page = clerk.get(f"/van-ban/{row.id}")
    answer = clerk.get(f"/van-ban/{row.id}/pdf")

    assert "Máy chủ chưa cài LibreOffice nên chưa có bản PDF." in page.main
    assert page.soup.find("a", href=f"/van-ban/{row.id}/pdf") is None
    assert answer.status == 409
    assert "Máy chủ chưa cài LibreOffice" in answer.main
    assert clerk.get(f"/van-ban/{row.id}/docx").status == 200


def test_a_conversion_that_fails_is_said_in_words(
    clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object, **_kw: object) -> bytes:
        reason = "LibreOffice chạy quá lâu nên đã dừng. Hãy tải tệp .docx về in."
        raise pdf.PdfUnavailable(reason)

    monkeypatch.setattr(pdf, "make_pdf", fail)

    answer = clerk.get(f"/van-ban/{stories.paper().id}/pdf")

    assert answer.status == 409
    assert "LibreOffice chạy quá lâu" in answer.main


def test_nobody_waits_for_a_conversion(clerk: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that stays open would keep every writer out of SQLite."""
    row, open_readers = stories.paper(), []

    def convert(_docx: bytes, **_kw: object) -> bytes:
        open_readers.append(db.session().in_transaction())
        return b"%PDF-1.7"

    monkeypatch.setattr(pdf, "make_pdf", convert)

    answer = clerk.get(f"/van-ban/{row.id}/pdf")

    assert open_readers == [False]
    assert answer.response.content_type == "application/pdf"
    assert "filename*=UTF-8''" in answer.response.headers["Content-Disposition"]


@pytest.mark.office
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_makes_the_pdf(clerk: Person) -> None:
    answer = clerk.get(f"/van-ban/{stories.paper().id}/pdf")

    assert answer.response.data.startswith(b"%PDF-")


def test_the_loudspeaker_fetches_only_what_names_nobody(clerk: Person) -> None:
    notice = stories.paper("issued")
    plan = stories.paper("issued", sort="annual_plan", number="50")
    voice = Person(clerk.app, factories.account(username="loa", roles={Role.BROADCASTER}))

    assert voice.get(f"/van-ban/{notice.id}/docx").status == 404
    assert voice.get(f"/van-ban/{plan.id}/docx").status == 200
