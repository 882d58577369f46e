"""Are the plan's words kept line by line, as typed, and by whom?"""

from datetime import date
from typing import Any

import pytest
from bs4 import Tag

from saturday.extensions import db
from saturday.models.plan import AnnualPlan, LineLevel
from tests import factories
from tests.conftest import counted_queries
from tests.pages import Page, Person

TEXT = "/ke-hoach/2026/noi-dung"
THREE = [
    (LineLevel.PART, "I. MỤC ĐÍCH"),
    (LineLevel.DASH, "Góp phần đổi mới."),
    (LineLevel.PLAIN, "Trên đây là Kế hoạch."),
]


def short_plan() -> AnnualPlan:
    """Make a plan of three lines."""
    plan = factories.plan()
    plan.write(THREE, by=None)
    db.session.commit()
    return plan


def stored() -> list[tuple[str, str]]:
    """Give the lines as kept."""
    plan = db.session.scalars(AnnualPlan.with_text(2026)).one()
    return [(line.level.value, line.text) for line in plan.lines]


def shown(page: Page) -> list[str]:
    """Give the words in the boxes."""
    return [str(box.text).lstrip("\n") for box in page.soup.select("textarea[name^=lines]")]


def save(person: Person, page: Page | None = None, /, **typed: Any) -> Page:  # noqa: ANN401 - as send
    """Send the form."""
    return person.send(page or person.get(TEXT), "/noi-dung", **typed)


def test_the_lines_are_shown_and_kept_as_typed(centre: Person) -> None:
    short_plan()

    page = save(centre, lines__1__text=" Nâng cao   hiệu quả. ", lines__1__level="clause")

    assert page.notice == "Đã lưu lời văn: 3 dòng."
    assert stored()[1] == ("clause", "Nâng cao hiệu quả.")
    assert stored()[0] == ("part", "I. MỤC ĐÍCH")
    assert "đã phát hành không đổi theo" in page.main


def test_letters_are_composed(centre: Person) -> None:
    short_plan()

    save(centre, lines__1__text="nha\u0300 va\u0306n ho\u0301a")

    assert stored()[1][1] == "nhà văn hóa"


def test_subject_and_date_are_kept(centre: Person) -> None:
    short_plan()

    page = save(centre, subject="Tổ chức “Ngày thứ 7 vì dân”", counted_from="01/3/2026")

    plan = db.session.scalars(AnnualPlan.of_year(2026)).one()
    assert plan.subject == "Tổ chức “Ngày thứ 7 vì dân”"
    assert plan.counted_from == date(2026, 3, 1)
    assert "tính từ 01/3/2026" in centre.get("/ke-hoach/2026").main
    assert page.status == 200


@pytest.mark.parametrize(
    ("act", "after", "focus"),
    [
        ("add-0", ["I. MỤC ĐÍCH", "", "Góp phần đổi mới.", "Trên đây là Kế hoạch."], 1),
        ("add", ["I. MỤC ĐÍCH", "Góp phần đổi mới.", "Trên đây là Kế hoạch.", ""], 3),
        ("drop-1", ["I. MỤC ĐÍCH", "Trên đây là Kế hoạch."], 1),
        ("up-2", ["I. MỤC ĐÍCH", "Trên đây là Kế hoạch.", "Góp phần đổi mới."], 1),
        ("up-0", ["I. MỤC ĐÍCH", "Góp phần đổi mới.", "Trên đây là Kế hoạch."], 0),
        ("down-0", ["Góp phần đổi mới.", "I. MỤC ĐÍCH", "Trên đây là Kế hoạch."], 1),
        ("down-2", ["I. MỤC ĐÍCH", "Góp phần đổi mới.", "Trên đây là Kế hoạch."], 2),
        ("turn-9", ["I. MỤC ĐÍCH", "Góp phần đổi mới.", "Trên đây là Kế hoạch."], 2),
    ],
)
def test_lines_are_added_dropped_and_moved_without_being_saved(
    centre: Person, act: str, after: list[str], focus: int
) -> None:
    short_plan()

    page = save(centre, act=act)

    assert shown(page) == after
    here = page.soup.select_one("[autofocus]")
    assert isinstance(here, Tag)
    assert here["name"] == f"lines-{focus}-text"
    assert [text for _, text in stored()] == [text for _, text in THREE]


def test_what_was_typed_survives_a_move_and_is_saved_after_it(centre: Person) -> None:
    short_plan()

    moved = save(centre, lines__0__text="I. ĐỔI", act="down-0", subject="Đổi")
    page = save(centre, moved, act=None)

    assert page.notice == "Đã lưu lời văn: 3 dòng."
    assert stored()[1] == ("part", "I. ĐỔI")


def test_all_lines_may_be_dropped_but_not_saved_so(centre: Person) -> None:
    short_plan()
    page = centre.get(TEXT)
    for _ in range(3):
        page = save(centre, page, act="drop-0")

    refused = save(centre, page, act=None)
    added = save(centre, refused, act="add")

    assert shown(page) == []
    assert refused.faults == ["Kế hoạch chưa có dòng nào. Hãy thêm ít nhất một dòng."]
    assert shown(added) == [""]


def test_empty_lines_are_refused_in_words_and_the_rest_is_kept(centre: Person) -> None:
    short_plan()

    page = save(centre, lines__0__text=" ", lines__1__text="đang gõ dở", lines__2__text="")

    assert page.status == 422
    assert page.faults == ["Dòng này còn trống. Hãy ghi nội dung hoặc bỏ dòng."] * 2
    assert shown(page)[1] == "đang gõ dở"
    assert page.soup.title
    assert page.soup.title.text.strip().startswith("Lỗi:")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"subject": ""}, "Hãy ghi trích yếu."),
        ({"counted_from": "mai"}, "Hãy ghi ngày dạng ngày/tháng/năm, ví dụ 11/4/2026."),
        ({"counted_from": "11/02/2025"}, "Ngày tính phải nằm trong năm 2026."),
    ],
)
def test_a_bad_head_is_refused(centre: Person, typed: dict[str, Any], fault: str) -> None:
    short_plan()

    page = save(centre, lines__0__text="I. ĐỔI", **typed)

    assert page.status == 422
    assert page.faults == [fault]
    assert shown(page)[0] == "I. ĐỔI"
    assert stored()[0][1] == "I. MỤC ĐÍCH"


def test_the_later_saver_sees_both_texts_and_keeps_his_own(centre: Person) -> None:
    short_plan()
    mine, theirs = centre.get(TEXT), centre.get(TEXT)
    save(centre, theirs, lines__1__text="Bản của người khác.")

    page = save(centre, mine, lines__1__text="Bản của tôi.")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [["Dòng 2", "Bản của người khác.", "Bản của tôi."]]
    assert shown(page)[1] == "Bản của tôi."
    assert stored()[1][1] == "Bản của người khác."
    assert save(centre, page).notice == "Đã lưu lời văn: 3 dòng."
    assert stored()[1][1] == "Bản của tôi."


def test_an_unknown_level_becomes_a_plain_paragraph(centre: Person) -> None:
    short_plan()

    save(centre, lines__0__level="chapter")

    assert stored()[0] == ("plain", "I. MỤC ĐÍCH")


def test_typed_marks_of_a_template_stay_as_typed(centre: Person) -> None:
    short_plan()

    page = save(centre, lines__1__text="{{ 7 * 7 }} & <b>")

    assert shown(page)[1] == "{{ 7 * 7 }} & <b>"


def test_only_the_centre_writes(clerk: Person, economy: Person) -> None:
    short_plan()

    for person in (clerk, economy):
        assert person.get(TEXT).status == 403
        assert person.post(TEXT, {}).status == 403


def test_a_second_click_writes_once(centre: Person) -> None:
    short_plan()
    page = centre.get(TEXT)

    first = save(centre, page, lines__0__text="I. ĐỔI")
    second = save(centre, page, lines__0__text="I. ĐỔI")

    assert second.notice == first.notice
    assert len(stored()) == 3


def test_more_lines_ask_no_more_of_the_database(centre: Person) -> None:
    plan = short_plan()
    with counted_queries() as few:
        centre.get(TEXT)
    plan = db.session.scalars(AnnualPlan.of_year(2026)).one()
    plan.write([*THREE, *THREE, *THREE, *THREE], by=None)
    db.session.commit()

    with counted_queries() as many:
        centre.get(TEXT)

    assert len(many) == len(few)
