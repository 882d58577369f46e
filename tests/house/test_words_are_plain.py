"""Can a village head understand what pages, messages and refusals say?

At most 30 tiếng a sentence, no unexplained abbreviation, none of the words that help nobody.
Papers have their own official style and are left out, and so are comments and docstrings.
"""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

ROOT = Path(__file__).resolve().parent.parent.parent
MOST = 30
# Known to every official (look/pages.md, wording rule 6), or names of things on the screen.
KNOWN = frozenset(
    [
        *("HĐND", "UBND", "KH", "TB", "BC", "PVHCC"),
        *("PDF", "SHA", "HTTPS", "JPG", "PNG", "MB", "USB"),
        "II",  # Biểu II.06a, as the State numbers its form
    ]
)
UNHELPFUL = ("vui lòng", "không hợp lệ", "xin lỗi", "hệ thống đã", " bạn ", "submit", " ok ")
VIETNAMESE = re.compile(
    r"[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
MARKUP = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
SAID_OF_TEMPLATES = ("cage", "package", "spots", "tags", "templates", "trial")
SOURCES = [
    *(ROOT / "saturday" / "web").rglob("*.py"),
    *(ROOT / "saturday" / "rules").glob("*.py"),
    *(ROOT / "saturday" / "models").glob("*.py"),
    ROOT / "saturday" / "cli.py",
    *(ROOT / "saturday" / "safekeeping").glob("*.py"),
    # Papers have their own style, but what is said about a template is read by clerks.
    *(ROOT / "saturday" / "papers" / f"{name}.py" for name in SAID_OF_TEMPLATES),
]
PAGES = list((ROOT / "templates").rglob("*.html"))


def sentences(text: str) -> Iterator[str]:
    """Split words into sentences; a line is one at the most."""
    for line in re.split(r"[\n·|]", text):
        for one in re.split(r"(?<=[.?:;])\s+", line):
            if one.strip():
                yield one.strip()


def words_of_code(file: Path) -> Iterator[tuple[int, str]]:
    """Give the Vietnamese literals of a Python file with their lines, docstrings left out."""
    tree = ast.parse(file.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    inner = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = (part.value if isinstance(part, ast.Constant) else "x" for part in node.values)
            yield node.lineno, "".join(map(str, parts))
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings | inner
        ):
            yield node.lineno, node.value


def words_of_page(file: Path) -> Iterator[tuple[int, str]]:
    """Give the visible words of a template, one block of text after another."""
    markup = MARKUP.sub("x", COMMENT.sub("", file.read_text("utf-8")))
    soup = BeautifulSoup(markup, "html5lib")
    for text in soup.find_all(string=True):
        yield 0, re.sub(r"\s+", " ", str(text))


def texts() -> Iterator[tuple[str, str]]:
    """Give every piece of text that a person may read, with its place."""
    for file in SOURCES:
        for line, text in words_of_code(file):
            yield f"{file.relative_to(ROOT)}:{line}", text
    for file in PAGES:
        for _line, text in words_of_page(file):
            yield str(file.relative_to(ROOT)), text


def said() -> Iterator[tuple[str, str]]:
    """Give every Vietnamese sentence of pages and messages with its place."""
    for place, text in texts():
        if VIETNAMESE.search(text):
            yield from ((place, one) for one in sentences(text))


def too_long(sentence: str) -> bool:
    """Whether a sentence has more than thirty tiếng."""
    return len(re.findall(r"[^\W_]+", sentence)) > MOST


def unexplained(sentence: str) -> set[str]:
    """Give the abbreviations that nobody explained."""
    plain = re.sub(r"\S*/\S+", "", sentence)  # the symbol of a paper is its name: 50/KH-UBND
    found = {one for one in re.findall(r"\b[^\W\d_]{2,}\b", plain) if one.isupper()}
    return found - KNOWN


@pytest.fixture(scope="module")
def spoken() -> list[tuple[str, str]]:
    """All that is said."""
    return list(said())


def test_no_sentence_is_longer_than_thirty_words(spoken: list[tuple[str, str]]) -> None:
    assert [(place, one) for place, one in spoken if too_long(one)] == []


def test_no_abbreviation_stays_unexplained(spoken: list[tuple[str, str]]) -> None:
    # A line wholly in capitals is a title or a post as it is signed, not an abbreviation.
    running = [(place, one) for place, one in spoken if not one.isupper()]

    assert [(place, one, unexplained(one)) for place, one in running if unexplained(one)] == []


def test_no_sentence_uses_words_that_help_nobody(spoken: list[tuple[str, str]]) -> None:
    assert [
        (place, one)
        for place, one in spoken
        if any(word in f" {one.lower()} " for word in UNHELPFUL) or one.endswith("!")
    ] == []


def test_all_words_are_composed(spoken: list[tuple[str, str]]) -> None:
    assert [one for one in spoken if unicodedata.normalize("NFC", one[1]) != one[1]] == []


def test_the_check_itself_hears() -> None:
    assert too_long("từ " * 31)
    assert not too_long("từ " * 30)
    assert unexplained("Nộp TTHC tại UBND") == {"TTHC"}
    assert len(list(sentences("Hãy chọn ngày. Rồi bấm lưu."))) == 2
