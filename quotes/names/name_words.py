"""The titles, offices, particles and organisation words for `quotes.names.keys`; all folded."""

from __future__ import annotations

from quotes.text import lexicon


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _words("a an the")
SMALL = _words("of the and for in on to")

PRONOUNS = _words(
    """
    i you he she it we they me him her us them my your his its our their mine yours hers ours theirs himself herself
    one who this that these those someone somebody anyone anybody everyone everybody nobody none both all others
    """
)

TITLES = lexicon.words("key-title")
ROYAL = lexicon.words("key-royal")
OFFICES = lexicon.words("key-office")
OFFICE_ENDINGS = ("minister", "president", "secretary", "general", "governor", "director", "chancellor")

# Suffixes that distinguish namesakes, in one spelling.
NAMESAKES = {"jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr", "senior": "sr"}

PARTICLES = lexicon.words("key-particle")

# Korean, Chinese and Vietnamese family names in Latin letters, after or before which the syllables of a
# given name are written together, with a hyphen or apart.
EAST_ASIAN = _words(
    """
    ahn an bae baek bai ban bang byun cai cao cha chae chan chang chen cheng cheong cheung chiang cho choe
    choi chow chu chun chung dang deng ding do dong du fan fang feng gao go goh gong gu guo ha ham han he heo
    ho hong hsieh hsu hu huang hur hwang im jang jeon jeong ji jiang jin jo joo ju jung kang ki kim ko koh
    kong koo kwak kwok kwon lai lam lau lee lei leung li liang lim lin liu lu luo ma maeng meng min mo moon
    myung na nam noh oh ong paik pak pan park peng pyo rhee roh ryu seo seok shen shi shim shin sim so song su
    suh sun sung tae tan tang thae tian tsai uhm um wang wei wi won wong woo wu xi xiao xie xu yan yang ye
    yeo yi yim yoo yoon yu yuan yuk yun zeng zhang zhao zheng zhou zhu
    """
)

LEGAL_FORMS = _words("inc ltd llc plc corp gmbh")

BODIES = lexicon.words("generic")
# The areas of such organisations.
CONCERNS = _words(
    """
    air border central city coast constitutional county criminal culture defence defense district economic
    economy education election elections electoral energy environment external family federal finance foreign
    health high home intelligence interior internal justice labor labour law local lower national planning press
    public regional sports supreme trade transport upper us and for of the
    """
)
# Names made of such words that identify one organisation.
ONE_BODY = frozenset(
    {"state department", "justice department", "department of state", "department of justice", "home office"}
)

SPELLINGS = {"defence": "defense", "centre": "center", "labour": "labor"}
