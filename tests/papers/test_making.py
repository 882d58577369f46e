"""Tests: how a paper comes from its rows, and what happens to it before it is issued."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.documents import Check, Document, Subject, words_sha256
from saturday.models.progress import ANNUAL_PLAN, ASSIGNMENT_NOTICE, CITIZEN_NOTICE
from saturday.models.templates import PaperTemplate
from saturday.papers import making
from saturday.papers.layout import check_layout
from saturday.papers.making import Amendment
from saturday.papers.reading import read_word
from saturday.rules.lifecycle import PaperMark, PaperState
from saturday.rules.numbering import Issuer
from saturday.rules.periods import Period
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.web.documents import stories

pytestmark = pytest.mark.usefixtures("app")
SORTS = (ANNUAL_PLAN, CITIZEN_NOTICE, ASSIGNMENT_NOTICE, making.NOMINATION)
TODAY = date(2026, 4, 1)


def lines(content: bytes) -> list[str]:
    return [" ".join(line.text.split()) for line in read_word(content).lines]


@pytest.mark.parametrize(
    ("paper", "key", "department"),
    [
        (ANNUAL_PLAN, "2031", None),
        (ASSIGNMENT_NOTICE, "2026-04-12", None),
        (CITIZEN_NOTICE, "2026-04-12", None),
        (making.NOMINATION, "2026-04-11", None),
        (making.NOMINATION, "2026-04-11", "khong-co"),
        (making.NOMINATION, "2026-04-11", "van-phong"),
        (making.NOMINATION, "2026-04-12", "kinh-te"),
    ],
)
def test_nothing_is_made_from_what_is_not_there(
    paper: str, key: str, department: str | None
) -> None:
    stories.nomination()

    assert making.subject_of(db.session, paper, key, department) is None


@pytest.mark.parametrize(
    ("paper", "key"), [(ANNUAL_PLAN, "x"), (ASSIGNMENT_NOTICE, "11/4"), (CITIZEN_NOTICE, "11/4")]
)
def test_a_key_is_a_year_or_a_day(paper: str, key: str) -> None:
    with pytest.raises(ValueError, match=key):
        making.subject_of(db.session, paper, key)


def test_each_sort_is_made_from_its_own_row() -> None:
    row = stories.nomination()
    held = row.duty_session

    assert making.subject_of(db.session, ANNUAL_PLAN, "2026") == Subject(plan=held.plan)
    assert making.subject_of(db.session, ASSIGNMENT_NOTICE, "2026-04-11") == (
        Subject(duty_session=held)
    )
    assert making.subject_of(db.session, CITIZEN_NOTICE, "2026-04-11") == (
        Subject(duty_session=held)
    )
    found = making.subject_of(db.session, making.NOMINATION, "2026-04-11", "kinh-te")
    assert found == Subject(duty_session=held, nomination=row)


@pytest.mark.parametrize(
    ("sort", "name", "file"),
    [
        (ANNUAL_PLAN, "Kế hoạch năm 2026", "50-KH-UBND Kế hoạch năm 2026.docx"),
        (
            ASSIGNMENT_NOTICE,
            "Thông báo phân công thứ Bảy, 11/4",
            "50-TB-TTPVHCC Thông báo phân công thứ Bảy 11-4.docx",
        ),
        (
            CITIZEN_NOTICE,
            "Thông báo cho người dân thứ Bảy, 11/4",
            "50-TB-TTPVHCC Thông báo cho người dân thứ Bảy 11-4.docx",
        ),
    ],
)
def test_a_paper_has_the_name_people_call_it_by(sort: str, name: str, file: str) -> None:
    row = stories.paper(sort=sort)

    assert making.name_of(row) == name
    assert making.file_name(row, "50") == file
    assert making.file_name(row, ending=".pdf").endswith(".pdf")


def test_a_list_is_named_by_its_department() -> None:
    row = stories.paper(sort=making.NOMINATION)

    assert making.name_of(row) == "Danh sách cử công chức Phòng Kinh tế, thứ Bảy, 11/4"


@pytest.mark.parametrize("sort", SORTS)
def test_a_draft_keeps_the_decree_and_has_no_number(sort: str) -> None:
    content = making.docx_now(db.session, stories.paper(sort=sort))

    assert check_layout(content) == []
    assert "Anh Sơn, ngày tháng năm 2026" in lines(content)


def test_a_notice_names_the_plan_it_carries_out() -> None:
    draft = stories.paper()
    before = "\n".join(lines(making.docx_now(db.session, draft)))

    stories.earlier_plan()

    after = "\n".join(lines(making.docx_now(db.session, draft)))
    assert "Thực hiện kế hoạch “Ngày thứ 7 vì dân” năm 2026" in before
    assert "Thực hiện Kế hoạch số 50/KH-UBND ngày 11 tháng 02 năm 2026" in after


def test_an_unissued_plan_is_not_cited() -> None:
    stories.paper("signed", sort=ANNUAL_PLAN)

    content = making.docx_now(db.session, stories.paper())

    assert "KH-UBND" not in "\n".join(lines(content))


def test_the_template_is_kept_once() -> None:
    stories.paper("checked")
    stories.paper("checked", day=date(2026, 5, 9))

    assert db.session.scalars(select(func.count(PaperTemplate.id))).one() == 1


def test_equal_words_give_equal_bytes() -> None:
    row = stories.paper()

    assert making.docx_now(db.session, row) == making.docx_now(db.session, row)


def test_only_the_words_that_were_seen_are_checked() -> None:
    row = stories.paper()

    with pytest.raises(NotAllowedNow, match="Nội dung vừa đổi sau khi mở trang"):
        making.check(db.session, row, Check.CONTENT, "0" * 64, by=None)


def test_the_frozen_words_are_those_of_the_check() -> None:
    row = stories.paper("checked")
    db.session.expire_all()

    assert making.frozen_words(row) == making.words_now(db.session, row)
    assert words_sha256(making.facts_now(db.session, row)) == row.words_sha256


def test_signing_changed_facts_takes_the_paper_back() -> None:
    row = stories.paper("checked")
    assert row.duty_session is not None
    stories.replaced(row.duty_session)

    assert making.sign(db.session, row, factories.at("2026-04-01 09:00"), by=None) is False

    assert (row.state, row.returned_reason) == (PaperState.DRAFT, making.CHANGED)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("person", "Hộ tịch: Công chức civil_status (mẫu) thay bằng Người thay (mẫu)."),
        ("gone", "Hộ tịch: bỏ Công chức civil_status (mẫu)."),
        ("place", "Thời gian, địa điểm hoặc lời văn đã đổi."),
    ],
)
def test_what_changed_is_told_duty_by_duty(change: str, said: str) -> None:
    row = stories.paper("issued")
    held = row.duty_session
    assert held is not None
    if change == "person":
        stories.replaced(held)
    elif change == "gone":
        next(one for one in held.assignments if one.duty.code == "CIVIL_STATUS").remove(by=None)
    else:
        held.place = "Nhà văn hóa thôn 5"
    db.session.commit()

    assert making.changes(db.session, row, date(2026, 4, 11)) == [said]


def test_somebody_added_is_told_too() -> None:
    row = stories.paper("issued")
    assert row.duty_session is not None
    stories.added(row.duty_session, "GUIDANCE")

    assert making.changes(db.session, row, date(2026, 4, 11)) == [
        "Hướng dẫn dịch vụ công trực tuyến: thêm Người thêm (mẫu)."
    ]


@pytest.mark.parametrize("step", ["draft", "checked", "signed", "issued"])
def test_a_paper_whose_facts_stand_has_no_changes(step: str) -> None:
    assert making.changes(db.session, stories.paper(step), date(2026, 4, 1)) == []


def test_a_replaced_or_past_paper_is_left_in_peace() -> None:
    old = stories.paper("issued")
    assert old.duty_session is not None
    stories.replaced(old.duty_session)

    assert making.changes(db.session, old, date(2026, 4, 12)) == []
    stories.paper("issued", number="29", amendment=Amendment(old, PaperMark.REPLACED))
    assert making.changes(db.session, old, date(2026, 4, 1)) == []


def test_a_letter_is_signed_by_whoever_signed_the_paper() -> None:
    old = stories.paper("issued")
    old.signer_capacity = "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"

    papers = making.proposed(
        db.session,
        making.CORRECTION,
        making.subject_from(old),
        Amendment(old, PaperMark.CORRECTED),
    )

    assert (papers.signer_capacity, papers.signer_name) == (
        "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC",
        stories.SIGNER,
    )
    assert (papers.title, papers.symbol) == ("đính chính Thông báo số 28/TB-TTPVHCC", "TTPVHCC")


def test_a_list_is_made_as_often_as_it_is_signed() -> None:
    first = stories.paper("signed", sort=making.NOMINATION)
    about = making.subject_from(first)
    papers = making.proposed(db.session, making.NOMINATION, about)

    second = making.begin(db.session, papers, about, by=None)
    db.session.flush()

    assert second.id != first.id
    with pytest.raises(NotAllowedNow, match="Đã có văn bản này"):
        making.begin(db.session, papers, about, by=None)


def test_two_replacements_of_one_paper_are_not_begun() -> None:
    old = stories.paper("issued")
    amendment = Amendment(old, PaperMark.REPLACED)
    stories.paper(amendment=amendment)
    about = making.subject_from(old)

    with pytest.raises(NotAllowedNow, match="Hãy làm tiếp văn bản đó"):
        making.begin(
            db.session,
            making.proposed(db.session, ASSIGNMENT_NOTICE, about, amendment),
            about,
            amendment,
            by=None,
        )


@pytest.mark.parametrize("sort", SORTS)
def test_a_paper_is_printed_without_writing_a_row(sort: str) -> None:
    about = stories.subject(sort)
    before = db.session.scalars(select(func.count(Document.id))).one()

    content = making.printed(db.session, sort, about)
    db.session.commit()

    assert check_layout(content) == []
    assert db.session.scalars(select(func.count(Document.id))).one() == before == 0


def test_the_paper_in_force_is_printed_as_it_was_issued() -> None:
    old = stories.paper("issued")
    stories.paper(amendment=Amendment(old, PaperMark.REPLACED))

    content = making.printed(db.session, ASSIGNMENT_NOTICE, making.subject_from(old))

    assert content == making.docx_now(db.session, old)
    assert "Số: 28/TB-TTPVHCC" in lines(content)


def test_a_plan_from_before_the_app_is_printed_with_its_number() -> None:
    row = stories.earlier_plan()

    content = lines(making.printed(db.session, ANNUAL_PLAN, making.subject_from(row)))

    assert "Số: 50/KH-UBND" in content
    assert "Anh Sơn, ngày 11 tháng 02 năm 2026" in content
    assert stories.SIGNER in content


def test_a_paper_without_any_row_is_no_paper() -> None:
    papers = making.proposed(db.session, ASSIGNMENT_NOTICE, stories.subject(ASSIGNMENT_NOTICE))
    row = Document.draft(replace(papers, signer_name="A"), Subject(), by=None)

    with pytest.raises(ValueError, match="nothing to make assignment_notice from"):
        making.words_now(db.session, row)


def test_a_plan_that_replaces_one_with_an_annex_begins_with_it() -> None:
    old = stories.earlier_plan()
    amendment = Amendment(old, PaperMark.REPLACED)
    about = making.subject_from(old)
    assert not making.proposed(db.session, ANNUAL_PLAN, about, amendment).with_annex

    old.with_annex = True

    assert making.proposed(db.session, ANNUAL_PLAN, about, amendment).with_annex


def test_a_report_that_replaces_one_with_charts_begins_with_them() -> None:
    about = Subject(period=Period.of_key("2026"))
    row = Document.draft(making.proposed(db.session, making.YEAR_REPORT, about), about, by=None)
    amendment = Amendment(row, PaperMark.REPLACED)
    assert not making.proposed(db.session, making.YEAR_REPORT, about, amendment).with_charts

    row.with_charts = True

    assert making.proposed(db.session, making.YEAR_REPORT, about, amendment).with_charts


def test_charts_are_refused_where_no_font_has_the_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    about = Subject(period=Period.of_key("2026-03-15/2026-04-14"))
    plain = making.proposed(db.session, making.MONTHLY_REPORT, about)
    row = making.begin(db.session, plain, about, by=None)
    monkeypatch.setattr(making, "fonts", lambda: None)

    making.reword(db.session, row, plain, by=None)
    with pytest.raises(NotAllowedNow, match="thiếu phông chữ") as refused:
        making.reword(db.session, row, replace(plain, with_charts=True), by=None)
    assert refused.value.field == "with_charts"
    assert not row.with_charts

    db.session.expunge(row)
    with pytest.raises(NotAllowedNow, match="thiếu phông chữ"):
        making.begin(db.session, replace(plain, with_charts=True), about, by=None)
    making.begin(db.session, plain, about, by=None)


@pytest.mark.parametrize("paper", [CITIZEN_NOTICE, ASSIGNMENT_NOTICE, making.NOMINATION])
def test_what_names_the_plan_misses_it_until_it_has_its_number(paper: str) -> None:
    about = stories.subject(paper)
    assert making.missing_plan(db.session, paper, about) == 2026

    stories.earlier_plan()

    assert making.missing_plan(db.session, paper, about) is None
    assert making.missing_plan(db.session, making.CORRECTION, about) is None


def told(key: str, value: str) -> None:
    """Let the commune's telephone, or another of its words, change."""
    stories.setting(key, value)


@pytest.mark.parametrize(
    ("is_mobile", "settings", "chosen", "symbol", "capacity"),
    [
        (False, {}, None, "TB-TTPVHCC", "GIÁM ĐỐC"),
        (True, {}, None, "TB-UBND", "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"),
        (True, {"mobile_issuer": "CENTRE"}, None, "TB-TTPVHCC", "GIÁM ĐỐC"),
        (False, {"issuer": "COMMITTEE"}, None, "TB-UBND", "TM. ỦY BAN NHÂN DÂN"),
        (True, {"mobile_issuer": "thôn"}, None, "TB-UBND", "TM. ỦY BAN NHÂN DÂN"),
        (False, {}, Issuer.COMMITTEE, "TB-UBND", "TM. ỦY BAN NHÂN DÂN"),
        (True, {}, Issuer.CENTRE, "TB-TTPVHCC", "GIÁM ĐỐC"),
    ],
)
def test_who_tells_the_people_is_set_and_may_be_chosen(
    *,
    is_mobile: bool,
    settings: dict[str, str],
    chosen: Issuer | None,
    symbol: str,
    capacity: str,
) -> None:
    held = stories.saturday()
    held.is_mobile = is_mobile
    for key, value in settings.items():
        stories.setting(f"{CITIZEN_NOTICE}.{key}", value)

    papers = making.proposed(db.session, CITIZEN_NOTICE, Subject(duty_session=held), issuer=chosen)

    assert papers.symbol == symbol
    assert papers.signer_capacity.startswith(capacity)
    assert papers.recipients.splitlines()[-1].startswith("Lưu: VT")


def test_a_replacing_notice_keeps_its_issuer() -> None:
    old = stories.paper("issued", sort=CITIZEN_NOTICE)
    old.issuer = Issuer.COMMITTEE
    amendment = Amendment(old, PaperMark.REPLACED)

    papers = making.proposed(db.session, CITIZEN_NOTICE, making.subject_from(old), amendment)

    assert papers.issuer is Issuer.COMMITTEE


def test_a_draft_by_the_other_body_is_printed_when_asked_for() -> None:
    row = stories.paper("issued", sort=CITIZEN_NOTICE)
    about = making.subject_from(row)

    kept = making.printed(db.session, CITIZEN_NOTICE, about, Issuer.CENTRE)
    other = making.printed(db.session, CITIZEN_NOTICE, about, Issuer.COMMITTEE)

    assert "Số: 28/TB-TTPVHCC" in lines(kept)
    assert "Số: /TB-UBND" in lines(other)


def both_issued() -> tuple[Document, Document]:
    """Issue both notices of a Saturday: to the people, and of who serves."""
    people = stories.paper("issued", sort=CITIZEN_NOTICE, number="27")
    return people, stories.paper("issued", number="28")


def replacing(row: Document) -> Amendment:
    return Amendment(row, PaperMark.REPLACED)


def stale(row: Document) -> list[str]:
    return making.changes(db.session, row, TODAY)


def test_two_notices_of_one_saturday_do_not_recall_each_other() -> None:
    people, officers = both_issued()
    held = people.duty_session
    assert held is not None
    assert (stale(people), stale(officers)) == ([], [])

    stories.replaced(held)
    assert stale(people) == []
    assert len(stale(officers)) == 1
    stories.paper("issued", number="29", amendment=replacing(officers))
    assert (people.mark, stale(people)) == (None, [])

    told("centre.phone", "0238 111 222")
    standing = db.session.scalars(
        Document.like(ASSIGNMENT_NOTICE, making.subject_from(officers))
    ).first()
    assert standing is not None
    assert stale(people) == ["Đã đổi: nơi liên hệ."]
    assert stale(standing) == []
    stories.paper("issued", sort=CITIZEN_NOTICE, number="30", amendment=replacing(people))
    assert (standing.mark, stale(standing)) == (None, [])


def test_a_notice_names_the_hours_and_the_place_that_changed() -> None:
    people, _ = both_issued()
    held = people.duty_session
    assert held is not None

    held.starts_at, held.place = time(7), "Trụ sở UBND xã Anh Sơn"

    assert stale(people) == [
        (
            "Thời gian ghi “Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026”, "
            "nay là “Từ 7 giờ 00 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026”."
        ),
        (
            "Địa điểm ghi “Trung tâm Phục vụ hành chính công xã Anh Sơn”, "
            "nay là “Trụ sở UBND xã Anh Sơn”."
        ),
    ]


def test_people_are_told_of_a_saturday_that_is_cancelled_and_nobody_is_assigned() -> None:
    people, officers = both_issued()
    held = people.duty_session
    assert held is not None
    held.cancel("Mất điện cả ngày", by=None)

    assert stale(people) == ["Buổi này đã hủy: Mất điện cả ngày."]
    row = stories.paper("issued", sort=CITIZEN_NOTICE, number="29", amendment=replacing(people))
    assert row.title.startswith("Không tổ chức “Ngày thứ 7 vì dân”")
    assert (stale(row), people.mark) == ([], PaperMark.REPLACED)
    with pytest.raises(NotAllowedNow, match="Buổi này đã hủy"):
        stories.paper(amendment=replacing(officers))


def test_other_words_that_changed_are_said_in_general() -> None:
    people, _ = both_issued()

    told("centre.name", "Trung tâm Hành chính công")

    assert "Đã đổi: câu mở đầu, nơi liên hệ." in stale(people)
    people.words = {**(people.words or {}), "recipients": []}
    told("centre.name", "Trung tâm Phục vụ hành chính công")
    people.words_sha256 = words_sha256(people.words)
    assert stale(people) == ["Lời văn đã đổi."]
