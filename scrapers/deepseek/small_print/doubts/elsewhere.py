"""Sentences whose numbers do not hold for everybody now: conditional, regional, by another channel, future, or a bound.

Such a number contradicts no table and no promotion; a number without such words does.
"""

import re
from functools import lru_cache

KEPT = 1024
"""Sentences that are remembered: pages repeat theirs for months."""
CONDITION = (
    r"if|when(?:ever)?|unless|provided|depend(?:s|ing)|whether|assuming|in case|exceed\w*|commit(?:s|ted|ments?)?"
    r"|(?:above|over|beyond|below|under|longer than|more than) (?=[0-9])|volumes?|example|e\.g",
    r"若|倘|假如|如果|只要|除非|例如|当[^,。]{1,30}时|超过|超出|以上|以下|达到|取决于|而定",
)
REGION = (
    r"regions?|regional(?:ly)?|countr(?:y|ies)|EU|EEA|UK|APAC|EMEA|USA?(?! ?dollars?|\$)|Europe\w*|America\w*|Asia\w*"
    r"|Africa\w*|China|Chinese|mainland|Hong Kong|Singapore|Japan\w*|Korea\w*|India\w*|German\w*|France|French"
    r"|Brazil\w*|Canad\w*|Australia\w*|Middle East|Switzerland|residency|overseas|abroad|domestic(?:ally)?|elsewhere",
    r"地区|区域|海外|境外|境内|国内|国际站|国际版|欧盟|欧洲|美国|英国|日本|韩国|新加坡|香港|大陆|亚太|当地",
)
CHANNEL = (
    r"batch\w*|flex|priority|via|through|resell\w*|resold|partners?|third[- ]part(?:y|ies)|providers?|marketplaces?"
    r"|Azure|AWS|Amazon|Bedrock|Vertex|Google|OpenRouter|hosted|self[- ]host\w*|on[- ]prem\w*|dedicated|reserved"
    r"|provisioned|enterprises?|subscri\w+|plans?|tiers?|members?|students?|academic\w*|universit\w+|start-?ups?"
    r"|non-?profits?|fine[- ]?tun\w*|coupons?|vouchers?",
    r"批量|批处理|离线|渠道|通过|经由|第三方|合作|代理|转售|服务商|阿里云|腾讯云|华为云|百度|火山引擎|云厂商|套餐|订阅"
    r"|会员|企业版|学生|高校|教育|专属|预留|私有|微调|优先|极速|优惠券|代金券",
)
FUTURE = (
    r"(?<!you )will(?! be (?:charged|billed))|soon|going to|about to|next|upcoming|future|planned|expect\w*|tomorrow"
    r"|later|eventually|scheduled|would|may|might|could|likely|probably|perhaps|proposed",
    r"将会|将(?=涨|降|调|变|上|下|提|恢)|即将|未来|今后|计划|预计|拟|下月|下个月|下周|明年|明天|届时|日后|很快|可能|或许",
)
BOUND = (
    r"up to|at (?:most|least)|(?:maxim|minim)um|as (?:low|little|high|much) as|start(?:s|ing)? at|roughly|about"
    r"|approx\w*|around|nearly|almost|average\w*|typical\w*|estimate\w*",
    r"最高|最低|至多|至少|高达|低至|左右|约|平均|元起",
)
KINDS = (CONDITION, REGION, CHANNEL, FUTURE, BOUND)
WORDS = re.compile(
    rf"\b(?:{'|'.join(english for english, _ in KINDS)})\b|{'|'.join(chinese for _, chinese in KINDS)}",
    re.IGNORECASE,
)
PART = re.compile(r"\([^()]*\)|(?:,(?![0-9]{3})|;)[^,;()]*")
"""Parts that may narrow the one number in them; Chinese punctuation is normalised before."""
NUMBER = re.compile(r"[0-9]")


@lru_cache(maxsize=KEPT)
def standard(text: str) -> str:
    """Return a sentence without parts whose number does not hold for everybody: "(batch 85%)"."""
    return PART.sub(lambda part: "" if NUMBER.search(part[0]) and WORDS.search(part[0]) else part[0], text)


@lru_cache(maxsize=KEPT)
def is_elsewhere(sentence: str) -> bool:
    """Return True if the number of a sentence is not what everybody pays now."""
    return WORDS.search(standard(sentence)) is not None
