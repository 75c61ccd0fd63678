"""How right nianbao is, what it costs and what it withstands: goldens, drawn reports, scores, runs and their logs.

In: labelled goldens and results. Out: scores per cell, table and report, and a log. Never: changes what it scores.
"""
