"""Does the guide show every picture it has, and have every picture it shows?"""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = ROOT / "docs" / "guide"
FRONT = (GUIDE / "README.md", ROOT / "README.md", ROOT / "README.vi.md")
GUIDES = sorted(GUIDE.glob("*.md"))
PAGES = (*GUIDES, ROOT / "README.md", ROOT / "README.vi.md")
SHOWN = re.compile(r"!\[[^]]+\]\(([^)]+\.png)\)|<img src=\"([^\"]+\.png)\" alt=\"[^\"]+\"")
LARGEST = 150_000


def shown_by(page: Path) -> set[Path]:
    """Give the pictures that a page shows, each with words for those who can't see it."""
    found = SHOWN.findall(page.read_text())
    return {(page.parent / (one or other)).resolve() for one, other in found}


def test_every_picture_is_shown_and_every_shown_picture_is_there() -> None:
    shown = set().union(*(shown_by(page) for page in PAGES))

    assert shown == set(GUIDE.glob("*.png"))


def test_the_front_pages_show_one_saturday() -> None:
    assert all(GUIDE / "hub.png" in shown_by(page) for page in FRONT)


def test_every_picture_is_taken_by_the_browser_tests() -> None:
    guides = sorted((ROOT / "tests" / "browser").glob("test_guide*.py"))
    code = "".join(one.read_text() for one in guides)
    taken = set(re.findall(r"picture\(\"([^\"]+)\"\)|on_the_phone\([^)]*\"([^\"]+)\"\)", code))

    assert {one or other for one, other in taken} == {one.stem for one in GUIDE.glob("*.png")}


def test_no_picture_is_heavy() -> None:
    heavy = [one.name for one in GUIDE.glob("*.png") if one.stat().st_size > LARGEST]

    assert heavy == []


@pytest.mark.parametrize("page", GUIDES, ids=lambda one: one.stem)
def test_every_link_of_the_guide_leads_to_a_heading(page: Path) -> None:
    text = page.read_text()
    heads = {
        re.sub(r"[^\w -]", "", head).strip().lower().replace(" ", "-")
        for head in re.findall(r"^## (.+)$", text, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= heads


def test_the_guide_leads_to_each_of_its_pages() -> None:
    led_to = set(re.findall(r"\]\(([\w-]+\.md)", (GUIDE / "README.md").read_text()))

    assert led_to == {one.name for one in GUIDES} - {"README.md"}
