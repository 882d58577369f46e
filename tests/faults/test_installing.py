"""Does an office PC without Internet install, come back, upgrade, and go back when it must?"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.effort import times
from tests.faults.serving import ROOT

pytestmark = [pytest.mark.faults, pytest.mark.long]

Found = dict[str, Any]


@pytest.fixture(scope="module")
def found(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Found:
    """Tell the story once: a machine of its own, where no network is."""
    folder = tmp_path_factory.mktemp("machine") / "root"
    done = subprocess.run(
        ["unshare", "-rn", sys.executable, "-m", "tests.faults.installing", bundle, folder],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told: Found = json.loads(done.stdout)
    return told


def test_a_bundle_installs_without_internet(found: Found) -> None:
    code, said = found["installed"]

    assert code == 0, said
    assert "Đã cài. Cán bộ vào: https://127.0.0.1/" in said


def test_a_trusted_certificate_leads_to_the_first_admins_page(found: Found) -> None:
    status, page = found["https"]

    assert status == 200
    assert "Lập tài khoản quản trị" in page
    assert 'type="password"' in page


def test_no_password_is_asked_over_plain_http_whatever_a_visitor_claims(found: Found) -> None:
    assert len(found["http"]) == 4
    for status, page in found["http"]:
        assert status == 200
        assert 'type="password"' not in page
        assert "https://127.0.0.1/" in page


def test_what_anyone_may_read_needs_no_certificate(found: Found) -> None:
    first, notices, village = found["public"]

    for status, page in (first, notices):  # the first page leads there
        assert status == 200
        assert "Lịch làm việc thứ Bảy của xã" in page
        assert "https://" not in page
    assert village[0] in {404, 410}
    assert "https://" not in village[1]


def test_a_killed_server_is_back_within_five_seconds(found: Found) -> None:
    assert len(found["seconds_away"]) == times(3)
    assert min(found["seconds_away"]) <= 5  # the best, for other tests keep the machine busy


def test_a_power_cut_in_an_upgrade_leaves_the_old_or_the_new(found: Found) -> None:
    assert len(found["cuts"]) == 4
    assert all(serves and is_sound for serves, is_sound in found["cuts"]), found["cuts"]


def test_an_upgrade_takes_the_data_along(found: Found) -> None:
    code, said, has_moved, is_sound = found["upgraded"]

    assert (code, has_moved, is_sound) == (0, True, True), said
    assert found["revision"] == "0090"


def test_an_upgrade_that_cannot_serve_goes_back_by_itself_with_its_data(found: Found) -> None:
    code, said, is_old, is_sound = found["failed"]

    assert code == 1
    assert "đã trở lại bản cũ" in said
    assert is_old
    assert is_sound
    assert found["revision_after"] == "0090"
    assert found["serves_after"]


def test_the_front_says_what_to_do_while_the_program_starts(found: Found) -> None:
    status, page = found["away"]

    assert status == 502
    assert "Chương trình đang khởi động lại" in page


def test_units_are_what_systemd_understands(program: Path, tmp_path: Path) -> None:
    script = f'source "{program}/deploy.sh"; write_front 443 80 8000; write_units'
    (tmp_path / "opt/saturday").mkdir(parents=True)
    (tmp_path / "opt/saturday/current").symlink_to(program)
    surroundings = os.environ | {"SYSTEM_ROOT": str(tmp_path)}
    subprocess.run(["bash", "-c", script], check=True, env=surroundings)
    units = sorted((tmp_path / "etc/systemd/system").iterdir())

    assert [one.name for one in units] == [
        "saturday-backup.service",
        "saturday-backup.timer",
        "saturday-front.service",
        "saturday.service",
    ]
    assert verified(units) == ""
    units[-1].write_text(units[-1].read_text().replace("Restart=always", "Restart=alway"))
    assert "restart specifier" in verified(units)


def verified(units: list[Path]) -> str:
    """Give what systemd has to say of units; empty when they are sound."""
    done = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, check=False, text=True
    )
    about_ours = [line for line in done.stderr.splitlines() if "saturday" in line]
    return "\n".join(about_ours)
