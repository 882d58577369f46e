"""Is the link for a password shown once, and to nobody else?"""

import re

import pytest
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.accounts import Account, Link
from saturday.models.audit import AuditEvent
from saturday.models.forms import FormKey
from saturday.rules.permissions import Role
from tests import factories
from tests.pages import Page, Person


@pytest.fixture
def hoa(admin: Person) -> Account:
    """Somebody of the Centre."""
    del admin
    return factories.account(username="hoa", name="Hoa", roles={Role.CENTRE})


def make(admin: Person, account: Account) -> Page:
    """Press the button."""
    path = f"/quan-tri/tai-khoan/{account.id}"
    return admin.send(admin.get(path), f"{path}/lien-ket")


def path_on(slip: Page) -> str:
    """Read the address off the slip."""
    found = re.search(r"http://localhost(/bat-dau/\S+)", slip.main)
    assert found, slip.main
    return found[1]


def test_the_slip_tells_the_person_what_to_do(admin: Person, hoa: Account) -> None:
    slip = make(admin, hoa)

    assert slip.path.endswith("/phieu") or "/phieu?" in slip.path
    assert "Người nhận: Hoa" in slip.main
    assert "Tên đăng nhập: hoa" in slip.main
    assert "đến 9 giờ, thứ Tư, 08/4" in slip.main
    assert Person(admin.app, None).get(path_on(slip)).status == 200


def test_it_is_shown_once(admin: Person, hoa: Account) -> None:
    slip = make(admin, hoa)

    again = admin.get(slip.path)

    assert again.path.startswith(f"/quan-tri/tai-khoan/{hoa.id}")
    assert "/bat-dau/" not in again.response.get_data(as_text=True)


def test_a_newer_link_ends_the_older(admin: Person, hoa: Account) -> None:
    first = path_on(make(admin, hoa))
    second = path_on(make(admin, hoa))

    assert Person(admin.app, None).get(first).status == 404
    assert Person(admin.app, None).get(second).status == 200


def test_a_second_click_makes_one_link(admin: Person, hoa: Account) -> None:
    path = f"/quan-tri/tai-khoan/{hoa.id}"
    page = admin.get(path)

    admin.send(page, f"{path}/lien-ket", follow=False)
    slip = admin.send(page, f"{path}/lien-ket")

    assert db.session.scalar(select(func.count(Link.id))) == 1
    assert Person(admin.app, None).get(path_on(slip)).status == 200


def test_the_secret_is_kept_nowhere(admin: Person, hoa: Account) -> None:
    token = path_on(make(admin, hoa)).rpartition("/")[2]

    kept = [*db.session.scalars(select(Link.token_sha256))]
    kept += [key.location + key.message for key in db.session.scalars(select(FormKey))]
    kept += [str(event.facts) for event in db.session.scalars(AuditEvent.in_order())]
    assert token not in " ".join(kept)
    with admin.client.session_transaction() as cookie:
        assert token not in str(dict(cookie))


def test_the_slip_of_another_account_is_not_shown(admin: Person, hoa: Account) -> None:
    other = factories.account(username="binh")
    path = f"/quan-tri/tai-khoan/{hoa.id}"
    admin.send(admin.get(path), f"{path}/lien-ket", follow=False)

    page = admin.get(f"/quan-tri/tai-khoan/{other.id}/phieu")

    assert "/bat-dau/" not in page.response.get_data(as_text=True)


def test_a_closed_account_gets_no_link(admin: Person, hoa: Account) -> None:
    path = f"/quan-tri/tai-khoan/{hoa.id}"
    page = admin.get(path)
    hoa.disable(by=None)
    db.session.commit()

    assert admin.send(page, f"{path}/lien-ket").status == 404
    assert db.session.scalar(select(Link)) is None
