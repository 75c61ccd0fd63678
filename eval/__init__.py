"""How right nianbao is: goldens, scores, runs and their logs, comparisons of runs.

In: labelled goldens and results. Out: scores per cell, table and report, and a log. Never: changes what it scores.
"""
