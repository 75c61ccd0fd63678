"""Synthetic reports with known truth: drawn from a seed, made into real HTML, PDF and DOCX, turned back to text.

In: seeds, a number of reports, converters. Out: goldens that `nianbao eval` scores, whose labels say what was printed,
what was done to it and what the converter left of it. Never: a real place, a reader of reports, or chance other than
the seeds'. Seeds 1-99 are for building, 100-199 for reporting.
"""
