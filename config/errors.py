"""The base of all errors.

GuusError
├── SettingsError      (config)
├── CrawlerError       (crawler)
├── IndexingError      (index)
└── BotError           (bot)
"""


class GuusError(Exception):
    """An error whose sentence says what to do."""


class SettingsError(GuusError):
    """A setting is unknown, wrong or missing."""
