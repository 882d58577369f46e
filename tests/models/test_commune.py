"""Do moves, endings and mergers leave to each day what was so on that day?"""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saturday.extensions import db
from saturday.models.commune import (
    Commune,
    Contact,
    Department,
    Hall,
    Hamlet,
    Officer,
    Partner,
    Posting,
    SubjectArea,
)
from saturday.models.entries import fresh_code
from saturday.models.nominations import Line, Nomination
from saturday.models.roster import Assignment, Seat, assign
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import counted_queries

APRIL = date(2026, 4, 11)
MOVED = date(2026, 4, 9)


def moved(
    day: date = MOVED, *, to: str = "van-phong", post: str = "Phó Chánh Văn phòng"
) -> Officer:
    """Give an officer of Phòng Kinh tế who serves elsewhere from a day on."""
    row = factories.officer()
    row.move(factories.department(to), post, day, by=None)
    db.session.commit()
    return row


@pytest.mark.parametrize(
    ("day", "code", "post"),
    [
        (date(2026, 3, 28), "kinh-te", "Chuyên viên"),
        (date(2026, 4, 8), "kinh-te", "Chuyên viên"),
        (date(2026, 4, 9), "van-phong", "Phó Chánh Văn phòng"),
        (date(2026, 5, 9), "van-phong", "Phó Chánh Văn phòng"),
    ],
)
@pytest.mark.usefixtures("app")
def test_a_person_is_where_he_was_on_each_day(day: date, code: str, post: str) -> None:
    row = moved()

    assert row.department_on(day).code == code
    assert row.post_on(day) == post
    for one in db.session.scalars(Department.in_order()):
        offered = row in db.session.scalars(Officer.serving(one, on=day)).all()
        assert offered == (one.code == code)


@pytest.mark.usefixtures("app")
def test_each_move_has_its_own_days() -> None:
    row = moved(date(2026, 2, 1))
    row.move(factories.department("trung-tam"), "Chuyên viên", date(2026, 6, 1), by=None)
    db.session.commit()

    days = (date(2026, 1, 31), date(2026, 5, 31), date(2026, 6, 1))
    assert [row.department_on(day).code for day in days] == ["kinh-te", "van-phong", "trung-tam"]
    for day, code in zip(days, ("kinh-te", "van-phong", "trung-tam"), strict=True):
        assert row in db.session.scalars(Officer.serving(factories.department(code), on=day))


@pytest.mark.usefixtures("app")
def test_those_of_a_department_come_once_with_all_their_moves() -> None:
    row, other = moved(date(2026, 2, 1)), factories.officer("Công chức 2 (mẫu)", code="van-phong")
    row.move(factories.department("trung-tam"), "Chuyên viên", date(2026, 6, 1), by=None)
    db.session.commit()
    served = {row.id: [one.until for one in row.former], other.id: []}
    office = factories.department("van-phong")
    db.session.expunge_all()

    found = Officer.of_department(db.session, office, MOVED)

    with counted_queries() as sent:
        assert {one.id: [then.until for then in one.former] for one in found} == served
    assert (len(found), sent) == (2, [])
    assert len(Officer.of_department(db.session, office, date(2026, 6, 1))) == 1


@given(
    st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=6, unique=True),
    st.dates(date(2025, 12, 1), date(2027, 1, 31)),
)
def test_a_day_has_just_one_posting(days: list[date], asked: date) -> None:
    row = Officer(post="0", department=Department(name="0"))
    row.rename("Lê Văn Anh (mẫu)")
    for number, day in enumerate(sorted(days), start=1):
        row.move(Department(id=number, name=str(number)), str(number), day, by=None)

    expected = str(sum(day <= asked for day in days))

    assert (row.post_on(asked), row.department_on(asked).name) == (expected, expected)
    assert all(one.until < other.until for one, other in pairwise(row.former))


@pytest.mark.parametrize(
    ("to", "post", "day", "reason"),
    [
        ("van-phong", "Phó Chánh Văn phòng", date(2026, 5, 1), "giống như đang ghi"),
        ("kinh-te", "Chuyên viên", date(2026, 4, 9), "Lần chuyển trước từ ngày 09/4/2026."),
        ("kinh-te", "Chuyên viên", date(2026, 9, 1), "Đã ghi chuyển, nghỉ từ 01/9/2026."),
    ],
)
@pytest.mark.usefixtures("app")
def test_a_move_that_can_not_be_is_refused(to: str, post: str, day: date, reason: str) -> None:
    row = moved()
    row.left_on = date(2026, 9, 1)

    with pytest.raises(NotAllowedNow) as refusal:
        row.move(factories.department(to), post, day, by=None)
    assert reason in refusal.value.reason


@pytest.mark.usefixtures("app")
def test_a_move_taken_back_was_never_there() -> None:
    row = moved()

    row.undo_move(by=None)
    db.session.commit()

    assert (row.department.code, row.post) == ("kinh-te", "Chuyên viên")
    assert db.session.scalars(Posting.coming()).all() == []
    with pytest.raises(NotAllowedNow, match="chưa chuyển"):
        row.undo_move(by=None)


@pytest.mark.usefixtures("app")
def test_an_earlier_saturday_says_where_its_people_were() -> None:
    row, held = factories.officer(), factories.duty_session(APRIL)
    later = factories.duty_session(date(2026, 5, 9))
    for session in (held, later):
        assign(session, Seat(duty=factories.duty("LAND"), officer=row), by=None)
    row.move(factories.department("van-phong"), "Phó Chánh Văn phòng", date(2026, 4, 20), by=None)
    db.session.commit()
    db.session.expire_all()

    seen = [db.session.scalars(Assignment.of_session(one)).one() for one in (held, later)]
    assert [(one.post, one.workplace) for one in seen] == [
        ("Chuyên viên", "Phòng Kinh tế"),
        ("Phó Chánh Văn phòng", "Văn phòng HĐND và UBND"),
    ]


@pytest.mark.usefixtures("app")
def test_a_list_takes_the_people_of_its_own_day() -> None:
    held = factories.duty_session(APRIL)
    row = moved(APRIL)
    line = Line(factories.duty("LAND"), row)
    lists = {
        code: Nomination.begin(held, factories.department(code), by=None)
        for code in ("kinh-te", "van-phong")
    }

    lists["van-phong"].write([line], remark="", cannot_reason="", by=None)
    assert lists["van-phong"].lines[0].post == "Phó Chánh Văn phòng"
    with pytest.raises(NotAllowedNow, match="không thuộc Phòng Kinh tế"):
        lists["kinh-te"].write([line], remark="", cannot_reason="", by=None)


@pytest.mark.usefixtures("app")
def test_who_has_served_changes_department_by_a_move_only() -> None:
    row, held = factories.officer(), factories.duty_session(APRIL)
    other = factories.department("van-phong").id
    row.change({"department_id": other}, by=None)
    assign(held, Seat(duty=factories.duty("LAND"), officer=row), by=None)
    db.session.commit()

    with pytest.raises(NotAllowedNow, match="Chuyển phòng, chức vụ") as refusal:
        row.change({"department_id": factories.department("kinh-te").id}, by=None)
    assert refusal.value.field == "department_id"
    row.change({"department_id": other, "post": "Chuyên viên chính"}, by=None)
    assert row.post == "Chuyên viên chính"


@pytest.mark.usefixtures("app")
def test_leaving_comes_after_the_last_move() -> None:
    row = moved()

    with pytest.raises(NotAllowedNow, match="Lần chuyển trước từ ngày 09/4/2026"):
        row.change({"left_on": MOVED}, by=None)
    row.change({"left_on": date(2026, 4, 10)}, by=None)


@pytest.mark.usefixtures("app")
def test_two_people_have_one_name_but_not_one_code() -> None:
    first, second = factories.officer(), factories.officer()
    first.change({"code": "CC01"}, by=None)

    with pytest.raises(NotAllowedNow, match="Mã này đã có người dùng") as refusal:
        second.change({"code": "CC01"}, by=None)
    assert refusal.value.field == "code"
    first.change({"code": "CC01", "post": "Phó Trưởng phòng"}, by=None)
    second.change({"code": None}, by=None)


@pytest.mark.usefixtures("app")
def test_somebody_moved_but_never_on_a_list_may_go() -> None:
    row = moved()

    row.remove(by=None)
    db.session.commit()

    assert db.session.query(Posting).count() == 0


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "day", "there"),
    [
        (None, None, date(2026, 4, 11), True),
        (date(2026, 4, 11), None, date(2026, 4, 11), True),
        (date(2026, 4, 12), None, date(2026, 4, 11), False),
        (None, date(2026, 4, 11), date(2026, 4, 11), True),
        (None, date(2026, 4, 10), date(2026, 4, 11), False),
    ],
)
@pytest.mark.usefixtures("app")
def test_a_village_is_offered_on_its_days(
    valid_from: date | None, valid_to: date | None, day: date, *, there: bool
) -> None:
    row = factories.hamlet()
    row.valid_from, row.valid_to = valid_from, valid_to
    db.session.commit()

    assert (row in db.session.scalars(Hamlet.in_order(day)).all()) == there
    assert row.gone_on(day)[0] == (not there)


@pytest.mark.usefixtures("app")
def test_a_village_can_not_become_what_became_it() -> None:
    rows = [factories.hamlet(f"Thôn {number}") for number in range(4)]
    for one, other in pairwise(rows):
        one.merge(other, date(2026, 5, 1), by=None)
        other.valid_to = None

    assert rows[0].today is rows[3]
    for one in rows[:3]:
        with pytest.raises(NotAllowedNow, match=f"{one.name} đã sáp nhập vào Thôn 3"):
            rows[3].merge(one, date(2026, 6, 1), by=None)
    with pytest.raises(NotAllowedNow, match="Hãy chọn thôn, bản khác"):
        rows[3].merge(rows[3], date(2026, 6, 1), by=None)


@pytest.mark.usefixtures("app")
def test_contacts_come_in_their_order_and_only_when_known() -> None:
    row = factories.hamlet()
    assert row.contacts == ()

    row.front_name, row.secretary_name, row.head_phone = "Ba (mẫu)", "Một (mẫu)", "0912345678"

    contacts: list[Contact] = list(row.contacts)
    assert [(one.post.words, one.name, one.phone) for one in contacts] == [
        ("Bí thư chi bộ", "Một (mẫu)", ""),
        ("Trưởng thôn, bản", "", "0912345678"),
        ("Trưởng Ban công tác Mặt trận", "Ba (mẫu)", ""),
    ]


@pytest.mark.usefixtures("app")
def test_the_hall_is_the_first_still_in_use() -> None:
    row = factories.hamlet(hall="Nhà văn hóa cũ")
    row.halls.append(Hall(name="Nhà văn hóa mới", address="xóm Đông"))
    assert row.hall_words == "Nhà văn hóa cũ"

    row.halls[0].valid_to = date(2026, 3, 31)

    assert row.hall_words == "Nhà văn hóa mới, xóm Đông"
    row.halls[1].valid_to = date(2026, 3, 31)
    assert (row.hall, row.hall_words) == (None, "")


@pytest.mark.parametrize("model", [Department, Partner, SubjectArea])
@pytest.mark.usefixtures("app")
def test_what_has_ended_is_no_longer_offered(
    model: type[Department | Partner | SubjectArea],
) -> None:
    def offered() -> set[int]:
        question = Department.current() if model is Department else model.in_order()
        return {row.id for row in db.session.scalars(question)}

    last, gone, *rest = db.session.query(model).all()
    last.valid_to, gone.valid_to = date(2026, 4, 1), date(2026, 3, 31)
    db.session.commit()

    assert offered() == {last.id, *(row.id for row in rest)}
    assert (last.is_current, gone.is_current) == (True, False)


@pytest.mark.parametrize(
    ("name", "taken", "code"),
    [
        ("Đất đai", [], "dat-dai"),
        ("Đất đai", ["dat-dai"], "dat-dai-2"),
        ("Đất  đai!", ["dat-dai", "dat-dai-2"], "dat-dai-3"),
        ("…", [], "muc"),
        ("Một tên rất dài không vừa trong cột mã", [], "mot-ten-rat-dai-khong-vua-trong-cot"),
    ],
)
def test_a_code_is_made_of_the_name(name: str, taken: list[str], code: str) -> None:
    assert fresh_code(name, taken, "muc") == code


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("02383872105", "0238 3872 105"),
        ("0912345678", "0912 345 678"),
        ("18001096", "1800 1096"),
        ("0238 387 2105", "0238 387 2105"),
        ("", ""),
    ],
)
def test_the_telephone_to_call_is_shown_in_groups(kept: str, shown: str) -> None:
    assert Commune({"centre.phone": kept}).help_phone == shown
