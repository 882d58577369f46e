"""What lies in a Word file that somebody sent, and may all of it be there?"""

import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from saturday.papers.reading import UnreadablePaper

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MOST_SENT = 4_000_000  # bytes of the file as it was sent
_MOST_PARTS = 400
_MOST_XML = 5_000_000  # bytes of its XML when unpacked
_MOST_BYTES = 16_000_000  # of everything
_MOST_RATIO = 250  # times its packed size; a Word file's XML has about 10
_SMALL = 100_000  # below which a ratio says nothing
_DEEPEST = 120  # elements inside one another; Word's own files have about 30

_SAVE_ANEW = "Hãy mở bằng Word rồi lưu lại dạng .docx."
_BEGINNINGS = (
    (b"%PDF", "Tệp này là PDF, không phải mẫu Word (.docx)."),
    (b"{\\rtf", f"Tệp này là .rtf đổi tên. {_SAVE_ANEW}"),
    (b"<", f"Tệp này là trang web đổi tên. {_SAVE_ANEW}"),
)
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_PLAIN_ENDINGS = frozenset({"xml", "rels", "png", "jpg", "jpeg", "gif", "odttf"})
_PICTURES_OF_FILE = re.compile(r"docProps/thumbnail\.\w+")
_PRINTERS = re.compile(r"word/printerSettings/\w+\.bin")
_LINK_ATTRIBUTES = frozenset({"src", "href", "link", "saveThroughXslt"})
_ELSEWHERE = re.compile(r"\s*(\\\\|//|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)

# Kinds of links by their last word, and what a clerk calls them.
_BAD_LINKS = {
    "aFChunk": "một tệp khác được nhúng (altChunk)",
    "attachedTemplate": "mẫu gắn kèm của máy khác",
    "control": "nút điều khiển ActiveX",
    "externalLinkPath": "liên kết ra ngoài",
    "frame": "khung lấy từ tệp khác",
    "mailMergeSource": "nguồn trộn thư",
    "oleObject": "đối tượng nhúng",
    "package": "tệp nhúng",
    "subDocument": "văn bản con",
    "vbaProject": "macro",
    "wordVbaData": "macro",
}
_BAD_ELEMENTS = {
    "altChunk": "Một tệp khác được nhúng (altChunk). Hãy chép nội dung tệp đó vào thẳng mẫu.",
    "subDoc": "Văn bản con. Hãy chép nội dung vào thẳng mẫu.",
    "object": "Đối tượng nhúng. Hãy xóa đối tượng đó.",
    "control": "Nút điều khiển. Hãy xóa nút đó.",
    "ins": "Còn dấu theo dõi thay đổi. Trong Word: Xem lại, Chấp nhận tất cả thay đổi.",
    "del": "Còn dấu theo dõi thay đổi. Trong Word: Xem lại, Chấp nhận tất cả thay đổi.",
    "moveFrom": "Còn dấu theo dõi thay đổi. Trong Word: Xem lại, Chấp nhận tất cả thay đổi.",
    "moveTo": "Còn dấu theo dõi thay đổi. Trong Word: Xem lại, Chấp nhận tất cả thay đổi.",
    "commentReference": "Còn lời bình ở lề. Trong Word: Xem lại, Xóa tất cả lời bình.",
    "mailMerge": "Còn thiết lập trộn thư. Hãy chép nội dung sang một văn bản mới.",
}


@dataclass(frozen=True, slots=True)
class Link:
    """One relation of a part to another, or to somewhere outside."""

    kind: str
    target: str
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file, unpacked within limits."""

    parts: Mapping[str, bytes]
    trees: Mapping[str, Element]  # of the parts that are XML

    def links_of(self, name: str) -> Iterator[Link]:
        """Give a part's relations; those of the whole package belong to no part."""
        path = PurePosixPath(name)
        tree = self.trees.get(str(path.parent / "_rels" / f"{path.name}.rels"))
        for one in tree if tree is not None else ():
            target = one.get("Target", "")
            away = one.get("TargetMode") == "External" or _ELSEWHERE.match(target) is not None
            inside = target.lstrip("/") if target.startswith("/") else str(path.parent / target)
            kind = one.get("Type", "").rsplit("/", 1)[-1]
            yield Link(kind, target if away else inside, away)

    @property
    def main(self) -> str:
        """Name the part with the text itself."""
        return next((one.target for one in self.links_of("") if one.kind == "officeDocument"), "")

    def of_kind(self, kind: str) -> list[str]:
        """Name the parts that the text refers to: its headers, footers, footnotes."""
        targets = [one.target for one in self.links_of(self.main) if one.kind == kind]
        return [one for one in targets if one in self.trees]


class _Shallow(ET.TreeBuilder):
    """Builds a tree of plain XML: no DOCTYPE, and not deeper than Word writes."""

    depth = 0

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        del name, pubid, system
        reason = f"Tệp có phần khai báo lạ, không phải do Word tạo. {_SAVE_ANEW}"
        raise UnreadablePaper(reason)

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        if self.depth > _DEEPEST:
            reason = f"Tệp có quá nhiều lớp lồng nhau, không phải do Word tạo. {_SAVE_ANEW}"
            raise UnreadablePaper(reason)
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def unpack(content: bytes) -> Package:
    """Unpack a .docx within limits; raises UnreadablePaper, saying why it is none."""
    _refuse_other_files(content)
    try:
        with ZipFile(BytesIO(content)) as package:
            entries = package.infolist()
            _refuse_bombs(entries)
            parts = {one.filename: package.read(one) for one in entries if not one.is_dir()}
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as fault:
        reason = "Tệp .docx bị hỏng hoặc tải lên chưa trọn. Hãy lưu lại bằng Word rồi tải lên lại."
        raise UnreadablePaper(reason) from fault
    trees = {name: _tree(name, part) for name, part in parts.items() if _is_xml(name)}
    found = Package(parts, trees)
    if found.main not in trees:
        reason = f"Tệp không phải văn bản Word (.docx). {_SAVE_ANEW}"
        raise UnreadablePaper(reason)
    return found


def _refuse_other_files(content: bytes) -> None:
    reason = ""
    if not content:
        reason = "Tệp trống, không có nội dung."
    elif len(content) > MOST_SENT:
        reason = "Tệp lớn hơn 4 MB. Hãy bỏ bớt ảnh trong mẫu."
    elif content.startswith(_OLD_WORD):
        locked = "Tệp đang đặt mật khẩu. Trong Word: Tệp, Thông tin, bỏ mật khẩu rồi lưu lại."
        old = f"Tệp này là Word đời cũ (.doc). {_SAVE_ANEW}"
        reason = locked if _LOCKED in content else old
    elif not content.startswith(b"PK"):
        begun = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t")
        known = (words for beginning, words in _BEGINNINGS if begun.startswith(beginning))
        reason = next(known, f"Tệp không phải văn bản Word (.docx). {_SAVE_ANEW}")
    if reason:
        raise UnreadablePaper(reason)


def _refuse_bombs(entries: list[ZipInfo]) -> None:
    for is_so, what in _BOMBS:
        if is_so(entries):
            reason = f"{what}, không phải do Word tạo. {_SAVE_ANEW}"
            raise UnreadablePaper(reason)
    if any(one.flag_bits & 1 for one in entries):
        reason = "Tệp đang đặt mật khẩu. Hãy bỏ mật khẩu rồi lưu lại."
        raise UnreadablePaper(reason)


def _is_huge(entries: list[ZipInfo]) -> bool:
    xml = sum(one.file_size for one in entries if _is_xml(one.filename))
    everything = sum(one.file_size for one in entries)
    return len(entries) > _MOST_PARTS or xml > _MOST_XML or everything > _MOST_BYTES


def _swells(entries: list[ZipInfo]) -> bool:
    return any(one.file_size > max(_SMALL, one.compress_size * _MOST_RATIO) for one in entries)


def _is_misnamed(entries: list[ZipInfo]) -> bool:
    names = [one.filename for one in entries]
    return len(set(names)) < len(names) or any(map(_is_strange, names))


def _is_strange(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name


def _is_packed_strangely(entries: list[ZipInfo]) -> bool:
    return any(one.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for one in entries)


_BOMBS: tuple[tuple[Callable[[list[ZipInfo]], bool], str], ...] = (
    (_is_huge, "Tệp phình quá lớn khi giải nén"),
    (_swells, "Tệp có phần nén bất thường"),
    (_is_misnamed, "Tệp có phần bên trong tên lạ hoặc trùng tên"),
    (_is_packed_strangely, "Tệp nén bằng cách lạ"),
)


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


def _tree(name: str, content: bytes) -> Element:
    parser = ET.XMLParser(target=_Shallow())  # noqa: S314 - _Shallow refuses every DOCTYPE
    try:
        parser.feed(content)
        root: Element = parser.close()
    except (ET.ParseError, ValueError, LookupError) as fault:
        reason = f"Nội dung tệp .docx bị hỏng ở phần {name}. {_SAVE_ANEW}"
        raise UnreadablePaper(reason) from fault
    return root


def strangers_in(package: Package) -> Iterator[str]:
    """Name everything that no template may hold, and how it is taken out."""
    found = [
        *_strange_types(package),
        *_strange_files(package),
        *_strange_links(package),
        *(words for tree in package.trees.values() for words in _strange_elements(tree)),
    ]
    yield from dict.fromkeys(found)


def _strange_types(package: Package) -> Iterator[str]:
    types = package.trees.get("[Content_Types].xml")
    given = [one.get("ContentType", "") for one in types] if types is not None else []
    if any("macroEnabled" in one or "vbaProject" in one for one in given):
        yield f"Tệp có macro. {_SAVE_ANEW} Không chọn loại .docm."
    elif MAIN_TYPE not in given or any(map(_is_disguised, types if types is not None else ())):
        yield f"Tệp không phải văn bản Word thường (.docx). {_SAVE_ANEW}"


def _is_disguised(entry: Element) -> bool:
    """Whether a part is XML under the name of something else."""
    name = entry.get("PartName") or f".{entry.get('Extension', '')}"
    return entry.get("ContentType", "").endswith("xml") and not _is_xml(name)


def _strange_files(package: Package) -> Iterator[str]:
    for name in package.parts:
        ending = name.rpartition(".")[2].lower()
        if name.startswith("word/vba") or "/activeX/" in name or "/embeddings/" in name:
            yield f"Tệp mang theo macro, nút điều khiển hoặc tệp nhúng ({name}). Hãy xóa phần đó."
        elif ending not in _PLAIN_ENDINGS and not _is_known(name):
            yield f"Tệp mang theo phần lạ: {name}. Ảnh chỉ nhận PNG, JPG."


def _is_known(name: str) -> bool:
    return bool(_PICTURES_OF_FILE.fullmatch(name) or _PRINTERS.fullmatch(name))


def _strange_links(package: Package) -> Iterator[str]:
    for rels in package.parts:
        if rels.endswith(".rels"):
            owner = str(PurePosixPath(rels).parent.parent / PurePosixPath(rels).stem)
            for link in package.links_of("" if rels == "_rels/.rels" else owner):
                yield from _strange_link(link)


def _strange_link(link: Link) -> Iterator[str]:
    if link.kind in _BAD_LINKS:
        yield f"Mẫu có {_BAD_LINKS[link.kind]}. Hãy xóa, hoặc chép nội dung sang văn bản mới."
    elif link.is_outside and link.kind == "hyperlink":
        yield (
            f"Mẫu có liên kết ra ngoài: {link.target[:80]}. "
            "Trong Word: bấm chuột phải vào chữ đó, chọn Loại bỏ siêu kết nối."
        )
    elif link.is_outside:
        yield (
            f"Mẫu lấy nội dung từ nơi khác: {link.target[:80]}. "
            "Ảnh thì chèn thẳng vào mẫu, không chèn dạng liên kết."
        )


def _strange_elements(tree: Element) -> Iterator[str]:
    for one in tree.iter():
        name = one.tag.rpartition("}")[2]
        if name in _BAD_ELEMENTS and one.tag == f"{W}{name}":
            yield _BAD_ELEMENTS[name]
        for value in filter(_ELSEWHERE.match, _addresses_of(one)):
            yield f"Mẫu lấy nội dung từ nơi khác: {value[:80]}. Hãy xóa phần đó."
    for field in _fields_of(tree):
        if field not in _FIELDS:
            yield (
                f"Mẫu có mã trường {field or 'trống'}. "
                "Chỉ dùng được mã trường số trang; hãy xóa, gõ chữ thường vào đó."
            )


def _addresses_of(element: Element) -> Iterator[str]:
    for key, value in element.items():
        if key.rpartition("}")[2] in _LINK_ATTRIBUTES:
            yield value


def _fields_of(tree: Element) -> Iterator[str]:
    """Name every field by its first word; Word may write its text in several pieces."""
    pieces = [""]  # the text of the fields that are begun, one inside the other
    for one in tree.iter():
        kind = one.get(f"{W}fldCharType")
        if one.tag == f"{W}fldSimple":
            yield _first_word(one.get(f"{W}instr", ""))
        elif one.tag == f"{W}instrText":
            pieces[-1] += one.text or ""
        elif kind == "begin":
            pieces.append("")
        elif kind == "end" and len(pieces) > 1:
            yield _first_word(pieces.pop())
    yield from (_first_word(text) for text in pieces if text or len(pieces) > 1)


def _first_word(text: str) -> str:
    return (text.split() or [""])[0].upper()
