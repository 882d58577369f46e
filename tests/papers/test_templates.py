"""Tests: the Word templates in the tree are those the script builds."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from saturday.papers.render import TEMPLATES
from tests.papers.build_templates import BUILDERS, build


def parts(package: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.parametrize("name", BUILDERS)
def test_a_template_is_as_the_script_builds_it(name: str) -> None:
    assert parts((TEMPLATES / f"{name}.docx").read_bytes()) == parts(build(name))


def test_every_template_has_its_builder_and_its_module() -> None:
    modules = Path(__file__).parents[2] / "saturday" / "papers"

    names = {path.stem for path in TEMPLATES.glob("*.docx")}

    assert names == set(BUILDERS)
    assert all((modules / f"{name}.py").is_file() for name in names)
