"""Does the code of a slip tell where an opinion stands, and nothing of who said what?"""

import pytest
from sqlalchemy import func, select

from saturday import clock
from saturday.extensions import db
from saturday.models.feedback import Feedback, Opinion, Reply, Speaker, Transfer
from saturday.models.strangers import StrangerCall
from saturday.rules.feedback import AnswerWay, FeedbackSource, show_code
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person

pytestmark = pytest.mark.usefixtures("app")
PATH = "/phan-anh/tra-cuu"
WHO = Speaker("Lô Thị Mẫu", "Thôn 5, xã Anh Sơn", "0912345678")
SAID = "Sổ đỏ nộp bảy tháng chưa có."


def told() -> tuple[Feedback, str]:
    """Write one opinion down, and give it with its code."""
    said = Opinion(SAID, FeedbackSource.DESK, speaker=WHO)
    row, code = Feedback.record(db.session, said, by=None)
    db.session.commit()
    return row, code


def ask(person: Person, code: str) -> Page:
    """Type a code and ask."""
    return person.send(person.get(PATH), PATH, code=code)


def answered(row: Feedback, *, is_public: bool = False, way: AnswerWay = AnswerWay.LETTER) -> None:
    """Let it be answered."""
    row.assign(factories.department("kinh-te"), row.kind, by=None)
    row.reply(Reply("Đã mời đến nhận ngày 20/4.", way, clock.today(), is_public), by=None)
    db.session.commit()


def test_a_new_one_says_by_when_it_is_given_to_somebody(stranger: Person) -> None:
    _row, code = told()

    page = ask(stranger, code)

    assert page.status == 200
    assert "Ý kiến số 01/2026: mới ghi nhận" in page.main
    assert "giao xử lý trước hết thứ Tư, 08/4, trả lời trước hết thứ Tư, 15/4" in page.main


@pytest.mark.parametrize("typed", ["{}", " {} ", "lower"])
def test_blanks_hyphens_and_small_letters_do_not_matter(stranger: Person, typed: str) -> None:
    _row, code = told()
    written = show_code(code).lower() if typed == "lower" else typed.format(show_code(code))

    assert "mới ghi nhận" in ask(stranger, written).main


def test_who_owns_it_and_by_when_is_told(stranger: Person) -> None:
    row, code = told()
    row.assign(factories.department("kinh-te"), row.kind, by=None)
    db.session.commit()

    page = ask(stranger, code)

    assert "Phòng Kinh tế" in page.main
    assert "trả lời trước hết thứ Tư, 15/4" in page.main


def test_where_it_was_sent_on_is_told(stranger: Person) -> None:
    row, code = told()
    row.transfer(Transfer("Chi nhánh Văn phòng đăng ký đất đai", clock.today()), by=None)
    db.session.commit()

    assert "Chi nhánh Văn phòng đăng ký đất đai, thứ Tư, 01/4" in ask(stranger, code).main


@pytest.mark.parametrize(
    ("is_public", "way", "is_shown"),
    [
        (True, AnswerWay.LETTER, True),
        (False, AnswerWay.CODE, True),
        (False, AnswerWay.LETTER, False),
        (False, AnswerWay.TELEPHONE, False),
    ],
)
def test_an_answer_is_shown_that_is_public_or_meant_for_this_page(
    stranger: Person, *, is_public: bool, way: AnswerWay, is_shown: bool
) -> None:
    row, code = told()
    answered(row, is_public=is_public, way=way)

    page = ask(stranger, code)

    assert ("Đã mời đến nhận" in page.main) is is_shown
    assert ("Câu trả lời đã gửi riêng" in page.main) is not is_shown


def test_nothing_of_who_said_what_is_shown(stranger: Person) -> None:
    row, code = told()
    row.decline("Bà Mẫu đã hỏi rồi.", by=None)
    db.session.commit()

    page = ask(stranger, code)

    shown = page.response.get_data(as_text=True)
    for personal in (WHO.name, WHO.address, WHO.phone, "345", SAID, "Bà Mẫu"):
        assert personal not in shown
    assert "không tiếp nhận" in page.main


@pytest.mark.parametrize(
    "typed", ["", "abc", "AAAAA-AAAAA", "OOOOO-00000", "<b>x</b>", "A" * 3000, "\x00"]
)
def test_a_wrong_code_and_none_are_answered_alike(stranger: Person, typed: str) -> None:
    told()

    page = ask(stranger, typed)

    assert page.status == 422
    assert page.faults == ["Không thấy ý kiến nào có mã này. Hãy xem lại từng chữ trên phiếu."]
    assert "Ý kiến số" not in page.main
    assert db.session.scalar(select(func.count(StrangerCall.id))) == 1


def test_a_wrong_code_is_asked_for_as_often_as_one_that_is_none(stranger: Person) -> None:
    asked = []
    for typed in ("AAAAA-AAAAA", "abc", ""):
        page = stranger.get(PATH)
        with counted_queries() as sent:
            stranger.send(page, PATH, code=typed)
        asked.append(sent)

    assert asked[0] == asked[1] == asked[2]


def test_who_guesses_waits_and_then_the_right_code_tells_nothing_either(stranger: Person) -> None:
    _row, code = told()
    for _ in range(20):
        assert ask(stranger, "AAAAA-AAAAA").status == 422

    wrong, right = ask(stranger, "AAAAA-AAAAA"), ask(stranger, code)

    assert wrong.status == right.status == 429
    assert wrong.faults == right.faults
    stand_at("2026-04-01 10:01")
    assert "mới ghi nhận" in ask(stranger, code).main


def test_a_right_code_may_be_asked_as_often_as_one_likes(stranger: Person) -> None:
    _row, code = told()

    assert {ask(stranger, code).status for _ in range(25)} == {200}


def test_no_code_stands_in_an_address_and_no_cookie_is_set(stranger: Person) -> None:
    _row, code = told()

    page = ask(stranger, code)

    assert page.path == PATH
    assert page.form(PATH).get("method") == "post"
    assert "Set-Cookie" not in page.response.headers
    assert page.response.headers["Cache-Control"] == "no-store"


def test_files_and_floods_are_turned_away(stranger: Person) -> None:
    assert stranger.post(PATH, {"code": "x" * 100_001}).status == 413
    assert stranger.post(PATH, {"code": "x"}, content_type="multipart/form-data").status == 413
    assert stranger.post(PATH, {"code": "x" * 41}).status == 422
