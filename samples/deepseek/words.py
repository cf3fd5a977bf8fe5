"""The labels of the pricing page, English and Chinese; the English ones are the keys."""

from decimal import Decimal

from samples.deepseek.facts import Language

METERS = {
    "input_cache_hit": "1M INPUT TOKENS (CACHE HIT)",
    "input_cache_miss": "1M INPUT TOKENS (CACHE MISS)",
    "output": "1M OUTPUT TOKENS",
}
CURRENCY = {"en": "USD", "zh": "CNY"}
ZH = {
    "Models &amp; Pricing": "模型 &amp; 价格",
    "Model Details": "模型细节",
    "Pricing Details": "价格细节",
    "Deduction Rules": "扣费规则",
    "Web Search and Fetch Pricing": "网页搜索与抓取价格",
    "MODEL": "模型",
    "MODEL VERSION": "模型版本",
    "BASE URL (OpenAI Format)": "BASE URL (OpenAI 格式)",
    "BASE URL (Anthropic Format)": "BASE URL (Anthropic 格式)",
    "THINKING MODE": "思考模式",
    "CONTEXT LENGTH": "上下文长度",
    "MAX OUTPUT": "输出长度",
    "MAX OUTPUT TOKENS": "最大输出长度",
    "MAX COT TOKENS": "最大思维链长度",
    "FEATURES": "功能",
    "Chat Prefix Completion（Beta）": "对话前缀续写（Beta）",
    "FIM Completion（Beta）": "FIM 补全（Beta）",
    "Vision": "图像理解",
    "✓": "支持",
    "✗": "不支持",
    "Non-thinking mode only": "仅非思考模式支持",
    "Both non-thinking and thinking (default) modes": "非思考模式与思考模式（默认）均支持",
    "See": "详见",
    "Thinking Mode": "思考模式",
    "(Non-thinking Mode)": "（非思考模式）",
    "(Thinking Mode)": "（思考模式）",
    "DEFAULT: 4K<br>MAXIMUM: 8K": "默认 4K，最大 8K",
    "DEFAULT: 32K<br>MAXIMUM: 64K": "默认 32K，最大 64K",
    "MAXIMUM: 384K": "最大 384K",
    "PRICING": "价格",
    "1M INPUT TOKENS (CACHE HIT)": "百万tokens输入（缓存命中）",
    "1M INPUT TOKENS (CACHE MISS)": "百万tokens输入（缓存未命中）",
    "1M OUTPUT TOKENS": "百万tokens输出",
    "OFF-PEAK": "空闲时段",
    "PEAK": "高峰时段",
    "Concurrency Limit": "并发限制",
    "Billing Unit": "计费单位",
    "Price": "价格",
    "1,000 successful requests": "每 1,000 次成功请求",
}


def say(text: str, language: Language) -> str:
    """A label in a language; what is printed alike in both stands for itself."""
    return text if language == "en" else ZH.get(text, text)


def money(amount: str, currency: str) -> str:
    return f"${amount}" if currency == "USD" else f"{amount}元"


def cents(amount: str, currency: str) -> str:
    """With two decimals in dollars, as prices were printed until 2025 ("$1.10"); `0.5元` has as many as it needs."""
    whole = Decimal(amount)
    places = Decimal(1).scaleb(min(-2, int(whole.as_tuple().exponent)))
    return money(str(whole.quantize(places)) if currency == "USD" else amount, currency)
