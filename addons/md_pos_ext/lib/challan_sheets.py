"""How the rows of a long tax challan are spread over sheets of paper.

Heights are in rows of one line of text. The program that draws PDFs cuts rows in two
and repeats no heading, so sheets are made here.
"""

FIRST, LATER, FOOT = 21.0, 32.0, 8.0  # room on A4 landscape; what the end needs
FURTHER_LINE = 0.75  # of a row's height, for each line but its first
LETTERS = 1.25  # that fit into one percent of the sheet's width


def height(text, width):
    """Return the height of a row whose widest text stands in ``width`` percent."""
    lines = -(-len(text) // max(int(width * LETTERS), 1))
    return 1 + FURTHER_LINE * max(lines - 1, 0)


def sheets(heights, first=FIRST, later=LATER, foot=FOOT):
    """Return (start, stop) of the rows of each sheet; the last one has room at its end.

    A row that is higher than a sheet gets one of its own.
    """
    found, start, used, room = [], 0, 0.0, first
    for at, high in enumerate(heights):
        if at > start and used + high > room:
            found.append((start, at))
            start, used, room = at, 0.0, later
        used += high
    last = len(heights)
    if used + foot > room and last - start > 1:
        found.append((start, last - 1))  # the end never stands without a row
        start = last - 1
    return [*found, (start, last)]
