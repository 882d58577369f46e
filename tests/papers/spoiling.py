"""Templates as clerks and strangers send them: the notice's own, changed part by part."""

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from saturday.papers.templates import built_in

NOTICE = "assignment_notice"
TEXT = "word/document.xml"
TYPES = "[Content_Types].xml"
LINKS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
Change = Callable[[str], str]


def parts_of(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            package.writestr(entry, content)
    return made.getvalue()


def changed(part: str, *changes: Change, paper: str = NOTICE) -> bytes:
    """Change the XML of a part."""
    parts = parts_of(built_in(paper))
    text = parts[part].decode()
    for change in changes:
        text = change(text)
    return packed({**parts, part: text.encode()})


def put(old: str, new: str) -> Change:
    """Put something in the place of what is there, just once."""

    def change(text: str) -> str:
        assert text.count(old) == 1, (old, text.count(old))
        return text.replace(old, new)

    return change


def saying(new: str, old: str = "{{ opening }}", paper: str = NOTICE) -> bytes:
    """Type other words over some of the template's."""
    return changed(TEXT, put(old, new), paper=paper)


def with_part(name: str, content: bytes) -> bytes:
    """Slip one more part into the file."""
    return packed({**parts_of(built_in(NOTICE)), name: content})


def with_link(kind: str, target: str, *, outside: bool = True) -> bytes:
    """Let the text refer to something."""
    mode = ' TargetMode="External"' if outside else ""
    link = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    return changed(LINKS, put("</Relationships>", f"{link}</Relationships>"))


def a_paragraph(text: str, inside: str = "") -> Change:
    """Set one more paragraph at the beginning."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return put("<w:body>", f"<w:body><w:p>{run}{inside}</w:p>")


def in_margin(text: str) -> bytes:
    """Type something at the top of every page."""
    return changed(
        "word/header2.xml",
        lambda old: old.replace("</w:p>", f"<w:r><w:t>{text}</w:t></w:r></w:p>", 1),
    )
