"""Slow, obviously right second implementations that judge the real ones."""
