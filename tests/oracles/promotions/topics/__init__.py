"""The inputs of tests/vectors/promotions, with totals worked out by hand.

Each module has VECTORS; `write_vectors` writes its file and refuses a result whose
total is not the one written here.
"""
