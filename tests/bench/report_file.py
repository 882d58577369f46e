"""How much memory does a workbook of all lines take at its height? Prints lines and megabytes."""

import re
import sys
from datetime import date
from pathlib import Path

from saturday import create_app
from saturday.extensions import db
from saturday.papers.spreadsheet import workbook
from saturday.rules.periods import Period
from saturday.web.reports.period_lines import Asked

KB_IN_MB = 1024
FIVE_YEARS = Period(date(2021, 4, 12), date(2026, 4, 11))


def main() -> None:
    """Write the workbook once."""
    app = create_app()
    with app.app_context():
        asked = Asked.of(FIVE_YEARS, {"so": "visits"})
        assert asked is not None
        lines = asked.count
        workbook(asked.book())
        db.session.rollback()
    sys.stdout.write(f"{lines} {peak_mb():.0f}\n")


def peak_mb() -> float:
    """Give the height of this program alone; what getrusage tells is whoever started it, too."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(), re.MULTILINE)
    assert found
    return int(found[1]) / KB_IN_MB


if __name__ == "__main__":
    main()
