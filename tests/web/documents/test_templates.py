"""A clerk changes the template of a paper: downloads it, sends it back, looks, and uses it."""

from io import BytesIO
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.templates import PaperTemplate
from saturday.papers import pdf, templates, trial
from saturday.papers.cage import Findings
from saturday.papers.reading import read_word
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Page, Person, values_of
from tests.papers import spoiling
from tests.papers.spoiling import NOTICE
from tests.web.documents import stories

LIST, DETAIL = "/van-ban/mau/", f"/van-ban/mau/{NOTICE}"
WORDS = "Theo Quy chế làm việc."
GOOD = spoiling.saying(f"{{{{ opening }}}} {WORDS}")


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the trial find nothing: what it finds has tests of its own, and takes seconds."""
    monkeypatch.setattr(trial, "judge", lambda _paper, _content: Findings())


def sent(person: Person, content: bytes = GOOD, remark: str = "", name: str = "mau.docx") -> Page:
    page = person.get(DETAIL)
    return person.send(page, DETAIL, file=(BytesIO(content), name), remark=remark)


def rows() -> int:
    return db.session.scalar(select(func.count(PaperTemplate.id))) or 0


def words_of(content: bytes) -> str:
    return " ".join(line.text for line in read_word(content).lines)


def kept(content: bytes = GOOD) -> PaperTemplate:
    row = templates.accept(db.session, NOTICE, content, "", by=None)
    db.session.commit()
    return row


def in_force(content: bytes = GOOD) -> PaperTemplate:
    row = kept(content)
    seen = templates.version_in_force(db.session, NOTICE)
    templates.put_in_force(db.session, row, seen, by=None)
    db.session.commit()
    return row


def test_every_paper_is_listed_with_its_template(clerk: Person) -> None:
    page = clerk.get(LIST)

    assert [row[:2] for row in page.rows("Mẫu")] == [
        ["Kế hoạch năm", "mẫu có sẵn"],
        ["Thông báo cho người dân", "mẫu có sẵn"],
        ["Thông báo phân công", "mẫu có sẵn"],
        ["Danh sách cử công chức", "mẫu có sẵn"],
        ["Báo cáo buổi", "mẫu có sẵn"],
        ["Báo cáo kỳ", "mẫu có sẵn"],
        ["Báo cáo năm", "mẫu có sẵn"],
        ["Công văn đính chính", "mẫu có sẵn"],
        ["Công văn thu hồi", "mẫu có sẵn"],
        ["Sổ đăng ký văn bản đi", "mẫu có sẵn"],
    ]


def test_the_list_says_since_when_and_by_whom(clerk: Person) -> None:
    row = kept()
    row.put_in_force(by=clerk.account)
    db.session.commit()

    found = clerk.get(LIST).rows("Mẫu")[2]

    assert found == ["Thông báo phân công", "mẫu riêng", "9 giờ, thứ Tư, 01/4", "Người dùng vanthu"]


def test_the_papers_lead_to_their_templates(clerk: Person, leader: Person) -> None:
    assert clerk.get("/van-ban/").soup.select_one(f"a[href='{LIST}']")
    assert not leader.get("/van-ban/").soup.select_one(f"a[href='{LIST}']")


def test_a_paper_shows_how_to_change_its_template_and_every_word(clerk: Person) -> None:
    page = clerk.get(DETAIL)

    assert "Đang dùng: mẫu có sẵn" in page.main
    assert "Giữ nguyên các phần trong dấu {{ }} và {% %}." in page.main
    assert ["{{ heading.number }}", "Số; dự thảo chừa chỗ để ghi", "05"] in page.rows("Các biến")
    assert ["{{ row.name }}", "Trong bảng people: Họ và tên"] in [
        row[:2] for row in page.rows("Các biến")
    ]
    assert "Chưa có mẫu riêng nào." in page.main


@pytest.mark.usefixtures("trusting")
def test_a_good_template_is_kept_and_not_yet_used(clerk: Person) -> None:
    page = sent(clerk, remark="thêm quy chế")

    assert "Mẫu đã qua kiểm tra và lập thử, chưa dùng." in page.main
    assert "Ghi chú: thêm quy chế" in page.main
    assert "Bản lập thử đúng Nghị định 30/2020, in đủ các biến." in page.main
    row = db.session.scalars(PaperTemplate.own_of(NOTICE)).one()
    assert (row.content, row.is_in_force, row.uploaded_by) == (GOOD, False, clerk.account)
    assert templates.in_force(db.session, NOTICE) == templates.built_in(NOTICE)
    assert [row[3] for row in clerk.get(DETAIL).rows("Các mẫu riêng")] == ["đã kiểm tra, chưa dùng"]


def test_a_template_is_really_tried(clerk: Person) -> None:
    page = sent(clerk)

    assert "Mẫu đã qua kiểm tra và lập thử, chưa dùng." in page.main


@pytest.mark.usefixtures("trusting")
def test_the_same_file_sent_twice_is_one_row(clerk: Person) -> None:
    first, second = sent(clerk), sent(clerk)

    assert first.path.split("?")[0] == second.path.split("?")[0]
    assert rows() == 1


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (
            spoiling.saying("{{ openin }}"),
            "mau.docx",
            "Đoạn 15 “{{ openin }}”: thẻ {{ openin }} không có biến “openin”; có phải “opening”.",
        ),
        (GOOD[:3000], "mau.docx", "Tệp .docx bị hỏng hoặc tải lên chưa trọn."),
        (b"", "", "Hãy chọn tệp .docx."),
        (b"lock", "~$mau.docx", "Đây là tệp tạm của Word."),
        (templates.built_in(NOTICE), "mau.docx", "Tệp này chính là mẫu có sẵn"),
    ],
)
def test_a_broken_one_is_refused_and_nothing_is_kept(
    clerk: Person, content: bytes, name: str, words: str
) -> None:
    used = in_force()
    before = db.session.scalar(select(func.count(AuditEvent.id)))

    page = sent(clerk, content, remark="sửa câu đầu", name=name)

    assert page.status == 422
    assert any(words in fault for fault in page.faults), page.faults
    assert page.soup.title is not None
    assert page.soup.title.text.startswith("Lỗi: ")
    assert page.soup.select_one("input[name=remark]")["value"] == "sửa câu đầu"  # type: ignore[index]
    assert rows() == 1
    assert db.session.scalar(select(func.count(AuditEvent.id))) == before
    assert templates.in_force(db.session, NOTICE) == used.content


def test_a_remark_that_is_too_long_is_refused(clerk: Person) -> None:
    assert "tối đa 200 ký tự" in sent(clerk, remark="a" * 201).faults[0]


@pytest.mark.usefixtures("trusting")
def test_a_template_put_in_force_makes_the_next_papers(clerk: Person) -> None:
    draft = stories.paper()
    page = sent(clerk)

    page = clerk.send(page, "/dung")

    assert page.notice.startswith("Thông báo phân công nay lập theo mẫu riêng tải lên 9 giờ")
    assert "Đang dùng: mẫu riêng" in page.main
    assert "Người dùng vanthu đưa vào dùng" in page.main
    made = clerk.get(f"/van-ban/{draft.id}/docx").response.data
    assert WORDS in words_of(made)


def test_a_second_click_puts_it_in_force_once(clerk: Person) -> None:
    row = kept()
    page = clerk.get(f"{DETAIL}/{row.id}")
    data = values_of(page.form("/dung"))

    first = clerk.post(f"{DETAIL}/{row.id}/dung", {**data})
    second = clerk.post(f"{DETAIL}/{row.id}/dung", {**data})

    assert first.notice == second.notice != ""
    verbs = db.session.scalars(
        select(AuditEvent.verb).where(AuditEvent.subject == "paper_template")
    ).all()
    assert verbs.count("put_in_force") == 1


def test_whoever_looked_at_an_older_page_is_told(clerk: Person) -> None:
    row = kept()
    page = clerk.get(f"{DETAIL}/{row.id}")
    other = in_force(spoiling.saying("{{ opening }} Theo Nội quy."))

    page = clerk.send(page, "/dung")

    assert page.status == 409
    assert "Người khác vừa đổi mẫu đang dùng." in page.text
    assert templates.in_force(db.session, NOTICE) == other.content


def test_the_built_in_one_is_one_press_away(clerk: Person) -> None:
    row = in_force()

    page = clerk.send(clerk.get(DETAIL), "/co-san/dung")

    assert page.notice == "Thông báo phân công nay lập theo mẫu có sẵn."
    assert [one[3][:9] for one in page.rows("Các mẫu riêng")] == ["thôi dùng"]
    assert clerk.get(f"{DETAIL}/{row.id}").has_form("/dung")
    assert "Mẫu này đang dùng." in clerk.get(f"{DETAIL}/co-san").main


def test_one_never_used_is_thrown_away(clerk: Person) -> None:
    row = kept()

    page = clerk.send(clerk.get(f"{DETAIL}/{row.id}"), "/bo")

    assert page.notice == "Đã bỏ mẫu chưa dùng."
    assert rows() == 0


def test_one_that_was_used_is_not(clerk: Person) -> None:
    row = kept()
    page = clerk.get(f"{DETAIL}/{row.id}")
    row.put_in_force(by=None)
    db.session.commit()

    page = clerk.send(page, "/bo")

    assert page.status == 409
    assert "Mẫu này đã được dùng nên phải giữ lại." in page.text
    assert not clerk.get(f"{DETAIL}/{row.id}").has_form("/bo")


def test_which_papers_it_made_is_shown_on_both_sides(clerk: Person) -> None:
    row = in_force()
    checked = stories.paper("checked")

    assert "Thông báo phân công thứ Bảy, 11/4" in clerk.get(f"{DETAIL}/{row.id}").main
    assert [one[4] for one in clerk.get(DETAIL).rows("Các mẫu riêng")] == ["1"]
    assert "Mẫu mẫu riêng tải lên 9 giờ" in clerk.get(f"/van-ban/{checked.id}").main
    assert "Chưa có văn bản nào." in clerk.get(f"{DETAIL}/co-san").main


def test_a_paper_of_the_built_in_one_says_so(clerk: Person) -> None:
    checked, draft = stories.paper("checked"), stories.paper(sort="annual_plan")

    assert "Mẫu mẫu có sẵn" in clerk.get(f"/van-ban/{checked.id}").main
    assert "mẫu có sẵn" not in clerk.get(f"/van-ban/{draft.id}").main
    assert "Thông báo phân công thứ Bảy, 11/4" in clerk.get(f"{DETAIL}/co-san").main


def test_faults_of_layout_are_shown_and_forbid_nothing(clerk: Person) -> None:
    row = kept(spoiling.changed(spoiling.TEXT, spoiling.put("THÔNG BÁO", "Thông báo")))

    page = clerk.get(f"{DETAIL}/{row.id}")

    assert "Chỗ nên xem lại: 1" in page.main
    assert page.has_form("/dung")


@pytest.mark.each_on_server
@pytest.mark.parametrize(
    ("path", "name", "words"),
    [
        ("co-san/docx", "Mẫu thông báo phân công có sẵn.docx", "{{ opening }}"),
        ("{own}/docx", "Mẫu thông báo phân công 2026-04-01 0900.docx", WORDS),
        ("co-san/lap-thu", "Mẫu thông báo phân công có sẵn lập thử.docx", "Vi Văn Đức (mẫu)"),
        ("{own}/lap-thu", "Mẫu thông báo phân công 2026-04-01 0900 lập thử.docx", WORDS),
    ],
)
def test_templates_and_specimens_are_downloaded(
    clerk: Person, path: str, name: str, words: str
) -> None:
    answer = clerk.get(f"{DETAIL}/{path.format(own=kept().id)}").response

    assert words in words_of(answer.data)
    assert quote(name) in answer.headers["Content-Disposition"]


def test_a_specimen_is_looked_at_in_the_browser(clerk: Person) -> None:
    page = clerk.get(f"{DETAIL}/co-san/xem")

    frame = page.soup.select_one("#paper")
    assert frame is not None
    assert frame["data-paper"] == f"{DETAIL}/co-san/lap-thu"
    assert "'unsafe-inline'" in page.response.headers["Content-Security-Policy"]


def test_a_specimen_becomes_a_pdf(clerk: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "make_pdf", lambda _docx, **_kw: b"%PDF-")

    answer = clerk.get(f"{DETAIL}/co-san/lap-thu-pdf").response

    assert (answer.mimetype, answer.data) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize("path", ["", f"{NOTICE}", f"{NOTICE}/co-san", f"{NOTICE}/co-san/docx"])
def test_only_who_may_edit_templates_comes_in(
    leader: Person, admin: Person, centre: Person, path: str
) -> None:
    assert leader.get(LIST + path).status == admin.get(LIST + path).status == 403
    assert centre.get(LIST + path).status == 200


def test_others_may_not_send_use_or_throw_away(app: Flask) -> None:
    row = kept()
    other = Person(app, factories.account(username="khac", roles={Role.LEADER}))

    for path in (DETAIL, f"{DETAIL}/{row.id}/dung", f"{DETAIL}/{row.id}/bo"):
        assert other.post(path, {}).status == 403


@pytest.mark.parametrize(
    "path", ["khong-co", f"{NOTICE}/999", f"{NOTICE}/{'9' * 30}", f"{NOTICE}/abc", f"{NOTICE}/-1"]
)
def test_what_is_not_there_is_no_page(clerk: Person, path: str) -> None:
    assert clerk.get(LIST + path).status == 404


def test_a_template_of_another_paper_is_no_page(clerk: Person) -> None:
    assert clerk.get(f"/van-ban/mau/nomination/{kept().id}").status == 404


def test_the_built_in_one_is_not_thrown_away(clerk: Person) -> None:
    page = clerk.get(f"{DETAIL}/{kept().id}")
    data = values_of(page.form("/bo"))

    assert clerk.post(f"{DETAIL}/co-san/bo", {**data}).status == 404


def test_a_row_kept_for_the_built_in_one_has_no_page_of_its_own(clerk: Person) -> None:
    stories.paper("checked")
    row = db.session.scalars(select(PaperTemplate)).one()

    assert clerk.get(f"{DETAIL}/{row.id}").status == 404


def test_more_templates_ask_no_more_questions(clerk: Person) -> None:
    kept()
    with counted_queries() as few:
        clerk.get(DETAIL)
    for number in range(10):
        kept(spoiling.saying(f"{{{{ opening }}}} {number}"))
    with counted_queries() as many:
        clerk.get(DETAIL)

    assert len(many) == len(few)


def test_more_papers_ask_no_more_questions(clerk: Person) -> None:
    row = in_force()
    stories.paper("checked")
    with counted_queries() as few:
        clerk.get(f"{DETAIL}/{row.id}")
    for month in (5, 6):
        stories.paper(
            "checked", day=stories.SATURDAY.replace(month=month, day=9 if month == 5 else 6)
        )
    with counted_queries() as many:
        clerk.get(f"{DETAIL}/{row.id}")

    assert len(many) == len(few)
