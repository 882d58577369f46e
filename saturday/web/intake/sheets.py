"""What of the desk is printed?"""

from saturday.web.intake.routes import bp  # noqa: F401 - its doors follow
