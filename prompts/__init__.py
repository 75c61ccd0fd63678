"""The prompts, one file each, versioned, and their loader.

In: a prompt's id and its variables. Out: the message text, and a hash that every result keeps. Never: asks a model.
"""

from nianbao.prompts.load import Prompt, PromptError, load_prompt, prompt_ids

__all__ = ["Prompt", "PromptError", "load_prompt", "prompt_ids"]
