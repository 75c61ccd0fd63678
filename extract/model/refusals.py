"""What an endpoint's refusal means: for this ask alone, for the form of the request, for now, or for good."""

from __future__ import annotations

_FILTERED = (
    "data_inspection_failed",
    "datainspectionfailed",
    "content_filter",
    "contentfilter",
    "content management policy",
    "inappropriate content",
    "sensitive",
    "敏感",
    "违规",
    '"1301"',
)
_TOO_LONG = ("context_length", "context length", "context size", "maximum context", "too long", "exceeds the context")
_USED_UP = ("insufficient_quota", "insufficient balance", "余额不足", "欠费", "arrearage", "billing", "credit balance")


PASSING = frozenset({408, 409, 425})
"""Statuses below 500, besides 429, that may be another the next time."""


class Refusal(Exception):
    """Why an ask got no answer.

    `outcome` is set where it concerns this ask alone: then the endpoint is well. `of_the_form` tells that another
    form of the request may be taken, `words` what was said; `for_good` that no waiting helps; `tries` what it took.
    """

    def __init__(
        self,
        message: str,
        *,
        outcome: str = "",
        of_the_form: bool = False,
        words: str = "",
        for_good: bool = False,
        tries: int = 0,
    ) -> None:
        super().__init__(message)
        self.outcome = outcome
        self.of_the_form = of_the_form
        self.words = words
        self.for_good = for_good
        self.tries = tries


def read_refusal(error: Exception, tries: int, key_variable: str) -> Refusal:
    """What an error of the client means, with the setting to look at. `tries` is how often the call was sent."""
    import openai

    words, short = _words(error), _short(error)
    lower = words.lower()
    if isinstance(error, openai.APIStatusError) and error.status_code in (400, 413, 422, 403, 451):
        if any(word in lower for word in _FILTERED):
            return Refusal(f"its content filter refused the ask ({short}).", outcome="refused", tries=tries)
        if error.status_code == 413 or any(word in lower for word in _TOO_LONG):
            return Refusal(f"the ask is too long for it ({short}).", outcome="too_long", tries=tries)
    if _used_up(error, lower):
        return Refusal(f"the account's credit is used up ({short}). Top it up.", for_good=True, tries=tries)
    if isinstance(error, openai.BadRequestError | openai.UnprocessableEntityError):
        message = f"it refuses the request ({short})."
        return Refusal(message, of_the_form=True, words=words, for_good=True, tries=tries)
    if isinstance(error, openai.AuthenticationError):
        message = f"the key was refused. Set {key_variable} to a valid key."
        return Refusal(message, for_good=True, tries=tries)
    if isinstance(error, openai.PermissionDeniedError):
        message = f"not permitted ({short}). Check {key_variable} and the model's name."
        return Refusal(message, for_good=True, tries=tries)
    if isinstance(error, openai.NotFoundError):
        message = (
            "no such model or address. Check --model (NIANBAO_MODEL) and OPENAI_BASE_URL (--base-url, --provider)."
        )
        return Refusal(message, for_good=True, tries=tries)
    if isinstance(error, openai.RateLimitError):
        message = f"still over its rate or quota after {tries} tries ({short}). Wait, or raise the account's limit."
        return Refusal(message, tries=tries)
    if isinstance(error, openai.APIStatusError):
        for_good = error.status_code < 500 and error.status_code not in PASSING
        return Refusal(f"HTTP {error.status_code} after {tries} tries.", for_good=for_good, tries=tries)
    if isinstance(error, openai.APIConnectionError) and not isinstance(error, openai.APITimeoutError):
        message = f"no answer after {tries} tries. Check OPENAI_BASE_URL (or --base-url) and the network."
        return Refusal(message, tries=tries)
    if isinstance(error, openai.APITimeoutError) or type(error).__name__ == "CallTimeout":
        message = f"no whole answer in time after {tries} tries. Check OPENAI_BASE_URL, or raise NIANBAO_TIMEOUT."
        return Refusal(message, tries=tries)
    return Refusal(f"no completion in its replies after {tries} tries. Is it OpenAI-compatible?", tries=tries)


def _used_up(error: Exception, lower: str) -> bool:
    import openai

    if not isinstance(error, openai.APIStatusError):
        return False
    said = error.status_code in (400, 403, 429) and any(word in lower for word in _USED_UP)
    return error.status_code == 402 or said


def _words(error: Exception) -> str:
    """All that a refusal says, for looking through, never for showing."""
    return f"{error} {getattr(error, 'body', '')} {getattr(error, 'code', '')}"


def _short(error: Exception) -> str:
    body = getattr(error, "body", None)
    message = body.get("message") if isinstance(body, dict) else None
    return str(message or type(error).__name__).replace("\n", " ")[:160]
