"""Is an issued paper put right only by another paper?"""

import pytest
from sqlalchemy import select

from saturday.extensions import db
from saturday.models.documents import Document, FileStage
from saturday.papers.layout import check_layout
from saturday.papers.making import Amendment
from saturday.papers.reading import read_word
from saturday.rules.lifecycle import PaperMark
from tests.pages import Page, Person
from tests.web.documents import stories

NEW = "/van-ban/lap"


def newest() -> Document:
    return db.session.scalars(select(Document).order_by(Document.id.desc())).first()  # type: ignore[return-value]


def text(row: Document) -> str:
    kept = row.text_file
    assert kept is not None
    return "\n".join(line.text for line in read_word(kept.content).lines)


def make(person: Person, path: str, **typed: str) -> Page:
    page = person.get(path)
    return person.send(page, path.partition("?")[0], **typed)  # type: ignore[arg-type]


def test_a_replacing_notice_marks_what_changed(clerk: Person) -> None:
    old = stories.paper("issued")
    assert old.duty_session is not None
    stories.replaced(old.duty_session)
    page = clerk.get(f"/van-ban/{old.id}")
    link = page.soup.select_one("main .btn-act[href*=replaces]")
    assert link is not None

    made = make(clerk, str(link["href"]))
    new = newest()
    stories.take(new, "issued", number="29")

    assert "thay thế văn bản số 28/TB-TTPVHCC khi phát hành" in made.main
    rows = [line.text for line in read_word(new.files[-1].content).lines]
    place = rows.index("Người thay (mẫu)")
    assert "thay đổi" in rows[place : place + 5]
    assert rows.count("thay đổi") == 1
    assert "Thông báo này thay thế Thông báo số 28/TB-TTPVHCC ngày 01 tháng 4 năm 2026" in (
        text(new)
    )
    db.session.refresh(old)
    assert (old.mark, old.marked_by) == (PaperMark.REPLACED, new)


def test_the_old_paper_stands_until_the_new_one_is_issued(clerk: Person) -> None:
    old = stories.paper("issued")
    stories.paper("signed", amendment=Amendment(old, PaperMark.REPLACED))

    page = clerk.get(f"/van-ban/{old.id}")

    assert "thay thế: đang ở bước đã ký" in page.main
    assert old.mark is None


def test_the_old_paper_says_which_one_is_valid(clerk: Person) -> None:
    old = stories.paper("issued")
    new = stories.paper("issued", number="29", amendment=Amendment(old, PaperMark.REPLACED))

    page = clerk.get(f"/van-ban/{old.id}")

    assert "Đã thay thế bằng văn bản số 29/TB-TTPVHCC ngày 01 tháng 4 năm 2026." in page.main
    assert page.soup.find("a", href=f"/van-ban/{new.id}")
    assert "Lập công văn đính chính" not in page.main
    assert "✓ đã phát hành ! đã thay thế" in clerk.get("/van-ban/").main
    assert "Văn bản này thay thế văn bản số 28/TB-TTPVHCC." in clerk.get(f"/van-ban/{new.id}").main


@pytest.mark.parametrize(
    ("paper", "verb", "mark"),
    [
        ("correction", "đính chính", PaperMark.CORRECTED),
        ("withdrawal", "thu hồi", PaperMark.WITHDRAWN),
    ],
)
def test_a_letter_corrects_or_withdraws(
    clerk: Person, paper: str, verb: str, mark: PaperMark
) -> None:
    old = stories.paper("issued")
    path = f"{NEW}/{paper}/{old.id}"

    made = make(clerk, path, statement="Tại dòng 2, chức vụ ghi nhầm.")
    new = newest()
    stories.take(new, "issued", number="30")

    assert f"Đã lập dự thảo công văn {verb} Thông báo số 28/TB-TTPVHCC." in made.notice
    assert (new.full_number, new.signer_name) == ("30/TTPVHCC", stories.SIGNER)
    assert check_layout(new.files[-1].content) == []
    assert f"V/v {verb} Thông báo số 28/TB-TTPVHCC" in text(new)
    assert "Tại dòng 2, chức vụ ghi nhầm." in text(new)
    assert "Kính gửi:" in text(new)
    db.session.refresh(old)
    assert old.mark is mark
    assert old.is_in_force is (mark is PaperMark.CORRECTED)


@pytest.mark.parametrize(
    ("paper", "fault"),
    [("correction", "Hãy ghi nội dung đính chính."), ("withdrawal", "Hãy ghi lý do thu hồi.")],
)
def test_a_letter_must_say_something(clerk: Person, paper: str, fault: str) -> None:
    old = stories.paper("issued")

    refused = make(clerk, f"{NEW}/{paper}/{old.id}", statement="")

    assert (refused.status, refused.faults) == (422, [fault])


@pytest.mark.parametrize(
    ("how", "heading"),
    [
        ("replace", "Lập thông báo phân công thứ Bảy, 11/4"),
        ("correct", "Lập công văn đính chính Thông báo số 28/TB-TTPVHCC"),
        ("withdraw", "Lập công văn thu hồi Thông báo số 28/TB-TTPVHCC"),
    ],
)
def test_one_address_leads_to_each_of_them(clerk: Person, how: str, heading: str) -> None:
    old = stories.paper("issued")

    page = clerk.get(f"{NEW}/assignment_notice/2026-04-11?replaces={old.id}&as={how}")

    assert page.soup.h1 is not None
    assert page.soup.h1.text.strip() == heading


def test_a_plan_from_before_the_app_can_be_corrected_and_replaced(clerk: Person) -> None:
    old = stories.earlier_plan()

    make(clerk, f"{NEW}/correction/{old.id}", statement="Chỗ sai.")
    letter = newest()
    make(clerk, f"{NEW}/annual_plan/2026?replaces={old.id}", signer_name=stories.SIGNER)
    stories.take(letter, "issued", number="51")

    assert letter.full_number == "51/UBND"
    assert "Ủy ban nhân dân xã Anh Sơn đã ban hành Kế hoạch số 50/KH-UBND" in text(letter)
    assert newest().paper == "annual_plan"


def test_a_withdrawn_notice_makes_room_for_a_new_one(clerk: Person) -> None:
    old = stories.paper("issued")
    stories.paper(
        "issued", sort="withdrawal", number="29", amendment=Amendment(old, PaperMark.WITHDRAWN)
    )

    assert clerk.get(f"{NEW}/assignment_notice/2026-04-11").has_form("2026-04-11")


def test_an_unissued_paper_is_not_amended(clerk: Person) -> None:
    row = stories.paper("signed")

    for path in (
        f"correction/{row.id}",
        f"withdrawal/{row.id}",
        f"assignment_notice/2026-04-11?replaces={row.id}",
    ):
        assert clerk.get(f"{NEW}/{path}").status == 404


def test_a_replacement_is_of_the_same_thing(clerk: Person) -> None:
    old = stories.paper("issued")
    stories.saturday(stories.SATURDAY.replace(day=25))

    assert clerk.get(f"{NEW}/assignment_notice/2026-04-25?replaces={old.id}").status == 404
    assert clerk.get(f"{NEW}/annual_plan/2026?replaces={old.id}").status == 404


def test_only_the_clerk_amends(centre: Person, economy: Person, leader: Person) -> None:
    old = stories.paper("issued")
    path = f"{NEW}/assignment_notice/2026-04-11?replaces={old.id}"

    for person in (centre, economy, leader):
        assert person.get(path).status == 403
        assert person.get(f"{NEW}/correction/{old.id}").status == 403
        assert "Lập văn bản thu hồi" not in person.get(f"/van-ban/{old.id}").main


def test_the_signed_text_of_the_old_paper_is_untouched(clerk: Person) -> None:
    old = stories.paper("issued")
    kept = old.file_at(FileStage.NUMBERED)
    assert kept is not None
    before = kept.content

    stories.paper("issued", number="29", amendment=Amendment(old, PaperMark.REPLACED))

    assert clerk.get(f"/van-ban/{old.id}/docx").response.data == before


@pytest.mark.parametrize(
    ("paper", "label"),
    [("correction", "Nội dung đính chính"), ("withdrawal", "Lý do thu hồi")],
)
def test_a_letters_text_can_be_reworded(clerk: Person, paper: str, label: str) -> None:
    old = stories.paper("issued")
    sort = PaperMark.CORRECTED if paper == "correction" else PaperMark.WITHDRAWN
    row = stories.paper(sort=paper, amendment=Amendment(old, sort))
    page = clerk.get(f"/van-ban/{row.id}/sua")
    assert page.soup.find("label", string=label) is not None

    done = clerk.send(page, "/sua", statement="Lời mới.")

    assert "Lời mới." in done.main
    refused = clerk.send(clerk.get(f"/van-ban/{row.id}/sua"), "/sua", statement="")
    assert refused.faults == [f"Hãy ghi {label.lower()}."]
