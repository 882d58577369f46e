"""How much memory does a workbook of all lines take at its height? Prints lines and megabytes."""

import resource
import sys
from datetime import date

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
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB_IN_MB
    sys.stdout.write(f"{lines} {peak:.0f}\n")


if __name__ == "__main__":
    main()
