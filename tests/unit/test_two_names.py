"""Sentences that name two models: what ends or is answered by another is never taken for the other of them."""

import pytest

from scrapers.deepseek.small_print.parser import parse_note
from scrapers.deepseek.small_print.statements import Retires
from scrapers.parse.text import plain_text

PAIRS = (("deepseek-chat", "DeepSeek-V4-Flash"), ("deepseek-v3.2", "deepseek-v4-pro"))
OF_FIRST = (
    "{A} will be retired on 1 March 2027, one year after {B} was released.",
    "{A} will be retired on 1 March 2027, as {B} has overtaken it.",
    "{A} will be retired on 1 March 2027 because {B} is better at everything.",
    "Since {B} covers all that {A} does, the latter will be retired on 1 March 2027.",
    "Of {A} and {B}, the former will be retired on 1 March 2027.",
    "{A} but not {B} will be retired on 1 March 2027.",
    "{A} rather than {B} will be retired on 1 March 2027.",
    "{A} will be retired on 1 March 2027; {B} on a later date.",
    "{A} will be retired on 1 March 2027. {B} is unaffected.",
    "{A} will be retired on 1 March 2027. For {B} nothing changes.",
    "{A} will be retired on 1 March 2027. {B} will stay until further notice.",
    "{A} will be retired on 1 March 2027, {B} will be kept.",
    "{A} retires on 1 March 2027. Its sibling {B} stays.",
    "On 1 March 2027 {A} is replaced with {B}.",
    "From 1 March 2027, all requests for {A} go to {B}.",
    "From 1 March 2027 you will get {B} when asking for {A}.",
    "From 1 March 2027, {B} becomes the model behind {A}.",
    "From 1 March 2027, calls that name {A} are billed and answered as {B}.",
    "From 1 March 2027 the name {A} belongs to {B}.",
    "From 1 March 2027 the name {A} will refer to {B}.",
    "The name {A} passes to {B} on 1 March 2027.",
    "The alias {A} is switched from deepseek-reasoner to {B} on 1 March 2027.",
    "We will point {A} at {B} instead of deepseek-reasoner on 1 March 2027.",
    "{A} stops being served by deepseek-reasoner and moves to {B} on 1 March 2027.",
    "We move users of {A} over to {B} on 1 March 2027.",
    "Users of {A} are moved over to {B} on 1 March 2027.",
    "Users of {A} will find themselves on {B} from 1 March 2027.",
    "{A} 将于 2027 年 3 月 1 日 下线，{B} 不受影响。",
    "{A} 而非 {B} 将于 2027 年 3 月 1 日 下线。",
    "{A} 将于 2027 年 3 月 1 日 下线，{B} 的下线时间另行通知。",
    "{A} 与 {B} 中，前者将于 2027 年 3 月 1 日 下线。",
    "自 2027 年 3 月 1 日 起，{A} 将被 {B} 取代。",
    "自 2027 年 3 月 1 日 起，{A} 的请求交由 {B} 处理。",
    "自 2027 年 3 月 1 日 起，{A} 背后的模型换成 {B}。",
    "自 2027 年 3 月 1 日 起，{A} 背后的模型由 deepseek-reasoner 换成 {B}。",
    "自 2027 年 3 月 1 日 起，{A} 由 deepseek-reasoner 改指向 {B}。",
    "自 2027 年 3 月 1 日 起，调用 {A} 的用户将使用到 {B}。",
    "自 2027 年 3 月 1 日 起，{A} 用户将被迁移到 {B}。",
    "由于 {B} 表现更好，{A} 将于 2027 年 3 月 1 日 退役。",
    "{B} 发布后，{A} 将于 2027 年 3 月 1 日 退役。",
    "有了 {B}，{A} 将于 2027 年 3 月 1 日 退役。",
    "我们将于 2027 年 3 月 1 日 停用 {A}，保留 {B}。",
    "Note that anyone who sends {A} today actually gets {B} (non-thinking mode).",
    "Whoever calls {A} now gets {B}.",
    "If you send {A}, you get {B}.",
    "Users of {A} now receive {B}.",
    "A call for {A} returns {B} now.",
    "When you request {A}, {B} answers.",
    "{B} is what you get when you call {A}.",
    "{B} is what answers {A} today.",
    "What answers behind {A} is {B}.",
    "Behind {A} is {B}.",
    "{A} has been {B} since last week.",
    "{A} is now {B} under the hood.",
    "{A} is just another name for {B}.",
    "{A} is a synonym of {B}.",
    "{A} resolves to {B}.",
    "{A} now means {B}.",
    "{A} maps to {B}.",
    "{B} is served under the name {A}.",
    "{B} can also be called as {A}.",
    "{B} is available as {A}.",
    "{B} now powers {A}.",
    "{B} sits behind {A} now.",
    "{B} now stands behind {A}.",
    "We now serve {B} to everyone who asks for {A}.",
    "We answer {A} with {B}.",
    "We have put {B} behind {A}.",
    "{A} gives you {B}.",
    "Requests for {A} get {B}.",
    "Requests naming {A} are executed by {B}.",
    "You ask for {A}, and {B} answers.",
    "Traffic for {A} lands on {B}.",
    "{A} has moved to {B}.",
    "{B} has taken the place of {A}.",
    "{B} supersedes {A} from 1 March 2027.",
    "{A} is superseded by {B} from 1 March 2027.",
    "{B} stands in for {A} from 1 March 2027.",
    "{B} inherits the name {A} on 1 March 2027.",
    "{B} retires {A} on 1 March 2027.",
    "{A} makes way for {B} on 1 March 2027.",
    "{A} bows out on 1 March 2027 and {B} steps in.",
    "{A} gives way to {B} on 1 March 2027.",
    "{B} steps in where {A} stops on 1 March 2027.",
    "With the arrival of {B}, {A} ends on 1 March 2027.",
    "{B} arrives on 1 March 2027, when {A} ends.",
    "Unlike {B}, {A} ends on 1 March 2027.",
    "{A}, unlike {B}, ends on 1 March 2027.",
    "{A} joins {B} in retirement on 1 March 2027.",
    "{A} ends on 1 March 2027, {B} does not.",
    "{B} stays when {A} ends on 1 March 2027.",
    "After {A} ends on 1 March 2027, only {B} remains.",
    "现在调用 {A} 实际得到的是 {B}。",
    "发送 {A} 的请求,实际由 {B} 应答。",
    "{B} 就是目前 {A} 背后的模型。",
    "{A} 现已等同于 {B}。",
    "{A} 目前对应 {B}。",
    "{A} 即 {B}。",
    "目前 {A} 的底层模型是 {B}。",
    "{B} 以 {A} 之名提供服务。",
    "{B} 现已接管 {A}。",
    "{B} 顶替 {A}。",
    "{A} 由 {B} 顶替。",
    "{A} 让位于 {B}。",
    "用 {A} 的人现在用到的其实是 {B}。",
    "与 {B} 不同,{A} 将于 2027 年 3 月 1 日停用。",
    "We send {A} to {B}.",
    "Our gateway forwards {A}, and you get {B}.",
    "Mapping {A} gets {B}.",
    "When you send {A}, the API now answers with {B}.",
    "{B} receives all {A} requests.",
)
"""Of A; where another answers, it is B."""
OF_SECOND = (
    "{B}, successor to {A}, will be available until 1 March 2027 only.",
    "{B} (formerly {A}) will be retired on 1 March 2027.",
    "{B}, previously called {A}, is shut down on 1 March 2027.",
    "{B}, which answers {A}, will be retired on 1 March 2027.",
    "{B}, the model that took over from {A}, reaches end of life on 1 March 2027.",
    "Having replaced {A}, {B} will itself be retired on 1 March 2027.",
    "After replacing {A} last year, {B} is being discontinued on 1 March 2027.",
    "Like {A} before it, {B} will be retired on 1 March 2027.",
    "As {A} did, {B} ends on 1 March 2027.",
    "Following the retirement of {A}, {B} will be discontinued on 1 March 2027.",
    "{A} is gone already; {B} follows on 1 March 2027.",
    "{A} has been retired. {B} will be retired on 1 March 2027.",
    "{A} was retired in 2025, and {B} will be retired on 1 March 2027.",
    "We retired {A} last month and will retire {B} on 1 March 2027.",
    "Since {A} covers all that {B} does, the latter will be retired on 1 March 2027.",
    "Of {A} and {B}, the latter will be retired on 1 March 2027.",
    "Not {A} but {B} will be retired on 1 March 2027.",
    "Instead of {A}, {B} will be retired on 1 March 2027.",
    "{A} stays. {B} retires on 1 March 2027.",
    "{A} is here to stay, while {B} retires on 1 March 2027.",
    "While {A} stays, {B} goes on 1 March 2027.",
    "{B} 的前身 {A} 已退役，{B} 将于 2027 年 3 月 1 日 停用。",
    "{A} 已下线，{B} 也将于 2027 年 3 月 1 日 下线。",
    "继 {A} 之后，{B} 将于 2027 年 3 月 1 日 下线。",
    "随着 {A} 的下线，{B} 也将于 2027 年 3 月 1 日 停止服务。",
    "{A} 不受影响，{B} 将于 2027 年 3 月 1 日 下线。",
    "不是 {A}，而是 {B} 将于 2027 年 3 月 1 日 下线。",
    "{A} 与 {B} 中，后者将于 2027 年 3 月 1 日 下线。",
    "取代 {A} 的 {B} 定于 2027 年 3 月 1 日 退役。",
    "{B} 作为 {A} 的替代品，将于 2027 年 3 月 1 日 退役。",
    "{B}（原 {A}）将于 2027 年 3 月 1 日 退役。",
    "{B} 接手 {A} 之后，将于 2027 年 3 月 1 日 退役。",
    "我们已停用 {A}，并将于 2027 年 3 月 1 日 停用 {B}。",
    "我们保留 {A}，并将于 2027 年 3 月 1 日 停用 {B}。",
    "{B}, the successor of {A}, ends on 1 March 2027.",
    "The successor of {A}, {B}, is retired on 1 March 2027.",
    "{B}, which replaced {A}, will be shut down on 1 March 2027.",
    "{B} replaced {A} and will be shut down on 1 March 2027.",
    "接替 {A} 的 {B} 将于 2027 年 3 月 1 日下线。",
    "{B} 取代了 {A},并将于 2027 年 3 月 1 日下线。",
    "{A} 的继任者 {B} 将于 2027 年 3 月 1 日停用。",
)
"""Of B alone: A is no more, or was replaced, or has nothing to do with it."""
SECOND_BY_FIRST = (
    "{A} replaces {B} on 1 March 2027.",
    "On 1 March 2027 {A} replaces {B}.",
    "From 1 March 2027, {A} will answer all requests for {B}.",
    "From 1 March 2027, {B} requests are answered by {A}.",
    "From 1 March 2027 {A} will be what you get for {B}.",
    "From 1 March 2027, {A} becomes the model behind {B}.",
    "From 1 March 2027 the name {B} belongs to {A}.",
    "We move {B} users to {A} on 1 March 2027.",
    "自 2027 年 3 月 1 日 起，{A} 将取代 {B}。",
    "自 2027 年 3 月 1 日 起，{A} 将处理 {B} 的请求。",
    "自 2027 年 3 月 1 日 起，{B} 这一名称归 {A} 使用。",
)
"""Of B, which A answers."""
OF_NONE = (
    "Either {A} or {B} will be retired on 1 March 2027.",
    "Neither {A} nor {B} will be retired on 1 March 2027.",
    "Users of {A} may also use {B} from 1 March 2027.",
    "{B} can be used alongside {A} from 1 March 2027.",
    "{A} gets a sibling, {B}, on 1 March 2027.",
    "{B} joins {A} on 1 March 2027.",
    "{B} becomes available to {A} users on 1 March 2027.",
    "{B} will be released on 1 March 2027 and is twice as fast as {A}.",
    "{B} will be the default on 1 March 2027; {A} stays available.",
    "From 1 March 2027 {B} replaces {A} as the default in the web app.",
    "From 1 March 2027 the examples in our documentation use {B} instead of {A}.",
    "From 1 March 2027 {B} costs as much as {A}.",
    "From 1 March 2027 {A} and {B} share one rate limit.",
    "{A} is no longer slower than {B} since 1 March 2027.",
    "{A} is based on {B}.",
    "{A} is derived from {B}.",
    "{A} was distilled from {B}.",
    "{A} shares its weights with {B}.",
    "{A} and {B} are served from the same cluster.",
    "{A} is cheaper than {B}.",
    "{A} is recommended over {B}.",
    "{B} is a drop-in replacement for {A}.",
    "{B} can replace {A} in most cases.",
    "Many users have replaced {A} with {B}.",
    "We replaced {A} with {B} in our own products.",
    "{A} used to point to {B}.",
    "{A} no longer points to {B}.",
    "{A} does not point to {B}.",
    "{A} will not be replaced by {B}.",
    "{A} pointed to {B} until last year.",
    "Earlier, {A} was answered by {B}.",
    "For a few hours yesterday {A} was answered by {B}.",
    "During the outage {A} is answered by {B}.",
    "If {A} is overloaded, {B} answers.",
    "In thinking mode {A} is answered by {B}.",
    "For free accounts {A} is answered by {B}.",
    "{A} will be answered by {B} when the context is longer than 128K.",
    "{A} 和 {B} 均不会于 2027 年 3 月 1 日 下线。",
    "{A} 或 {B} 将于 2027 年 3 月 1 日 下线。",
    "自 2027 年 3 月 1 日 起，{A} 用户也可使用 {B}。",
    "{B} 将于 2027 年 3 月 1 日 上线，速度是 {A} 的两倍。",
    "自 2027 年 3 月 1 日 起，文档示例由 {A} 改为 {B}。",
    "自 2027 年 3 月 1 日 起，网页端由 {A} 改为 {B}。",
    "自 2027 年 3 月 1 日 起，{B} 与 {A} 同价。",
    "{A} 基于 {B} 训练。",
    "{A} 由 {B} 蒸馏而来。",
    "{B} 可以替代 {A}。",
    "{A} 不再指向 {B}。",
    "{A} 曾指向 {B}。",
    "{A} 并未指向 {B}。",
    "昨天故障期间 {A} 由 {B} 应答。",
    "{A} 繁忙时由 {B} 应答。",
    "思考模式下 {A} 由 {B} 应答。",
)
"""Of neither."""


def stated(frame: str, first: str, second: str) -> list[Retires]:
    text = plain_text(frame.format(A=first, B=second))
    language = "en" if text.isascii() else "zh"
    return [one for one in parse_note(text, language) if isinstance(one, Retires)]


@pytest.mark.parametrize("first", [pair[0] for pair in PAIRS])
@pytest.mark.parametrize(
    ("frame", "subject", "answers"),
    [
        *((frame, "A", ("B",)) for frame in OF_FIRST),
        *((frame, "B", ()) for frame in OF_SECOND),
        *((frame, "B", ("A",)) for frame in SECOND_BY_FIRST),
        *((frame, "", ()) for frame in OF_NONE),
    ],
)
def test_the_two_names_are_not_mixed_up(frame: str, subject: str, answers: tuple[str, ...], first: str) -> None:
    names = {"A": first, "B": dict(PAIRS)[first]}
    for one in stated(frame, *names.values()):
        assert one.models == (names.get(subject, "").lower(),)
        assert one.replacement in (None, *(names[answer] for answer in answers))


@pytest.mark.parametrize(
    ("frame", "is_read"),
    [
        ("{A} will be retired on 1 March 2027. {B} was retired long ago.", True),
        ("From 1 March 2027 requests for {A} are answered by {B}.", True),
        ("{A} 将于 2027 年 3 月 1 日下线，请改用替代品 {B}。", True),
        ("We now redirect {A} to {B}.", True),
        ("We forward {A} to {B}.", True),
        ("{B}, which replaced {A}, will be retired on 1 March 2027.", False),
        ("取代 {A} 的 {B} 定于 2027 年 3 月 1 日退役。", False),
    ],
)
def test_a_sentence_is_left_unread_only_where_the_relation_is_no_news(frame: str, *, is_read: bool) -> None:
    assert bool(stated(frame, *PAIRS[0])) == is_read


@pytest.mark.parametrize(
    ("note", "is_read"),
    [
        ("Accepted: {A}, {B} (until 2027-03-01 only).", False),
        ("可用模型：{A}、{B}（仅支持至 2027 年 3 月 1 日）。", False),
        ("Deprecated: {A}, {B} (shutdown 2027-03-01).", True),
        ("即将下线的模型：{A}、{B}（2027 年 3 月 1 日）。", True),
    ],
)
def test_a_bracket_behind_the_last_name_may_be_of_that_alone(note: str, *, is_read: bool) -> None:
    assert bool(stated(note, *PAIRS[0])) == is_read


@pytest.mark.parametrize(
    "note",
    [
        "We are sunsetting {A}; the cut-off is 16 November 2026, 08:00 UTC.",
        "{A} is being phased out; mark 16 November 2026 in your calendars.",
        "我们将逐步下线 {A}；最后时限 2026 年 11 月 16 日 16:00。",
    ],
)
def test_a_plan_is_not_undated_beside_an_instant_that_is_not_read(note: str) -> None:
    assert all(one.at is not None for one in stated(note, *PAIRS[0]))


@pytest.mark.parametrize(
    "denial", ["It won't.", "But it will not.", "They aren’t.", "That is not true.", "No, it won't happen."]
)
def test_a_short_sentence_takes_back_the_one_before_it(denial: str) -> None:
    plan = "{A} will be retired on 1 March 2027."
    assert stated(plan, *PAIRS[0])
    assert stated(f"{plan} {denial}", *PAIRS[0]) == []


def test_a_short_sentence_that_only_adds_leaves_it() -> None:
    assert stated("{A} will be retired on 1 March 2027. We do not plan to extend it.", *PAIRS[0])
