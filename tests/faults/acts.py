"""Which acts do the faults strike? Each is done as a person would: open the page, fill, send."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from tests.faults.serving import Prepared
from tests.faults.visitor import Answer, Letter, Visitor, filled

OFFICERS = "/danh-muc/cong-chuc/"
NEW_OFFICER = f"{OFFICERS}moi"
DEPARTMENTS = ("kinh-te", "van-hoa-xa-hoi", "van-phong")
DAYS = (date(2026, 4, 11), date(2026, 5, 9), date(2026, 6, 13))


def new_officer(visitor: Visitor, name: str) -> Letter:
    """Fill in the form that enters a person into the commune's service."""
    return filled(visitor.get(NEW_OFFICER), NEW_OFFICER, name=name, post="Chuyên viên")


def list_page(day: date, department: str) -> str:
    """Address of a department's list."""
    return f"/lich-truc/{day}/phong/{department}"


def with_people(page: Answer, **typed: str) -> dict[str, str]:
    """Choose a person of the department for each row of its list."""
    chosen = dict(typed)
    for place, choice in enumerate(page.soup.select("select[name$=-officer_id]")):
        people = [str(one["value"]) for one in choice.select("option") if one.get("value")]
        chosen[str(choice["name"])] = people[place % len(people)]
    return chosen


@dataclass(frozen=True, slots=True)
class Story:
    """Some Saturdays, from the first list to the numbered notice."""

    port: int
    office: Prepared

    def told(self) -> Iterator[Answer]:
        """Do one act after another; give each answer."""
        for number, day in enumerate(DAYS, start=1):
            for department in DEPARTMENTS:
                yield from self.list_sent(day, department)
            for department in DEPARTMENTS:
                yield self.list_approved(day, department)
            yield from self.notice_issued(day, number)

    def person(self, username: str) -> Visitor:
        """Open somebody's browser."""
        return Visitor(self.port, self.office.cookies[username])

    def list_sent(self, day: date, department: str) -> Iterator[Answer]:
        """Save a department's list, then send it."""
        visitor, address = self.person(department), list_page(day, department)
        page = visitor.get(address)
        yield visitor.send(page, address, **with_people(page, remark="Gửi sau"))
        page = visitor.get(address)
        letter = filled(page, address, remark="Đã đủ người")
        yield visitor.post(letter.to(f"{address}/gui"))

    def list_approved(self, day: date, department: str) -> Answer:
        """Let the Centre approve a list."""
        visitor, address = self.person("trungtam"), list_page(day, department)
        return visitor.send(visitor.get(address), f"{address}/duyet")

    def notice_issued(self, day: date, number: int) -> Iterator[Answer]:
        """Draft the notice of who serves, check it twice, record signing, give its number."""
        centre, clerk = self.person("trungtam"), self.person("vanthu")
        address = f"/van-ban/lap/assignment_notice/{day}"
        drafted = centre.send(
            centre.get(address),
            address,
            signer_name="Giám đốc (mẫu)",
            incomplete_reason="Người còn lại báo sau",
        )
        yield drafted
        paper = urlsplit(drafted.location).path
        yield clerk.send(clerk.get(paper), f"{paper}/kiem-tra-noi-dung")
        yield clerk.send(clerk.get(paper), f"{paper}/kiem-tra-the-thuc")
        yield clerk.send(
            clerk.get(paper), f"{paper}/ky", signed_on="01/4/2026", signed_at="8 giờ 30"
        )
        yield clerk.send(
            clerk.get(paper), f"{paper}/phat-hanh", number=str(number), dated="01/4/2026"
        )
