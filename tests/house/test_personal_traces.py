"""On its way through the app, what leaves a trace of what people say of themselves?

A name, a telephone, an identity number and words are typed wherever the desk, the villages and
the public may type. Then addresses, logs, the audit log, files, papers, messages and the pack of
a laptop are searched for them: they may stand in the columns of docs/personal-data.md alone.
"""

import logging
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request, request_started
from sqlalchemy import select, text

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.base import Model
from saturday.models.documents import Subject
from saturday.models.imports import ImportFile
from saturday.models.intake import IntakeEntry
from saturday.models.progress import ASSIGNMENT_NOTICE, CITIZEN_NOTICE
from saturday.models.returns import Return
from saturday.papers import making
from saturday.papers.facts import PublicFacts
from saturday.rules.permissions import Role
from saturday.safekeeping import pack_program, packs
from tests import dossier_files, factories
from tests.conftest import POSTGRES, stand_at
from tests.house.test_personal_data import (
    NAME,
    NUMBER,
    PHONE,
    columns,
    open_desk,
    told_in,
)
from tests.pages import Page, Person
from tests.web.announcements.village_stories import PAGE, link_of, villager, villages

DESK, DAY = "/tiep-nhan/2026-04-11", date(2026, 4, 11)
WORDS = f"{NAME} {NUMBER} {PHONE}"  # what somebody types where only words belong
WHO: dict[str, Any] = {"name": NAME, "phone": PHONE, "identity_number": NUMBER}
SPEAKER: dict[str, Any] = {"name": NAME, "address": f"Ngõ {NAME}", "phone": PHONE}
UNSEEN = {"import_file.content"}  # packed: looked into by itself
SHAPES = (NAME, NAME.casefold(), "lo thi hoang yen", "hoang", PHONE, NUMBER)


class Walk:
    """One Saturday on which everything is said that may be said."""

    def __init__(self, app: Flask) -> None:
        """Open the desk, the public form and a village's page."""
        open_desk()
        stand_at("2026-04-01 09:00")
        self.duty_session = factories.duty_session(DAY)
        (self.village,) = villages(1)
        link_of(self.village)
        stand_at("2026-04-11 08:00")
        self.centre = Person(app, factories.account(username="trungtam", roles={Role.CENTRE}))
        economy = factories.account(
            username="kinhte", roles={Role.DEPARTMENT}, department=factories.department("kinh-te")
        )
        self.economy, self.head = Person(app, economy), villager(app, self.village)
        self.stranger = Person(app, None)

    def at_the_desk(self) -> None:
        """Write lines, put one right, void one, hand results over, take one back."""
        births = str(factories.procedure("Đăng ký khai sinh").id)
        told = WHO | {"procedure": births, "remark": WORDS}
        for outcome in ("RECEIVED", "RECEIVED", "SETTLED"):
            due = {"due_on": "06/5/2026", "due_reason": WORDS} if outcome == "RECEIVED" else {}
            self.act(self.centre, DESK, "/ghi", **told, outcome=outcome, **due)
        self.act(self.centre, f"{DESK}/dong/0003", "/sua", reason=WORDS, quantity="2")
        self.act(self.centre, f"{DESK}/dong/0003", "/huy", void_reason=WORDS)
        for line in db.session.scalars(select(IntakeEntry).where(IntakeEntry.number < 3)).all():
            path = f"/tiep-nhan/tra-ket-qua/{line.id}"
            self.act(self.centre, path, path, remark=WORDS)
        handed = db.session.scalars(select(Return.id).order_by(Return.id.desc())).first()
        self.act(self.centre, f"/tiep-nhan/da-tra/{handed}/bo", "/bo", reason=WORDS)
        file = (dossier_files.book([dossier_files.row(1, name=WORDS)]), f"{NAME}.xlsx")
        self.act(self.centre, f"{DESK}/nap-tep", "/nap-tep", file=file)

    def said_by_people(self) -> None:
        """Say it on the public form, by telephone and from a village, and answer it."""
        self.act(self.stranger, "/phan-anh/gui", "/gui", content=WORDS, **SPEAKER)
        mine = {"content": WORDS, "name": NAME, "phone": PHONE}
        self.act(self.stranger, f"{PAGE}/kho-khan", "/kho-khan", **mine)
        self.act(self.head, "/thon/cua-toi/kho-khan", "/kho-khan", **mine)
        spoken = {"content": WORDS, "source": "TELEPHONE", "reported_by": NAME, "way": "TELEPHONE"}
        self.act(self.centre, "/phan-anh/ghi", "/ghi", **spoken, **SPEAKER)
        for number in (1, 2):
            path = f"/phan-anh/2026/{number}"
            owner = str(factories.department("kinh-te").id)
            self.act(self.centre, f"{path}/giao", "/giao", owner=owner, words=WORDS)
        self.act(self.economy, "/phan-anh/2026/1/tra-loi", "/tra-loi", text=WORDS, way="LETTER")
        self.act(self.economy, "/phan-anh/2026/2/tra-lai", "/tra-lai", reason=WORDS)
        self.act(self.centre, "/phan-anh/2026/1/bao-lai", "/bao-lai", told=WORDS)
        self.act(self.centre, "/phan-anh/2026/3/khong-tiep-nhan", "nhan", reason=WORDS)

    def looked_for(self) -> None:
        """Search for it, look at all of it, and type into a sign-in that has ended."""
        for one in (NAME, PHONE, NUMBER):
            self.act(self.centre, "/tiep-nhan/tim", "/tim", sought=one)
            self.act(self.centre, "/phan-anh/", "/tim", sought=one)
            self.stranger.send(self.stranger.get("/phan-anh/tra-cuu"), "/tra-cuu", code=one)
        self.act(self.centre, "/quan-tri/du-lieu-ca-nhan", "/tim", **WHO)
        self.centre.get("/quan-tri/du-lieu-ca-nhan/nguoi?luot=1&y-kien=1")
        page = self.centre.get(DESK)
        self.centre.client.delete_cookie("session")
        self.centre.send(page, "/ghi", follow=False, **WHO, remark=WORDS, outcome="GUIDED")

    def act(self, who: Person, path: str, action: str, **typed: Any) -> Page:  # noqa: ANN401 - what people type
        """Open a page, fill its form in and send it; what is typed is taken."""
        page = who.send(who.get(path), action, **typed)
        assert (page.status, page.faults) == (200, []), path
        return page


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Gather the address of every request, and that of the page it came from."""
    seen: list[str] = []

    def note(_app: Flask, **_: object) -> None:
        seen.extend((request.url, request.referrer or ""))

    with request_started.connected_to(note):
        yield seen


def held() -> set[str]:
    """Name the columns that hold a trace, in whichever case or shape it is kept."""
    found = set()
    for table in Model.metadata.sorted_tables:
        rows = db.session.execute(text(f'SELECT * FROM "{table.name}"')).mappings()  # noqa: S608 - our own names
        found |= {
            f"{table.name}.{name}"
            for row in rows
            for name, value in row.items()
            if any(one in str(value) for one in SHAPES)
        }
    return found


def test_it_stands_in_the_columns_of_the_table_and_each_of_them_is_needed(
    app: Flask, asked: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    walk = Walk(app)

    walk.at_the_desk()
    walk.said_by_people()
    walk.looked_for()

    assert held() | UNSEEN == set(columns())
    packed = db.session.scalars(select(ImportFile.content)).one()
    assert packed
    assert NAME in zlib.decompress(packed).decode()
    assert told_in(caplog.text) == []
    assert told_in(" ".join(asked)) == []
    assert len(asked) > 100
    facts = " ".join(str(one.facts) for one in db.session.scalars(AuditEvent.in_order()))
    assert told_in(facts) == []
    assert files_with_traces(Path(app.config["DATA_FOLDER"])) == []


def files_with_traces(folder: Path) -> list[str]:
    """Name the files, the database apart, whose bytes or names hold a trace."""
    return [
        one.name
        for one in folder.rglob("*")
        if one.is_file() and ".sqlite" not in one.name and told_in(f"{one}{read(one)}")
    ]


def read(file: Path) -> str:
    """Give the bytes of a file as letters."""
    return file.read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize("sought", [NAME, PHONE, NUMBER])
def test_what_a_search_finds_is_masked(app: Flask, sought: str) -> None:
    walk = Walk(app)
    walk.act(walk.centre, DESK, "/ghi", **WHO, outcome="GUIDED")
    said = {"content": "Loa nói không nghe được.", "name": NAME, "phone": PHONE}
    walk.act(walk.stranger, f"{PAGE}/kho-khan", "/kho-khan", **said)
    field = {NAME: "name", PHONE: "phone", NUMBER: "identity_number"}[sought]

    found = [
        walk.act(walk.centre, "/tiep-nhan/tim", "/tim", sought=sought),
        walk.act(walk.centre, "/phan-anh/", "/tim", sought=sought),
        walk.act(walk.centre, "/quan-tri/du-lieu-ca-nhan", "/tim", **{field: sought}),
    ]

    rows = [" ".join(one.get_text() for one in page.soup.select("tbody")) for page in found]
    assert "L. T. H. Yến" in rows[0]
    assert "L. T. H. Yến" in rows[2]
    assert ("L. T. H. Yến" in rows[1]) is (sought != NUMBER)
    assert told_in(" ".join(rows)) == []


def unpacked(content: bytes) -> str:
    """Give all that lies packed in a paper."""
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return "".join(packed.read(one).decode("utf-8", "replace") for one in packed.namelist())


def test_nothing_of_it_is_printed_told_or_taken_along(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    walk = Walk(app)
    walk.at_the_desk()
    walk.said_by_people()
    told = []
    for paper in (CITIZEN_NOTICE, ASSIGNMENT_NOTICE):
        subject = Subject(duty_session=walk.duty_session)
        told.append(unpacked(making.printed(db.session, paper, subject)))
    told.append(str(PublicFacts.of(db.session, walk.duty_session)))  # of which every text is made
    assert all(told)

    assert told_in(" ".join(told)) == []
    if not POSTGRES:
        monkeypatch.setattr(pack_program, "copy_into", lambda _folder: None)
        sent = packs.send_out(db.session, DAY, tmp_path, by=None)
        taken = [one for one in sent.folder.rglob("*") if one.is_file()]
        assert [one.name for one in taken if told_in(read(one))] == []
        assert (sent.folder / packs.FOLDER / packs.DATABASE).is_file()
