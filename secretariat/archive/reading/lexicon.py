"""The words the rules know: verbs by the kind of entry they open, offices, bodies, sections, adverbs.

Nothing here belongs to one paper. A word that is missing is added here, not in a rule.
"""

from __future__ import annotations

import re
from typing import Final

from secretariat.archive.reading.model import EntryKind

# The capitals of Latin, Greek and Cyrillic, which regular expressions have no class for.
UPPER: Final = "".join(c for c in map(chr, range(0x41, 0x530)) if c.isupper())

# Verbs that open an entry of their kind by themselves. Third person, past and present.
STRONG: Final[dict[EntryKind, str]] = {
    "support": "welcomed welcomes supported supports endorsed endorses seconded seconds aligned aligns "
    "concurred concurs agreed agrees backed backs commended commends",
    "reservation": "opposed opposes objected objects cautioned cautions doubted doubts questioned questions "
    "disagreed disagrees warned warns criticized criticised regretted regrets complained complains "
    "rejected rejects",
    "request": "asked asks requested requests invited invites encouraged encourages urged urges appealed "
    "appeals enquired inquired enquires inquires queried",
    "proposal": "proposed proposes suggested suggests recommended recommends nominated nominates moved "
    "wondered wonders advocated advocates",
    "offer": "offered offers volunteered volunteers",
    "commitment": "undertook undertakes committed commits pledged pledges promised promises",
}
INFORMING: Final = (
    "given informed informs explained explains reported reports presented presents announced announces recalled "
    "recalls briefed briefs updated updates clarified clarifies described describes summarised summarized "
    "summarises summarizes outlined outlines replied replies answered answers introduced introduces "
    "provided provides gave gives showed shows reviewed intimated mentioned mentions demonstrated confirmed "
    "confirms indicated indicates joined shared shares delivered delivers read conveyed conveys transmitted "
    "told tells illustrated stepped"
)
NEUTRAL: Final = (
    "recognized recognised recognizes recognises wanted appreciated appreciates said says stated states "
    "noted notes added adds thought thinks felt feels believed believes considered "
    "considers stressed stresses emphasized emphasised emphasizes emphasises underlined underlines "
    "underscored underscores highlighted highlights pointed points observed observes remarked remarks "
    "commented comments argued argues responded responds continued continues concluded concludes declared "
    "declares maintained expressed expresses acknowledged acknowledges reiterated reiterates affirmed "
    "hoped hopes raised raises drew draws wished referred refers thanked thanks praised insisted insists "
    "called calls spoke speaks opened opens closed closes adjourned adjourns"
)

# Plain forms, which speak only behind an auxiliary: "did not support", "would like to propose".
PLAIN: Final[dict[str, str]] = {
    "support": "support",
    "endorse": "support",
    "accept": "support",
    "agree": "support",
    "share": "support",
    "propose": "proposal",
    "suggest": "proposal",
    "recommend": "proposal",
    "ask": "request",
    "request": "request",
    "invite": "request",
}
AUXILIARY: Final = re.compile(
    r"(?:\b(?:did|does|do|could|can|would|will)\s*(?:not|n['’]t)?|\bcannot|\b(?:like|likes|wished|wishes|wanted)\s+to)\s*$"
)

KIND_OF_VERB: Final[dict[str, str]] = {
    **PLAIN,
    **dict.fromkeys(NEUTRAL.split(), "statement"),
    **dict.fromkeys(INFORMING.split(), "information"),
    **{w: kind for kind, words in STRONG.items() for w in words.split()},
}
VERB: Final = re.compile(r"\b(?:" + "|".join(sorted(KIND_OF_VERB, key=len, reverse=True)) + r")\b")
STRONG_VERB: Final = re.compile(
    r"\b(?:"
    + "|".join(sorted((w for words in STRONG.values() for w in words.split()), key=len, reverse=True))
    + r")\b"
)

HONORIFIC: Final = (
    r"(?:H\.?\s?E\.?\s+)?(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Madam|Ambassador|Amb|"
    r"Minister|Judge|General|Gen|Colonel|Col|Captain|Capt|Commander|Major|Rev|Hon|Messrs|MR|MRS|MS|DR|PROF|"
    r"MESSRS|SIR|Г-н|Г-ѓа|Г-дин|Gdin|Gospodin|Gospođa|H\.E)\b\.?"
)
PARTICLES: Final = r"(?:van|von|der|den|de|del|della|di|da|dos|du|la|le|el|al|bin|ben|ibn|zu|ter|ten|af|av)"
NAME_TOKEN: Final = rf"(?:(?:[{UPPER}]\.-?){{1,4}}(?=\s)|[{UPPER}][\w’'\-]*[\w’]|[{UPPER}]\.)"
NAME: Final = rf"{NAME_TOKEN}(?:\s+(?:{PARTICLES}\s+){{0,2}}{NAME_TOKEN}){{0,4}}"
HONORIFIC_NAME: Final = re.compile(
    rf"(?<![\w])(?P<hon>{HONORIFIC})\s+(?P<name>(?:{PARTICLES}\s+){{0,2}}{NAME})"
)
FULL_NAME: Final = re.compile(rf"{NAME_TOKEN}(?:\s+(?:{PARTICLES}\s+){{0,2}}{NAME_TOKEN}){{1,4}}")

OFFICE: Final = re.compile(
    r"\b(?:(?:vice|co|deputy|under|assistant|acting)[- ])?(?:coordinator|co-ordinator|rapporteur|secretary(?:[- ]general)?|director(?:[- ]general)?|"
    r"minister|head|chief|adviser|advisor|chair(?:man|woman|person)?|president|ambassador|consul|counsellor|attach[ée]|"
    r"officer|expert|manager|commissioner|prosecutor|inspector|delegate|representative|spokesperson|moderator|"
    r"specialist|analyst|lead(?:er)?|judge|professor|assistant|intern|treasurer|governor|mayor|editor|primary|alternate|substitute|"
    r"focal point|secretariat|observer|member)s?\b",
    re.I,
)
AUTHORITY: Final = (
    r"(?:Ministry|Ministries|Office|Commission|Centre|Center|Agency|Department|Directorate|Bureau|Institute|"
    r"Council|Authority|Service|Secretariat|Organi[sz]ation|Committee|Union|University|Court|Parliament|"
    r"Foundation|Association|Police|Embassy|Mission|Board|Administration|Government)"
)
BODY_NOUN: Final = (
    r"(?:Network|Working Group|Sub-?group|Expert Group|Expert Team|Harmoni[sz]ation Group|Group|Steering Committee|"
    r"Committee|Commission|Board|Council|Working Party|Task Force|Task Team|Platform|Plenary|Forum|Conference|"
    r"Assembly|Alliance|Association|Partnership|Initiative|Panel|Negotiations|Consultations|Team|Pilot|Bureau)"
)
# The meeting itself as the subject of a sentence.
BODY_SUBJECT: Final = re.compile(
    r"(?:(?:the|this)\s+(?:\w+[\s-]){0,2}?(?:meeting|group|sub-?group|committee|conference|board|council|commission|team|"
    r"panel|plenary|platform|assembly|session|working\s+(?:group|party)|workshop|network|forum|bureau|membership)|"
    r"all\s+(?:those\s+)?present|the\s+participants|participants|all\s+participants|it)\b",
    re.I,
)
PLURAL_SEAT: Final = re.compile(
    r"(?:(?:some|several|many|most|all|both|two|three|four|a\s+number\s+of|other|certain|various|a\s+few|one|the)\s+(?:of\s+the\s+|other\s+|the\s+)?)?"
    r"(?:(?:team|committee|board|group)\s+)?"
    r"(?:participants?|representatives?|delegations?|delegates?|members?|member\s+states|observers?|speakers?|countries|experts|coordinators|companies|producers)"
    r"(?:\s+of\s+[A-Z]{2,}\w*)?\b",
    re.I,
)
ROLE_SEAT: Final = re.compile(
    r"(?:the|an?)\s+(?:(?:vice|co|deputy|acting)[- ])?(?:chair(?:man|woman|person)?s?|president|secretariat|"
    r"executive\s+secretary|secretary(?:[- ]general)?|rapporteur|moderator|facilitator|treasurer|director(?:[- ]general)?)\b"
    r"(?!['’])",
    re.I,
)
ENVOY_SEAT: Final = re.compile(
    r"(?:(?:the|an?|one|some|several)\s+)?(?:representative|delegate|delegation|delegates|representatives|member|expert|observer|participant|speaker)s?\s+(?:of|from)\s+",
    re.I,
)

ROLL_SECTION: Final = re.compile(
    r"(?:\d+[.)]?\s*)?(?:list\s+of\s+)?(?:(?:meeting|other|remote|online|voting|those)\s+)?"
    r"(?:participants?|participation|attendees?|attendance|present|in\s+attendance|delegations?|delegates|members\s+present|roll(?:\s+call)?|"
    r"present\s+were|others\s+present(?:\s+were)?|those\s+present|people\s+present)\b[^.:,]{0,30}",
    re.I,
)
ABSENT_SECTION: Final = re.compile(
    r"(?:apologies|apologies\s+for\s+absence|apologised|excused|absent|regrets|not\s+present|unable\s+to\s+attend)\b[^.]{0,40}",
    re.I,
)
ROLL_SUBSECTION: Final = re.compile(
    r".{0,60}\b(?:members?|staff|secretariat|observers?|guests?|experts?|speakers?|delegations?|representatives?|states|countries|"
    r"partners?|others?|online|remote|in\s+person|participants?|attendees|invited|apologies)\b.{0,30}",
    re.I,
)
AGENDA_SECTION: Final = re.compile(
    r"(?:\d+[.)]?\s*)?(?:draft\s+|provisional\s+|proposed\s+)?agenda(?:\s+(?:topics|items))?", re.I
)
DECISION_SECTION: Final = re.compile(
    r"(?:\d+[.)]?\s*)?(?:list\s+of\s+|summary\s+of\s+|key\s+)?(?:decisions?|resolutions?|conclusions?|agreed\s+points)\b.{0,30}",
    re.I,
)
ACTION_SECTION: Final = re.compile(
    r"(?:\d+[.)]?\s*)?(?:list\s+of\s+|summary\s+of\s+|new\s+|open\s+)?(?:actions?(?:\s+(?:items|points|list))?|to[- ]dos?|next\s+steps|tasks|follow[- ]up)\b.{0,25}",
    re.I,
)
NEXT_SECTION: Final = re.compile(
    r"(?:\d+[.)]?\s*)?(?:date\s+(?:and\s+place\s+)?of\s+(?:the\s+)?)?(?:(?:next|future|upcoming|forthcoming)\s+(?:meetings?|sessions?|calls?|events?)\b.{0,30}|meetings?)",
    re.I,
)
SILENT_SECTION: Final = re.compile(
    r"(?:annex|appendix|appendices)\b.{0,50}|references|acknowledge?ments|documents|presentations?(?:\s+and\s+recordings?)?|"
    r"recordings?|links|slides|bibliography|table\s+of\s+contents|contents",
    re.I,
)
ANNEX_SECTION: Final = re.compile(r"(?:annex|appendix|appendices)\b.{0,80}", re.I)
