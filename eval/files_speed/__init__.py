"""How fast files are read, and in how much memory, beside what a user would pick for the text alone, all in one run.

Files of goldens in, seconds a document and peak memory by kind and tool out. The others give text; nianbao also reads
the tables out of it and checks them. Nothing is scored: `nianbao eval` does that.
"""
