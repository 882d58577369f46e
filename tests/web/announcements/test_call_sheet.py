"""Does a sheet of paper tell whom to call, by which number, and what to say?"""

import pytest

from saturday.extensions import db
from saturday.models.commune import Signal
from saturday.rules.announcements import Channel
from tests import factories
from tests.pages import Person
from tests.web.announcements.telling import moved, published
from tests.web.announcements.village_stories import BOARD, announced, answered, villages

pytestmark = pytest.mark.usefixtures("app")

SHEET = f"{BOARD}/danh-sach-goi"


def to_say(person: Person) -> str:
    """Read the words to say."""
    box = person.get(SHEET).soup.select_one(".to-say")
    return " ".join(box.get_text(" ", strip=True).split()) if box else ""


def test_it_lists_who_has_not_answered_with_all_their_telephones(centre: Person) -> None:
    duty_session, (one, two) = announced(), villages(2)
    two.secretary_name, two.secretary_phone = "Lô Thị C (mẫu)", "0988777666"
    two.signal, two.language = Signal.NONE, "tiếng Thái"
    db.session.commit()
    answered(duty_session, one)

    (row,) = centre.get(SHEET).rows("Các thôn cần gọi")

    head = "Trưởng thôn, bản: Trưởng thôn 2 (mẫu) 0912 000 002"
    assert row[:4] == [
        "1",
        "Thôn 2 tiếng Thái",
        f"→ {head} Bí thư chi bộ: Lô Thị C (mẫu) 0988 777 666",
        "không có sóng",
    ]


def test_all_villages_can_be_listed(centre: Person) -> None:
    duty_session, rows = announced(), villages(2)
    answered(duty_session, rows[0])

    found = centre.get(f"{SHEET}?ai=tat-ca").rows("Các thôn cần gọi")

    assert [row[1] for row in found] == ["Thôn 1", "Thôn 2"]
    assert found[0][-1] == "đã nhận 9 giờ, thứ Tư, 01/4"


def test_the_words_to_say_are_those_published_for_villages(centre: Person) -> None:
    duty_session = factories.duty_session()
    villages(1)
    assert "Chưa có tin nào được đăng cho các thôn." in centre.get(SHEET).main
    bulletin = published(duty_session, Channel.LOUDSPEAKER).text
    assert bulletin.splitlines()[0] in to_say(centre)
    message = published(duty_session, Channel.ZALO_VILLAGES).text

    assert to_say(centre) == " ".join(f"Nội dung cần nói {message}".split())


def test_on_friday_night_the_urgent_news_is_there_at_once(centre: Person) -> None:
    villages(2)
    moved(announced())

    page = centre.get(SHEET)

    assert "tin dời buổi thứ Bảy, 11/4/2026" in page.main
    assert "18/4" in to_say(centre)
    assert len(page.rows("Các thôn cần gọi")) == 2


def test_a_cancelled_saturday_is_told_of_too(centre: Person) -> None:
    duty_session = announced()
    villages(1)
    duty_session.cancel("bão số 5", by=None)
    db.session.commit()

    assert "bão số 5" in to_say(centre).lower()


def test_when_everybody_knows_there_is_nobody_to_call(centre: Person) -> None:
    answered(announced(), *villages(2))

    assert "Cả 2 thôn đã nhận thông báo buổi làm việc." in centre.get(SHEET).main


def test_a_commune_without_villages_is_told_so(centre: Person) -> None:
    announced()

    assert "Xã chưa có thôn, bản nào trong danh mục." in centre.get(SHEET).main


def test_a_village_without_a_telephone_is_listed_too(centre: Person) -> None:
    announced()
    (one,) = villages(1)
    one.head_name = one.head_phone = ""
    db.session.commit()

    (row,) = centre.get(SHEET).rows("Các thôn cần gọi")

    assert row[2] == "chưa có trong danh mục"
    assert "chưa có số điện thoại" in centre.get(BOARD).main


def test_a_department_sees_no_telephones_of_villages(economy: Person) -> None:
    announced()

    assert economy.get(SHEET).status == 403
