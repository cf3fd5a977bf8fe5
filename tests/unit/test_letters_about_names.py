"""Letters about addresses, plans that are taken back, and plans without a date: what they state, and near misses."""

import pytest

from tests.support.own_sentences import told

READ: list[tuple[str, list[str]]] = [
    (
        "Access via https://api.deepseek.com/beta ends on 1 March 2027.",
        ["endpoint https://api.deepseek.com/beta 2027-03-01T00:00"],
    ),
    (
        "Service at https://api.deepseek.com/beta is discontinued on 1 March 2027 at 08:00 UTC.",
        ["endpoint https://api.deepseek.com/beta 2027-03-01T08:00"],
    ),
    (
        "https://beta.deepseek.com/v1 can be used until 1 March 2027.",
        ["endpoint https://beta.deepseek.com/v1 2027-03-01T00:00"],
    ),
    (
        "You can use https://api.deepseek.com/labs until 1 March 2027, then switch to the main host.",
        ["endpoint https://api.deepseek.com/labs 2027-03-01T00:00"],
    ),
    (
        "The base URL https://api.deepseek.com/labs goes dark on 1 March 2027; your keys work on the default endpoint.",
        ["endpoint https://api.deepseek.com/labs 2027-03-01T00:00"],
    ),
    (
        "https://api.deepseek.com/v1 will be decommissioned on 1 March 2027. New connections are refused from then on.",
        ["endpoint https://api.deepseek.com/v1 2027-03-01T00:00"],
    ),
    (
        "Endpoints go away: https://api.deepseek.com/a on 1 March 2027, https://api.deepseek.com/b on 2 April 2027.",
        [
            "endpoint https://api.deepseek.com/a 2027-03-01T00:00",
            "endpoint https://api.deepseek.com/b 2027-04-02T00:00",
        ],
    ),
    (
        "https://api.deepseek.com/beta 只能用到 2027 年 3 月 1 日。",
        ["endpoint https://api.deepseek.com/beta 2027-03-01T00:00"],
    ),
    (
        "旧网关 https://gw.deepseek.com/v1 定于 2027 年 3 月 1 日关停，连接将被拒绝。",
        ["endpoint https://gw.deepseek.com/v1 2027-03-01T00:00"],
    ),
    (
        "我们将不再通过 https://api.deepseek.com/v1 提供服务，自 2027 年 3 月 1 日起生效。",
        ["endpoint https://api.deepseek.com/v1 2027-03-01T00:00"],
    ),
    (
        "https://api.deepseek.com/a 于 2027 年 3 月 1 日关闭，https://api.deepseek.com/b 于 2027 年 4 月 2 日关闭。",
        [
            "endpoint https://api.deepseek.com/a 2027-03-01T00:00",
            "endpoint https://api.deepseek.com/b 2027-04-02T00:00",
        ],
    ),
    (
        "https://api.deepseek.com/beta 的下线时间由 2027 年 3 月 1 日推迟至 2027 年 4 月 1 日。",
        ["endpoint https://api.deepseek.com/beta 2027-04-01T00:00"],
    ),
    ("The plan to sunset deepseek-chat is hereby revoked and shall have no effect.", ["cancelled deepseek-chat"]),
    ("We decided against retiring deepseek-chat; it remains in the lineup.", ["cancelled deepseek-chat"]),
    ("Good news: deepseek-chat stays. The retirement announced last month is off.", ["cancelled deepseek-chat"]),
    ("deepseek-chat 的停用安排现予撤销。", ["cancelled deepseek-chat"]),
    ("此前公布的 deepseek-chat 下线一事已取消。", ["cancelled deepseek-chat"]),
    ("deepseek-chat 的退役计划中止，服务维持原状。", ["cancelled deepseek-chat"]),
    ("原定下线的 deepseek-chat 保住了。", ["cancelled deepseek-chat"]),
    ("deepseek-chat will go away next quarter. I cannot give you an exact date yet.", ["announced deepseek-chat"]),
    (
        "deepseek-chat is being retired. No date has been set yet; we suggest deepseek-v4-flash.",
        ["announced deepseek-chat deepseek-v4-flash"],
    ),
    ("deepseek-chat：待下线，日期待定，建议改用：deepseek-v4-flash", ["announced deepseek-chat deepseek-v4-flash"]),
]
UNREAD = [
    "https://docs.deepseek.com/beta will be closed on 1 March 2027.",
    "https://status.deepseek.com will be closed on 1 March 2027.",
    "https://api.deepseek.com/beta will be closed to new users on 1 March 2027.",
    "https://api.deepseek.com/beta no longer accepts requests without a key from 1 March 2027.",
    "https://api.deepseek.com/beta 的限流将于 2027 年 3 月 1 日取消。",
    "https://api.deepseek.com/beta 的免费额度将于 2027 年 3 月 1 日失效。",
    "新加坡节点 deepseek-chat 将于 2027 年 3 月 1 日关闭。",
    "When you change deepseek-v3 to deepseek-v4-flash, please also check max_tokens.",
    "把 deepseek-v3 换成 deepseek-v4-flash 的时候，请检查参数。",
    "从 deepseek-v3 迁移到 deepseek-v4-flash 时，需要重新测试。",
    "将 deepseek-chat 的请求切换到 deepseek-v4-flash 时，2027 年 3 月 1 日起会提示。",
    "We have decided against keeping deepseek-chat.",
    "We no longer plan to keep deepseek-chat after 1 March 2027.",
    "The postponement of the shutdown of deepseek-chat is off.",
    "The farewell party for deepseek-chat is on 1 March 2027.",
    "经评估后决定不再推迟 deepseek-chat 的下线。",
    "经评估后决定不再保留 deepseek-chat。",
    "deepseek-chat 的下线安排不再需要审批。",
    "deepseek-chat 的弃用标记将于 2027 年 3 月 1 日移除。",
    "deepseek-chat 待停用的用户请联系客服。",
    "The model name deepseek-chat stops not being served at 2026/07/24 15:59 UTC.",
]


@pytest.mark.parametrize(("text", "states"), READ)
def test_a_letter_states_what_it_says(text: str, states: list[str]) -> None:
    assert told(text) == states


@pytest.mark.parametrize("text", UNREAD)
def test_a_near_miss_states_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("done", ["切换", "迁移", "替换", "升级"])
def test_finishing_a_move_is_advice_and_no_route(done: str) -> None:
    text = f"请您在 2027 年 2 月 28 日前完成{done}，届时 deepseek-v3.2 将下线，替代型号为 DeepSeek-V4-Flash。"
    assert told(text) == ["retired deepseek-v3.2 2027-02-28T00:00 DeepSeek-V4-Flash"]
