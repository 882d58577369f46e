"""Is what others wrote still byte for byte theirs, and does every page find what it asks for?"""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
RECORDED: list[dict[str, str]] = json.loads((VENDOR / "versions.json").read_text("utf-8"))

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
STATIC_URL = re.compile(
    r"""static_url\(\s*(?:(['"])(?P<name>[^'"]+)\1\s*\)|(?P<computed>[^'"\s]))"""
)
EXTERNAL = re.compile(r"""(?:\b(?:src|srcset)\s*=|<link\b[^>]*\bhref\s*=)\s*["']?(?:https?:)?//""")
CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?(?!data:|#)([^"')\s]+)""")


def subresource_integrity(file: Path) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(file.read_bytes()).digest()).decode()


def page(template: Path) -> str:
    """Read a template without its comments."""
    return COMMENT.sub("", template.read_text("utf-8"))


def stored(folder: Path) -> set[str]:
    """Name the files of a folder, without the copies that deploy.sh compresses."""
    return {path.name for path in folder.iterdir() if path.suffix != ".gz"}


@pytest.mark.parametrize("entry", RECORDED, ids=lambda entry: entry["file"])
def test_a_vendored_file_is_the_one_recorded(entry: dict[str, str]) -> None:
    assert subresource_integrity(VENDOR / entry["file"]) == entry["sha384"]


@pytest.mark.parametrize("entry", RECORDED, ids=lambda entry: entry["file"])
def test_a_vendored_file_says_what_it_is_and_under_which_licence(entry: dict[str, str]) -> None:
    assert entry["version"] in entry["file"]
    assert f"{entry['name']}@{entry['version']}" in entry["source"]
    assert entry["licence"]
    assert (VENDOR / entry["licence_file"]).stat().st_size > 0


def test_nothing_is_vendored_in_silence() -> None:
    recorded = {entry["file"] for entry in RECORDED}
    licences = {name for name in stored(VENDOR) if name.endswith("-LICENSE.txt")}

    assert stored(VENDOR) - licences - {"versions.json"} == recorded


def test_htmx_is_the_release_that_was_tried() -> None:
    versions = {entry["name"]: entry["version"] for entry in RECORDED}

    assert versions["htmx.org"] == "2.0.11"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_page_asks_only_for_files_that_exist(template: Path) -> None:
    asked = list(STATIC_URL.finditer(page(template)))

    assert [match.group() for match in asked if match["computed"]] == []
    assert [match["name"] for match in asked if not (STATIC / match["name"]).is_file()] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_page_asks_nothing_of_another_machine(template: Path) -> None:
    assert EXTERNAL.findall(page(template)) == []


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_a_style_sheet_asks_only_for_files_that_exist(sheet: Path) -> None:
    asked = CSS_ADDRESS.findall(sheet.read_text("utf-8"))

    assert [name for name in asked if not (STATIC / name).is_file()] == []
