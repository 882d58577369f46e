"""Does the one door make a paper from what is there?"""

from saturday.models.plan import DutySession
from tests.pages import Person

NOTICE = "/van-ban/lap/assignment_notice/2026-04-11"


def test_the_centre_makes_the_notice(centre: Person, saturday: DutySession) -> None:
    page = centre.get(NOTICE)

    made = centre.send(page, NOTICE, signer_name="Phạm Thị Hương (mẫu)")

    assert made.status == 200, made.text
    assert made.notice.startswith("Đã lập dự thảo Thông báo phân công thứ Bảy, 11/4.")
    assert "Lỗi thể thức: 0" in made.main, made.main
