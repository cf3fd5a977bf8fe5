"""OpenAI's page of models' ends, from facts of 2026.

GPT-5 gets the day of its end in June, its replacements are rewritten in July, rows move from one section to another.
"""

from samples.documents import Document

_DEPRECATIONS = """\
# Deprecations

What ends in the API, and when.

## Upcoming deprecations

### 2026-06-03: The platform for evaluations

| Date | Update |
| --- | --- |
| June 3, 2026 | It is announced. |
| Nov 30, 2026 | It shuts down. |

### 2026-04-22: Older GPT snapshots

| Shutdown date | Model snapshot | Substitute model |
| --- | --- | --- |
| July 23, 2026 | `computer-use-preview-2025-03-11` \\| `computer-use-preview` | `gpt-5.4-mini` |
| July 23, 2026 | `gpt-5-codex` | `gpt-5.5` |
| October 23, 2026 | `gpt-3.5-turbo-0125` \\| `gpt-3.5-turbo`, `gpt-3.5-turbo-completions` | `gpt-5.4-mini` |
| October 23, 2026 | `gpt-4-1106-preview` | `gpt-5.5` |
| October 23, 2026 | `o1-2024-12-17` \\| `o1` | `gpt-5.5` |
| October 23, 2026 | `o4-mini-2025-04-16` \\| `o4-mini` | `gpt-5.4-mini` |

Versions that were trained further end, too:

| Shutdown date | Model snapshot | Recommended replacement base model |
| --- | --- | --- |
| October 23, 2026 | `ft-gpt-3.5-turbo` | `gpt-5.4-mini` |
| October 23, 2026 | `ft-gpt-4` | `gpt-5.5` |

### 2026-03-24: Videos

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026-09-24 | Videos API | --- |
| 2026-09-24 | `sora-2` | --- |
| 2026-09-24 | `sora-2-pro` | --- |

### 2025-09-26: Models of little use

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026-09-28 | `gpt-3.5-turbo-instruct` | `gpt-5.4-mini` |
| 2026-09-28 | `babbage-002` | `gpt-5.4-mini` |
| 2026-09-28 | `davinci-002` | `gpt-5.4-mini` |
| 2026-09-28 | `gpt-3.5-turbo-1106` | `gpt-5.4-mini` |

### 2025-08-20: Assistants

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026‑08‑26 | Assistants API | Responses API and Conversations API |

## Past deprecations

### 2025-11-18: A snapshot of chats

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026-02-17 | `chatgpt-4o-latest` | `gpt-5.1-chat-latest` |

### 2025-11-14: Pictures

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026-05-12 | `dall-e-2` | `gpt-image-2`, `gpt-image-1`, or `gpt-image-1-mini` |
| 2026-05-12 | `dall-e-3` | `gpt-image-2`, `gpt-image-1`, or `gpt-image-1-mini` |

### 2025-09-26: Models of little use (March 2026)

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2026‑03‑26 | `gpt-4-0314` | `gpt-5` or `gpt-4.1*` |
| 2026‑03‑26 | `gpt-4-1106-preview` | `gpt-5` or `gpt-4.1*` |
| 2026‑03‑26 | `gpt-4-0125-preview` (including `gpt-4-turbo-preview` and `gpt-4-turbo-preview-completions`, which point to this snapshot) | `gpt-5` or `gpt-4.1*` |

\\*Where a short wait matters most

### 2025-04-28: Reasoning

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2025-07-28 | `o1-preview` | `o3` |
| 2025-10-27 | `o1-mini` | `o4-mini` |

### 2024-08-29: Training of older models

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| 2024-10-28 | New fine-tuning training on `babbage-002` | `gpt-4o-mini` |

### 2024-06-06: Long context

| Shutdown date | Deprecated model | Deprecated model price | Recommended replacement |
| --- | --- | --- | --- |
| 2025-06-06 | `gpt-4-32k` | $60.00 / 1M input tokens + $120 / 1M output tokens | `gpt-4o` |
| 2025-06-06 | `gpt-4-32k-0314` | $60.00 / 1M input tokens + $120 / 1M output tokens | `gpt-4o` |

### 2023-08-22: An endpoint

#### The endpoint

| Shutdown date | System | Recommended replacement |
| --- | --- | --- |
| 2024-01-04 | `/v1/fine-tunes` | `/v1/fine_tuning/jobs` |

### 2023-07-06: Base models

#### Base models

| Shutdown date | Deprecated model | Deprecated model price | Recommended replacement |
| --- | --- | --- | --- |
| 2024-01-04 | `ada` | $0.40 / 1M tokens | `babbage-002` |
| 2024-01-04 | `davinci` | $20.00 / 1M tokens | `davinci-002` |

#### Trained further

| Shutdown date | Deprecated model | Training price | Usage price | Recommended replacement |
| --- | --- | --- | --- | --- |
| 2024-01-04 | `ada` | $0.40 / 1M tokens | $1.60 / 1M tokens | `babbage-002` |
| 2024-01-04 | `davinci` | $30.00 / 1M tokens | $120.00 / 1K tokens | `davinci-002`, `gpt-3.5-turbo`, `gpt-4o` |

### 2023-06-13: Chat models

| Shutdown date | Legacy model | Legacy model price | Recommended replacement |
| --- | --- | --- | --- |
| at earliest 2024-06-13 | `gpt-4-0314` | $30.00 / 1M input tokens + $60.00 / 1M output tokens | `gpt-4o` |

| Shutdown date | Deprecated model | Deprecated model price | Recommended replacement |
| --- | --- | --- | --- |
| 2024-09-13 | `gpt-3.5-turbo-0301` | $15.00 / 1M input tokens + $20.00 / 1M output tokens | `gpt-3.5-turbo` |
"""
_UPCOMING = "## Upcoming deprecations\n"
_GPT_5 = """
### 2026-06-11: GPT-5 and o3

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| Dec 11, 2026 | `gpt-5-2025-08-07` | `gpt-5.5` |
| Dec 11, 2026 | `gpt-5-mini-2025-08-07` | `gpt-5.4-mini` |
| Dec 11, 2026 | `gpt-5-nano-2025-08-07` | `gpt-5.4-nano` |
| Dec 11, 2026 | `gpt-5-pro-2025-10-06` | `gpt-5.5-pro` |
| Dec 11, 2026 | `o3-2025-04-16` | `gpt-5.5` |
"""
_AUDIO = """
### 2026-07-20: Audio

| Shutdown date | Model family / snapshot | Recommended replacement |
| --- | --- | --- |
| Jan 20, 2027 | `gpt-realtime` | `gpt-realtime-2.1` |
| Jan 20, 2027 | `gpt-audio` | `gpt-audio-1.5` |
"""
_LATE = """
### 2026-09-03: GPT-4.1 and GPT-4o

| Shutdown date | Model / system | Recommended replacement |
| --- | --- | --- |
| Jan 14, 2027 | `gpt-4.1-2025-04-14` \\| `gpt-4.1` | `gpt-5.6-terra` |
| Jan 14, 2027 | `gpt-4o-2024-08-06` \\| `gpt-4o` | `gpt-5.6-terra` |
"""
_JULY = """\
| July 23, 2026 | `computer-use-preview-2025-03-11` \\| `computer-use-preview` | `gpt-5.4-mini` |
| July 23, 2026 | `gpt-5-codex` | `gpt-5.5` |
"""
_PAST = "## Past deprecations\n"
_MOVED = f"""
### 2026-04-22: Older GPT snapshots (July 2026)

| Shutdown date | Model snapshot | Substitute model |
| --- | --- | --- |
{_JULY}"""
_REWRITTEN = (
    ("| Dec 11, 2026 | `gpt-5-2025-08-07` | `gpt-5.5` |", "| Dec 11, 2026 | `gpt-5-2025-08-07` | `gpt-5.6-sol` |"),
    ("`gpt-5-mini-2025-08-07` | `gpt-5.4-mini`", "`gpt-5-mini-2025-08-07` | `gpt-5.6-terra`"),
    ("`gpt-5-nano-2025-08-07` | `gpt-5.4-nano`", "`gpt-5-nano-2025-08-07` | `gpt-5.6-luna`"),
    ("`gpt-5-pro-2025-10-06` | `gpt-5.5-pro`", "`gpt-5-pro-2025-10-06` | `gpt-5.6-sol` (`reasoning.mode: pro`)"),
    ("`o3-2025-04-16` | `gpt-5.5`", "`o3-2025-04-16` | `gpt-5.6-sol`"),
)
DEPRECATIONS = Document(
    "/api/docs/deprecations.md",
    "2026-06-01",
    _DEPRECATIONS,
    {
        "2026-06-11": [(_UPCOMING, _UPCOMING + _GPT_5)],
        "2026-07-20": [(_UPCOMING, _UPCOMING + _AUDIO), *_REWRITTEN],
        "2026-08-20": [(_JULY, ""), (_PAST, _PAST + _MOVED)],
        "2026-09-03": [(_UPCOMING, _UPCOMING + _LATE)],
    },
)
