"""Tests: what is played second, in another language."""

from saturday.extensions import db
from saturday.models.announcements import Announcement
from saturday.rules.announcements import AnnouncementState
from tests import factories
from tests.pages import Person, values_of
from tests.web.announcements.bulletin_stories import LOA, bulletin, operator

FORM = f"{LOA}/tieng-khac"
THAI = "Xin chào pi nọng.\n\nMự thứ Bảy, xã mi buổi làm việc."


def row() -> Announcement:
    return db.session.query(Announcement).one()


def test_a_second_reading_is_typed_and_approved_anew(centre: Person) -> None:
    bulletin(factories.duty_session())
    page = centre.get(FORM)

    done = centre.send(page, "/tieng-khac", other_language="tiếng Thái", other_text=THAI)

    assert "Lưu phần này thì phải duyệt lại cả bản tin." in page.main
    assert done.notice == "Đã lưu phần đọc thứ hai. Bản tin cần duyệt lại."
    assert "Phần đọc thứ hai: tiếng Thái Xin chào pi nọng." in done.main
    assert row().state is AnnouncementState.DRAFT
    assert "Xin chào" not in operator(centre.app).get(LOA).main


def test_the_operator_reads_it_second_when_approved(centre: Person) -> None:
    bulletin(factories.duty_session(), approved=False)
    centre.send(centre.get(FORM), "/tieng-khac", other_language="tiếng Thái", other_text=THAI)
    row().approve("Lê Thị Duyệt (mẫu)", by=None)
    db.session.commit()
    loa = operator(centre.app)

    read = loa.get(f"{LOA}/doc")
    text = loa.get(f"{LOA}/ban-tin.txt?phan=2").response

    assert read.main.index("Kính thưa") < read.main.index("Đọc tiếp: tiếng Thái Xin chào pi nọng.")
    assert text.get_data().decode("utf-8-sig").split("\r\n")[0] == "Xin chào pi nọng."
    assert "2.txt" in text.headers["Content-Disposition"]
    assert "Phần đọc thứ hai: tiếng Thái" in loa.get(f"{LOA}/phieu-duyet").main


def test_a_language_without_its_name_is_refused(centre: Person) -> None:
    bulletin(factories.duty_session(), approved=False)

    page = centre.send(centre.get(FORM), "/tieng-khac", other_text=THAI)

    assert (page.status, page.faults) == (422, ["Hãy ghi tên tiếng của phần đọc thứ hai."])
    assert values_of(page.form("/tieng-khac"))["other_text"][0].strip() == THAI


def test_it_is_taken_away_again(centre: Person) -> None:
    bulletin(factories.duty_session(), approved=False)
    centre.send(centre.get(FORM), "/tieng-khac", other_language="tiếng Thái", other_text=THAI)

    page = centre.send(centre.get(FORM), "/tieng-khac", other_text="")

    assert page.notice == "Đã bỏ phần đọc thứ hai."
    assert (row().other_text, row().other_language) == ("", "")


def test_whoever_saves_late_sees_both(centre: Person) -> None:
    bulletin(factories.duty_session(), approved=False)
    late = centre.get(FORM)
    centre.send(centre.get(FORM), "/tieng-khac", other_language="tiếng Thái", other_text="một")

    page = centre.send(late, "/tieng-khac", other_language="tiếng Mông", other_text="hai")

    assert page.status == 409
    assert page.rows("Hai bản khác nhau") == [
        ["Tiếng", "tiếng Thái", "tiếng Mông"],
        ["Bài đọc thứ hai", "một", "hai"],
    ]


def test_what_was_played_is_not_written_anew(centre: Person) -> None:
    bulletin(factories.duty_session())
    page = centre.get(FORM)
    centre.send(centre.get(LOA), "/loa/vua-phat")

    refused = centre.send(page, "/tieng-khac", other_language="tiếng Thái", other_text="một")

    assert refused.status in {409, 422}
    assert "Thêm tiếng khác" not in centre.get(LOA).main
    assert row().other_text == ""


def test_a_new_edition_begins_with_what_was_played_second(centre: Person) -> None:
    one = factories.duty_session()
    first = bulletin(one, approved=False)
    first.write_other(THAI, "tiếng Thái", by=None)
    first.approve("Lê Thị Duyệt (mẫu)", by=None)
    bulletin(one, approved=False, edition=2)

    page = centre.get(FORM)
    centre.send(page, "/tieng-khac")

    assert "Bài dưới đây chép từ bản trước." in page.main
    second = db.session.query(Announcement).filter_by(edition=2).one()
    assert (second.other_language, second.other_text) == ("tiếng Thái", THAI)
    assert "chép từ bản trước" not in centre.get(FORM).main


def test_without_a_bulletin_there_is_no_second_reading(centre: Person) -> None:
    factories.duty_session()

    assert centre.get(FORM).status == 404
