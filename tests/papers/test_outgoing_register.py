"""Tests: the words of the register of outgoing documents."""

from dataclasses import fields
from datetime import date

from saturday.models.documents import Document
from saturday.papers.layout import check_layout
from saturday.papers.outgoing_register import OutgoingRegister
from saturday.papers.render import render
from saturday.rules.lifecycle import PaperMark
from saturday.rules.numbering import Issuer
from tests.papers import rows

TODAY = date(2026, 4, 8)


def register(documents: list[Document], issuer: Issuer = Issuer.CENTRE) -> OutgoingRegister:
    return OutgoingRegister.of(documents, issuer, 2026, TODAY, rows.COMMUNE)


def two_notices() -> list[Document]:
    held = rows.duty_session()
    first = rows.issued(rows.notice_paper(held, "Phân công\nthứ Bảy"), 5, date(2026, 4, 7))
    first.archived_by, first.copies, first.sent_on = "VT", 3, date(2026, 4, 7)
    first.received_by, first.register_note = "Vi Văn Đức", "gửi Zalo"
    second = rows.issued(rows.notice_paper(held), 6, date(2026, 4, 8))
    second.amends, second.amends_as = first, PaperMark.REPLACED
    second.archived_by = second.received_by = second.register_note = ""
    first.__dict__["amendments"] = [second]
    second.__dict__["amendments"] = []
    return [first, second]


def test_a_line_has_the_ten_columns() -> None:
    first, second = register(two_notices()).documents

    assert len(fields(first)) == 10
    assert (first.number, first.dated, first.sent_on) == ("05/TB-TTPVHCC", "07/4/2026", "07/4/2026")
    assert first.subject == "Thông báo: Phân công thứ Bảy"
    assert (first.signer, first.recipients) == ("Lê Thị Ưu", "Như trên; Lưu: VT")
    assert (first.keeper, first.copies, first.received_by) == ("VT", "3", "Vi Văn Đức")
    assert (second.copies, second.sent_on, second.note) == ("", "", "")


def test_a_replaced_document_says_by_which_number() -> None:
    first, _ = register(two_notices()).documents

    assert first.note == "gửi Zalo; đã thay thế bằng số 06/TB-TTPVHCC"


def test_the_cover_names_body_days_and_numbers() -> None:
    words = register(two_notices())

    assert (words.parent, words.issuer[0]) == ("UBND XÃ ANH SƠN", "TRUNG TÂM PHỤC VỤ")
    assert words.days == "Từ ngày 01/01/2026 đến ngày 08/4/2026"
    assert words.numbers == "Từ số 05 đến số 06"


def test_the_communes_own_register_has_no_body_above_it() -> None:
    words = register([rows.plan_paper()], Issuer.COMMITTEE)

    assert (words.parent, words.issuer) == ("", ("ỦY BAN NHÂN DÂN", "XÃ ANH SƠN"))


def test_the_register_of_a_past_year_ends_with_the_year() -> None:
    words = OutgoingRegister.of([], Issuer.CENTRE, 2025, TODAY, rows.COMMUNE)

    assert words.days == "Từ ngày 01/01/2025 đến ngày 31/12/2025"


def test_an_empty_register_says_so() -> None:
    words = register([])

    assert words.numbers == "Chưa có số nào"
    assert words.empty == "Chưa có văn bản nào được phát hành trong năm 2026."
    assert check_layout(render(words)) == []


def test_a_register_made_of_rows_has_no_fault() -> None:
    assert check_layout(render(register(two_notices()))) == []


def test_the_documents_wanted_are_those_issued_in_the_year() -> None:
    asked = OutgoingRegister.wanted(Issuer.CENTRE, 2026).compile().params.values()

    assert {date(2026, 1, 1), date(2026, 12, 31)} <= set(asked)
