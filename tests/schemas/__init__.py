"""Tests of the form as code."""
