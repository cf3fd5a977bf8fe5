"""The paths of DeepSeek's pages and of its API."""

PRICING, PRICING_ZH = "/quick_start/pricing", "/zh-cn/quick_start/pricing"
UPDATES, UPDATES_ZH = "/updates", "/zh-cn/updates"
MODELS = "/models"
