"""Tests: the words that letters about an issued paper share."""

from dataclasses import replace
from datetime import date

import pytest

from saturday.models.documents import Document, Papers, Subject
from saturday.papers.correction import Correction
from saturday.papers.layout import Profile, check_layout
from saturday.papers.letter import EVERYBODY, Letter
from saturday.papers.render import render
from saturday.papers.withdrawal import Withdrawal
from saturday.rules.lifecycle import PaperMark
from saturday.rules.numbering import DocumentKind, Issuer
from tests.papers import rows

NOTICE_RECIPIENTS = "UBND xã (để báo cáo)\nCác phòng chuyên môn;\nLưu: VT, TTPVHCC"
LETTER = Papers(
    paper="correction",
    kind=DocumentKind.OFFICIAL_LETTER,
    issuer=Issuer.CENTRE,
    symbol="TTPVHCC",
    title="đính chính Thông báo số 28/TB-TTPVHCC ngày 07 tháng 4 năm 2026",
    signer_capacity="GIÁM ĐỐC",
    signer_name="Lê Thị Ưu",
    recipients="Như trên\nLưu: VT",
    statement="Tại dòng 2, chức vụ “Chuyên viên” nay là “Phó Trưởng phòng”.",
)


def old_notice(recipients: str = NOTICE_RECIPIENTS) -> Document:
    row = rows.notice_paper(rows.duty_session(), "Phân công cán bộ\nthứ Bảy, ngày 11/4")
    row.recipients = recipients
    return rows.issued(row, 28, date(2026, 4, 7))


def letter_row(old: Document, papers: Papers = LETTER) -> Document:
    row = Document.draft(papers, Subject(), by=None)
    row.amends, row.amends_as = old, PaperMark.CORRECTED
    return row


def words(kind: type[Letter] = Correction, recipients: str = NOTICE_RECIPIENTS) -> Letter:
    return kind.of(letter_row(old_notice(recipients)), rows.COMMUNE)


def test_a_letter_says_what_it_is_about() -> None:
    letter = words()

    assert letter.subject == f"V/v {LETTER.title}"
    assert letter.opening.startswith(
        "Trung tâm Phục vụ hành chính công xã Anh Sơn đã ban hành Thông báo số 28/TB-TTPVHCC "
        "ngày 07 tháng 4 năm 2026 về việc phân công cán bộ thứ Bảy, ngày 11/4. "
    )
    assert letter.paragraphs == (LETTER.statement,)
    assert letter.closing.endswith("./.")
    assert letter.heading.symbol == "TTPVHCC"


def test_a_letter_of_the_committee_speaks_in_its_name() -> None:
    papers = replace(LETTER, issuer=Issuer.COMMITTEE, symbol="UBND")

    letter = Correction.of(letter_row(old_notice(), papers), rows.COMMUNE)

    assert letter.opening.startswith("Ủy ban nhân dân xã Anh Sơn đã ban hành")
    assert letter.heading.issuer == ("ỦY BAN NHÂN DÂN", "XÃ ANH SƠN")


@pytest.mark.parametrize(
    ("recipients", "addressees"),
    [
        (NOTICE_RECIPIENTS, ("- UBND xã (để báo cáo);", "- Các phòng chuyên môn.")),
        ("- Các phòng chuyên môn;\n- Lưu: VT.", ("Các phòng chuyên môn",)),
        ("Như trên\nLưu: VT", (EVERYBODY,)),
        ("", (EVERYBODY,)),
    ],
)
def test_a_letter_goes_to_whoever_got_the_old_paper(
    recipients: str, addressees: tuple[str, ...]
) -> None:
    assert words(recipients=recipients).addressees == addressees


def test_a_letter_needs_an_issued_paper() -> None:
    with pytest.raises(ValueError, match="about an issued paper"):
        Correction.of(Document.draft(LETTER, Subject(), by=None), rows.COMMUNE)


@pytest.mark.parametrize("kind", [Correction, Withdrawal])
@pytest.mark.parametrize("recipients", [NOTICE_RECIPIENTS, ""])
def test_a_letter_keeps_the_decree(kind: type[Letter], recipients: str) -> None:
    letter = words(kind, recipients)

    assert check_layout(render(letter), Profile.DOCUMENT) == []
    assert check_layout(render(letter.numbered("05", date(2026, 4, 8))), Profile.DOCUMENT) == []


def test_a_letter_comes_back_from_json_as_it_was() -> None:
    letter = words()

    assert Correction.from_words(letter.as_words()) == letter
