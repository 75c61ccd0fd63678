"""Everything that touches a language model's endpoint.

In: one filled prompt and the patterns of its answer. Out: an answer taken apart, or why there is none, and its cost.
Never: a judgement on a table; a document's text other than the prompt; a key anywhere but in the request's header.
"""
