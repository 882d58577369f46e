"""Do pages stay as light as they were, on an old telephone too? Counts only."""

import gzip
import re
from urllib.parse import urlsplit

import pytest

from saturday.extensions import db
from saturday.models.intake import Deed, IntakeEntry, Origin
from saturday.models.plan import DutySession
from saturday.rules.intake import Outcome
from tests import factories
from tests.bench.everybody import DAY
from tests.conftest import stand_at
from tests.pages import Person
from tests.web.announcements.telling import published

pytestmark = pytest.mark.bench

FIRST_VIEW, LATER_VIEW, REQUESTS = 60_000, 15_000, 5
PUBLIC_PAGE, PUBLIC_LOOKS = 30_000, 15_000
A_MORNING = 37  # lines


def sent_bytes(person: Person, path: str) -> int:
    """Count what travels for one address; packed, as deploy.sh packs static files beforehand."""
    with person.client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        content = answer.get_data()
    assert answer.status_code == 200, path
    packed = answer.headers.get("Content-Encoding") == "gzip"
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers)
    return head + len(content if packed else gzip.compress(content, 9, mtime=0))


def belongings(person: Person, path: str) -> list[str]:
    """Give the addresses that a browser fetches to show a page."""
    soup = person.get(path).soup
    wanted = "link[rel=stylesheet][href], link[rel=icon][href], script[src], img[src], source[src]"
    found = [str(one.get("href") or one.get("src")) for one in soup.select(wanted)]
    assert all(urlsplit(one).netloc == "" for one in found), "something comes from elsewhere"
    return [one for one in found if not one.startswith("data:")]


def test_a_saturday_s_page_is_light(everybody: Person) -> None:
    path = f"/lich-truc/{DAY}"
    page = sent_bytes(everybody, path)
    rest = belongings(everybody, path)
    first = page + sum(sent_bytes(everybody, one) for one in rest)

    assert 1 + len(rest) <= REQUESTS, rest
    assert first <= FIRST_VIEW
    assert page <= LATER_VIEW


def test_the_desk_is_light(everybody: Person) -> None:
    path = f"/tiep-nhan/{DAY}"
    stand_at(f"{DAY} 10:52")
    officer = Person(everybody.app, everybody.account)  # the sign-in of before has ended
    copies = Deed(Outcome.SETTLED, factories.procedure("Chứng thực bản sao"))
    for _line in range(A_MORNING):
        origin = Origin(db.session.scalars(DutySession.on(DAY)).one(), None)
        IntakeEntry.record(db.session, copies, origin)
    db.session.commit()
    assert f"{A_MORNING} lượt công dân" in officer.get(path).main
    page = sent_bytes(officer, path)
    rest = belongings(officer, path)
    first = page + sum(sent_bytes(officer, one) for one in rest)

    needed = [one for one in rest if "favicon" not in one]  # browsers keep it from the sign-in on
    assert 1 + len(needed) <= REQUESTS, needed
    assert first <= FIRST_VIEW
    assert page <= LATER_VIEW


def test_a_public_page_is_light_without_being_packed(everybody: Person) -> None:
    row = published(db.session.scalars(DutySession.on(DAY)).one())
    stranger = Person(everybody.app, None)
    for path in (f"/thong-bao/{row.duty_session.day}", "/thong-bao/"):
        rest = belongings(stranger, path)
        looks = [one for one in rest if "public.css" in one]
        sizes = {one: len(content_of(stranger, one)) for one in (path, *rest)}

        assert sum(sizes.values()) <= PUBLIC_PAGE, sizes
        assert sizes[looks[0]] <= PUBLIC_LOOKS
        assert len(rest) == 2, rest


def content_of(person: Person, path: str) -> bytes:
    """Fetch an address as an old telephone does, unpacked."""
    with person.client.get(path) as answer:
        return answer.get_data()


def test_what_is_kept_by_browsers_is_named_by_its_content(everybody: Person) -> None:
    for address in belongings(everybody, f"/lich-truc/{DAY}"):
        with everybody.client.get(address) as answer:
            headers = answer.headers
        assert re.search(r"[?&]v=[0-9a-f]{12}", address), address
        assert "max-age=31536000" in headers["Cache-Control"], address


def test_pages_and_files_are_counted_once_each(everybody: Person) -> None:
    rest = belongings(everybody, f"/lich-truc/{DAY}")

    assert len(rest) >= 2, "a page without its looks: nothing was counted"
    assert sent_bytes(everybody, rest[0]) > 500
