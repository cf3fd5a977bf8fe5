"""Secrets that are planted in every place of the settings, and a search for them."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

NOBODY = "127.0.0.1:1"
"""Where nobody listens: what goes there fails."""
NAMES = (
    "hook_user",
    "hook_password",
    "hook_path",
    "hook_query",
    "hook_signing",
    "file_user",
    "file_password",
    "file_path",
    "command_token",
    "heartbeat_path",
    "openai_key",
    "mistral_key",
    "proxy_password",
)
SECRETS = {name: f"planted{number:02}{name.replace('_', '')}zQ7" for number, name in enumerate(NAMES)}
"""Distinct texts by their place."""
PLANTED_VARIABLES = {
    "ALMANAC_OPENAI_API_KEY": SECRETS["openai_key"],
    "HTTPS_PROXY": f"http://proxy:{SECRETS['proxy_password']}@{NOBODY}",
    "NO_PROXY": "127.0.0.1",
}


def plant(folder: Path, settings: str = "") -> Path:
    """Write a settings file with secrets in it, in files and in the output of commands; return the file."""
    each = SECRETS
    stored = {
        "file.txt": f"json://{each['file_user']}:{each['file_password']}@{NOBODY}/{each['file_path']}",
        "command.txt": f"gotify://{NOBODY}/{each['command_token']}",
        "heartbeat.txt": f"http://{NOBODY}/{each['heartbeat_path']}",
        "mistral.txt": each["mistral_key"],
    }
    for name, text in stored.items():
        (folder / name).write_text(f"{text}\n")
        (folder / name).chmod(0o600)
    login = f"{each['hook_user']}:{each['hook_password']}"
    file = folder / "almanac.toml"
    file.write_text(
        f"""{settings}
heartbeat_url_file = "{folder}/heartbeat.txt"
mistral_api_key_command = "cat {folder}/mistral.txt"

[targets.hook]
webhook = "http://{login}@{NOBODY}/{each["hook_path"]}?token={each["hook_query"]}"
secret = "{each["hook_signing"]}"
timeout_seconds = 1

[targets.by-file]
url_file = "{folder}/file.txt"
timeout_seconds = 1

[targets.by-command]
url_command = "cat {folder}/command.txt"
timeout_seconds = 1
"""
    )
    file.chmod(0o600)
    return file


def _forms(secret: str) -> Iterator[str]:
    """A secret as it is, percent-encoded, and in base64 wherever it begins in it."""
    yield from (secret, quote(secret, ""), quote_plus(secret))
    for offset in range(3):
        found = b64encode(b"x" * offset + secret.encode()).decode()
        yield found[-(-offset * 4 // 3) : len(found) - 4]


def leaked(content: bytes | str, secrets: Iterable[str] = SECRETS.values()) -> set[str]:
    """Return the secrets that a content has in some form."""
    text = content.encode() if isinstance(content, str) else content
    return {secret for secret in secrets if any(form.encode() in text for form in _forms(secret))}
