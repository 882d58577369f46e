"""Is a slip shown to whoever made it, for an hour, and kept nowhere?"""

import re

import pytest
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.accounts import Account, Link
from saturday.models.audit import AuditEvent
from saturday.models.forms import FormKey
from saturday.rules.permissions import Role
from tests import factories
from tests.conftest import counted_queries, stand_at
from tests.pages import Page, Person

LIST = "/quan-tri/tai-khoan/"
CODE = re.compile(r"(?:\d{4} ){4}\d{4}")


@pytest.fixture
def hoa(admin: Person) -> Account:
    """Somebody of the Centre."""
    del admin
    return factories.account(username="hoa", name="Hoa", roles={Role.CENTRE})


def make(admin: Person, account: Account) -> Page:
    """Press the button on the account's page."""
    path = f"/quan-tri/tai-khoan/{account.id}"
    return admin.send(admin.get(path), f"{path}/lien-ket")


def make_for(admin: Person, *accounts: Account) -> Page:
    """Tick accounts in the list and press the button."""
    ticked = [str(one.id) for one in accounts]
    return admin.send(admin.get(LIST), "/quan-tri/tai-khoan/phieu", account=ticked)


def code_on(slip: Page) -> str:
    """Read the only code off a sheet."""
    [code] = CODE.findall(slip.main)
    return str(code).replace(" ", "")


def opens(admin: Person, code: str) -> bool:
    """Whether a stranger gets in by a code."""
    return Person(admin.app, None).get(f"/bat-dau/{code}").status == 200


def test_the_slip_tells_the_person_what_to_do(admin: Person, hoa: Account) -> None:
    slip = make(admin, hoa)

    assert "Người nhận: Hoa" in slip.main
    assert "Tên đăng nhập: hoa" in slip.main
    assert "mở http://localhost/bat-dau và ghi mã" in slip.main
    assert "đến 9 giờ, thứ Tư, 08/4" in slip.main
    assert slip.soup.select_one("svg.qr") is not None
    assert opens(admin, code_on(slip))


def test_the_text_to_copy_holds_the_whole_address(admin: Person, hoa: Account) -> None:
    slip = make(admin, hoa)

    box = slip.soup.select_one("textarea")
    assert box is not None
    assert f"http://localhost/bat-dau/{code_on(slip)}" in box.get_text()
    assert slip.soup.select_one(f"[data-copy={box['id']}]") is not None


def test_reading_the_sheet_again_shows_the_same_slip(admin: Person, hoa: Account) -> None:
    slip = make(admin, hoa)

    assert code_on(admin.get(slip.path)) == code_on(slip)


def test_after_an_hour_it_says_to_make_a_new_one(admin: Person, hoa: Account) -> None:
    slip = make(admin, hoa)
    stand_at("2026-04-01 09:20")
    admin.get("/quan-tri/")  # at work meanwhile
    stand_at("2026-04-01 09:45")
    admin.get("/quan-tri/")
    stand_at("2026-04-01 10:01")

    again = admin.get(slip.path)

    assert again.status == 200
    assert not CODE.search(again.main)
    assert "tạo phiếu mới" in again.main
    assert opens(admin, code_on(slip))


def test_another_admin_does_not_see_it(admin: Person, hoa: Account) -> None:
    slip = make(admin, hoa)
    other = Person(admin.app, factories.account(username="tri", roles={Role.ADMIN}))

    assert not CODE.search(other.get(slip.path).main)


def test_a_used_slip_is_left_out(admin: Person, hoa: Account) -> None:
    slip = make(admin, hoa)
    password = "bảy cây xoài già sau vườn"
    person, path = Person(admin.app, None), f"/bat-dau/{code_on(slip)}"
    person.send(person.get(path), path, new_password=password, again=password)

    assert not CODE.search(admin.get(slip.path).main)


def test_a_newer_slip_ends_the_older(admin: Person, hoa: Account) -> None:
    first, second = code_on(make(admin, hoa)), code_on(make(admin, hoa))

    assert not opens(admin, first)
    assert opens(admin, second)


def test_a_second_click_makes_one_slip(admin: Person, hoa: Account) -> None:
    path = f"/quan-tri/tai-khoan/{hoa.id}"
    page = admin.get(path)

    admin.send(page, f"{path}/lien-ket", follow=False)
    slip = admin.send(page, f"{path}/lien-ket")

    assert db.session.scalar(select(func.count(Link.id))) == 1
    assert opens(admin, code_on(slip))


def test_the_secret_is_kept_nowhere(admin: Person, hoa: Account) -> None:
    slip = make(admin, hoa)
    code = code_on(slip)

    kept = [str(vars(link)) for link in db.session.scalars(select(Link))]
    kept += [key.location + key.message for key in db.session.scalars(select(FormKey))]
    kept += [str(event.facts) for event in db.session.scalars(AuditEvent.in_order())]
    assert code not in " ".join(kept) + slip.path
    with admin.client.session_transaction() as cookie:
        assert code not in str(dict(cookie))


def test_a_closed_account_gets_no_slip(admin: Person, hoa: Account) -> None:
    path = f"/quan-tri/tai-khoan/{hoa.id}"
    page = admin.get(path)
    hoa.disable(by=None)
    db.session.commit()

    assert admin.send(page, f"{path}/lien-ket").status == 404
    assert "Chưa chọn tài khoản nào" in make_for(admin, hoa).notice
    assert db.session.scalar(select(Link)) is None


def test_many_get_their_slips_on_one_sheet(admin: Person, hoa: Account) -> None:
    others = [factories.account(username=f"thon{n}", name=f"Thôn {n}") for n in range(1, 6)]

    slip = make_for(admin, hoa, *others)

    assert slip.main.startswith("Phiếu đặt mật khẩu 6 phiếu.")
    codes = [code.replace(" ", "") for code in CODE.findall(slip.main)]
    assert len(set(codes)) == 6
    assert all(opens(admin, code) for code in codes)


def test_those_without_a_password_are_ticked_beforehand(admin: Person, hoa: Account) -> None:
    factories.account(username="binh", password="bảy cây xoài già sau vườn")

    page = admin.get(LIST)

    ticked = [one["value"] for one in page.soup.select("input[name=account][checked]")]
    assert str(hoa.id) in ticked
    assert len(ticked) == len(page.soup.select("input[name=account]")) - 1


def test_who_holds_a_slip_is_shown_and_not_ticked(admin: Person, hoa: Account) -> None:
    make(admin, hoa)

    page = admin.get(LIST)

    ticked = [one["value"] for one in page.soup.select("input[name=account][checked]")]
    assert str(hoa.id) not in ticked
    assert ticked == [str(admin.account.id)] if admin.account else False
    [row] = [row for row in page.rows("Các tài khoản") if row[1] == "hoa"]
    assert "đã có phiếu, dùng đến 9 giờ, thứ Tư, 08/4" in row[-1]
    assert "1 phiếu đã phát còn dùng được." in page.main


def test_a_slip_that_has_run_out_is_ticked_again(admin: Person, hoa: Account) -> None:
    make(admin, hoa)
    [link] = db.session.scalars(select(Link))
    link.withdraw(by=None)
    db.session.commit()

    page = admin.get(LIST)

    assert page.soup.select(f"input[name=account][value='{hoa.id}'][checked]")
    assert "đã có phiếu" not in page.main
    assert not page.soup.select("input[name=again]")


def test_handed_out_slips_end_only_when_told_so(admin: Person, hoa: Account) -> None:
    first = code_on(make(admin, hoa))
    binh = factories.account(username="binh")

    refused = make_for(admin, hoa, binh)

    assert refused.status == 422
    assert refused.faults == ["1 người đã chọn đang có phiếu. Bỏ dấu họ, hoặc chọn in lại."]
    assert "In lại thì 1 phiếu đã phát hết hiệu lực: hoa." in refused.main
    ticked = [one["value"] for one in refused.soup.select("input[name=account][checked]")]
    assert sorted(ticked) == sorted([str(hoa.id), str(binh.id)])
    assert opens(admin, first)
    ids = [str(hoa.id), str(binh.id)]
    slips = admin.send(refused, "/quan-tri/tai-khoan/phieu", account=ids, again="y")
    assert len(CODE.findall(slips.main)) == 2
    assert not opens(admin, first)


def test_the_page_of_an_account_says_that_its_slip_would_end(admin: Person, hoa: Account) -> None:
    path = f"/quan-tri/tai-khoan/{hoa.id}"
    assert "Đã có phiếu" not in admin.get(path).main
    make(admin, hoa)

    said = "Đã có phiếu, dùng đến 9 giờ, thứ Tư, 08/4. In phiếu mới thì phiếu đó hết hiệu lực."
    assert said in admin.get(path).main


def test_the_slips_of_one_name_are_told_apart(admin: Person) -> None:
    people = []
    for username, code in (("anvp", "van-phong"), ("ankt", "kinh-te")):
        account = factories.account(username=username, name="Nguyễn Văn An")
        account.department = factories.department(code)
        people.append(account)
    db.session.commit()

    slip = make_for(admin, *people)

    names = [one.get_text() for one in slip.soup.select(".slip-head p:nth-of-type(2) b")]
    assert names[0].startswith("Nguyễn Văn An, Văn phòng")
    assert names[1] == "Nguyễn Văn An, Phòng Kinh tế"


def test_nothing_ticked_makes_nothing_and_says_so(admin: Person, hoa: Account) -> None:
    del hoa

    answer = admin.send(admin.get(LIST), "/quan-tri/tai-khoan/phieu", account=None)

    assert answer.notice == "Chưa chọn tài khoản nào. Hãy đánh dấu rồi in phiếu."
    assert db.session.scalar(select(Link)) is None


def test_ten_more_slips_cost_no_more_questions(admin: Person, hoa: Account) -> None:
    few_page = make_for(admin, hoa)
    with counted_queries() as few:
        admin.get(few_page.path)
    people = [factories.account(username=f"nguoi{n}") for n in range(10)]
    for one in people:
        one.officer = factories.officer(f"Của {one.username}", code="van-phong")
    db.session.commit()
    many_page = make_for(admin, *people)
    with counted_queries() as many:
        admin.get(many_page.path)

    assert len(many) == len(few)


def test_nobody_else_hands_out_slips(admin: Person, centre: Person, hoa: Account) -> None:
    slip = make(admin, hoa)

    assert centre.get(slip.path).status == 403
    assert centre.post("/quan-tri/tai-khoan/phieu", {}).status == 403
