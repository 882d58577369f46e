"""Is every concept of the code in the glossary, with its Vietnamese term?"""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text("utf-8")
KNOWN = {
    word
    for row in re.findall(r"^\| (.+?) \|", GLOSSARY, re.MULTILINE)
    for word in re.findall(r"[A-Z]\w+", row)
}


def classes(floor: str) -> set[str]:
    """Name the public classes of a floor."""
    return {
        node.name
        for file in (ROOT / "saturday" / floor).glob("*.py")
        for node in ast.parse(file.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }


def test_every_class_of_models_and_rules_is_in_the_glossary() -> None:
    assert (classes("models") | classes("rules")) - KNOWN == set()


def test_every_term_of_the_glossary_has_its_vietnamese() -> None:
    rows = re.findall(r"^\| ([A-Za-z].+?) \| (.*?) \|", GLOSSARY, re.MULTILINE)

    assert rows
    assert [code for code, words in rows if code != "code" and not words.strip()] == []
