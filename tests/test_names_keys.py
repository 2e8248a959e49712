"""Which names are one name written twice, and which are two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotes.names import name_words, usual_role
from quotes.names.keys import fold, organisation_key, person_key

ONE_PERSON = [
    ("Lloyd Austin", "US Defence Secretary, Lloyd Austin"),
    ("Lloyd Austin", "Lloyd Austin, the US secretary of defence"),
    ("Lloyd Austin", "US Defence Secretary Lloyd Austin"),
    ("Lloyd Austin", "Mr. LLOYD  AUSTIN"),
    ("Lloyd Austin", "Lloyd Austin (D)"),
    ("Park Sun-won", "Park Sunwon"),
    ("Park Sun-won", "Sun-won Park"),
    ("Park Sun-won", "Park Sun Won"),
    ("Kim Jong-un", "Kim Jong Un"),
    ("Kim Jong-un", "Kim, Jong Un"),
    ("Chung Eui-yong", "Eui Yong Chung"),
    ("Lê Đức Thọ", "Le Duc Tho"),
    ("Viktor Orbán", "Orbán Viktor"),
    ("Lech Wałęsa", "Lech Walesa"),
    ("Søren Pind", "Soren Pind"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
    ("Volodymyr Zelensky", "Volodymyr Zelenskiy"),
    ("J.D. Vance", "J. D. Vance"),
    ("J.D. Vance", "JD Vance"),
    ("George H.W. Bush", "George H. W. Bush"),
    ("Robert F. Kennedy, Jr.", "Robert F. Kennedy Jr"),
    ("Tim O'Reilly", "Tim O’Reilly"),
    ("Abdel Fattah al-Sisi", "Abdel Fattah Al Sisi"),
    ("Mohammed bin Salman", "Crown Prince Mohammed bin Salman"),
    ("António Guterres", "UN Secretary-General Antonio Guterres"),
    ("Antony Blinken", "Secretary of State Antony Blinken"),
    ("Angela Merkel", "Dr. Angela Merkel"),
    ("Desmond Tutu", "the Rev. Desmond Tutu"),
    ("Anna Ødegård", "Anna Odegard"),
]

TWO_PEOPLE = [
    ("Park Sun-won", "Park Sun-woo"),
    ("Lee Seong-Hyon", "Lee Seong Kweun"),
    ("Mohammed bin Saqr al-Sayegh", "Mohamed al-Saigh"),
    ("George H. W. Bush", "George W. Bush"),
    ("Donald Trump", "Donald Trump Jr."),
    ("Charles Windsor II", "Charles Windsor III"),
    ("John Kelly", "John F. Kelly"),
    ("John Healey", "Denis Healey"),
    ("John Kirby", "John Kerry"),
    ("Carl O'Connor", "Carlo Connor"),
    ("Eva Nash", "Evan Ash"),
    ("Kim Yo-jong", "Kim Jong-yo"),
    ("King Abdullah", "Abdullah Gul"),
    ("Dean Smith", "Delia Smith"),
    ("Robin Goodfellow", "Robin Cook"),
]

MEANINGFUL = (
    name_words.TITLES | name_words.ROYAL | name_words.OFFICES | name_words.PARTICLES | {*name_words.NAMESAKES, "the"}
)
NOT_ENOUGH = [
    "",
    "—",
    "Austin",
    "Mr Austin",
    "Secretary Austin",
    "Lord Mandelson",
    "J. Smith",
    "de Gaulle",
    "Le Pen",
    "von der Leyen",
    "al-Assad",
    "Al Thani",
    "bin Salman",
    "Ocasio-Cortez",
    "Trump Jr.",
    "Jr.",
    "Dr",
    "a senior official",
    "the two brothers",
]


@pytest.mark.parametrize(("one", "other"), ONE_PERSON)
def test_one_person(one: str, other: str) -> None:
    assert person_key(one) == person_key(other) is not None


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_two_people(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)
    assert None not in (person_key(one), person_key(other))


@pytest.mark.parametrize("name", NOT_ENOUGH)
def test_too_little_to_know_anybody_by(name: str) -> None:
    assert person_key(name) is None


@pytest.mark.parametrize("name", ["Pope Francis", "King Charles", "Sheikh Hasina", "Anna Chancellor", "Dean Smith"])
def test_a_title_that_is_part_of_the_name_stays(name: str) -> None:
    assert (person_key(name) or "").replace(".", "") == " ".join(sorted(name.lower().split()))


def test_a_title_that_is_part_of_the_name_comes_first() -> None:
    assert person_key("King Charles") != person_key("Charles King")
    assert person_key("Prince William") != person_key("William Prince")


def test_an_initial_or_a_name_that_looks_like_an_article() -> None:
    assert person_key("An Min-jae") == person_key("Min-jae An")
    assert person_key("A. Ellery Marsh")
    assert person_key("An Israeli officer") is person_key("A Man Apart") is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Kremlin", "Kremlin"),
        ("The Kremlin", "the KREMLIN"),
        ("World Health Organisation", "World Health Organization (WHO)"),
        ("Centre for Strategies and International Studies", "Center for Strategies & International Studies"),
        ("Al-Jazeera", "Al Jazeera"),
        ("Acme Inc.", "Acme"),
        ("U.S. Steel", "US Steel"),
        ("South Korea’s Unification Ministry", "South Korea's unification ministry"),
    ],
)
def test_one_organisation(one: str, other: str) -> None:
    assert organisation_key(one) == organisation_key(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Russian Foreign Ministry", "Chinese Foreign Ministry"),
        ("Bank of England", "Bank of Ireland"),
        ("University of York", "York County"),
        ("Labour Party", "Green Party"),
    ],
)
def test_two_organisations(one: str, other: str) -> None:
    assert organisation_key(one) != organisation_key(other)
    assert None not in (organisation_key(one), organisation_key(other))


@pytest.mark.parametrize(
    "name",
    [
        *("", "the", "—", "police", "the company", "The Foreign Ministry", "Supreme Court", "the Police Department"),
        *(
            "the Coast Guard",
            "National Guard",
            "Election Commission",
            "the Treasury",
            "Authorities",
            "District Attorney",
        ),
    ],
)
def test_may_be_said_of_many_organisations(name: str) -> None:
    assert organisation_key(name) is None


letters = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäéñøł", min_size=3, max_size=9)
NUMERALS = frozenset(
    "iii vii viii xii xiii xiv xvi xix xvii xviii xxi xxii xxiii xxiv xxv xxvi xxvii xxviii xxix xxx".split()
)
words = letters.filter(
    lambda word: not (MEANINGFUL | NUMERALS) & {fold(word)} and not word.endswith(name_words.OFFICE_ENDINGS)
)


def test_a_last_word_in_capitals_is_a_numeral_only_if_it_is_one() -> None:
    assert person_key("ADA IVV") == "ada ivv"
    assert person_key("ADA BYRD XIV") == ".xiv ada byrd"
    assert person_key("ADA XIV") is None


@given(st.lists(words, min_size=2, max_size=4))
def test_letter_case_and_space_never_tell_apart(name: list[str]) -> None:
    assert person_key("\n ".join(name).upper()) == person_key(" ".join(name)) is not None


@given(words, words)
def test_the_family_name_may_come_first_or_last(given_name: str, family: str) -> None:
    key = person_key(f"{given_name} {family}")
    assert key == person_key(f"{family} {given_name}") == person_key(f"{family}, {given_name}")


@given(st.text(max_size=40))
def test_any_text_has_a_key_or_none(name: str) -> None:
    for key in (person_key(name), organisation_key(name)):
        assert key is None or key == " ".join(key.split()) != ""


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ([], None),
        ([("the mayor", 2, "2031-01-01"), ("a guest", 1, "2032-01-01")], "the mayor"),
        ([("The mayor", 1, "2031-01-01"), ("the mayor", 2, ""), ("a candidate", 2, "2033-01-01")], "the mayor"),
        ([("the mayor", 1, "2031-01-01"), ("the senator", 1, "2032-01-01")], "the senator"),
    ],
)
def test_the_usual_role_is_that_of_most_articles(roles: list[tuple[str, int, str]], expected: str | None) -> None:
    for order in (roles, roles[::-1]):
        assert usual_role(order) == expected
