"""Times measured on the way; printed when all journeys have ended."""

MEASURED = []


def note(text):
    """Keep a line for the summary."""
    MEASURED.append(text)
