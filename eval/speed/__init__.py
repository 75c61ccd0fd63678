"""How fast the layout reader is: drawn reports in, CPU seconds out, everything measured in one run on one core.

Compared with what other parsers of the same pages need, by layout, by length, and step by step. It reads with no model
and judges nothing: `nianbao eval` does that.
"""
