"""Can a new commune bring its own people and papers, and carry its year to another machine?

From the first administrator over Excel files with ten faults, accounts, and a template of its own
to a backup; then, without Internet, from the bundle and that backup, to the first page over HTTPS.
"""

import hashlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db
from saturday.models.audit import AuditEvent
from saturday.models.base import Model
from saturday.models.commune import Hamlet, Officer
from saturday.models.documents import DocumentFile
from tests.browser.test_journey import (
    Office,
    link_on_slip,
    the_first_admin_begins,
    whole_text,
)
from tests.browser.window import Desk
from tests.faults.serving import ROOT
from tests.telling import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.long]

PHRASE = "cau-tre-lang-chieu-mua-gat"
OWN_WORDS = "Mẫu riêng của xã"
Row = Sequence[object]

OFFICERS_HEAD = ("Họ và tên", "Chức vụ", "Phòng, đơn vị", "Điện thoại")
DEPARTMENTS = ("Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Văn phòng HĐND và UBND")
OFFICERS: tuple[Row, ...] = tuple(
    (f"Trần Thị {name} (mẫu)", "Công chức", DEPARTMENTS[place % 3], f"091200{place:04}")
    for place, name in enumerate(("Bình", "Cúc", "Dung", "Giang", "Hòa", "Lan", "Mai", "Nga"))
)
FAULTY_OFFICERS: tuple[Row, ...] = (
    ("", "Công chức", "Phòng Kinh tế", "0912001001"),
    ("Lê Văn Khánh (mẫu)", "", "Phòng Kinh tế", "0912001002"),
    ("Lê Văn Khôi (mẫu)", "Công chức", "Phòng Không Có", "0912001003"),
    ("Lê Văn Khương (mẫu)", "Công chức", "Phòng Kinh tế", "không có"),
    OFFICERS[0],
)
HAMLETS_HEAD = ("Tên thôn, bản", "Cách Trung tâm (km)", "Trưởng thôn", "Điện thoại Trưởng thôn")
HAMLETS: tuple[Row, ...] = tuple(
    (f"Thôn {number} (mẫu)", number / 2, f"Vi Văn Trưởng {number} (mẫu)", f"098100{number:04}")
    for number in range(1, 36)
)
FAULTY_HAMLETS: tuple[Row, ...] = (
    ("", 1, "", ""),
    ("Bản Xa (mẫu)", "xa lắm", "", ""),
    ("Bản Gần (mẫu)", 1, "Lô Văn Gần (mẫu)", "12"),
    ("Bản Sai (mẫu)", -4, "", ""),
    HAMLETS[0],
)


def workbook(head: Row, rows: Sequence[Row]) -> bytes:
    """Make a file as somebody's own Excel does."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Danh sách")
        for place, row in enumerate((head, *rows)):
            sheet.write_row(place, 0, row)
    return made.getvalue()


def send_file(window: Desk, label: str, name: str, content: bytes) -> None:
    """Choose a file."""
    kind = "application/octet-stream"
    window.field(label).set_input_files({"name": name, "mimeType": kind, "buffer": content})


def downloaded(window: Desk, press: Callable[[], None]) -> tuple[str, bytes]:
    """Fetch what a link or a button gives; its name and its content."""
    with window.page.expect_download() as waiting:
        press()
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def test_a_new_commune_carries_its_year_to_another_machine(
    app: Flask, desk: Callable[..., Desk], bundle: Path, tmp_path: Path
) -> None:
    office = Office(desk, "on")

    with another_machine(bundle, tmp_path / "root") as machine:  # it installs meanwhile
        backup, paper = the_year_begins(app, office, tmp_path)
        files = fingerprints()
        found = carried_over(machine, backup)

    assert found["restored"][0] == 0, found["restored"]
    number, head = re.findall(r"Dòng cuối của nhật ký: (\d+) (\w+)", found["restored"][1])[0]
    carried = found["log"][: int(number) - 1]  # after it stands the restore itself
    assert found["log"][int(number) - 1] == head
    assert len(carried) > len(HAMLETS)
    assert carried == log()[: len(carried)]
    assert found["files"] == files
    assert hashlib.sha256(paper).hexdigest() in files
    assert found["first_page"][0] == "https://127.0.0.1/"
    assert "Việc cần làm" in found["first_page"][1]
    assert found["officers"] == len(OFFICERS)
    assert found["hamlets"] == len(HAMLETS)
    assert "Traceback" not in found["doctor"][1]


def the_year_begins(app: Flask, office: Office, place: Path) -> tuple[Path, bytes]:
    """Bring the commune to its first paper; give a copy of all that it has, and the paper."""
    the_first_admin_begins(app, office)
    people_come_from_excel(office)
    villages_come_from_excel(office)
    every_village_gets_its_slip(office)
    the_clerk_brings_a_template(office)
    paper = a_paper_is_made_by_it(office)
    return the_admin_takes_a_copy(office, place), paper


def import_twice(window: Desk, head: Row, good: Sequence[Row], bad: Sequence[Row]) -> None:
    """Bring a file with faults, then the mended one, then the mended one once more."""
    window.follow("Nhập từ Excel")
    window.check()
    send_file(window, "Tệp Excel (.xlsx)", "có lỗi.xlsx", workbook(head, (*good, *bad)))
    window.press("Đọc tệp, xem trước")
    assert f"{len(bad)} dòng lỗi, 0 dòng sửa, {len(good)} dòng mới" in window.main()
    faults = window.page.locator("table", has_text="Dòng lỗi").first
    for number in range(len(good) + 2, len(good) + len(bad) + 2):  # the head is line 1
        assert re.search(rf"^{number}\b", faults.inner_text(), re.MULTILINE), number
    window.check()
    window.follow("Chọn tệp khác")
    send_file(window, "Tệp Excel (.xlsx)", "đã sửa.xlsx", workbook(head, good))
    window.press("Đọc tệp, xem trước")
    assert f"0 dòng lỗi, 0 dòng sửa, {len(good)} dòng mới" in window.main()
    window.check()
    window.press(f"Nhập {len(good)} dòng mới")
    assert f"nhập {len(good)} dòng mới" in window.notice
    window.check()
    window.follow("Nhập từ Excel")
    send_file(window, "Tệp Excel (.xlsx)", "đã sửa.xlsx", workbook(head, good))
    window.press("Đọc tệp, xem trước")
    assert f"0 dòng mới, {len(good)} dòng như cũ" in window.main()
    assert not window.page.get_by_role("button", name="Nhập", exact=False).count()


def stored(model: type[Model]) -> int:
    """Count the rows, and let go of the database again."""
    found = db.session.scalars(select(func.count(model.id))).one()
    db.session.rollback()
    return found


def people_come_from_excel(office: Office) -> None:
    """Bring the officers, five lines of them faulty."""
    admin = office.at("quantri")
    admin.go("Danh mục")
    assert "chưa nhập" in admin.main()
    admin.follow("Cán bộ, công chức")
    import_twice(admin, OFFICERS_HEAD, OFFICERS, FAULTY_OFFICERS)
    assert stored(Officer) == len(OFFICERS)


def villages_come_from_excel(office: Office) -> None:
    """Bring the thirty-five villages, five lines of them faulty."""
    admin = office.at("quantri")
    admin.go("Danh mục")
    admin.follow("Thôn, bản")
    import_twice(admin, HAMLETS_HEAD, HAMLETS, FAULTY_HAMLETS)
    assert stored(Hamlet) == len(HAMLETS)


def every_village_gets_its_slip(office: Office) -> None:
    """Make thirty-five accounts at once, and let one village head set a password."""
    admin = office.at("quantri")
    admin.open("/quan-tri/tai-khoan/hang-loat/thon")
    admin.check()
    admin.press("Tạo tài khoản và in phiếu")
    assert f"{len(HAMLETS)} phiếu." in admin.main()
    admin.check()
    village = office.at("thon")
    village.page.goto(link_on_slip(admin))
    village.fill("Mật khẩu mới", PASSWORD)
    village.fill("Mật khẩu mới, ghi lần nữa", PASSWORD)
    village.press("Đặt mật khẩu")
    assert "Đã đặt mật khẩu." in village.main()


def an_account(office: Office, username: str, role: str) -> Desk:
    """Make one more account, and sign its owner in."""
    admin = office.at("quantri")
    admin.open("/quan-tri/tai-khoan/moi")
    admin.fill("Tên đăng nhập", username)
    admin.fill("Họ và tên", "Võ Thị Thủy (mẫu)")
    admin.field(role).first.check()
    admin.press("Tạo tài khoản")
    admin.press("In phiếu đặt mật khẩu")
    owner = office.at(username)
    owner.page.goto(link_on_slip(admin))
    owner.fill("Mật khẩu mới", PASSWORD)
    owner.fill("Mật khẩu mới, ghi lần nữa", PASSWORD)
    owner.press("Đặt mật khẩu")
    owner.sign_in(username, PASSWORD)
    return owner


def the_clerk_brings_a_template(office: Office) -> None:
    """Fetch the built-in form, spoil it, be refused in words, mend it, and put it in force."""
    clerk = an_account(office, "vanthu", "Văn thư")
    clerk.go("Văn bản")
    clerk.follow("Mẫu văn bản")
    clerk.follow("Kế hoạch năm")
    clerk.check()
    _, built_in = downloaded(clerk, lambda: clerk.follow("Mẫu đang dùng (.docx)"))
    send_file(
        clerk, "Tệp mẫu đã sửa (.docx)", "hỏng.docx", changed(built_in, "{{ khong_co_bien_nay }}")
    )
    clerk.press("Kiểm tra mẫu")
    assert "khong_co_bien_nay" in clerk.main()
    assert "chưa lưu gì" in clerk.main()
    clerk.check()
    send_file(clerk, "Tệp mẫu đã sửa (.docx)", "của xã.docx", changed(built_in, OWN_WORDS))
    clerk.press("Kiểm tra mẫu")
    assert "Mẫu đã qua kiểm tra và lập thử, chưa dùng." in clerk.main(), clerk.main()
    clerk.check()
    clerk.press("Dùng mẫu này")
    assert "lập theo mẫu riêng" in clerk.notice


def changed(template: bytes, words: str) -> bytes:
    """Add words to a template, as Word would save it."""
    form = docx.Document(io.BytesIO(template))
    first = next(one for one in form.paragraphs if "Căn cứ" in one.text or "{{" in one.text)
    first.insert_paragraph_before(words)
    made = io.BytesIO()
    form.save(made)
    return made.getvalue()


def a_paper_is_made_by_it(office: Office) -> bytes:
    """Plan the year, and bring the plan's paper to its number by the commune's own form."""
    centre = an_account(office, "trungtam", "Trung tâm Phục vụ hành chính công")
    centre.open("/")
    centre.follow("Lập kế hoạch năm")
    centre.fill("Tính từ ngày", "11/02/2026")
    centre.press("Lập kế hoạch năm")
    centre.press("Chọn giúp")
    centre.press("Lưu kế hoạch")
    centre.follow("Lập văn bản Kế hoạch")
    centre.fill("Họ tên người ký", "Lê Văn Minh (mẫu)")
    centre.press("Lập dự thảo")
    centre.press("Ghi đã kiểm tra nội dung")
    clerk = office.at("vanthu")
    clerk.page.goto(centre.page.url)
    clerk.press("Ghi đã kiểm tra thể thức")
    _, paper = downloaded(clerk, lambda: clerk.follow("Tải .docx"))
    assert OWN_WORDS in whole_text(paper)
    return paper


def the_admin_takes_a_copy(office: Office, place: Path) -> Path:
    """Press the one button, then carry a sealed copy away."""
    admin = office.at("quantri")
    admin.open("/quan-tri/sao-luu")
    admin.check()
    admin.press("Sao lưu ngay")
    assert "Đã sao lưu" in admin.notice, admin.notice
    admin.fill("Câu mật khẩu", PHRASE)
    admin.fill("Gõ lại câu mật khẩu", PHRASE)
    name, content = downloaded(admin, lambda: admin.press("Tải bản sao"))
    file = place / "USB của xã" / name
    file.parent.mkdir()
    file.write_bytes(content)
    return file


def fingerprints() -> list[str]:
    """Give the fingerprints of all papers that are kept."""
    found = sorted(db.session.scalars(select(DocumentFile.sha256)))
    db.session.rollback()
    return found


def log() -> list[str]:
    """Give the chain of what was done."""
    found = list(db.session.scalars(select(AuditEvent.hash).order_by(AuditEvent.id)))
    db.session.rollback()
    return found


def another_machine(bundle: Path, root: Path) -> subprocess.Popen[str]:
    """Let another machine, without Internet, begin to install; at its end it asks for a copy."""
    return subprocess.Popen(
        ["unshare", "-rn", sys.executable, "-m", "tests.browser.moving", bundle, root],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def carried_over(machine: subprocess.Popen[str], backup: Path) -> dict[str, Any]:
    """Let it take the copy over; give what was found there."""
    said, faults = machine.communicate(f"{backup}\n{PHRASE}\nquantri\n{PASSWORD}\n")
    assert machine.returncode == 0, faults[-3000:]
    found: dict[str, Any] = json.loads(said)
    return found
