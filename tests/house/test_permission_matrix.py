"""May each role do exactly what the table says, with its own rows and with others', in each state?

``matrix.txt`` holds a line for every address and every kind of row behind it, with the exact
answer to each role. A door without a line fails; so does a line whose answers differ.
"""

import itertools
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from itsdangerous import URLSafeSerializer, URLSafeTimedSerializer

from saturday import clock
from saturday.extensions import db, writing
from saturday.papers import pdf, speech
from tests.conftest import POSTGRES, stand_at
from tests.house.world import ROLES, World, build, rows_of

pytestmark = pytest.mark.long

MATRIX = Path(__file__).with_name("matrix.txt")
WHO = ("stranger", *(role.lower() for role in ROLES))
RAW = "f" * 40
ASK_BY_CODE = "feedback.tell_state"


@cache
def lines() -> dict[str, list[str]]:
    """Read the table: address and row, then the answer to each role."""
    table = {}
    for line in MATRIX.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            door, _, answers = line.partition("|")
            table[" ".join(door.split())] = answers.split()
    return table


@pytest.fixture(scope="module")
def world(whole_app: Flask, empty_folder: Path) -> Iterator[World]:
    """Build the world once; each request meets it fresh. Nothing becomes a PDF or sound here."""
    stand_at("2026-04-07 15:00")
    with whole_app.app_context():
        writing.set(True)
        shutil.copy(empty_folder / "fresh.sqlite", empty_folder / "now.sqlite")
        made = build()
        db.session.remove()
        db.engine.dispose()
        shutil.copy(empty_folder / "now.sqlite", empty_folder / "world.sqlite")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_converted", lambda *_: b"%PDF-1.7")
        patch.setattr(speech, "speak", lambda *_: [])
        yield made
    clock.run_true()


def answer(app: Flask, world: World, who: str, door: str) -> str:
    """Send one request as one role and give its status."""
    _endpoint, method, path, *_row = door.split()
    client, secret = app.test_client(), app.config["SECRET_KEY"]
    client.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie(app, world, who))
    if method == "GET":
        return str(client.get(path).status_code)
    nonce = f"{abs(hash((who, door))):012d}"
    key = [nonce, world.accounts.get(who), ""]
    sent = {
        "csrf_token": URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(RAW),
        "form_key": URLSafeSerializer(secret, salt="form-key").dumps(key),
    }
    return str(client.post(path, data=sent).status_code)


def cookie(app: Flask, world: World, who: str) -> str:
    """Seal what the browser of somebody holds."""
    seal = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined] # Flask's own
    held = {"csrf_token": RAW} | ({"sign_in": world.tokens[who]} if who in world.tokens else {})
    return str(seal.dumps(held))


def measured(app: Flask, world: World, folder: Path, door: str) -> list[str]:
    """Ask one door as everybody, each time in the untouched world."""
    found, now, untouched = [], folder / "now.sqlite", folder / "world.sqlite"
    for who in WHO:
        if changes(now) != changes(untouched):
            with app.app_context():
                db.engine.dispose()
            shutil.copy(untouched, now)
        found.append(answer(app, world, who, door))
    return found


def changes(file: Path) -> bytes:
    """Give what SQLite counts up in the head of a file each time that it is written to."""
    with file.open("rb") as content:
        return content.read(28)[24:]


if not POSTGRES:  # the table says nothing about databases; one is enough

    def test_every_address_has_its_lines(whole_app: Flask) -> None:
        named = {(line.split()[0], line.split()[1]) for line in lines()}
        wanted = {
            (rule.endpoint, method)
            for rule in whole_app.url_map.iter_rules()
            for method in (rule.methods or set()) & {"GET", "POST"}
            if rule.endpoint != "static"
        }

        assert wanted - named == set(), "doors without a line"
        assert named - wanted == set(), "lines without a door"

    def test_every_kind_of_row_has_its_line(whole_app: Flask, world: World) -> None:
        assert set(rows_of(whole_app, world)) == set(lines())

    @pytest.mark.parametrize("door", list(lines()) if MATRIX.exists() else [])
    def test_a_door_answers_each_role_as_the_table_says(
        whole_app: Flask, world: World, empty_folder: Path, door: str
    ) -> None:
        stand_at("2026-04-07 15:00")
        assert dict(zip(WHO, measured(whole_app, world, empty_folder, door), strict=True)) == dict(
            zip(WHO, lines()[door], strict=True)
        )

    def test_nobody_without_an_account_gets_more_than_the_way_in() -> None:
        odd = {
            door: codes[0]
            for door, codes in lines().items()
            if codes[0] not in {"303", "404", "400"}
            and door.split()[0]
            not in {
                "announcements.difficulties",
                "announcements.feed",
                "announcements.notice",
                "announcements.notice_ics",
                "announcements.notice_list",
                "announcements.send_difficulty",
                "announcements.village_page",
                "auth.sign_in",
                "auth.first_step",
                "auth.slip_code",
                "feedback.look_up",
                "feedback.opinion_sent",
                "feedback.tell_state",
                "healthz",
            }
        }

        assert odd == {}

    def test_a_village_changes_nothing_but_its_own_answer_and_says_what_is_hard() -> None:
        """By its link, or by its account; whoever has a code may ask with it."""
        known = ("auth.", "home.", "announcements.answer_", "announcements.send_", ASK_BY_CODE)

        assert odd_doors("hamlet", known) == []

    def test_the_loudspeaker_changes_only_what_was_played_and_its_sound() -> None:
        by_link = ("announcements.answer_by_link", "announcements.send_difficulty")
        odd = odd_doors("broadcaster", ("auth.", "home.", *by_link, ASK_BY_CODE))

        assert {door.split()[0] for door in odd} == {
            "announcements.drop_sound",
            "announcements.make_sound",
            "announcements.note_just_played",
            "announcements.note_on_time",
            "announcements.note_played",
            "announcements.take_broadcast_back",
            "announcements.upload_sound",
        }


def odd_doors(who: str, known: tuple[str, ...]) -> list[str]:
    """Name the doors that somebody may send a form to, the known ones left out."""
    return [
        door
        for door, codes in lines().items()
        if " POST " in door and not door.startswith(known)
        if codes[WHO.index(who)] not in {"403", "404"}
    ]


def table_now(app: Flask, world: World, folder: Path) -> str:
    """Give the table as measured now, to be read line by line before it is kept."""
    doors = rows_of(app, world)
    width = max(map(len, doors))
    head = f"# {'address and row':<{width - 2}} | {' '.join(f'{who[:9]:>9}' for who in WHO)}"
    body = (
        f"{door:<{width}} | {' '.join(f'{code:>9}' for code in measured(app, world, folder, door))}"
        for door in doors
    )
    return "\n".join(itertools.chain([head], body)) + "\n"
