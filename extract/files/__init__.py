"""What does a file hold? Bytes of any kind come in; out goes text with its tables as real grids, all in their places.

Never reads a number, judges a table or touches the network: what the text says is the layout reader's business.
"""
