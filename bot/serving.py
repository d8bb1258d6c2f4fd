"""Serve with gunicorn: the index is read once and shared by the workers; --debug uses Flask's own server."""

from typing import Any

from gunicorn.app.base import BaseApplication

from bot.web import create_app
from config.settings import Settings
from index.errors import VersionError

TIMEOUT_SECONDS = 60  # a worker that is silent for longer is replaced
THREADS = 4  # per worker: a slow client does not hold up the others


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn is untyped
    def __init__(self, settings: Settings, bind: str) -> None:
        self._settings, self._bind = settings, bind
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self._bind,
            "workers": self._settings.serve.workers,
            "threads": THREADS,
            "timeout": TIMEOUT_SECONDS,
            "preload_app": True,
            "limit_request_line": 4094,
            "limit_request_fields": 50,
            "accesslog": None,
            "control_socket_disable": True,  # nothing beside the port is opened
            "post_fork": _after_fork,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        app = create_app(self._settings)
        try:
            app.extensions["guus"].index()
        except VersionError as problem:
            app.logger.warning("%s", problem)
        return app


def _after_fork(_server: Any, worker: Any) -> None:
    worker.wsgi = worker.app.wsgi()
    worker.wsgi.extensions["guus"].engine.dispose(close=False)  # connections are not shared between processes


def run(settings: Settings, host: str, port: int, debug: bool) -> None:
    """Serve until interrupted."""
    if debug:
        create_app(settings).run(host=host, port=port, debug=False)
        return
    _Server(settings, f"{host}:{port}").run()
