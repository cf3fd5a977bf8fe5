"""DeepSeek's news posts: each appears at its event and is never edited."""

from datetime import datetime

from samples.deepseek.facts import Language, when
from samples.deepseek.posts import POSTS, Post
from samples.deepseek.shell import FOLDER, build, shell


def change_instants(language: Language = "en") -> list[datetime]:
    """Every instant at which a post appeared."""
    return sorted({when(post.event, language) for post in POSTS})


def news(at: datetime, language: Language = "en") -> dict[str, str]:
    """Path to page in full, for every post that existed at an instant."""
    return {
        f"{FOLDER[language]}/news/{post.name}": _page(post, language)
        for post in POSTS
        if when(post.event, language) <= at
    }


def _page(post: Post, language: Language) -> str:
    title, texts = (post.title_en, post.en) if language == "en" else (post.title_zh, post.zh)
    body = "".join(f"<p>{text}</p>\n" for text in texts)
    markdown = f"<h1>{title}</h1>\n<p>{post.date}</p>\n{body}"
    return shell(f"/news/{post.name}", title, markdown, build(when(post.event, language)), language)
