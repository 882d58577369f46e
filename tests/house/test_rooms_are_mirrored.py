"""Do rooms, templates and tests stand where their names say?"""

from pathlib import Path

from flask import Flask

from saturday.web import ROOMS

ROOT = Path(__file__).resolve().parent.parent.parent
BESIDE_ROOMS = {"docx", "errors", "texts"}


def folders(place: Path) -> set[str]:
    """Name the folders of a place, those Python makes left out."""
    return {one.name for one in place.iterdir() if one.is_dir() and one.name[0] not in "._"}


def test_a_room_is_a_blueprint_of_its_name() -> None:
    assert {room.name for room in ROOMS} == folders(ROOT / "saturday" / "web")
    assert all(room.import_name == f"saturday.web.{room.name}.routes" for room in ROOMS)


def test_a_template_folder_has_its_room_and_a_room_its_tests() -> None:
    rooms = {room.name for room in ROOMS}

    assert folders(ROOT / "templates") - BESIDE_ROOMS == rooms
    assert folders(ROOT / "tests" / "web") == rooms


def test_a_template_is_named_after_an_endpoint_of_its_room(whole_app: Flask) -> None:
    endpoints = set(whole_app.view_functions)
    strangers = {
        f"{room.name}/{file.name}"
        for room in ROOMS
        for file in (ROOT / "templates" / room.name).glob("*.html")
        if not file.name.startswith("_") and f"{room.name}.{file.stem}" not in endpoints
    }

    assert not strangers


def test_floors_are_mirrored_by_tests() -> None:
    for floor in ("rules", "vietnamese", "papers"):
        modules = {one.stem for one in (ROOT / "saturday" / floor).glob("[a-z]*.py")}
        tested = {
            one.stem.removeprefix("test_") for one in (ROOT / "tests" / floor).glob("test_*.py")
        }
        assert modules <= tested, (floor, modules - tested)
