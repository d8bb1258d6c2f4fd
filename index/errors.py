"""IndexingError is the base: VersionError is the other one."""

from config.errors import GuusError


class IndexingError(GuusError):
    """The index cannot be built or read."""


class VersionError(IndexingError):
    """An index version is missing, incomplete or altered."""
