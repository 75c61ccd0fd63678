"""Reading, reconciling and repairing: a document in, a checked result out; batch and commands at its edge.

In: a text or file, perhaps another parser's tables. Out: `ReportResult`. Never: guesses a value, corrects the source.
"""
