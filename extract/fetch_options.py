"""The options of a command that fetches URLs, and the fetcher that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nianbao.extract.options import UsageError

if TYPE_CHECKING:
    from nianbao.extract.fetch import Fetcher

FetchOption = Annotated[bool, typer.Option("--fetch", help="Download the URLs among the paths, as robots.txt allows.")]
FetchDelayOption = Annotated[
    float | None,
    typer.Option(
        "--fetch-delay", min=0, help="Seconds between two requests to one host; 2 without it.", show_default=False
    ),
]
UserAgentOption = Annotated[
    str | None,
    typer.Option(
        "--user-agent", help="What sites are told who asks; nianbao and its version without it.", show_default=False
    ),
]


def make_fetcher(fetch: bool, delay: float | None, user_agent: str | None) -> Fetcher | None:
    """The fetcher that a command line asks for, None without --fetch. Raises UsageError."""
    if not fetch:
        if delay is not None or user_agent is not None:
            raise UsageError("--fetch-delay and --user-agent say how --fetch downloads: add --fetch.")
        return None
    from nianbao.extract.fetch import Fetcher
    from nianbao.extract.fetch_policy import FetchPolicy, default_user_agent

    try:
        policy = FetchPolicy(delay=2.0 if delay is None else delay, user_agent=user_agent or default_user_agent())
    except ValueError as error:
        raise UsageError(f"--user-agent: {error}.") from None
    return Fetcher(policy)
