"""BotError is the base: BadQuestion, CalibrationError, NoSourceError."""

from config.errors import GuusError


class BotError(GuusError):
    """Something in answering or serving went wrong."""


class BadQuestion(BotError):
    """A question that cannot be taken; `code` is for machines."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class NoSourceError(BotError):
    """An answer without a citation: it must never be shown."""


class CalibrationError(BotError):
    """A set of golden questions that no decision can be fitted on."""
