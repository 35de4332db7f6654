"""Run a bench against a copy of Sgwrs of its own.

    python -m bench.with_server SCRIPT [ARGUMENTS …]

Starts Sgwrs on free ports with its data in a temporary folder, waits until it is ready, runs SCRIPT with
``--base-url`` and the folder in SGWRS_DATA, stops the copy and removes the folder. Its exit status is the script's;
3: the copy did not come up.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
#: Seconds that training and starting may take together.
START_SECONDS = 300
STOP_SECONDS = 30
NOT_UP = 3


def main(arguments: Sequence[str]) -> int:
    """Run the script named in ``arguments`` against a fresh copy; return its exit status."""
    if not arguments or arguments[0] in ("-h", "--help"):
        print((__doc__ or "").strip())
        return 0 if arguments else 2
    with tempfile.TemporaryDirectory(prefix="sgwrs-bench-") as data:
        port, engine_port = free_ports(2)
        copy = start(Path(data), port, engine_port)
        try:
            url = f"http://127.0.0.1:{port}"
            if not wait_until_ready(copy, url):
                print(f"Sgwrs did not become ready within {START_SECONDS} s. Its last words:", file=sys.stderr)
                print(last_words(Path(data)), file=sys.stderr)
                return NOT_UP
            environment = {**os.environ, "PYTHONPATH": python_path(), "SGWRS_DATA": data}
            script = [sys.executable, str(Path(arguments[0]).resolve()), "--base-url", url, *arguments[1:]]
            return subprocess.run(script, env=environment).returncode
        finally:
            stop(copy)


def start(data: Path, port: int, engine_port: int) -> "subprocess.Popen[bytes]":
    """Start a copy with its data in ``data``; nothing in ``.env`` leads it to another database."""
    environment = {
        **os.environ,
        "PYTHONPATH": python_path(),
        "SGWRS_DATA": str(data),
        "SGWRS_PORT": str(port),
        "SGWRS_ENGINE_PORT": str(engine_port),
        "SGWRS_DATABASE_URL": "",
        "SGWRS_TRACKER_URL": "",
        "SGWRS_STAFF": "loopback",
    }
    with (data / "started.log").open("wb") as log:
        command = [str(ROOT / ".venv" / "bin" / "sgwrs"), "run"]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)


def python_path() -> str:
    """Return the Python path with this working copy first, so that its own code runs wherever the environment was made."""
    return os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))


def stop(copy: "subprocess.Popen[bytes]") -> None:
    """Stop the copy as Ctrl-C does, and wait until it has gone."""
    if copy.poll() is not None:
        return
    copy.send_signal(signal.SIGTERM)
    try:
        copy.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        copy.kill()
        copy.wait()


def wait_until_ready(copy: "subprocess.Popen[bytes]", url: str) -> bool:
    """Wait until the copy answers that it is ready; False, when it ended or takes too long."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and copy.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", timeout=5).status_code == 200:
                return True
        except httpx.HTTPError:
            pass
        time.sleep(0.5)
    return False


def free_ports(count: int) -> list[int]:
    """Return ports that nothing listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def last_words(data: Path) -> str:
    """Return the end of what the copy printed."""
    lines: list[str] = []
    for path in [data / "started.log", *sorted((data / "logs").glob("*.log"))]:
        if path.is_file():
            lines += path.read_text(encoding="utf-8", errors="replace").splitlines()[-20:]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
