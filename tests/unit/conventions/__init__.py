"""The rules of the house as functions `check(root) -> list of problems`.

Every check reads the files below `root`, changes nothing, and returns one line per
problem ("path:line: what is wrong"), so that it can be aimed at the project as well as
at a small bad sample that proves it can fail.
"""
