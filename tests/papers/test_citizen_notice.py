"""Tests: the words of the notice that tells people of a Saturday."""

from dataclasses import replace
from datetime import date, time

import pytest

from saturday.models.documents import Document, Subject
from saturday.papers.citizen_notice import (
    EVERY_AREA,
    NO_BREAK,
    USUAL_PAPERS,
    CitizenNotice,
    changed_facts,
    place_words,
    title_of,
)
from saturday.papers.facts import PublicFacts
from saturday.papers.layout import check_layout
from saturday.papers.reading import read_word
from saturday.papers.render import render
from saturday.rules.lifecycle import PaperMark
from saturday.rules.numbering import DocumentKind, Issuer
from tests.papers import rows
from tests.papers.facts import ORDINARY

FACTS = replace(
    ORDINARY,
    subject_areas=("Chứng thực", "Đất đai"),
    settled_areas=("Chứng thực",),
    settled=("Chứng thực bản sao", "Đăng ký khai sinh"),
    received=("Nhận cha, mẹ, con", "Đăng ký hộ kinh doanh"),
    bring=("Căn cước hoặc VNeID", "Bản chính giấy tờ;"),
)
MOBILE = replace(
    FACTS,
    is_mobile=True,
    place="Nhà văn hóa thôn 5",
    hamlet="Thôn 5",
    settled=(),
    not_taken=("Chứng thực bản sao",),
)
MOVED = replace(FACTS, moved_to=date(2026, 4, 25), reason="bão số 3.")
CANCELLED = replace(FACTS, cancelled=True, reason="mất điện cả ngày")


def draft(
    issuer: Issuer = Issuer.CENTRE, *, old: Document | None = None, facts: PublicFacts = FACTS
) -> Document:
    held = rows.duty_session(facts.place)
    row = rows.document(
        "citizen_notice",
        DocumentKind.NOTICE,
        issuer,
        title=title_of(facts),
        subject=Subject(duty_session=held),
    )
    if old is not None:
        row.amends, row.amends_as = old, PaperMark.REPLACED
    return row


def notice(facts: PublicFacts = FACTS, document: Document | None = None) -> CitizenNotice:
    row = document or draft(facts=facts)
    return CitizenNotice.of(facts, row, rows.COMMUNE, rows.plan_paper())


def lines(words: CitizenNotice) -> list[str]:
    found = (" ".join(line.text.split()) for line in read_word(render(words)).lines)
    return [line for line in found if line]


def test_it_says_when_where_and_what() -> None:
    found = notice()

    assert found.time == "Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026."
    assert found.place == "Trung tâm Phục vụ hành chính công xã Anh Sơn."
    assert found.subject_areas == "chứng thực; đất đai"
    assert found.settled == "chứng thực bản sao; đăng ký khai sinh"
    assert found.received == "nhận cha, mẹ, con; đăng ký hộ kinh doanh"
    assert found.bring == ("Căn cước hoặc VNeID.", "Bản chính giấy tờ.")
    assert found.contact == (
        "Trung tâm Phục vụ hành chính công xã Anh Sơn, điện thoại "
        f"{NO_BREAK.join(('0238', '3872', '105'))}."
    )


def test_it_carries_out_the_plan_by_name_and_number() -> None:
    assert notice().opening == (
        "Thực hiện Kế hoạch số 50/KH-UBND ngày 11 tháng 02 năm 2026 của Ủy ban nhân dân xã Anh Sơn "
        "về tổ chức “Ngày thứ 7 vì dân” trên địa bàn xã Anh Sơn, "
        "Trung tâm Phục vụ hành chính công xã Anh Sơn thông báo tổ chức buổi làm việc như sau:"
    )


@pytest.mark.parametrize(
    ("issuer", "issued_by", "said_by"),
    [
        (
            Issuer.CENTRE,
            ("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"),
            "Trung tâm Phục vụ hành chính công xã Anh Sơn thông báo để",
        ),
        (
            Issuer.COMMITTEE,
            ("ỦY BAN NHÂN DÂN", "XÃ ANH SƠN"),
            "Ủy ban nhân dân xã Anh Sơn thông báo để",
        ),
    ],
)
def test_whoever_issues_it_heads_and_says_it(
    issuer: Issuer, issued_by: tuple[str, ...], said_by: str
) -> None:
    found = notice(document=draft(issuer))

    assert found.heading.issuer == issued_by
    assert found.closing.startswith(said_by)
    assert found.closing.endswith("./.")


def test_a_kind_of_procedure_that_has_none_is_not_printed() -> None:
    ordinary, mobile = lines(notice()), lines(notice(MOBILE))

    assert "- Giải quyết, trả kết quả ngay trong buổi: chứng thực bản sao; đăng ký khai sinh." in (
        ordinary
    )
    assert not [line for line in ordinary if line.startswith("- Không nhận")]
    assert not [line for line in mobile if line.startswith("- Giải quyết")]
    assert "- Không nhận tại buổi lưu động: chứng thực bản sao." in mobile


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (FACTS, "Trung tâm Phục vụ hành chính công xã Anh Sơn"),
        (replace(FACTS, place="Trụ sở mới"), "Trụ sở mới, xã Anh Sơn"),
        (MOBILE, "Nhà văn hóa thôn 5, xã Anh Sơn"),
        (replace(MOBILE, place="Trường Tiểu học"), "Trường Tiểu học, Thôn 5, xã Anh Sơn"),
        (replace(MOBILE, place=""), "Thôn 5, xã Anh Sơn"),
    ],
)
def test_the_place_is_found_from_outside_too(facts: PublicFacts, words: str) -> None:
    assert place_words(facts) == words


def test_what_was_never_set_is_said_in_general() -> None:
    found = notice(replace(FACTS, subject_areas=(), bring=(), phone="", starts_at=None))

    assert found.subject_areas == EVERY_AREA
    assert found.bring == (USUAL_PAPERS,)
    assert found.contact == "Hỏi trực tiếp tại Trung tâm Phục vụ hành chính công xã Anh Sơn."
    assert found.time == "Thứ Bảy, ngày 11 tháng 4 năm 2026."


def test_a_moved_saturday_is_told_with_its_new_day() -> None:
    found = notice(MOVED)

    assert found.subject == (
        "Dời “Ngày thứ 7 vì dân” từ thứ Bảy, ngày 11 tháng 4 năm 2026",
        "sang thứ Bảy, ngày 25 tháng 4 năm 2026",
    )
    assert found.opening.endswith(
        "thông báo dời buổi làm việc thứ Bảy, ngày 11 tháng 4 năm 2026 sang thứ Bảy, "
        "ngày 25 tháng 4 năm 2026. Lý do: bão số 3. Buổi làm việc tổ chức như sau:"
    )
    assert found.time == "Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 25 tháng 4 năm 2026."


def test_a_cancelled_saturday_promises_nothing() -> None:
    found = notice(CANCELLED)

    text = lines(found)

    assert found.subject[0] == "Không tổ chức “Ngày thứ 7 vì dân”"
    assert found.opening.endswith(
        "thông báo không tổ chức buổi làm việc thứ Bảy, ngày 11 tháng 4 năm 2026. "
        "Lý do: mất điện cả ngày."
    )
    assert not [line for line in text if line.startswith(("1.", "2.", "3.", "4.", "5."))]
    assert [line for line in text if line.startswith("Liên hệ: Trung tâm")]


def test_a_reason_is_not_asked_for() -> None:
    assert "Lý do" not in notice(replace(CANCELLED, reason="")).opening


def test_a_replacing_notice_says_which_one_it_replaces() -> None:
    old = rows.issued(draft(), 27, date(2026, 4, 1))

    found = notice(document=draft(old=old))

    assert found.closing.endswith(
        ". Thông báo này thay thế Thông báo số 27/TB-TTPVHCC ngày 01 tháng 4 năm 2026./."
    )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (FACTS, []),
        (
            replace(FACTS, starts_at=time(7)),
            [
                (
                    "Thời gian ghi “Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026”, "
                    "nay là “Từ 7 giờ 00 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026”."
                )
            ],
        ),
        (
            replace(FACTS, place="Trụ sở mới"),
            [
                (
                    "Địa điểm ghi “Trung tâm Phục vụ hành chính công xã Anh Sơn”, "
                    "nay là “Trụ sở mới, xã Anh Sơn”."
                )
            ],
        ),
        (replace(FACTS, subject_areas=("Hộ tịch",)), ["Đã đổi: lĩnh vực."]),
        (replace(FACTS, settled=()), ["Đã đổi: thủ tục trả ngay."]),
        (replace(FACTS, received=()), ["Đã đổi: thủ tục hẹn trả."]),
        (replace(FACTS, not_taken=("A",)), ["Đã đổi: thủ tục không nhận."]),
        (
            replace(FACTS, bring=(), phone="0238 111 222"),
            ["Đã đổi: giấy tờ mang theo, nơi liên hệ."],
        ),
        (CANCELLED, ["Đã đổi: câu mở đầu."]),
        (replace(FACTS, station="Đài xã", settled_areas=(), address="https://xa.example"), []),
    ],
)
def test_each_fact_that_changed_is_named(facts: PublicFacts, said: list[str]) -> None:
    document = draft()

    assert list(changed_facts(notice(document=document), notice(facts, document))) == said


@pytest.mark.parametrize("facts", [FACTS, MOBILE, MOVED, CANCELLED])
@pytest.mark.parametrize("issuer", Issuer)
def test_a_notice_made_of_facts_has_no_fault(facts: PublicFacts, issuer: Issuer) -> None:
    assert check_layout(render(notice(facts, draft(issuer, facts=facts)))) == []


def test_what_is_wanted_is_the_saturday_of_the_day() -> None:
    assert date(2026, 4, 11) in CitizenNotice.wanted(date(2026, 4, 11)).compile().params.values()
