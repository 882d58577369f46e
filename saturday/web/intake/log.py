"""What stands in a Saturday's log, and how is a line corrected, voided or found again?"""

from saturday.web.intake.routes import bp  # noqa: F401 - its doors follow
