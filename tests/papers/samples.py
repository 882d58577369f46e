"""Papers with invented words, for the tests of this floor."""

import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

from saturday.papers.annual_plan import AnnualPlan, PlannedSaturday, PlanText
from saturday.papers.assignment_notice import AssignedPerson, AssignmentNotice
from saturday.papers.citizen_notice import CitizenNotice
from saturday.papers.correction import Correction
from saturday.papers.letter import Letter
from saturday.papers.letterhead import Heading, Paper, Signature, blank_date, ended, listed
from saturday.papers.nomination import NominatedOfficer, Nomination
from saturday.papers.outgoing_register import OutgoingRegister, RegisteredDocument
from saturday.papers.withdrawal import Withdrawal

PLAN = Path(__file__).parents[2] / "saturday" / "defaults" / "plan.toml"
SIGNED_BY = "Bùi Văn Bình"
SURNAMES = ("Nguyễn", "Trần", "Lê", "Vi", "Lương", "Hoàng", "Kha", "Bùi")
GIVEN = ("Thị Hồng Nhung", "Văn Đức", "Thanh Thủy", "Quốc Việt", "Thị Ngọc Ánh", "Đình Ưởng")


def name(place: int) -> str:
    return f"{SURNAMES[place % len(SURNAMES)]} {GIVEN[place % len(GIVEN)]}"


def committee() -> Heading:
    return Heading(
        parent="",
        issuer=("ỦY BAN NHÂN DÂN", "XÃ ANH SƠN"),
        place="Anh Sơn",
        date=blank_date(2026),
        symbol="KH-UBND",
    )


def annual_plan() -> AnnualPlan:
    text = tomllib.loads(PLAN.read_text(encoding="utf-8"))
    lines = [PlanText.set_as(line["level"], line["text"]) for line in text["line"]]
    lines[-1] = PlanText("last", ended(lines[-1].text))
    return AnnualPlan(
        heading=committee(),
        subject=(text["subject"],),
        lines=tuple(lines),
        recipients=listed(text["recipients"]),
        signature=Signature(tuple(text["signer"]["capacity"]), SIGNED_BY),
    )


def annual_plan_with_saturdays(rows: int = 11) -> AnnualPlan:
    saturdays = tuple(
        PlannedSaturday(
            order=str(place),
            day=f"thứ Bảy, 11/{place}/2026",
            place="Nhà văn hóa thôn 5" if place % 4 == 0 else "Trung tâm PVHCC xã",
            note="lưu động" if place % 4 == 0 else "",
        )
        for place in range(1, rows + 1)
    )
    return replace(annual_plan(), saturdays=saturdays, annex_issuer="Ủy ban nhân dân xã Anh Sơn")


def nomination(rows: int = 4, unit: str = "PHÒNG KINH TẾ") -> Nomination:
    return Nomination(
        heading=Heading(
            parent="UBND XÃ ANH SƠN",
            issuer=tuple(unit.split("\n")),
            place="Anh Sơn",
            date=blank_date(2026),
        ),
        subject=(
            "Cử công chức tham gia “Ngày thứ 7 vì dân”",
            "thứ Bảy, ngày 11 tháng 4 năm 2026",
        ),
        addressee="Trung tâm Phục vụ hành chính công xã Anh Sơn",
        opening=(
            "Thực hiện Kế hoạch số 50/KH-UBND ngày 11 tháng 02 năm 2026 của Ủy ban nhân dân xã "
            "Anh Sơn, Phòng Kinh tế cử công chức tiếp nhận thủ tục hành chính như sau:"
        ),
        officers=tuple(
            NominatedOfficer(
                order=str(place),
                name=name(place),
                post="Chuyên viên",
                duty="Tiếp nhận hồ sơ đất đai",
                note="7h30–9h30" if place == 2 else "",
            )
            for place in range(1, rows + 1)
        ),
        closing=ended("Phòng Kinh tế gửi Trung tâm Phục vụ hành chính công để phối hợp thực hiện"),
        recipients=listed(("Như trên", "Lưu: VT")),
        signature=Signature(("TRƯỞNG PHÒNG",), "Lê Thị Ưu"),
    )


def assignment_notice(rows: int = 10) -> AssignmentNotice:
    return AssignmentNotice(
        heading=Heading(
            parent="UBND XÃ ANH SƠN",
            issuer=("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"),
            place="Anh Sơn",
            date=blank_date(2026),
            symbol="TB-TTPVHCC",
        ),
        subject=(
            "Phân công cán bộ, công chức thực hiện “Ngày thứ 7 vì dân”",
            "thứ Bảy, ngày 11 tháng 4 năm 2026",
        ),
        opening=(
            "Thực hiện Kế hoạch số 50/KH-UBND ngày 11 tháng 02 năm 2026 của Ủy ban nhân dân xã "
            "Anh Sơn, Trung tâm Phục vụ hành chính công xã thông báo phân công như sau:"
        ),
        time="Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026.",
        place="Trung tâm Phục vụ hành chính công xã Anh Sơn.",
        people=tuple(
            AssignedPerson(
                order=str(place),
                name=name(place),
                post="Chuyên viên, Phòng Văn hóa - Xã hội" if place % 3 else "Trưởng phòng",
                duty="Ký chứng thực" if place % 4 == 0 else "Tiếp nhận hồ sơ hộ tịch",
                note="thay đổi" if place == 2 else "7h30–9h30" if place % 4 == 0 else "",
            )
            for place in range(1, rows + 1)
        ),
        requirements=(
            "Người được phân công có mặt trước giờ làm việc 15 phút.",
            "Người xin nghỉ báo Trung tâm trước buổi làm việc để thay người.",
        ),
        closing=ended("Trung tâm thông báo để các phòng và người được phân công thực hiện"),
        recipients=listed(
            (
                "UBND xã (để báo cáo)",
                "Các phòng chuyên môn thuộc UBND xã",
                "Người có tên tại mục 3",
                "Lưu: VT",
            )
        ),
        signature=Signature(("GIÁM ĐỐC",), "Trần Quốc Ứng"),
    )


def citizen_notice(procedures: int = 8, *, mobile: bool = False) -> CitizenNotice:
    names = tuple(f"xác nhận giấy tờ thứ {place}" for place in range(1, procedures + 1))
    cut = 0 if mobile else procedures // 3
    return CitizenNotice(
        heading=replace(committee(), symbol="TB-UBND") if mobile else assignment_notice().heading,
        subject=("Tổ chức “Ngày thứ 7 vì dân”", "thứ Bảy, ngày 11 tháng 4 năm 2026"),
        opening=(
            "Thực hiện Kế hoạch số 50/KH-UBND ngày 11 tháng 02 năm 2026 của Ủy ban nhân dân xã "
            "Anh Sơn, Trung tâm Phục vụ hành chính công xã thông báo tổ chức buổi làm việc như sau:"
        ),
        time="Từ 7 giờ 30 đến 11 giờ 30, thứ Bảy, ngày 11 tháng 4 năm 2026.",
        place="Trung tâm Phục vụ hành chính công xã Anh Sơn.",
        subject_areas="chứng thực; hộ tịch; đất đai",
        settled="; ".join(names[:cut]),
        received="; ".join(names[cut:]),
        not_taken="chứng thực bản sao" if mobile else "",
        bring=("Căn cước hoặc tài khoản VNeID.", "Bản chính giấy tờ cần chứng thực."),
        contact="Trung tâm Phục vụ hành chính công xã Anh Sơn, điện thoại 0238 000 000.",
        closing=ended("Trung tâm thông báo để tổ chức, cá nhân biết"),
        recipients=listed(("UBND xã (để báo cáo)", "35 thôn, bản", "Lưu: VT, TTPVHCC")),
        signature=Signature(("GIÁM ĐỐC",), "Trần Quốc Ứng"),
    )


def letter(kind: type[Letter] = Correction, addressees: int = 3) -> Letter:
    return kind(
        heading=replace(assignment_notice().heading, symbol="TTPVHCC"),
        subject="V/v đính chính Thông báo số 28/TB-TTPVHCC",
        addressees=listed(f"Phòng thứ {place}" for place in range(1, addressees + 1)),
        opening=(
            "Trung tâm Phục vụ hành chính công xã đã ban hành Thông báo số 28/TB-TTPVHCC. "
            "Do có sai sót khi trình bày, Trung tâm đính chính như sau:"
        ),
        paragraphs=("Tại dòng 2, chức vụ “Chuyên viên” nay là “Phó Trưởng phòng”.",),
        closing=ended("Các nội dung khác của Thông báo giữ nguyên"),
        recipients=listed(("Như trên", "Lưu: VT")),
        signature=Signature(("GIÁM ĐỐC",), "Trần Quốc Ứng"),
    )


def outgoing_register(rows: int = 12) -> OutgoingRegister:
    return OutgoingRegister(
        parent="UBND XÃ ANH SƠN",
        issuer=("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"),
        year="2026",
        days="Từ ngày 01/01/2026 đến ngày 07/4/2026",
        numbers=f"Từ số 01 đến số {rows:02}",
        volume="01",
        documents=tuple(
            RegisteredDocument(
                number=f"{place:02}/TB-TTPVHCC",
                dated=f"{place % 28 + 1:02}/3/2026",
                subject=(
                    "Thông báo phân công cán bộ, công chức thực hiện “Ngày thứ 7 vì dân” "
                    "thứ Bảy, ngày 11 tháng 4 năm 2026"
                ),
                signer="Trần Quốc Ứng",
                recipients="UBND xã; các phòng chuyên môn; lưu VT",
                keeper="Văn thư",
                copies="5",
                sent_on="07/4",
                received_by="",
                note="",
            )
            for place in range(1, rows + 1)
        ),
        empty="Chưa có văn bản nào được phát hành trong năm 2026.",
    )


def every_paper() -> dict[str, Paper]:
    """Each paper as a draft and numbered, empty, with one row and long."""
    day = date(2026, 4, 7)
    papers: dict[str, Paper] = {
        "plan": annual_plan(),
        "plan, numbered": annual_plan().numbered("50", date(2026, 2, 11)),
        "plan with its Saturdays": annual_plan_with_saturdays(),
        "list of an office with a long name": nomination(3, "PHÒNG VĂN HÓA - XÃ HỘI"),
        "list of an office in two lines": nomination(3, "VĂN PHÒNG\nHĐND VÀ UBND"),
        "notice, numbered": assignment_notice().numbered("05", day),
        "notice to the people": citizen_notice(),
        "notice of a mobile Saturday, numbered": citizen_notice(40, mobile=True).numbered(
            "07", day
        ),
        "notice to the people of many procedures": citizen_notice(300),
        "notice that nothing is held": replace(citizen_notice(0), time=""),
        "letter of correction": letter(),
        "letter of withdrawal, numbered": letter(Withdrawal).numbered("29", day),
    }
    for rows in (0, 1, 10, 35, 200):
        papers[f"list of {rows}"] = nomination(rows)
        papers[f"notice of {rows}"] = assignment_notice(rows)
        papers[f"register of {rows}"] = outgoing_register(rows)
    return papers
