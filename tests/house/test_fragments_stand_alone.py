"""Can every fragment be rendered without the page around it?"""

from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
PAGES = sorted(str(one.relative_to(TEMPLATES)) for one in TEMPLATES.glob("*/*.html"))
WHOLE = {
    "title",
    "head_extra",
    "main",
    "scripts_extra",
    "body_class",
    "back",
    "top",
    "foot_extra",
}  # never rendered alone


def top_names(tree: nodes.Template) -> set[str]:
    """Give the names that a page imports or sets at its top, outside its blocks."""
    names: set[str] = set()
    for node in tree.body:
        if isinstance(node, nodes.Import):
            names.add(node.target)
        elif isinstance(node, nodes.FromImport):
            names |= {one if isinstance(one, str) else one[1] for one in node.names}
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            names.add(node.target.name)
    return names


@pytest.mark.parametrize("page", PAGES)
def test_a_fragment_uses_nothing_from_the_top_of_its_page(whole_app: Flask, page: str) -> None:
    tree = whole_app.jinja_env.parse((TEMPLATES / page).read_text("utf-8"))
    outside = top_names(tree)
    for block in tree.find_all(nodes.Block):
        if block.name in WHOLE:
            continue
        inside = {one.target for one in block.find_all(nodes.Import)}
        used = {one.name for one in block.find_all(nodes.Name) if one.ctx == "load"}
        assert not (used & outside) - inside, f"{page}: block {block.name}"


@pytest.mark.parametrize("page", PAGES)
def test_a_fragment_has_a_root_of_its_name(page: str, whole_app: Flask) -> None:
    markup = (TEMPLATES / page).read_text("utf-8")
    tree = whole_app.jinja_env.parse(markup)
    fragments = {block.name for block in tree.find_all(nodes.Block)} - WHOLE
    for name in fragments:
        assert f'id="{name.replace("_", "-")}"' in markup, f"{page}: block {name}"
