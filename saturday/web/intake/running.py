"""Is the Saturday prepared, how does it go, and what is told of it?"""

from saturday.web.intake.routes import bp  # noqa: F401 - its doors follow
