"""Who is let in, for how long, and who can not be shut out?"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from saturday import clock
from saturday.extensions import db
from saturday.models import accounts
from saturday.models.accounts import (
    Account,
    Link,
    LinkKind,
    Profile,
    SignIn,
    SignInFailure,
    end_all,
    password_fits,
    refuse_taken,
    refuse_username,
    throttled,
)
from saturday.models.audit import AuditEvent
from saturday.rules.permissions import Role
from saturday.rules.refusals import NotAllowedNow
from tests import factories
from tests.conftest import stand_at

pytestmark = pytest.mark.usefixtures("app")

PASSWORD = "bảy cây xoài già sau vườn"
COSTLY, DUMMY = accounts._hasher, accounts._DUMMY  # the app of the tests takes a cheap one


def verbs() -> list[str]:
    """Give the verbs of the log."""
    return [one.verb for one in db.session.scalars(AuditEvent.in_order())]


@pytest.mark.parametrize("username", ["hoa", "kinh-te", "thon35", "a.b_c", "HOA", " hoa "])
def test_a_user_name_is_typed_alike_everywhere(username: str) -> None:
    refuse_username(username)


@pytest.mark.parametrize("username", ["", "ab", "hoà", "đông", "a b c", "-abc", "x" * 41, "a/b"])
def test_other_user_names_are_refused(username: str) -> None:
    with pytest.raises(NotAllowedNow, match="chữ không dấu") as refusal:
        Account.create(username, "Ai", frozenset({Role.CENTRE}), by=None)

    assert refusal.value.field == "username"


def test_a_user_name_belongs_to_one() -> None:
    factories.account(username="hoa")

    refuse_taken(db.session, "binh")
    with pytest.raises(NotAllowedNow, match="đã có người dùng"):
        refuse_taken(db.session, " HOA")


def test_only_the_right_password_fits() -> None:
    hoa = factories.account(username="hoa", password=PASSWORD)

    assert password_fits(hoa, PASSWORD)
    assert not password_fits(hoa, PASSWORD + " ")
    assert not password_fits(hoa, "")
    assert not password_fits(None, PASSWORD)
    assert not password_fits(factories.account(username="binh"), PASSWORD)


def test_a_guess_at_a_stolen_hash_costs_what_it_should(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "_hasher", COSTLY)
    hoa = factories.account(username="hoa", password=PASSWORD)

    assert hoa.password_hash is not None
    assert hoa.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert DUMMY.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert password_fits(hoa, PASSWORD)


def test_refusing_costs_the_same_for_a_stranger_as_for_a_known_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(accounts, "_hasher", COSTLY)
    hoa = factories.account(username="hoa", password=PASSWORD)
    without = factories.account(username="binh")
    tried: list[str] = []

    class Counting:
        """The hasher, with a list of the hashes it was asked to verify."""

        def verify(self, stored: str, password: str) -> bool:
            tried.append(stored.rpartition("$")[0].rpartition("$")[0])
            return hasher.verify(stored, password)

    hasher = COSTLY
    monkeypatch.setattr(accounts, "_DUMMY", DUMMY)
    monkeypatch.setattr(accounts, "_hasher", Counting())

    for account in (hoa, without, None):
        assert not password_fits(account, "sai")

    assert tried == ["$argon2id$v=19$m=19456,t=2,p=1"] * 3


def test_a_sign_in_ends_by_itself_after_half_an_hour_or_twelve() -> None:
    row, token = SignIn.start(factories.account(), address="", browser="")
    db.session.add(row)
    db.session.commit()
    assert len(token) >= 43  # 256 bits
    found = [row.is_open]

    stand_at("2026-04-01 09:31")
    found.append(row.is_open)
    row.last_seen_at = clock.now()
    found.append(row.is_open)
    stand_at("2026-04-01 21:01")
    row.last_seen_at = clock.now()
    found.append(row.is_open)

    assert found == [True, False, True, False]


def test_of_a_sign_in_and_a_link_only_the_hash_is_kept() -> None:
    row, token = SignIn.start(factories.account(), address="", browser="")
    link, secret = Link.make(LinkKind.FIRST_ADMIN, None, by=None)
    db.session.add_all([row, link])
    db.session.commit()

    assert SignIn.of_token(db.session, token) is row
    assert db.session.scalars(Link.of_token(secret)).one() is link
    assert db.session.scalar(Link.of_token(link.token_sha256)) is None
    assert token not in str(vars(row))
    assert secret not in str(vars(link))


def test_ending_leaves_the_one_that_ends_the_others() -> None:
    account = factories.account()
    rows = [SignIn.start(account, address="", browser="")[0] for _ in range(3)]
    db.session.add_all(rows)
    db.session.commit()

    count = end_all(rows, "ended by owner", by=account, but=rows[1])

    assert count == 2
    assert [row.is_open for row in rows] == [False, True, False]


@pytest.mark.parametrize(
    ("for_account", "from_address", "waits"),
    [(0, 0, False), (9, 29, False), (10, 0, True), (0, 30, True)],
)
def test_ten_for_an_account_or_thirty_from_a_machine_mean_waiting(
    for_account: int, from_address: int, *, waits: bool
) -> None:
    assert throttled(for_account, from_address) is waits


def test_failures_are_counted_for_a_quarter_of_an_hour() -> None:
    for name, address in (("hoa", "a"), ("HOA", "b"), ("binh", "a")):
        db.session.add(SignInFailure.note_one(name, address))
    db.session.commit()

    assert tuple(db.session.execute(SignInFailure.recent(" Hoa", "a")).one()) == (2, 2)
    stand_at("2026-04-01 09:16")
    assert tuple(db.session.execute(SignInFailure.recent("hoa", "a")).one()) == (0, 0)


def test_failures_are_forgotten_after_a_week() -> None:
    db.session.add(SignInFailure.note_one("hoa", "a"))
    db.session.commit()
    stand_at("2026-04-08 08:59")
    db.session.execute(SignInFailure.old())
    assert db.session.scalar(select(SignInFailure)) is not None

    stand_at("2026-04-08 09:01")
    db.session.execute(SignInFailure.old())

    assert db.session.scalar(select(SignInFailure)) is None


def test_a_new_password_ends_sign_ins_and_links() -> None:
    hoa = factories.account(username="hoa", password=PASSWORD)
    kept, other = (SignIn.start(hoa, address="", browser="")[0] for _ in range(2))
    link, token = Link.make(LinkKind.SET_PASSWORD, hoa, by=None)
    db.session.add_all([kept, other, link])
    db.session.commit()

    hoa.replace_password("con mèo vàng leo cây cau", by=hoa, but=kept)
    db.session.commit()

    assert (kept.is_open, other.is_open) == (True, False)
    assert db.session.scalar(Link.of_token(token)) is None
    assert password_fits(hoa, "con mèo vàng leo cây cau")


def test_a_password_like_ones_own_name_is_refused() -> None:
    hoa = factories.account(username="hoangthiluu", name="Bố Trường")

    with pytest.raises(NotAllowedNow, match="dễ đoán"):
        hoa.replace_password("hoangthiluu.botruong", by=hoa)

    assert hoa.password_hash is None


def test_closing_ends_sign_ins_and_links_for_good() -> None:
    hoa = factories.account(username="hoa")
    row, _token = SignIn.start(hoa, address="", browser="")
    link, token = Link.make(LinkKind.SET_PASSWORD, hoa, by=None)
    db.session.add_all([row, link])
    db.session.commit()

    hoa.disable(by=None)
    hoa.enable(by=None)
    db.session.commit()

    assert not row.is_open
    assert db.session.scalar(Link.of_token(token)) is None
    assert verbs()[-4:] == ["disable", "end", "withdraw", "enable"]


CENTRE = frozenset({Role.CENTRE})


@pytest.mark.parametrize(
    ("others", "stays"),
    [
        ([], True),
        ([("binh", PASSWORD, False)], False),
        ([("binh", None, False)], True),
        ([("binh", PASSWORD, True)], True),
    ],
    ids=["alone", "another", "another who never set a password", "another who is closed"],
)
def test_somebody_can_always_look_after_the_accounts(
    others: list[tuple[str, str | None, bool]], *, stays: bool
) -> None:
    hoa = factories.account(username="hoa", roles={Role.ADMIN}, password=PASSWORD)
    for name, password, closed in others:
        row = factories.account(username=name, roles={Role.ADMIN}, password=password)
        row.disabled_at = clock.now() if closed else None
    db.session.commit()

    ways: list[Callable[[], None]] = [
        lambda: hoa.set_roles(CENTRE, by=hoa),
        lambda: hoa.describe(Profile("Hoa", CENTRE), by=hoa),
        lambda: hoa.disable(by=None),
    ]
    for give_up in ways:
        if stays:
            with pytest.raises(NotAllowedNow, match="người quản trị cuối cùng"):
                give_up()
        else:
            give_up()
        db.session.rollback()


def test_what_is_no_admin_may_lose_its_roles() -> None:
    hoa = factories.account(username="hoa", roles={Role.CENTRE})

    hoa.set_roles(frozenset({Role.CLERK}), by=None)

    assert hoa.roles == {Role.CLERK}


def test_a_change_of_roles_alone_makes_another_version() -> None:
    hoa = factories.account(username="hoa", roles={Role.CENTRE})
    before = hoa.version

    hoa.set_roles(frozenset({Role.CENTRE, Role.CLERK}), by=None)
    db.session.commit()

    assert hoa.version == before + 1


def test_the_log_names_changed_fields_and_no_names() -> None:
    hoa = factories.account(username="hoa", roles={Role.CENTRE})

    hoa.describe(Profile("Nguyễn Thị Mẫu", frozenset({Role.CENTRE})), by=None)
    db.session.commit()

    event = db.session.scalars(AuditEvent.newest()).one()
    assert (event.verb, event.facts) == ("describe", {"fields": ["name"]})


@pytest.mark.parametrize(
    ("roles", "field"),
    [
        (set(), "roles"),
        ({Role.DEPARTMENT}, "department_id"),
        ({Role.CENTRE, Role.OFFICER}, "officer_id"),
        ({Role.HAMLET}, "hamlet_id"),
    ],
)
def test_a_role_needs_somebody_behind_it(roles: set[Role], field: str) -> None:
    hoa = factories.account(username="hoa", roles={Role.CENTRE})

    with pytest.raises(NotAllowedNow) as refusal:
        hoa.describe(Profile("Hoa", frozenset(roles)), by=None)

    assert refusal.value.field == field


def test_a_link_is_good_once_for_seven_days() -> None:
    hoa = factories.account(username="hoa")
    link, token = Link.make(LinkKind.SET_PASSWORD, hoa, by=None)
    db.session.add(link)
    db.session.commit()
    assert link.expires_at - link.made_at == timedelta(days=7)

    link.begin_with(hoa, PASSWORD)
    db.session.commit()

    assert db.session.scalar(Link.of_token(token)) is None
    assert password_fits(hoa, PASSWORD)
    assert verbs()[-3:] == ["make", "use", "set_password"]


def test_accounts_without_a_password_and_in_use_are_found() -> None:
    factories.account(username="hoa", roles={Role.ADMIN}, password=PASSWORD)
    factories.account(username="binh", roles={Role.ADMIN, Role.CENTRE})
    factories.account(username="cuu", roles={Role.ADMIN}).disabled_at = clock.now()
    db.session.commit()

    assert [one.username for one in db.session.scalars(Account.without_password())] == ["binh"]
    assert [one.username for one in db.session.scalars(Account.in_use(Role.ADMIN))] == [
        "binh",
        "hoa",
    ]
