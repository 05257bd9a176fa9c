"""`council-returns portal`: the portal in the foreground, until it is interrupted."""

from typing import Annotated

import typer

from plugins.cli.deployed import platform_errors

GRACE_SECONDS = 2  # to finish responses: visitors' files are deleted then, before anybody kills the process


def portal(
    host: Annotated[str, typer.Option(help="The address of this machine to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 for a free one.")] = 8000,
) -> None:
    """Serve the portal's pages until interrupted, for the deployment in the settings or the running platform.

    Visits are not logged; faults and finished checks are, as JSON lines where standard error is no terminal.
    """
    with platform_errors():
        import os

        import uvicorn

        from plugins.local.platform.lifecycle import running_settings
        from plugins.logs import configure_logs
        from plugins.portal.application import create_application
        from plugins.settings import DATABASE, Settings
        from plugins.storage.roles import PORTAL

        proxies = os.environ.get("FORWARDED_ALLOW_IPS", "")  # only of these is X-Forwarded-For believed
        settings = Settings.from_environment() if os.environ.get(DATABASE) else running_settings(role=PORTAL)
        configure_logs()
        uvicorn.run(
            create_application(settings), host=host, port=port, access_log=False, server_header=False,
            log_config=None,  # its messages are lines of our log
            workers=1,  # whatever WEB_CONCURRENCY says: files that visitors check are kept in this process
            timeout_graceful_shutdown=GRACE_SECONDS, proxy_headers=bool(proxies), forwarded_allow_ips=proxies,
        )  # fmt: skip
