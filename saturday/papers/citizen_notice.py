"""Which words stand on the notice that tells people of a Saturday (thông báo cho người dân)?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Self

from sqlalchemy import Select

from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.models.plan import DutySession
from saturday.papers.facts import PublicFacts
from saturday.papers.letterhead import (
    HeadedPaper,
    Heading,
    Signature,
    basis,
    ended,
    listed,
    replaced_words,
    title_lines,
)
from saturday.papers.variables import Says
from saturday.rules.announcements import News
from saturday.rules.numbering import Issuer
from saturday.vietnamese.dates import hours_in_words, long_day
from saturday.vietnamese.names import fold

NO_BREAK = "\N{NO-BREAK SPACE}"  # a telephone number stands on one line
EVERY_AREA = "các lĩnh vực thuộc thẩm quyền giải quyết của xã"
USUAL_PAPERS = "Giấy tờ tùy thân và giấy tờ của thủ tục cần làm."
OTHER_FACTS = {
    "opening": "câu mở đầu",
    "subject_areas": "lĩnh vực",
    "settled": "thủ tục trả ngay",
    "received": "thủ tục hẹn trả",
    "not_taken": "thủ tục không nhận",
    "bring": "giấy tờ mang theo",
    "contact": "nơi liên hệ",
}
CLOSINGS = {
    News.HELD: "thông báo để tổ chức, cá nhân biết, đến thực hiện thủ tục hành chính",
    News.MOVED: "thông báo để tổ chức, cá nhân biết, đến thực hiện thủ tục vào ngày mới",
    News.CANCELLED: "thông báo để tổ chức, cá nhân biết",
}


@dataclass(frozen=True, slots=True)
class CitizenNotice(HeadedPaper):
    """The words of citizen_notice.docx; it names no officer."""

    TEMPLATE: ClassVar[str] = "citizen_notice.docx"

    subject: Annotated[
        tuple[str, ...],
        Says(
            "Trích yếu, mỗi dòng một dòng",
            "Tổ chức “Ngày thứ 7 vì dân”",
            "thứ Bảy, ngày 11 tháng 4 năm 2026",
        ),
    ]
    opening: Annotated[
        str,
        Says(
            "Câu mở đầu: căn cứ và việc thông báo",
            "Thực hiện Kế hoạch số 50/KH-UBND, Trung tâm thông báo buổi làm việc như sau:",
        ),
    ]
    time: Annotated[
        str,
        Says(
            "Thời gian; trống khi báo hủy buổi",
            "Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026.",
        ),
    ]
    place: Annotated[str, Says("Địa điểm", "Trung tâm Phục vụ hành chính công xã Anh Sơn.")]
    subject_areas: Annotated[str, Says("Các lĩnh vực tiếp nhận", "chứng thực; hộ tịch; đất đai")]
    settled: Annotated[
        str,
        Says(
            "Thủ tục giải quyết, trả ngay; trống khi không có",
            "chứng thực bản sao; đăng ký khai sinh",
        ),
    ]
    received: Annotated[
        str,
        Says(
            "Thủ tục tiếp nhận, hẹn trả; trống khi không có",
            "đăng ký hộ kinh doanh; xác nhận tình trạng hôn nhân",
        ),
    ]
    not_taken: Annotated[
        str, Says("Thủ tục không nhận ở buổi lưu động; trống khi không có", "chứng thực bản sao")
    ]
    bring: Annotated[
        tuple[str, ...],
        Says("Giấy tờ mang theo, mỗi dòng một đoạn", "Căn cước hoặc VNeID.", "Bản chính giấy tờ."),
    ]
    contact: Annotated[
        str,
        Says(
            "Nơi liên hệ, điện thoại",
            "Trung tâm Phục vụ hành chính công xã Anh Sơn, điện thoại 0238 000 000.",
        ),
    ]
    closing: Annotated[
        str,
        Says("Đoạn cuối, đã có dấu ./.", "Trung tâm thông báo để tổ chức, cá nhân biết./."),
    ]
    recipients: Annotated[
        tuple[str, ...], Says("Nơi nhận, mỗi dòng một nơi", "- UBND xã (để báo cáo);", "- Lưu: VT.")
    ]
    signature: Signature

    @classmethod
    def wanted(cls, day: date) -> Select[DutySession]:
        """Ask for the Saturday that people are told of."""
        return DutySession.on(day)

    @classmethod
    def of(
        cls, facts: PublicFacts, document: Document, commune: Commune, plan: Document | None
    ) -> Self:
        """Set what is told; ``plan`` is the issued plan that the notice carries out."""
        body = issuer_words(document.issuer, commune)
        return cls(
            heading=Heading.of(document, commune, commune.centre),
            subject=title_lines(document.title, facts.moved_to or facts.day),
            opening=f"{basis(plan, commune, facts.day.year)}, {body} {_news(facts)}",
            time="" if facts.news is News.CANCELLED else _time(facts),
            place=_sentence(place_words(facts)),
            subject_areas=_named(facts.subject_areas) or EVERY_AREA,
            settled=_named(facts.settled),
            received=_named(facts.received),
            not_taken=_named(facts.not_taken),
            bring=tuple(f"{one.strip(' -;.')}." for one in facts.bring) or (USUAL_PAPERS,),
            contact=_contact(facts),
            closing=ended(f"{body} {CLOSINGS[facts.news]}{replaced_words(document)}"),
            recipients=listed(document.recipients.splitlines()),
            signature=Signature.of(document),
        )


def changed_facts(then: CitizenNotice, now: CitizenNotice) -> Iterator[str]:
    """Name what a notice says otherwise than the facts do now: time and place in full."""
    for name, label in (("time", "Thời gian"), ("place", "Địa điểm")):
        old, new = getattr(then, name), getattr(now, name)
        if new and old != new:
            yield f"{label} ghi “{old.rstrip('.')}”, nay là “{new.rstrip('.')}”."
    others = [words for name, words in OTHER_FACTS.items() if _differs(name, then, now)]
    if others:
        yield f"Đã đổi: {', '.join(others)}."


def _differs(name: str, then: CitizenNotice, now: CitizenNotice) -> bool:
    return bool(getattr(then, name) != getattr(now, name))


def issuer_words(issuer: Issuer | None, commune: Commune) -> str:
    """Name the body that tells, in running text."""
    body = "Ủy ban nhân dân" if issuer is Issuer.COMMITTEE else commune.centre
    return f"{body} {commune.name}"


def title_of(facts: PublicFacts) -> str:
    """Give the usual subject of the notice: held, moved or not held."""
    day = long_day(facts.day)
    if facts.news is News.MOVED and facts.moved_to:
        return f"Dời “Ngày thứ 7 vì dân” từ {day}\nsang {long_day(facts.moved_to)}"
    if facts.news is News.CANCELLED:
        return f"Không tổ chức “Ngày thứ 7 vì dân”\n{day}"
    return f"Tổ chức “Ngày thứ 7 vì dân”\n{day}"


def place_words(facts: PublicFacts) -> str:
    """Say where, with the commune: a notice is read outside it too."""
    words = facts.where.rstrip(" .")
    if fold(facts.commune) in fold(words):
        return words
    return ", ".join(filter(None, (words, facts.commune)))


def _news(facts: PublicFacts) -> str:
    """Say what is announced, and why when it changes."""
    why = f" Lý do: {facts.reason.strip(' .')}." if facts.reason.strip(" .") else ""
    if facts.news is News.MOVED and facts.moved_to:
        new = long_day(facts.moved_to)
        return (
            f"thông báo dời buổi làm việc {long_day(facts.day)} sang {new}.{why} "
            "Buổi làm việc tổ chức như sau:"
        )
    if facts.news is News.CANCELLED:
        return f"thông báo không tổ chức buổi làm việc {long_day(facts.day)}.{why}"
    where = " lưu động" if facts.is_mobile else ""
    return f"thông báo tổ chức buổi làm việc{where} như sau:"


def _time(facts: PublicFacts) -> str:
    day = long_day(facts.moved_to or facts.day)
    if facts.starts_at is None or facts.ends_at is None:
        return _sentence(day)
    return f"{hours_in_words(facts.starts_at, facts.ends_at).capitalize()}, {day}."


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _named(names: Iterable[str]) -> str:
    """Set names one after the other within a sentence."""
    return "; ".join(name[:1].lower() + name[1:] for name in names)


def _contact(facts: PublicFacts) -> str:
    centre = f"{facts.centre} {facts.commune}"
    if not facts.phone:
        return f"Hỏi trực tiếp tại {centre}."
    number = facts.phone.replace(" ", NO_BREAK)
    return f"{centre}, điện thoại {number}."
