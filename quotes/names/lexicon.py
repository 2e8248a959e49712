"""The words by which `quotes.names.keys` knows titles, offices, particles and bodies; all folded."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ARTICLES = _words("a an the")

# Left out wherever they begin a name, even one of a single word ("Mr Kirby").
TITLES = _words(
    """
    mr mrs ms miss mx messrs dr sir dame lord lady baroness prof professor rev reverend fr hon sen senator
    rep gov gen col lt cpt capt captain sgt maj adm cmdr president chancellor secretary premier congressman
    congresswoman ayatollah imam rabbi cardinal archbishop monsignor
    """
)

# Left out only before a name of two words: "Pope Francis" and "Sheikh Hasina" have no other name.
ROYAL = _words("king queen prince princess pope emperor sheikh")
OFFICES = _words(
    """
    minister president secretary chancellor premier spokesman spokeswoman spokesperson senator representative
    lawmaker legislator governor mayor ambassador envoy commissioner director chair chairman chairwoman
    chairperson chief leader deputy head general admiral colonel captain lieutenant sergeant commander
    professor analyst fellow member officer official executive editor founder manager coach judge justice
    bishop attorney prosecutor researcher economist adviser advisor
    """
)
OFFICE_ENDINGS = ("minister", "president", "secretary", "general", "governor", "director", "chancellor")

# What tells namesakes apart, in one spelling.
NAMESAKES = {"jr": "jr", "jnr": "jr", "junior": "jr", "sr": "sr", "snr": "sr", "senior": "sr"}

# Parts of a name by which nobody is known.
PARTICLES = _words(
    """
    al el de da do dos das di del della der den van von zu la le les du bin ibn bint abu st ter ten af av mac
    mc of y e
    """
)

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

# Bodies that every country or town has, and what they are concerned with.
BODIES = _words(
    """
    agency army assembly attorney authorities authority bank board bureau cabinet chamber commission committee
    company congress corporation council court department directorate embassy fire force government group guard
    hospital house institute legislature military ministry navy office officials opposition parliament police
    presidency prison prosecution prosecutors school secretariat security senate service staff state team
    treasury tribunal university
    """
)
CONCERNS = _words(
    """
    air border central city coast constitutional county criminal culture defence defense district economic
    economy education election elections electoral energy environment external family federal finance foreign
    health high home intelligence interior internal justice labor labour law local lower national planning press
    public regional sports supreme trade transport upper us and for of the
    """
)
# Made of such words, and yet said of one body only.
ONE_BODY = frozenset(
    {"state department", "justice department", "department of state", "department of justice", "home office"}
)

SPELLINGS = {"defence": "defense", "centre": "center", "labour": "labor"}
