"""What does a machine without Internet find when it takes over another one's copy?

Run as root of a network of its own; prints what was found as JSON.
"""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.faults.installing import Machine, unpacked

CHROMIUM = "/usr/bin/chromium-headless-shell"


def first_page(username: str, password: str) -> tuple[str, str]:
    """Sign in over HTTPS; give the address and the words of the page that comes."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(ignore_https_errors=True)  # the certificate is asked elsewhere
        page.goto("https://127.0.0.1/dang-nhap")
        page.get_by_label("Tên đăng nhập", exact=True).fill(username)
        page.get_by_label("Mật khẩu", exact=True).fill(password)
        page.get_by_role("button", name="Đăng nhập", exact=True).click()
        page.wait_for_load_state()
        found = page.url, page.locator("body").inner_text()
        browser.close()
    return found


def column(database: Path, question: str) -> list[str]:
    """Ask the data that are now there."""
    with closing(sqlite3.connect(database)) as connection:
        return [value for (value,) in connection.execute(question)]


def main(bundle: str, folder: str) -> None:
    """Install from the bundle; when a backup is named, restore it, sign in, and ask the doctor.

    The backup's file and its phrase, the user's name and password are typed.
    """
    machine = Machine(Path(folder))
    machine.prepare()
    program = unpacked(Path(bundle), machine.root / "Gói cài đặt")
    try:
        code, said = machine.install(program)
        assert code == 0, said
        backup, phrase, username, password = sys.stdin.read().splitlines()
        restored = machine.run("restore", backup, "--passphrase-file", "-", typed=phrase + "\n")
        machine.wait_until_up()
        database = machine.data / "saturday.sqlite"
        found = {
            "restored": restored,
            "first_page": first_page(username, password),
            "files": sorted(column(database, "SELECT sha256 FROM document_file")),
            "log": column(database, "SELECT hash FROM audit_event ORDER BY id"),
            "officers": column(database, "SELECT count(*) FROM officer")[0],
            "hamlets": column(database, "SELECT count(*) FROM hamlet")[0],
            "doctor": machine.flask("doctor"),
        }
    finally:
        machine.lose_power()
    json.dump(found, sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
