"""Where the trained model lives, and making it when its sources changed. Runs on the app's Python; the training itself in the engine's.

A model belongs to its sources: ``models/<hash>/``. Every running copy shares it; a half-trained one is never seen.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from bot.errors import CannotStart

ROOT = Path(__file__).resolve().parents[2]
ENGINE_PYTHON = ROOT / ".venv-engine" / "bin" / "python"
_SOURCES = (
    "config.yml",
    "domain.yml",
    "data/nlu",
    "data/rules",
    "bot/understanding",
    "requirements/engine.txt",
    "requirements/weights.txt",
)
MODEL_NAME = "sgwrs.tar.gz"


def model_path(root: Path = ROOT) -> Path:
    """Return where the model for the present sources belongs, trained or not."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        source = root / name
        files = sorted(p for p in source.rglob("*") if p.is_file() and p.suffix in (".py", ".yml", ".tsv")) if source.is_dir() else [source]
        for file in files:
            digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return root / "models" / digest.hexdigest()[:16] / MODEL_NAME


def is_trained(root: Path = ROOT) -> bool:
    """Return whether the model for the present sources is there."""
    return model_path(root).exists()


def train(root: Path = ROOT, quiet: bool = False) -> Path:
    """Train the model unless it is there; return its path. Two copies that start at once train it once.

    Raises CannotStart when the engine's environment is missing or training fails (with the end of what it printed).
    """
    path = model_path(root)
    if not ENGINE_PYTHON.exists():
        raise CannotStart("The engine's environment is missing. Run: make setup")
    path.parent.parent.mkdir(exist_ok=True)
    with open(path.parent.parent / ".training.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return path
        with tempfile.TemporaryDirectory(dir=path.parent.parent) as folder:
            _run_rasa(root, Path(folder), quiet)
            path.parent.mkdir(exist_ok=True)
            os.replace(Path(folder) / MODEL_NAME, path)
    _forget_old_models(path.parent)
    return path


def _run_rasa(root: Path, folder: Path, quiet: bool) -> None:
    """Rasa's own training, with wordings left out: they are the app's (data/responses), and changing one needs no training."""
    command = [
        str(ENGINE_PYTHON), "-W", "ignore", "-m", "rasa", "train", "--config", "config.yml", "--domain", "domain.yml",
        "--data", "data/nlu", "data/rules", "--out", str(folder), "--fixed-model-name", MODEL_NAME.removesuffix(".tar.gz"), "--force",
    ]  # fmt: skip
    environment = {**os.environ, **engine_environment(root)}
    done = subprocess.run(command, cwd=root, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode != 0 or not (folder / MODEL_NAME).exists():
        raise CannotStart("Training failed. The end of what it printed:\n" + "\n".join(done.stdout.splitlines()[-15:]))
    if not quiet:
        print("The model is trained.")


def engine_environment(root: Path = ROOT) -> dict[str, str]:
    """Return the environment variables that any of the engine's programs runs with: no telemetry, no graphics card, few words."""
    return {
        "PYTHONPATH": str(root),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "OMP_NUM_THREADS": "2",
        "RASA_MAX_CACHE_SIZE": "0",
    }


def _forget_old_models(keep: Path, most: int = 5) -> None:
    """Keep the newest few models: other working copies may still run on them."""
    models = sorted((p for p in keep.parent.iterdir() if (p / MODEL_NAME).exists()), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in models[most:]:
        if old != keep:
            shutil.rmtree(old, ignore_errors=True)
