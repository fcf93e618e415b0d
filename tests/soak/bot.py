"""The bot as a process that is started, watched and killed, with its log in a file."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.telegram_server import TelegramServer

REPOSITORY = Path(__file__).parents[2]
FORESEEN = "another copy of this bot is polling"  # 409, which the trials inject
FAULTS = ("Traceback", " ERROR ", " CRITICAL ", "Task exception was never retrieved")


class Bot:
    """One copy of the bot on one data folder."""

    def __init__(self, folder: Path, models: Path, telegram: TelegramServer) -> None:
        self.data = folder / "data"
        self.data.mkdir(parents=True, exist_ok=True)
        if not (self.data / "models").exists():
            (self.data / "models").symlink_to(models.resolve())
        self._folder = folder
        self._telegram = telegram
        self.log = folder / "bot.log"
        self._log_start = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """Return the process that runs now."""
        assert self._process is not None, "the bot was not started"
        return self._process

    def start(self, **settings: str) -> None:
        """Start the bot, and return at once."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        ours = {
            "PYTHONPATH": str(REPOSITORY),
            "DATA_DIR": str(self.data),
            "METRICS_LISTEN": "127.0.0.1:0",
            "TELEGRAM_TOKEN": self._telegram.token,
            "TELEGRAM_API_URL": self._telegram.url,
        }
        with self.log.open("ab") as log:
            self._log_start = log.tell()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "bot"],
                cwd=self._folder,
                env={**kept, **ours, **settings},
                stdout=log,
                stderr=log,
            )

    def wait(self, timeout_s: float) -> None:
        """Wait until the bot answers; under load a poll never waits, by which else it is known."""
        end = time.monotonic() + timeout_s
        while "is listening" not in self.log.read_bytes()[self._log_start :].decode():
            assert self.process.poll() is None, self.log.read_text()[-2000:]
            assert time.monotonic() < end, f"the bot did not start in {timeout_s:g} s"
            time.sleep(0.05)

    def kill(self) -> None:
        """End the process as a crash does."""
        self.process.kill()
        self.process.wait()

    def stop(self, timeout_s: float = 60.0) -> int:
        """Ask the process to end, and return its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout_s)

    def resident_kib(self) -> int:
        """Return the memory of the process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii", "replace")
        (line,) = (line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1])

    def faults(self) -> list[str]:
        """Return the lines of the log that tell of something that nobody foresaw."""
        lines = self.log.read_text("utf-8", "replace").splitlines()
        told = [line for line in lines if any(fault in line for fault in FAULTS)]
        return [line for line in told if FORESEEN not in line]
