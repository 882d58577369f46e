"""Does a pack hold what the desk needs in the village, and nothing that nobody asks for there?"""

import json
import os
import stat
import sys
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from saturday.extensions import db, writing
from saturday.models.accounts import Account, password_fits
from saturday.models.audit import AuditEvent, first_break
from saturday.models.commune import Commune, Hamlet, Officer, Setting
from saturday.models.intake import IntakeEntry
from saturday.models.nominations import Nomination
from saturday.models.packs import MobilePack
from saturday.models.plan import DutySession
from saturday.models.procedures import Procedure
from saturday.models.roster import Assignment
from saturday.rules.permissions import Role
from saturday.rules.procedures import MobileState
from saturday.rules.refusals import NotAllowedNow
from saturday.safekeeping import homecoming, pack_program, packs, sealing
from tests import factories
from tests.conftest import stand_at
from tests.safekeeping import laptops
from tests.safekeeping.conftest import PHRASE
from tests.safekeeping.laptops import DAY, PASSWORD, Desk, content_of, pack_for, session_over
from tests.safekeeping.test_commands import run


@pytest.fixture
def village(app: Flask, monkeypatch: pytest.MonkeyPatch) -> DutySession:
    """Give a prepared Saturday in a village; the program itself is not copied."""
    assert app.testing
    monkeypatch.setattr(pack_program, "copy_into", lambda _folder: None)
    return laptops.prepare(password=PASSWORD)


def test_the_folder_says_what_it_is_and_has_a_secret_of_its_own(
    village: DutySession, tmp_path: Path
) -> None:
    assert village.is_mobile
    one, other = pack_for(tmp_path), pack_for(tmp_path)

    assert [one.folder.name, other.folder.name] == [
        "saturday-2026-05-09-B",
        "saturday-2026-05-09-C",
    ]
    said = json.loads((one.folder / "pack.json").read_text())
    assert (said["day"], said["letter"], said["sealed"]) == ("2026-05-09", "B", False)
    secrets = {(each.folder / "data" / "config.py").read_text() for each in (one, other)}
    assert len(secrets) == 2
    assert stat.S_IMODE((one.folder / "data").stat().st_mode) == 0o700
    for file in (one.folder / "data").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    letter = (one.folder / "doc-truoc.txt").read_text()
    assert "GÓI LƯU ĐỘNG CHỮ B\nThứ Bảy, ngày 09 tháng 5 năm 2026" in letter
    assert "Dữ liệu không niêm phong" in letter
    assert "bash chay.sh xoa" in letter
    assert "Chỉ các tài khoản này vào được: hanh, trungtam." in letter
    machine = pack_program.Machine.here()
    assert machine.words in letter
    assert machine.kind == os.uname().machine
    assert (one.folder / "pack.env").read_text().split() == [
        "LETTER=B",
        f"PYTHON_VERSION={sys.version_info.major}.{sys.version_info.minor}",
        f"SYSTEM={os.uname().sysname}",
        f"MACHINE={os.uname().machine}",
    ]
    assert (one.folder / "chay.sh").read_bytes() == (pack_program.LAPTOP / "chay.sh").read_bytes()


def test_the_people_of_the_day_can_sign_in_and_nobody_else_is_there(
    village: DutySession, tmp_path: Path
) -> None:
    sent = pack_for(tmp_path)

    with session_over(content_of(sent)) as there:
        accounts = {one.username: one for one in there.scalars(select(Account))}
        assert set(accounts) == {"hanh", "trungtam"}
        assert password_fits(accounts["hanh"], PASSWORD)
        assert accounts["hanh"].roles == {Role.OFFICER}
        assert Commune.of_database(there).text("desk.letter") == "B"
        assert there.scalars(select(DutySession)).one().day == village.day
        board = there.scalars(select(Assignment)).one()
        assert board.officer is not None
        assert board.officer.name == "Lô Thị Hạnh (mẫu)"
    assert sent.pack.accounts == 2


def test_procedures_come_with_their_mobile_states_and_settings_with_them(
    village: DutySession, tmp_path: Path
) -> None:
    assert village.is_mobile
    asked = select(Procedure.code, Procedure.valid_from, Procedure.mobile).order_by(Procedure.id)

    with session_over(content_of(pack_for(tmp_path))) as there:
        assert there.execute(asked).all() == db.session.execute(asked).all()
        assert Commune.of_database(there).name == Commune.of_database(db.session).name


def test_no_telephone_no_line_and_no_log_of_the_office_leaves_it(
    village: DutySession, tmp_path: Path
) -> None:
    village.hamlet = factories.hamlet()
    village.hamlet.head_name, village.hamlet.head_phone = "Vi Văn Bốn (mẫu)", "0912 000 111"
    officer = db.session.scalars(select(Officer)).one()
    officer.phone = "0912 000 222"
    db.session.add(Setting(key="backup.folder", value="/media/usb-bí-mật"))
    db.session.commit()
    stand_at(f"{DAY} 08:00")
    Desk(db.session()).write(name="Người Ở Trụ Sở (mẫu)")
    db.session.commit()

    content = content_of(pack_for(tmp_path))

    for word in ("0912 000", "Vi Văn Bốn", "Người Ở Trụ Sở", "bí-mật"):
        assert word.encode() not in content
    with session_over(content) as there:
        assert there.scalars(select(Hamlet)).one().name == "Thôn 1 (mẫu)"
        assert there.scalar(select(func.count(IntakeEntry.id))) == 0
        log = there.scalars(AuditEvent.in_order()).all()
        assert [(one.verb, one.subject) for one in log] == [("send_out", "mobile_pack")]
        assert first_break(log) is None


def test_what_opens_with_a_code_only_opens_nothing_on_a_laptop(
    village: DutySession, tmp_path: Path
) -> None:
    account = db.session.scalars(Account.named("hanh")).one()
    account.has_short_password = True
    db.session.add(Setting(key="accounts.codes_for", value="OFFICER"))
    db.session.commit()

    sent = pack_for(tmp_path)

    assert sent.without == ["Lô Thị Hạnh (mẫu)"]
    assert "Chưa có tài khoản kèm mật khẩu: Lô Thị Hạnh (mẫu)" in " ".join(sent.words)
    with session_over(content_of(sent)) as there:
        assert there.scalars(Account.named("hanh")).one().password_hash is None
        assert Commune.of_database(there).text("accounts.codes_for") == ""
    assert village.counts


def test_a_sealed_pack_opens_with_its_passphrase_only(village: DutySession, tmp_path: Path) -> None:
    sent = pack_for(tmp_path, PHRASE)
    data = sent.folder / packs.FOLDER
    assert {one.name for one in data.iterdir()} == {"config.py", packs.SEAL}
    assert "niêm phong bằng câu mật khẩu" in (sent.folder / "doc-truoc.txt").read_text()

    with pytest.raises(NotAllowedNow, match="Câu mật khẩu không đúng"):
        packs.open_sealed(data, "một câu khác hẳn")
    assert not (data / packs.DATABASE).exists()

    (data / packs.DATABASE).touch()  # what looking for data leaves
    opened = packs.open_sealed(data, PHRASE)
    with session_over(opened.read_bytes()) as there:
        assert there.scalars(MobilePack.in_order()).one().letter == "B"
    before = opened.read_bytes()
    assert packs.open_sealed(data, "whatever").read_bytes() == before
    assert village.counts


def test_a_damaged_seal_and_a_missing_one_are_named(village: DutySession, tmp_path: Path) -> None:
    data = pack_for(tmp_path, PHRASE).folder / packs.FOLDER
    seal = data / packs.SEAL
    content = bytearray(seal.read_bytes())
    content[sealing.HEADER + 5] ^= 1
    seal.write_bytes(content)
    with pytest.raises(NotAllowedNow, match="hỏng, không mở được"):
        packs.open_sealed(data, PHRASE)
    seal.unlink()
    with pytest.raises(NotAllowedNow, match="Không có tệp"):
        packs.open_sealed(data, PHRASE)
    assert village.counts


def test_a_letter_is_not_given_twice(village: DutySession, tmp_path: Path) -> None:
    letters = [pack_for(tmp_path / str(number)).pack.letter for number in range(3)]
    assert letters == ["B", "C", "D"]
    assert packs.letters_of(db.session, village) == {"B", "C", "D"}


def test_nothing_stays_when_a_pack_can_not_be_made(
    village: DutySession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_folder: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packs, "sync_folder", fail)
    with pytest.raises(NotAllowedNow, match="Ổ đĩa đầy"):
        pack_for(tmp_path / "usb")
    db.session.rollback()

    assert list((tmp_path / "usb").iterdir()) == []
    assert db.session.scalars(MobilePack.in_order()).all() == []
    assert village.counts


def test_the_program_reaches_the_stick_before_anybody_has_to_wait(
    village: DutySession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_into(folder: Path) -> None:
        (folder / "app").mkdir()
        (folder / "app" / "wsgi.py").write_text("app = create_app()")

    def sync(handle: int) -> None:
        name = Path(f"/proc/self/fd/{handle}").readlink().name
        synced["others wait" if writing.get() else "nobody waits"].add(name)

    synced: dict[str, set[str]] = {"others wait": set(), "nobody waits": set()}
    monkeypatch.setattr(pack_program, "copy_into", copy_into)
    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.delattr(os, "sync")  # it would wait for whatever else this machine writes
    writing.set(False)

    folder = pack_for(tmp_path).folder

    written = {one.name for one in folder.rglob("*")}
    assert synced["nobody waits"] >= {"app", "wsgi.py"}
    assert synced["others wait"] >= (written - {"app", "wsgi.py"}) | {folder.name, tmp_path.name}
    assert "wsgi.py" not in synced["others wait"]
    assert village.counts


def test_no_pack_of_no_saturday_a_cancelled_one_or_with_a_short_passphrase(
    village: DutySession, tmp_path: Path
) -> None:
    with pytest.raises(NotAllowedNow, match="Không có buổi nào") as refusal:
        packs.send_out(db.session, DAY.replace(day=16), tmp_path, by=None)
    assert refusal.value.field == "day"
    with pytest.raises(NotAllowedNow, match="12 ký tự"):
        packs.send_out(db.session, DAY, tmp_path, "ngắn", by=None)
    village.cancel("bão", by=None)
    db.session.commit()
    with pytest.raises(NotAllowedNow, match="hủy"):
        packs.send_out(db.session, DAY, tmp_path, by=None)


def test_a_saturday_that_is_not_prepared_is_named_before_its_pack_goes_out(
    village: DutySession, tmp_path: Path
) -> None:
    assert packs.warning_of(db.session, village) == ""
    assert not pack_for(tmp_path).is_early

    village.place, village.starts_at = "", None
    for one in db.session.scalars(select(Nomination)):
        db.session.delete(one)
    for procedure in db.session.scalars(select(Procedure)):
        procedure.mobile = MobileState.NOT_TAKEN
    db.session.commit()

    assert packs.warning_of(db.session, village) == (
        "Buổi 09/5/2026 chưa sẵn sàng: chưa ghi giờ làm việc; chưa ghi nơi làm việc; "
        "chưa duyệt danh sách của phòng nào; chưa có thủ tục nào nhận ở buổi lưu động."
    )
    sent = pack_for(tmp_path)
    assert "Buổi chưa sẵn sàng. Khi đã đủ, hãy xuất gói khác." in sent.words
    village.is_mobile = False
    assert "buổi lưu động" not in packs.warning_of(db.session, village)
    stand_at(f"{DAY.replace(day=10)} 08:00")
    assert "buổi đã qua" in packs.warning_of(db.session, village)


def test_a_laptop_sends_no_laptop_out(village: DutySession, tmp_path: Path) -> None:
    letter = db.session.scalars(select(Setting).where(Setting.key == packs.LETTER)).one()
    letter.value = "B"
    db.session.commit()
    with pytest.raises(NotAllowedNow, match="Máy này là máy lưu động"):
        packs.send_out(db.session, DAY, tmp_path, by=None)
    assert village.counts


def test_a_laptop_packs_up_and_the_office_does_not(village: DutySession, tmp_path: Path) -> None:
    with pytest.raises(NotAllowedNow, match="không phải máy lưu động"):
        packs.pack_up(db.session, tmp_path)
    sent = pack_for(tmp_path, PHRASE)
    letter = db.session.scalars(select(Setting).where(Setting.key == packs.LETTER)).one()
    letter.value = "B"  # as on the laptop
    db.session.commit()
    with pytest.raises(NotAllowedNow, match="cần câu mật khẩu"):
        packs.pack_up(db.session, tmp_path)

    file = packs.pack_up(db.session, tmp_path / "mang-ve", PHRASE)

    assert packs.is_sealed(file)
    with homecoming.opened(file, PHRASE) as far:
        assert far.scalars(MobilePack.in_order()).one().uid == sent.pack.uid
    assert village.counts


def test_a_file_that_is_no_pack_or_damaged_is_refused(village: DutySession, tmp_path: Path) -> None:
    sent = pack_for(tmp_path)
    file = sent.folder / packs.FOLDER / packs.DATABASE
    content = file.read_bytes()
    bad = tmp_path / "bad.sqlite"
    bad.write_bytes(b"what is this" * 500)
    with pytest.raises(NotAllowedNow, match="hỏng"), homecoming.opened(bad):
        pass
    bad.write_bytes(content[: len(content) // 2])
    with pytest.raises(NotAllowedNow, match="hỏng"), homecoming.opened(bad):
        pass
    with pytest.raises(NotAllowedNow, match="Không có tệp"), homecoming.opened(tmp_path / "none"):
        pass
    sealed = tmp_path / "sealed"
    with bad.open("rb") as source, sealed.open("wb") as sink:
        sealing.seal(source, sink, PHRASE)
    with pytest.raises(NotAllowedNow, match="cần câu mật khẩu"), homecoming.opened(sealed):
        pass
    with homecoming.opened(sent.folder) as far:
        assert far.scalars(MobilePack.in_order()).one().letter == village_letter(sent)
    assert village.counts


def village_letter(sent: packs.SentOut) -> str:
    """Give the letter of a pack."""
    return sent.pack.letter


def test_the_commands_send_out_and_bring_home(
    village: DutySession, app: Flask, tmp_path: Path
) -> None:
    code, said = run(app, "export-pack", DAY.isoformat(), str(tmp_path / "usb"))
    folder = tmp_path / "usb" / "saturday-2026-05-09-B"
    assert code == 0
    assert str(folder) in said
    assert "2 người đăng nhập được" in said
    assert "chưa sẵn sàng" not in said

    village.place = ""
    db.session.commit()
    code, said = run(app, "export-pack", DAY.isoformat(), str(tmp_path / "usb"))
    assert (code, said.splitlines()[0]) == (
        0,
        "Buổi 09/5/2026 chưa sẵn sàng: chưa ghi nơi làm việc.",
    )

    code, said = run(app, "import-pack", str(folder))
    assert (code, said) == (
        0,
        "Đã nhận đủ gói chữ B của buổi 09/5/2026 từ trước: không có gì mới.\n",
    )

    code, said = run(app, "export-pack", "2026-05-16", str(tmp_path))
    assert (code, "Không có buổi nào" in said) == (1, True)
    assert village.counts


def test_the_program_is_copied_with_its_packages_and_runs_nothing_of_ours(tmp_path: Path) -> None:
    pack_program.copy_into(tmp_path)

    app = tmp_path / "app"
    assert (app / "wsgi.py").is_file()
    assert (app / "packages" / "flask" / "__init__.py").is_file()
    assert not list(app.rglob("__pycache__"))
    assert not (app / "instance").exists()
    assert not (app / "tests").exists()
    script = (app / ".venv" / "bin" / "python").read_text()
    assert sys.prefix not in script
    assert pack_program.size() > sum(
        one.stat().st_size for one in app.rglob("*") if one.is_file()
    ) - (8 << 20)
