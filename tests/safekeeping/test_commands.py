"""Do the commands that keep the data do what the IT officer and the night rely on?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from saturday.extensions import db
from saturday.models.safekeeping import BackupCopy, CopyPlace
from saturday.safekeeping import backup, doctor, shelf, transfer
from tests import factories
from tests.conftest import POSTGRES
from tests.safekeeping.conftest import PHRASE
from tests.safekeeping.test_restore import people

ROOT = Path(__file__).resolve().parents[2]


def run(app: Flask, *words: str, typed: str | None = None) -> tuple[int, str]:
    """Give exit code and all that a command printed."""
    result = app.test_cli_runner().invoke(args=list(words), input=typed)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    db.session.rollback()
    return result.exit_code, result.output


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    """Give a file with a passphrase."""
    file = tmp_path / "câu.txt"
    file.write_text(f"{PHRASE}\nthe second line says nothing\n", "utf-8")
    return str(file)


def test_a_backup_prints_its_path_and_is_entered(past: Flask, stick: Path) -> None:
    code, said = run(past, "backup", "--to", str(stick))

    assert code == 0
    assert backup.faults_of(Path(said.strip())) == []
    row = db.session.scalars(BackupCopy.latest((CopyPlace.ELSEWHERE,))).one()
    assert row.name == Path(said.strip()).name


def test_a_backup_into_the_usual_folder_is_one_of_this_machine(past: Flask) -> None:
    run(past, "backup", "--to", str(backup.room()))

    assert db.session.scalar(BackupCopy.latest((CopyPlace.HERE,))) is not None


def test_a_sealed_backup_by_file_or_by_typing(past: Flask, stick: Path, phrase: str) -> None:
    code, said = run(past, "backup", "--to", str(stick), "--passphrase-file", phrase)
    assert (code, said.strip()[-7:]) == (0, ".sealed")
    assert backup.faults_of(Path(said.strip()), PHRASE) == []

    code, said = run(past, "backup", "--to", str(stick), "--seal", typed=f"{PHRASE}\n{PHRASE}\n")
    assert code == 0
    assert PHRASE not in said
    assert backup.faults_of(Path(said.splitlines()[-1]), PHRASE) == []


def test_a_backup_that_can_not_be_made_says_why(past: Flask, stick: Path) -> None:
    (stick / "gone").write_text("a file stands where the folder should be")

    code, said = run(past, "backup", "--to", str(stick / "gone"))
    assert code == 1
    assert "Hãy xem USB còn cắm" in said
    code, said = run(past, "backup", "--to", str(stick), "--seal", typed="ngắn\nngắn\n")
    assert code == 1
    assert "12 ký tự" in said


def test_a_good_copy_is_called_good(past: Flask, stick: Path, phrase: str) -> None:
    plain, sealed = backup.back_up(stick), backup.back_up(stick, PHRASE)

    assert run(past, "verify-backup", str(plain)) == (0, f"Bản sao lưu tốt: {plain}\n")
    assert run(past, "verify-backup", str(sealed), "--passphrase-file", phrase)[0] == 0
    code, said = run(past, "verify-backup", str(sealed))
    assert code == 0
    assert "chưa mở ra kiểm tra" in said


def test_the_kept_passphrase_opens_the_nights_copies(past: Flask, stick: Path) -> None:
    shelf.choose(str(stick), PHRASE, by=None)
    db.session.commit()
    assert run(past, "nightly-backup")[0] == 0
    sealed = next(stick.glob("*.sealed"))

    code, said = run(past, "verify-backup", str(sealed))

    assert (code, said) == (0, f"Bản sao lưu tốt: {sealed}\n")


def test_a_bad_copy_or_a_wrong_passphrase_is_refused(past: Flask, stick: Path) -> None:
    sealed = backup.back_up(stick, PHRASE)

    code, said = run(
        past, "verify-backup", str(sealed), "--passphrase-file", "-", typed="một câu khác hẳn\n"
    )
    assert (code, said) == (1, f"{backup.WRONG_PASSPHRASE}\n")
    sealed.write_bytes(sealed.read_bytes()[:-1])
    code, said = run(past, "verify-backup", str(sealed))
    assert code == 1
    assert "SHA-256" in said


def test_a_restore_says_what_is_the_data_now(past: Flask, stick: Path, phrase: str) -> None:
    sealed = backup.back_up(stick, PHRASE)
    factories.officer("Đặng Thị Ước (mẫu)")
    db.session.remove()

    code, said = run(past, "restore", str(sealed), "--passphrase-file", phrase)

    assert code == 0
    assert len(people()) == 1
    assert "lưu lúc 9 giờ, thứ Tư, 01/4/2026." in said
    assert "Dữ liệu trước khi khôi phục: " in said
    assert "mọi người đăng nhập lại" in said


def test_a_restore_that_is_refused_says_why(past: Flask, stick: Path) -> None:
    code, said = run(past, "restore", str(stick / "none.sqlite"))

    assert code == 1
    assert "Không có tệp" in said


def test_the_night_says_what_it_could_not_do(past: Flask, stick: Path) -> None:
    shelf.choose(str(stick), PHRASE, by=None)
    db.session.commit()
    (stick / shelf.MARK).unlink()

    code, said = run(past, "nightly-backup")

    assert code == 1
    assert "Đã sao lưu và kiểm tra" in said
    assert "Chưa thấy" in said


def test_the_doctor_exits_1_when_anything_is_wrong(
    past: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = doctor.Finding("Ổ đĩa", ("Ổ đĩa sắp đầy.",))
    monkeypatch.setattr(doctor, "examine", lambda: [finding, doctor.Finding("Đồng hồ")])
    assert run(past, "doctor") == (1, "Ổ đĩa: Ổ đĩa sắp đầy.\n")

    monkeypatch.setattr(doctor, "examine", lambda: [doctor.Finding("Đồng hồ")])
    assert run(past, "doctor") == (0, "Máy và dữ liệu đều tốt.\n")


def test_a_transfer_is_asked_for_its_address(past: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address with a password is better not an argument: everybody sees those."""
    seen = []

    def moved(address: str) -> transfer.Moved:
        seen.append(address)
        return transfer.Moved({"officer": 1200}, [7, "ab" * 32])

    monkeypatch.setattr(transfer, "transfer", moved)

    code, said = run(past, "transfer", typed="postgresql://a:secret@host/b\n")

    assert code == 0
    assert seen == ["postgresql://a:secret@host/b"]
    assert "secret" not in said
    assert "Đã chép 1.200 dòng của 1 bảng" in said
    assert f"Dòng cuối của nhật ký: 7 {'ab' * 32}" in said


def test_the_doctor_speaks_in_a_bare_clone(tmp_path: Path) -> None:
    """No database, no secret, no data folder: words, and no trace of looking."""
    environment = {**os.environ, "SATURDAY_DATA": str(tmp_path / "none")}
    environment.pop("DATABASE_URL", None)

    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "doctor"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "Chưa có dữ liệu. Hãy chạy ./deploy.sh" in done.stdout
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "none").exists()


if not POSTGRES:

    def test_another_person_on_another_machine_gets_everything_back(
        past: Flask, stick: Path, tmp_path: Path
    ) -> None:
        """A path with spaces and Vietnamese letters, a foreign locale, nothing there yet."""
        copy = backup.back_up(stick)
        home = tmp_path / "Máy mới của xã"
        environment = {**os.environ, "SATURDAY_DATA": str(home), "LC_ALL": "C", "PYTHONUTF8": "0"}
        environment.pop("DATABASE_URL", None)

        def there(*words: str) -> str:
            return subprocess.run(
                [sys.executable, "-m", "flask", "--app", "wsgi", *words],
                cwd=ROOT,
                env=environment,
                capture_output=True,
                encoding="utf-8",
                check=True,
            ).stdout

        there("restore", str(copy))

        number, _fingerprint = backup.read_manifest(copy)["audit_head"]
        assert f"{number + 1} dòng" in there("audit", "verify")
        facts = backup.facts_of(home / "saturday.sqlite")
        assert facts["counts"]["officer"] == 1
        assert (home / "saturday.sqlite").stat().st_mode & 0o077 == 0
        assert past.config["TESTING"]
