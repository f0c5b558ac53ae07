"""Starts Chromium and Firefox as a reader's double click does: plain processes, no automation, no relaxed rules.

Under automation Firefox lets a file read its neighbours (`security.fileuri.strict_origin_policy`), so a result got
that way proves nothing. Here nothing but the address of a page is handed over, and the page itself reports.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FIREFOX = ("firefox-esr", "firefox")
NOBODY = 65534
"""For root no folder is read-only, so root starts the browsers as the user who owns nothing."""

# None of these touches what a page may do; they keep the browser from asking and from calling home.
QUIET_FIREFOX: Mapping[str, object] = {
    "app.normandy.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
}
QUIET_CHROMIUM = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
)
NO_STORAGE = {
    "chromium": {"profile": {"default_content_setting_values": {"cookies": 2}}},
    "firefox": {"dom.storage.enabled": False, "dom.indexedDB.enabled": False},
}
"""The reader's own settings that forbid pages to keep anything."""


class Home:
    """A folder that belongs to the user the browser runs as: its profile and what it downloads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.profile = folder / "profile"
        self.downloads = folder / "downloads"
        self.log = folder / "browser.log"
        for each in (self.profile / "Default", self.downloads):
            each.mkdir(parents=True)

    def hand_over(self) -> None:
        if os.geteuid() == 0:
            for each in (self.folder, *self.folder.rglob("*")):
                os.chown(each, NOBODY, NOBODY)


def chromium(home: Home, settings: Mapping[str, object]) -> list[str]:
    preferences = {
        "download": {"default_directory": str(home.downloads), "prompt_for_download": False},
        **settings,
    }
    (home.profile / "Default" / "Preferences").write_text(json.dumps(preferences), "utf-8")
    # In containers its sandbox cannot be set up; it has no say in what a page may do.
    return [_program(CHROMIUM), *QUIET_CHROMIUM, "--no-sandbox", f"--user-data-dir={home.profile}"]


def firefox(home: Home, settings: Mapping[str, object]) -> list[str]:
    saving = {"browser.download.folderList": 2, "browser.download.dir": str(home.downloads)}
    lines = [
        f"user_pref({json.dumps(name)}, {json.dumps(value)});"
        for name, value in {**QUIET_FIREFOX, **saving, **settings}.items()
    ]
    (home.profile / "user.js").write_text("\n".join(lines), "utf-8")
    return [_program(FIREFOX), "--headless", "--no-remote", "--profile", str(home.profile)]


COMMANDS = {"chromium": chromium, "firefox": firefox}


@contextmanager
def running(name: str, home: Home, address: str, settings: Mapping[str, object]) -> Iterator[None]:
    """The browser ``name`` with one page open; ended, with all it started, when the block is left."""
    command = [*COMMANDS[name](home, settings), address]
    home.hand_over()
    other = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    environment = {
        "HOME": str(home.folder),
        "TMPDIR": str(home.folder),
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
        "TZ": "Asia/Shanghai",
    }
    with home.log.open("w") as log:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=home.folder,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **other,  # type: ignore[call-overload]
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _program(names: tuple[str, ...]) -> str:
    found = next(filter(None, map(shutil.which, names)), None)
    assert found, f"{names[0]} is not installed: sh tools/setup.sh chromium && sh tools/setup.sh firefox"
    return found
