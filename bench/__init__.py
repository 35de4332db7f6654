"""Measuring Sgwrs from outside: simulated people, one very long talk, requests that are not as they should be."""
