"""Which words stand on the notice of who serves on a Saturday (thông báo phân công)?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Self

from sqlalchemy import Select

from saturday.models.commune import Commune
from saturday.models.documents import Document
from saturday.models.plan import DutySession
from saturday.models.roster import Assignment
from saturday.papers.letterhead import (
    HeadedPaper,
    Heading,
    Signature,
    basis,
    ended,
    listed,
    own_hours,
    replaced_words,
    title_lines,
)
from saturday.papers.variables import ORDER, Says
from saturday.rules.lifecycle import PaperMark
from saturday.vietnamese.dates import hours_in_words, long_day
from saturday.vietnamese.names import fold

SENT_BY_PARTNER = "Người do đơn vị cử"
CHANGED = "thay đổi"
REQUIREMENTS = (
    "Cán bộ, công chức được phân công có mặt đúng giờ, thực hiện nghiêm túc nhiệm vụ được giao.",
    "Người không tham gia được phải báo Trung tâm trước buổi làm việc để thay người.",
)


@dataclass(frozen=True, slots=True)
class AssignedPerson:
    """One row of the table; hours stand before the note when not the whole half-day."""

    order: Annotated[str, ORDER]
    name: Annotated[str, Says("Họ và tên", "Nguyễn Thị Hồng Nhung (mẫu)", "Vi Văn Đức (mẫu)")]
    post: Annotated[
        str, Says("Chức vụ, đơn vị", "Chuyên viên, Phòng Kinh tế", "Trưởng phòng Văn hóa - Xã hội")
    ]
    duty: Annotated[str, Says("Nhiệm vụ", "Tiếp nhận hồ sơ hộ tịch", "Ký chứng thực")]
    note: Annotated[str, Says("Ghi chú: giờ khác cả buổi, thay đổi", "", "7h30–9h30")]

    @classmethod
    def of(cls, order: int, duties: Sequence[Assignment]) -> Self:
        """Set one person with every duty held in the same hours."""
        one = duties[0]
        hours = own_hours(one.starts_at, one.ends_at, one.duty_session)
        notes = dict.fromkeys(row.note_text for row in duties if row.note_text)
        return cls(
            order=str(order),
            name=one.officer.name if one.officer else one.person or SENT_BY_PARTNER,
            post=post_of(one.post, one.workplace),
            duty="; ".join(row.duty.name for row in duties),
            note="; ".join(filter(None, (hours, *notes))),
        )


@dataclass(frozen=True, slots=True)
class AssignmentNotice(HeadedPaper):
    """The words of assignment_notice.docx."""

    TEMPLATE: ClassVar[str] = "assignment_notice.docx"

    subject: Annotated[
        tuple[str, ...],
        Says(
            "Trích yếu, mỗi dòng một dòng",
            "Phân công cán bộ, công chức thực hiện “Ngày thứ 7 vì dân”",
            "thứ Bảy, ngày 11 tháng 4 năm 2026",
        ),
    ]
    opening: Annotated[
        str,
        Says(
            "Câu mở đầu: căn cứ và việc phân công",
            "Thực hiện Kế hoạch số 50/KH-UBND, Trung tâm thông báo phân công như sau:",
        ),
    ]
    time: Annotated[
        str, Says("Thời gian", "Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026.")
    ]
    place: Annotated[str, Says("Địa điểm", "Trung tâm Phục vụ hành chính công xã Anh Sơn.")]
    people: Annotated[tuple[AssignedPerson, ...], Says("Bảng người được phân công")]
    requirements: Annotated[
        tuple[str, ...],
        Says("Các yêu cầu, mỗi dòng một đoạn", "Người được phân công có mặt đúng giờ."),
    ]
    closing: Annotated[
        str,
        Says(
            "Đoạn cuối, đã có dấu ./.",
            "Trung tâm thông báo để các phòng, cá nhân có tên thực hiện./.",
        ),
    ]
    recipients: Annotated[
        tuple[str, ...], Says("Nơi nhận, mỗi dòng một nơi", "- UBND xã (để báo cáo);", "- Lưu: VT.")
    ]
    signature: Signature

    @classmethod
    def wanted(cls, duty_session: DutySession) -> Select[Assignment]:
        """Ask for everyone on duty that Saturday, in the order of the notice."""
        return Assignment.of_session(duty_session)

    @classmethod
    def of(
        cls,
        assignments: Iterable[Assignment],
        document: Document,
        commune: Commune,
        plan: Document | None,
    ) -> Self:
        """Set who serves; ``plan`` is the issued plan that the notice carries out.

        A notice that replaces an earlier one says so and marks what changed.
        """
        held = document.duty_session
        if held is None or held.starts_at is None or held.ends_at is None:
            message = "a notice is made of a Saturday whose hours are set"
            raise ValueError(message)
        old = document.amends if document.amends_as is PaperMark.REPLACED else None
        return cls(
            heading=Heading.of(document, commune, commune.centre),
            subject=title_lines(document.title, held.day),
            opening=f"{basis(plan, commune, held.day.year)}, {commune.centre} {commune.name} "
            "thông báo phân công như sau:",
            time=f"{hours_in_words(held.starts_at, held.ends_at).capitalize()}, "
            f"{long_day(held.day)}.",
            place=f"{held.place.rstrip(' .')}.",
            people=tuple(_marked(_people(assignments), old)),
            requirements=REQUIREMENTS,
            closing=ended(
                f"{commune.centre} {commune.name} thông báo để các phòng, cá nhân có tên thực hiện"
                f"{replaced_words(document)}"
            ),
            recipients=listed(document.recipients.splitlines()),
            signature=Signature.of(document),
        )


def post_of(post: str, unit: str) -> str:
    """Say post and unit in one: "Trưởng phòng Kinh tế", "Chuyên viên, Phòng Kinh tế"."""
    short = unit.replace("Ủy ban nhân dân", "UBND")
    own, its = post.split(), short.split()
    for shared in range(min(len(own), len(its)), 0, -1):
        if fold(" ".join(own[-shared:])) == fold(" ".join(its[:shared])):
            return " ".join([*own, *its[shared:]])
    return ", ".join(filter(None, (post, short)))


def _people(assignments: Iterable[Assignment]) -> Iterable[AssignedPerson]:
    """Give a row to each person and span of hours, in the order of the first duty."""
    rows: dict[object, list[Assignment]] = {}
    for one in assignments:
        who = ("officer", one.officer_id) if one.officer_id else ("assignment", one.id)
        rows.setdefault((who, one.starts_at, one.ends_at), []).append(one)
    return (AssignedPerson.of(order, duties) for order, duties in enumerate(rows.values(), start=1))


def _marked(people: Iterable[AssignedPerson], old: Document | None) -> Iterable[AssignedPerson]:
    """Mark the rows that did not stand so in the replaced notice; none when it has no words."""
    words = AssignmentNotice.from_words(old.words) if old is not None and old.words else None
    before = {_facts(one) for one in words.people} if words else set()
    for one in people:
        is_new = words is not None and _facts(one) not in before
        yield replace(one, note="; ".join(filter(None, (one.note, CHANGED)))) if is_new else one


def _facts(one: AssignedPerson) -> tuple[str, str, str]:
    return one.name, one.duty, one.note.removesuffix(CHANGED).rstrip("; ")
