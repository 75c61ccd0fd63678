"""The providers that `--provider` knows: address, key variable and the quirks that their documentation names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from nianbao.extract.errors import ModelError

Format = Literal["json_schema_strict", "json_schema", "json_object", "text"]
FORMATS: tuple[Format, ...] = ("json_schema_strict", "json_schema", "json_object", "text")
"""How an answer's shape can be asked for, strictest first: the order in which an endpoint is tried."""

LimitName = Literal["max_tokens", "max_completion_tokens"]


@dataclass(frozen=True)
class Provider:
    """One provider: where it is, which variables may hold its key, and what to begin with instead of finding it out.

    `key_variables` are looked at in order; `needs_key` is False for servers of one's own. `extra_body` goes into every
    request and is left out again, part by part, where the endpoint refuses it. All of it is what the provider
    documents; what an endpoint says at run time goes before it.
    """

    name: str
    title: str
    base_url: str
    key_variables: tuple[str, ...]
    needs_key: bool = True
    format: Format = "json_schema_strict"
    limit_name: LimitName = "max_tokens"
    extra_body: Mapping[str, Any] = field(default_factory=dict)


_ALL = (
    Provider("openai", "OpenAI", "https://api.openai.com/v1", ("OPENAI_API_KEY",), limit_name="max_completion_tokens"),
    Provider("deepseek", "DeepSeek", "https://api.deepseek.com", ("DEEPSEEK_API_KEY",), format="json_object"),
    Provider(
        "qwen",
        "Qwen (DashScope, 阿里云百炼)",
        "https://dashscope.aliyuncs.com/compatible-mode/v1",
        ("DASHSCOPE_API_KEY",),
        format="json_object",
        extra_body={"enable_thinking": False},
    ),
    Provider(
        "glm",
        "GLM (智谱)",
        "https://open.bigmodel.cn/api/paas/v4",
        ("ZAI_API_KEY", "ZHIPUAI_API_KEY"),
        format="json_object",
        extra_body={"thinking": {"type": "disabled"}},
    ),
    Provider("moonshot", "Moonshot (Kimi)", "https://api.moonshot.cn/v1", ("MOONSHOT_API_KEY",), format="json_object"),
    Provider(
        "siliconflow",
        "SiliconFlow (硅基流动)",
        "https://api.siliconflow.cn/v1",
        ("SILICONFLOW_API_KEY",),
        format="json_object",
        extra_body={"enable_thinking": False},
    ),
    Provider("openrouter", "OpenRouter", "https://openrouter.ai/api/v1", ("OPENROUTER_API_KEY",)),
    Provider("ollama", "Ollama", "http://127.0.0.1:11434/v1", ("OLLAMA_API_KEY",), needs_key=False),
    Provider("vllm", "vLLM", "http://127.0.0.1:8000/v1", ("VLLM_API_KEY",), needs_key=False),
    Provider("llamacpp", "llama.cpp's server", "http://127.0.0.1:8080/v1", ("LLAMA_API_KEY",), needs_key=False),
)
_ALIASES = {
    "dashscope": "qwen",
    "aliyun": "qwen",
    "zhipu": "glm",
    "zai": "glm",
    "kimi": "moonshot",
    "llama.cpp": "llamacpp",
    "llama-cpp": "llamacpp",
}

PROVIDERS: dict[str, Provider] = {provider.name: provider for provider in _ALL}
"""Every provider by its name."""


def find_provider(name: str) -> Provider:
    """The provider of that name or alias, in any case. Raises ModelError, listing them, for an unknown one."""
    key = name.strip().lower()
    try:
        return PROVIDERS[_ALIASES.get(key, key)]
    except KeyError:
        raise ModelError(
            f"--provider {name}: unknown. It is one of {', '.join(PROVIDERS)}; any other endpoint goes by --base-url."
        ) from None


def provider_of(base_url: str) -> Provider | None:
    """The cloud provider whose host an address has, so that its quirks are known without naming it; else None.

    Servers of one's own are not told by their port: it says nothing of what listens there.
    """
    host = urlsplit(base_url).hostname
    return next((p for p in _ALL if p.needs_key and urlsplit(p.base_url).hostname == host), None)
