"""What does the one-stop system's Excel say of the day?"""

from saturday.web.intake.routes import bp  # noqa: F401 - its doors follow
