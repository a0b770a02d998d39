"""Repeat purchases without a contract: who still buys, how often, and what it is worth."""
