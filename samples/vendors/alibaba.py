"""Alibaba's page of models' ends, from facts of 2026-08-21."""

from samples.documents import Document

_TITLES = "| **Category** | **Model name** | **Deprecation time** | **Replacement model** |\n| --- | --- | --- | --- |"
_ENDS = f"""\
## Deprecated models

### **Scheduled for deprecation on October 10, 2026**
{_TITLES}
| Qwen-Max | qwen3-max | October 10, 2026, 00:00:00 | qwen3.7-max |
| third-party model | MiniMax-M2.1 | October 10, 2026, 00:00:00 | qwen3.7-plus |

### **Deprecated on August 20, 2025**
{_TITLES}
| text generation - Qwen | qwen2-72b-instruct | August 20, 2025, 00:00:00 (UTC+08:00) | qwen-plus |
"""
PATH = "/help/en/model-studio/model-depreciation.md"
DOCUMENTS = {"alibaba_deprecations": Document(PATH, "2026-08-21", _ENDS, {})}
