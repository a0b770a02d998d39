"""Tests of what feedback feels about what."""
