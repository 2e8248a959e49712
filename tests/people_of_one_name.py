"""Invented articles about people of one name: two people, or one person whom articles describe in different ways."""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    """Articles that all have one full name, each with its date, and the number of people who bear it."""

    id: str
    name: str
    people: int
    articles: tuple[tuple[str | None, str], ...]


def _case(id: str, name: str, people: int, *articles: tuple[str | None, str]) -> Case:
    return Case(id, name, people, articles)


CASES = [
    # Gender
    _case(
        "he by title, she by title",
        "Marley Orwick",
        2,
        ("2031-03-01", "Marley Orwick runs the ferry office. “The boats are full,” Mr. Orwick said."),
        ("2031-05-09", "Marley Orwick paints gulls. “I begin at dawn,” Ms. Orwick said in her studio."),
    ),
    _case(
        "he by pronouns, she by pronouns",
        "Robin Tasker",
        2,
        (
            "2031-03-01",
            "Robin Tasker keeps bees above the quay. “They came back in May,” he said. "
            "He has forty hives. “I lost six in the storm,” he added. “It was a hard winter,” he said.",
        ),
        (
            "2031-03-07",
            "Robin Tasker was at the reading on Friday. “I wrote it in a month,” she said. "
            "She laughed. “My sister typed it,” she added. “Nobody asked for a second one,” she said.",
        ),
    ),
    _case(
        "he in both, once by title",
        "Robin Velmont",
        1,
        ("2031-03-01", "Robin Velmont keeps the lock. “The gates leak,” he said. “We wait for parts,” he added."),
        ("2031-04-01", "Robin Velmont wants a new gate. “It is urgent,” Mr. Velmont said."),
    ),
    _case(
        "a woman quoted about her husband",
        "Jordan Pellow",
        1,
        ("2031-03-01", "Jordan Pellow spoke first. “We are tired,” Ms. Pellow said. Her husband, a cook, agreed."),
        ("2031-04-01", "Jordan Pellow left the room with her son. “He is six,” she said. “He wants to go,” she said."),
    ),
    _case(
        "one pronoun alone is not enough",
        "Kerry Standish",
        1,
        ("2031-03-01", "Kerry Standish chairs the trust. “The roof comes first,” Ms. Standish said."),
        ("2031-03-02", "Kerry Standish and Paul Morrow met. “The trust is in debt,” he said."),
    ),
    # Kinds of office at one time
    _case(
        "senator and coach at one time",
        "Mark Tolliver",
        2,
        ("2031-03-01", "Senator Mark Tolliver opposed the bill. “It costs too much,” Senator Mark Tolliver said."),
        ("2031-03-20", "The Gulls lost again. “We had no legs,” coach Mark Tolliver said after the game."),
        ("2031-04-02", "“The vote is on Monday,” said Senator Mark Tolliver."),
    ),
    _case(
        "drummer and judge",
        "Hugh Penrose",
        2,
        ("2031-03-01", "“The tour begins in Lowmouth,” said drummer Hugh Penrose."),
        ("2031-06-20", "“The sentence is nine years,” said Judge Hugh Penrose."),
    ),
    _case(
        "surgeon and pupil",
        "Nina Corrigan",
        2,
        ("2031-03-01", "“The operation took six hours,” said Nina Corrigan, a surgeon at Lowmouth Hospital."),
        ("2031-09-20", "“We planted forty trees,” said Nina Corrigan, a pupil at the Quay School."),
    ),
    _case(
        "president of a university and head of state",
        "Elena Drovic",
        2,
        ("2031-03-01", "“The border stays open,” President Elena Drovic told parliament."),
        ("2031-03-02", "“Fees will not rise,” said Elena Drovic, president of Lowmouth University."),
        ("2031-03-05", "“We want peace,” said President Elena Drovic in a televised address."),
    ),
    _case(
        "prime minister and goalkeeper",
        "Tomas Reyle",
        2,
        ("2031-03-01", "“Taxes will fall,” said Prime Minister Tomas Reyle."),
        ("2031-03-08", "“I never saw the ball,” goalkeeper Tomas Reyle said."),
    ),
    _case(
        "bishop and guitarist",
        "Aldous Fenn",
        2,
        ("2031-03-01", "“The cathedral needs a roof,” said Bishop Aldous Fenn."),
        ("2031-11-08", "“We recorded it in a barn,” said guitarist Aldous Fenn."),
    ),
    _case(
        "governor and gunman",
        "Dale Hackett",
        2,
        ("2031-03-01", "“The dam is safe,” said Governor Dale Hackett."),
        ("2031-03-18", "“I had nothing to lose,” the gunman, Dale Hackett, told police after the robbery."),
    ),
    _case(
        "plumber and cardiologist",
        "Ivor Lund",
        2,
        ("2031-03-01", "“The pipes were lead,” said Ivor Lund, a plumber."),
        ("2031-03-18", "“The heart is a pump,” said Ivor Lund, a cardiologist at the clinic."),
    ),
    _case(
        "admiral and actress",
        "Vivian Strake",
        2,
        ("2031-03-01", "“The fleet is ready,” said Admiral Vivian Strake."),
        ("2031-03-18", "“The part was written for me,” said actress Vivian Strake."),
    ),
    _case(
        "minister and rapper",
        "Leon Abara",
        2,
        ("2031-03-01", "“Schools reopen in May,” Education Minister Leon Abara said."),
        ("2031-05-18", "“I write on trains,” rapper Leon Abara said."),
    ),
    _case(
        "congressman and sergeant",
        "Carl Ostrom",
        2,
        ("2031-03-01", "“The bill is dead,” said Congressman Carl Ostrom."),
        ("2031-04-18", "“The road was mined,” said Sergeant Carl Ostrom, who serves with the Third Rifles."),
    ),
    _case(
        "judge and nurse",
        "Petra Wynne",
        2,
        ("2031-03-01", "“The court will rise,” said Judge Petra Wynne."),
        ("2031-03-28", "“The ward is full,” said Petra Wynne, a nurse."),
    ),
    # Kinds of office, bound or after one another
    _case(
        "a former general is a senator",
        "Rufus Calder",
        1,
        ("2028-03-01", "“The valley is ours,” said General Rufus Calder."),
        ("2031-03-18", "“The budget is too small,” said Senator Rufus Calder, a former general."),
    ),
    _case(
        "an actor becomes president",
        "Bruno Amsel",
        1,
        ("2021-03-01", "“The script is poor,” said actor Bruno Amsel."),
        ("2031-03-18", "“The treaty is signed,” said President Bruno Amsel."),
    ),
    _case(
        "a businessman becomes minister",
        "Otis Greave",
        1,
        ("2031-01-01", "“We sold more boats,” said Otis Greave, chief executive of Quay Marine."),
        ("2031-03-18", "“Ports are open,” said Transport Minister Otis Greave."),
    ),
    _case(
        "an astronaut becomes senator, and one article has both",
        "Mark Delling",
        1,
        ("2031-01-01", "“The view is blue,” said astronaut Mark Delling."),
        ("2031-03-18", "“I was a coach before I ran,” said Senator Mark Delling, who coached the Gulls for ten years."),
        ("2031-03-20", "“The Gulls will win,” said coach Mark Delling."),
    ),
    _case(
        "a boxer becomes mayor",
        "Vitas Korol",
        1,
        ("2024-01-01", "“I will win in the fifth round,” said boxer Vitas Korol."),
        ("2031-03-18", "“The trams run again,” said Mayor Vitas Korol."),
    ),
    _case(
        "a deputy is promoted",
        "Mina Farrow",
        1,
        ("2031-01-01", "“The report is late,” said Deputy Finance Minister Mina Farrow."),
        ("2031-03-18", "“The report is out,” said Finance Minister Mina Farrow."),
    ),
    _case(
        "from congress to the cabinet",
        "Miles Ashdown",
        1,
        ("2031-01-01", "“I will vote against it,” said Representative Miles Ashdown."),
        ("2031-02-18", "“The state will pay,” said Health Secretary Miles Ashdown."),
    ),
    _case(
        "a professor and minister",
        "Greta Holm",
        1,
        ("2031-01-01", "“Rents follow wages,” said Greta Holm, a professor of economics."),
        ("2031-02-18", "“Rents are frozen,” said Housing Minister Greta Holm."),
    ),
    _case(
        "a lawyer and senator",
        "Silas Budd",
        1,
        ("2031-01-01", "“My client is innocent,” said Silas Budd, a lawyer."),
        ("2031-02-18", "“The committee will hear her,” said Senator Silas Budd."),
    ),
    _case(
        "a former office",
        "Edna Garrick",
        1,
        ("2031-01-01", "“The law must change,” said former Governor Edna Garrick."),
        ("2031-01-18", "“The law must change soon,” said Edna Garrick, president of Lowmouth University."),
    ),
    _case(
        "an officer of the army is a doctor",
        "Tilda Marchbank",
        1,
        ("2031-01-01", "“The wounded are stable,” said Colonel Tilda Marchbank."),
        ("2031-01-18", "“The wound was deep,” said Tilda Marchbank, a surgeon."),
    ),
    _case(
        "a player who is a student",
        "Jory Penhale",
        1,
        ("2031-01-01", "“I practise at night,” said Jory Penhale, a student at Lowmouth."),
        ("2031-01-18", "“I saw the gap,” said striker Jory Penhale."),
    ),
    _case(
        "a player becomes coach",
        "Sven Ramsey",
        1,
        ("2031-01-01", "“My knee is fine,” said midfielder Sven Ramsey."),
        ("2031-06-18", "“They ran for me,” said coach Sven Ramsey."),
    ),
    _case(
        "a singer and actress",
        "Lola Wick",
        1,
        ("2031-01-01", "“The album is done,” said singer Lola Wick."),
        ("2031-02-18", "“The film is done,” said actress Lola Wick."),
    ),
    _case(
        "a pupil becomes a nurse",
        "Amy Toller",
        1,
        ("2018-01-01", "“We want a library,” said Amy Toller, a pupil."),
        ("2031-02-18", "“The ward is full,” said Amy Toller, a nurse."),
    ),
    _case(
        "a woman who married",
        "Ruth Sandoval",
        1,
        ("2031-01-01", "Ruth Sandoval runs the bakery. “We begin at three,” Miss Sandoval said."),
        ("2033-02-18", "Ruth Sandoval sold the bakery. “We slept,” Mrs. Sandoval said."),
    ),
    _case(
        "a president of a company and its chief executive",
        "Ulla Brandt",
        1,
        ("2031-01-01", "“Sales fell,” said Ulla Brandt, president of Quay Marine."),
        ("2031-01-19", "“Sales rose,” said Ulla Brandt, chief executive of Quay Marine."),
    ),
    # Life
    _case(
        "one who died and one who speaks now",
        "Hal Burridge",
        2,
        (
            "2031-01-01",
            "The song was first sung by the late Hal Burridge, who died in 1994. “I sang what I saw,” Burridge said.",
        ),
        ("2031-02-18", "Hal Burridge, 34, opened a café in June. “The coffee is local,” he said."),
    ),
    _case(
        "sixteen and sixty-two",
        "Ivy Mercer",
        2,
        ("2030-01-01", "“I swam every day,” said Ivy Mercer, 16."),
        ("2031-02-18", "“I have lived here since the war,” said Ivy Mercer, 62."),
    ),
    _case(
        "a year older",
        "Ivy Langford",
        1,
        ("2030-01-01", "“I swam every day,” said Ivy Langford, 61."),
        ("2031-02-18", "“I still swim,” said Ivy Langford, 62."),
    ),
    _case(
        "sixteen, and then thirty",
        "Noel Brisco",
        1,
        ("2017-01-01", "“I swam every day,” said Noel Brisco, 16."),
        ("2031-02-18", "“I still swim,” said Noel Brisco, 30."),
    ),
    _case(
        "one who died this year",
        "Gus Hanley",
        1,
        ("2031-01-01", "“The orchard is old,” said Gus Hanley, 88."),
        ("2031-10-18", "The late Gus Hanley planted the orchard. “It will outlive me,” Hanley said in January."),
    ),
    _case(
        "a minister in 1991 and a swimmer in 2002",
        "Ilka Thorne",
        2,
        ("1991-04-01", "“The mines will close,” said Energy Minister Ilka Thorne."),
        ("2002-07-18", "“The water was cold,” said swimmer Ilka Thorne."),
    ),
    # Place
    _case(
        "senators of two states",
        "Ada Birch",
        2,
        ("2031-04-01", "“The bill is good,” said Sen. Ada Birch (D-Ohio)."),
        ("2031-04-18", "“The bill is bad,” said Sen. Ada Birch (R-Utah)."),
    ),
    _case(
        "mayors of two towns",
        "Cora Nettle",
        2,
        ("2031-04-01", "“The bridge is closed,” said Cora Nettle, mayor of Lowmouth."),
        ("2031-04-18", "“The fair is on,” said Cora Nettle, mayor of Ostrelle."),
    ),
    _case(
        "one mayor, written in two ways",
        "Cora Sutter",
        1,
        ("2031-04-01", "“The bridge is closed,” said Cora Sutter, mayor of Port Lowmouth."),
        ("2031-04-18", "“The fair is on,” said Lowmouth Mayor Cora Sutter."),
    ),
    _case(
        "ministers of two countries",
        "Paul Lindgren",
        2,
        ("2031-04-01", "“The sea is ours,” said Norwegian Defence Minister Paul Lindgren."),
        ("2031-04-18", "“The troops stay,” said Canadian Defence Minister Paul Lindgren."),
    ),
    _case(
        "a minister of one country abroad",
        "Paul Aske",
        1,
        ("2031-04-01", "“The sea is ours,” said Norwegian Foreign Minister Paul Aske."),
        ("2031-04-18", "“The talks went well,” said Foreign Minister Paul Aske in Canada."),
    ),
    # Names
    _case(
        "a father and his son",
        "Abel Quill",
        2,
        ("2031-04-01", "“The mill is mine,” said Abel Quill Sr."),
        ("2031-04-18", "“The mill is sold,” said Abel Quill Jr."),
    ),
]
