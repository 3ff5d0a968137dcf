"""`python -m actions.page` serves the chat page until it is stopped."""

import sys

from actions.page.server import create_app, listen
from actions.settings import Settings, SettingsError


def main() -> int:
    """Serve the page and return the exit code: 0 stopped, 1 could not start."""
    try:
        settings = Settings.from_environment()
        socket = listen(settings.host, settings.page_port)
    except (SettingsError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    create_app(settings).run(sock=socket, single_process=True, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
