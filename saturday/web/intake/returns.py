"""Which results are due, and how are they handed over?"""

from saturday.web.intake.routes import bp  # noqa: F401 - its doors follow
