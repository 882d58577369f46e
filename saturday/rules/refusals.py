"""How a rule says no, in words a person can act on."""


class NotAllowedNow(Exception):
    """A step that may not be taken now; the reason is a Vietnamese sentence (lời từ chối)."""

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


def refuse_when(condition: object, reason: str, *, field: str | None = None) -> None:
    """Raise NotAllowedNow with the reason when the condition holds."""
    if condition:
        raise NotAllowedNow(reason, field=field)
