"""Notes and coins in use, by currency: what a cashier counts where nothing else is set.

Sources: what Bangladesh Bank, Reserve Bank of India, Federal Reserve and European
Central Bank say of notes and coins in circulation, as of 2025. A till with own
Coins/Bills uses those.
"""

IN_USE = {
    "BDT": (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1),
    "INR": (500, 200, 100, 50, 20, 10, 5, 2, 1),
    "USD": (100, 50, 20, 10, 5, 2, 1, 0.5, 0.25, 0.1, 0.05, 0.01),
    "EUR": (500, 200, 100, 50, 20, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01),
}


def of(currency):
    """Return the values of a currency, largest first; nothing for an unknown one."""
    return list(IN_USE.get(currency, ()))
