"""Refunds: by the share that was paid, or against the price of what stays."""

from .words import ANY, basket, bundle, promo, same, skus, vector

THREE = ("A 1x100", "B 1x80", "C 1x60")
B2G1 = same("P1", 2, 1)
SET = bundle("P1", skus("A"), skus("B"), skus("C"), price="500")


def back(name, hand, sold, promotions, returned, nets=None, kept=None):
    """A refund; `returned` in words: `L1 1` or `L1 1 before 2`; amounts by hand."""
    made = vector(name, hand, basket(*sold), *promotions, nets=nets)
    made["returned"] = []
    for text in returned:
        line, qty, *before = text.split()
        entry = {"line": line, "qty": qty}
        made["returned"].append(entry | ({"before": before[1]} if before else {}))
    if kept is not None:
        made["kept"] = basket()
        lines = basket(*sold)["lines"]
        for number, qty in kept.items():
            made["kept"]["lines"].append(lines[number - 1] | {"qty": qty})
    return made


ODD = promo("P1", "unit", ANY, percent="10")

VECTORS = [
    back("E15 share: the 100 back", "75.00", THREE, [B2G1], ["L1 1"], "75.00"),
    back("E15 share: the 60 back", "45.00", THREE, [B2G1], ["L3 1"], "45.00"),
    back("E15 share: all at once", "180.00", THREE, [B2G1], ["L1 1", "L2 1", "L3 1"],
         "75.00 60.00 45.00"),
    back("E15 recompute: the 100 back", "40.00", THREE, [B2G1], ["L1 1"],
         "75.00 -20.00 -15.00", kept={2: "1", 3: "1"}),
    back("E15 recompute: the 60 back", "0.00", THREE, [B2G1], ["L3 1"],
         "-25.00 -20.00 45.00", kept={1: "1", 2: "1"}),
    back("recompute: all back", "180.00", THREE, [B2G1], ["L1 1", "L2 1", "L3 1"],
         "75.00 60.00 45.00", kept={}),
    back("recompute: nothing changes for other lines", "90.00",
         ("A 1x100", "B 1x50"), [ODD], ["L1 1"], "90.00", kept={2: "1"}),
    back("recompute: never below 0", "0.00", ("A 2x100", "B 1x10"),
         [bundle("P1", skus("A"), skus("B"), amount="60")], ["L2 1"], "0.00 0.00",
         kept={1: "2"}),
    back("recompute: one of a line", "100.00", ("A 3x100",), [same("P1", 1, 1)],
         ["L1 1"], "100.00", kept={1: "2"}),
    back("share: one of three odd ones", "30.00", ("A 3x33.33",), [ODD], ["L1 1"]),
    back("share: the second", "29.99", ("A 3x33.33",), [ODD], ["L1 1 before 1"]),
    back("share: the last gives the exact rest", "30.00", ("A 3x33.33",), [ODD],
         ["L1 1 before 2"]),
    back("share: two after one", "59.99", ("A 3x33.33",), [ODD], ["L1 2 before 1"]),
    back("share: part of weighed goods", "30.00", ("A 1.500kgx60",), [],
         ["L1 0.5"]),
    back("share: the rest of weighed goods", "33.33", ("A 0.333kgx100.1",), [],
         ["L1 0.333"]),
    back("share: nothing comes back", "0.00", THREE, [B2G1], []),
    back("share: none of a line", "0.00", THREE, [B2G1], ["L1 0"], "0.00"),
    back("share: in the order of the sale", "120.00", THREE, [B2G1],
         ["L3 1", "L1 1"], "75.00 45.00"),
    back("share: a part of a set", "230.77", ("A 1x300", "B 1x200", "C 1x150"), [SET],
         ["L1 1"]),
    back("more than the line has", {"error": "returned[0].qty"}, THREE, [B2G1],
         ["L1 2"]),
    back("more than is left", {"error": "returned[0].qty"}, THREE, [B2G1],
         ["L1 1 before 1"]),
    back("no such line", {"error": "returned[1].line"}, THREE, [B2G1],
         ["L1 1", "L9 1"]),
    back("a line twice", {"error": "returned[1].line"}, ("A 3x10",), [],
         ["L1 1", "L1 1"]),
    back("a negative quantity", {"error": "returned[0].qty"}, THREE, [], ["L1 -1"]),
    back("no quantity at all", {"error": "returned[0].qty"}, THREE, [], ["L1 one"]),
]  # fmt: skip
