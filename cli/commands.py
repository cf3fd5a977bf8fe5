"""Every command with its description, by the module that defines it; a module is loaded if a command of it is typed."""

from collections.abc import Mapping, Sequence

MODULES: Mapping[str, Mapping[str, str]] = {
    "cli.installation.stack": {
        "demo": "run everything on built-in sample sites: two years in a few minutes, without network",
        "up": "start the server, the UI, the schedules and a first run; Ctrl-C stops them all",
    },
    "cli.recording.run": {"track": "read sources once, now: fetch, record and send alerts"},
    "cli.recording.read": {"read": "parse a saved page and print the facts; needs no database"},
    "cli.recording.held": {"held": "show held readings, with the believed and the new values, and decide on them"},
    "cli.costs.prices": {"prices": "what models cost, now or at an instant"},
    "cli.evidence.facts": {
        "changes": "the change log: what changed, and when",
        "sources": "the state of every source",
    },
    "cli.evidence.why": {"why": "show which page stated a price or a model's retirement"},
    "cli.evidence.diff": {"diff": "what differs between two instants"},
    "cli.evidence.notice": {"notice": "how many days in advance vendors announced their changes"},
    "cli.costs.chart": {"chart": "prices over time as a chart in the terminal, or as a picture"},
    "cli.evidence.deadlines": {"deadlines": "every upcoming deadline, now or at an instant"},
    "cli.costs.hours": {"hours": "when a model is cheap: its peak and off-peak hours in a week, and the next changes"},
    "cli.alerting.alerts": {"alerts": "list alerts and their deliveries"},
    "cli.costs.tariff": {"cost": "a month's bill for a workload, and what a change does to it"},
    "cli.costs.ratio": {"ratio": "how many times as much one model costs as another, for a mix of input and output"},
    "cli.costs.scores": {
        "scores": "show a leaderboard, now or at an instant",
        "value": "the contenders near the top of a leaderboard, with what their vendors charge",
    },
    "cli.evidence.cards": {"cards": "licences of open models: what the cards of their repositories state"},
    "cli.recording.backfill": {"backfill": "load history from before the installation; sends no alerts"},
    "cli.evidence.history": {
        "snapshot": "show one attempt to fetch a page, and save the page",
        "replay": "read the archived pages again with today's readers",
        "corrections": "list the values that changed when pages were read again",
        "verify": "check every current fact against the bytes of its page",
    },
    "cli.evidence.sql": {"sql": "ask a question in SQL: your own or one from the query book, for now or any instant"},
    "cli.browsing.browse": {"browse": "show the record in a browser, and to assistants: views, queries, dashboards"},
    "cli.exporting.export": {"export": "the whole record as CSV, JSON Lines, Parquet or SQLite"},
    "cli.project.check": {
        "check": "find model ids in your code that are retired, routed, about to end or to cost more"
    },
    "cli.project.badge": {"badge": "a badge for a README: what a model costs, or when it ends"},
    "cli.alerting.feeds": {"feeds": "write the calendar of deadlines, the feed of alerts, and the ends of models"},
    "cli.installation.backup": {
        "backup": "copy the whole record into a folder, while it is in use",
        "restore": "bring the record back from a backup",
    },
    "cli.installation.drop_pages": {"drop-pages": "drop the bytes of old pages; a backup keeps them"},
    "cli.installation.metrics": {"metrics": "figures for Prometheus: freshness, outcomes, times, queues, sizes"},
    "cli.installation.grant_reader": {"grant-reader": "let a role of PostgreSQL read the views, and nothing else"},
    "cli.installation.health": {
        "doctor": "check the installation",
        "config": "every setting, its value and where it comes from",
    },
    "cli.completion": {"completion": "print the script with which a shell completes commands, options and names"},
}
"""In the order of `almanac --help`. Each module has a function `add`, which adds its commands."""
READING = frozenset(
    (
        *("alerts", "badge", "cards", "changes", "chart", "check", "corrections", "cost", "deadlines", "diff", "hours"),
        *("notice", "prices", "ratio", "scores", "snapshot", "sources", "sql", "value", "verify", "why"),
    )
)
"""The commands that ask the database: with `--demo`, that of the last demo."""
DESCRIPTIONS: Mapping[str, str] = {name: text for commands in MODULES.values() for name, text in commands.items()}
EXAMPLES: Mapping[str, Sequence[str]] = {
    "demo": ("demo", "demo --open", "prices deepseek-v4-pro --demo"),
    "up": ("up",),
    "track": ("track deepseek_pricing", "track deepseek_pricing --page page.html"),
    "read": ("read deepseek_pricing page.html", "read anthropic_pricing page.md --json"),
    "held": ("held", 'held accept 12 --note "the vendor says so"', "held --settled"),
    "prices": (
        "prices deepseek-v4-pro",
        "prices deepseek-v4-pro --at 2026-07-15T02:00Z",
        "prices --vendor google --mode batch",
        "prices --at 2026-09-20 --believed 2026-09-10 --json",
    ),
    "changes": ("changes --since 2026-05-01 --until 2026-06-01", "changes --kind 'price changed' --limit 10"),
    "sources": ("sources", "sources --csv"),
    "deadlines": ("deadlines", "deadlines --model deepseek-v4-pro", "deadlines --at 2026-04-28"),
    "hours": ("hours deepseek-v4-pro", "hours deepseek-v4-pro --at 2026-10-01"),
    "alerts": ("alerts --limit 5", "alerts --severity critical", "alerts preview --since 2026-11-01"),
    "cost": (
        "cost workload.toml",
        "cost workload.toml --at 2026-07-01 --versus 2026-09-01",
        "cost workload.toml --since 2026-04-24",
    ),
    "ratio": ("ratio claude-opus-4-7 deepseek-v4-pro --mix 3:1 --at 2026-04-26",),
    "scores": ("scores", "scores arena/text coding --at 2026-08-01", "scores arena/code --top 50 --csv"),
    "value": ("value arena/code overall --within 50 --at 2026-08-01",),
    "cards": ("cards", "cards DeepSeek-V4-Pro --at 2026-08-01"),
    "why": (
        "why deepseek-v4-pro output",
        "why deepseek-v4-pro 0.435",
        "why deepseek-v4-pro output --at 2026-09-15 --believed 2026-08-14",
        "why deepseek-chat retirement",
    ),
    "diff": (
        "diff 2026-08-01 2026-09-15",
        "diff 2026-08-01 2026-08-14 --believed --vendor deepseek",
        "diff 2026-04-25 2026-04-27 --model deepseek-v4-pro --json",
    ),
    "notice": ("notice", "notice --vendor deepseek", "notice --json"),
    "chart": (
        "chart deepseek-v4-pro",
        "chart deepseek-v4-pro deepseek-v4-flash --since 2026-04-24",
        "chart deepseek-v4-pro --currency CNY --out price.svg",
        "chart deepseek-v4-pro --out price.png",
    ),
    "backfill": ("backfill", "backfill deepseek", "backfill catalogue"),
    "snapshot": ("snapshot 12", "snapshot 12 --page page.html"),
    "replay": ("replay deepseek_pricing",),
    "corrections": ("corrections", "corrections --csv"),
    "verify": ("verify", "verify deepseek_pricing"),
    "sql": (
        "sql",
        "sql --query price-at --set model=deepseek-v4-pro --at 2026-07-15",
        "sql \"select model, amount from price_now where meter = 'output'\"",
        "sql --at 2026-09-20 'select model, state from retirement_now' --csv",
    ),
    "grant-reader": ("grant-reader reporting",),
    "check": (
        "check .",
        "check src config/models.yaml --within 30 --fail-on retired,routed",
        "check . --format sarif --output almanac.sarif",
        "check . --write-baseline almanac-baseline.json",
        "check . --baseline almanac-baseline.json --exclude 'docs/*'",
    ),
    "badge": (
        "badge deepseek-v4-pro --out deepseek-v4-pro.svg",
        "badge openai/gpt-5 --meter input_cache_miss",
        "badge deepseek-v4-pro --json --out badge.json",
    ),
    "feeds": ("feeds",),
    "browse": ("browse", "browse --open", "browse --port 0"),
    "export": (
        "export record",
        "export record-parquet --format parquet",
        "export record.db --format sqlite",
        "export may --since 2026-05-01 --format jsonl",
        "export --check record",
    ),
    "backup": ("backup /mnt/backup/almanac", "backup /mnt/backup/almanac --check", "backup /mnt/backup/almanac --list"),
    "drop-pages": (
        "drop-pages /mnt/backup/almanac --before 2025-01-01",
        "drop-pages /mnt/backup/almanac --bring-back",
    ),
    "metrics": ("metrics", "metrics --output /var/lib/node_exporter/almanac.prom"),
    "restore": ("restore /mnt/backup/almanac", "restore /mnt/backup/almanac --backup 2026-11-30T143000Z"),
    "doctor": ("doctor", "doctor --json"),
    "config": ("config",),
}
"""Command lines for the help of each command, without `almanac`; other commands write their own."""
