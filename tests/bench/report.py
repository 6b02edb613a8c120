"""The result for people: tables as text and as Markdown."""

from datetime import UTC, datetime

HEAD = (
    *("case", "figure", "plain", "ours", "ratio"),
    *("half of the pairs", "all pairs", "target", ""),
)
BEGIN, END = "<!-- bench: begin -->", "<!-- bench: end -->"


def number(value, digits=None):
    """A figure with three or four digits that say something."""
    if value is None:
        return "-"
    if digits is None:
        digits = 0 if abs(value) >= 1000 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}"


def rows(results):
    """Cells of the table, one row for each case and figure."""
    for result in results:
        if "error" in result:
            yield (result["name"], "-", "-", "-", "-", "-", "-", "-", "FAILED")
            continue
        for name, found in result["figures"].items():
            main = name == result["figure"]
            yield (
                result["name"],
                f"{name} / {result['unit']}" if name != "per_s" else "per second",
                number(found["plain"]),
                number(found["ours"]),
                number(found["ratio"], 2),
                f"{number(found['q1'], 2)} to {number(found['q3'], 2)}",
                f"{number(found['low'], 2)} to {number(found['high'], 2)}",
                number(result["target"], 2) if main else "",
                (result["verdict"] or "") if main else "",
            )


def text(results):
    """A table for the terminal, and what went wrong below it."""
    table = [HEAD, *rows(results)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEAD))]
    lines = [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]
    for result in results:
        if "error" in result:
            lines += ["", f"FAILED {result['name']}:", result["error"]]
    return "\n".join(lines) + "\n"


def markdown(report):
    """The table for docs/bench.md, with date and machine."""
    machine = report["machine"]
    when = datetime.fromisoformat(report["at"]).astimezone(UTC)
    lines = [
        f"{when:%Y-%m-%d}, {machine['cpus']} processors, Python {machine['python']}, "
        f"PostgreSQL {machine['postgresql']}, Odoo {report['odoo']}, "
        f"load of the machine {machine['load']:.1f} at the start.",
        "",
        "| " + " | ".join(HEAD) + " |",
        "|---|---|" + "---:|" * (len(HEAD) - 3) + "---|",
        *("| " + " | ".join(row) + " |" for row in rows(report["cases"])),
    ]
    return "\n".join(lines) + "\n"


def insert(page, table):
    """``page`` with ``table`` between the two marks."""
    before, mark, rest = page.partition(BEGIN)
    _old, mark_too, after = rest.partition(END)
    if not mark or not mark_too:
        raise ValueError(f"the page has no {BEGIN} ... {END}")
    return f"{before}{BEGIN}\n{table}{END}{after}"


def profiles(found):
    """Where time and queries go, and which queries ours has more of than plain."""
    lines = []
    for case, sides in found.items():
        for side, seen in sides.items():
            lines += [f"==== {case} on {side}", seen["time"]]
        plain, ours = sides["plain"]["queries"], sides["ours"]["queries"]
        more = {s: ours.get(s, 0) - plain.get(s, 0) for s in {*plain, *ours}}
        lines.append(f"==== {case}: queries per unit, ours minus plain")
        for statement in sorted(more, key=more.get, reverse=True):
            if abs(more[statement]) >= 0.05:
                lines.append(f"{more[statement]:+7.2f}  {statement}")
    return "\n".join(lines) + "\n"
