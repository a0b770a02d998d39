"""Tests of credit for channels."""
