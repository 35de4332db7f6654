"""Measuring Sgwrs from outside, over its HTTP API: simulated people, one very long talk, and requests that are not as they should be."""
