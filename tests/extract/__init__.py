"""Tests of reading, reconciling and repairing."""
