"""Texts that keep every sum and are still wrong, or look whole and are not: what comes in is a drawn report's sheet,
what goes out is its spoilt text and what an honest careful person would say of it. Never made from a reader's output.
"""
