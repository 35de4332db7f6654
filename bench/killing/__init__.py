"""The parts of bench/kills.py."""
