"""Letters, lists, plates and agendas of an invented region, for the tests and the bench of the typesetter."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from secretariat.publishing.typeset.agenda_pdf import AgendaData, AgendaItem, AgendaPaper, AgendaSession
from secretariat.publishing.typeset.badges_pdf import Badge, BadgesData
from secretariat.publishing.typeset.letter import LetterData
from secretariat.publishing.typeset.model import Letterhead, MeetingFacts
from secretariat.publishing.typeset.participants import (
    ListedGroup,
    ListedPerson,
    ListSection,
    ParticipantsData,
)
from secretariat.publishing.typeset.plates_pdf import Plate, PlatesData

from .sample_report import DENOMINATION

MADE_AT = datetime(2031, 6, 14, 9, 30, tzinfo=UTC)

SECRETARIAT = Letterhead(
    office="The Secretariat",
    name="Secretariat of the Network of the Lantern Coast",
    lines=("12 Harbour Street, Port Selenica", "secretariat@lantern.example"),
)
CHAIR = Letterhead(
    office="The Chair", name="Ms Žofija Črnič", lines=("Ministry of the Interior of Veldania",)
)

LETTER = LetterData(
    letterhead=(CHAIR, SECRETARIAT),
    marking="Members only",
    ref="LC/2031/L.14",
    place_and_date="Port Selenica, 14 June 2031",
    your_ref="MI-77/31",
    addressee=(
        "Mr Ђорђе Ђурашковић",
        "National Coordinator",
        "Υπουργείο Εσωτερικών / Ministria e Brendshme",
        "Osteria*",
    ),
    title="Twelfth meeting of coordinators: invitation and provisional agenda",
    salutation="Dear Coordinator,",
    text="On behalf of the Chair I have the honour to invite the delegation of Osteria* to the twelfth meeting of "
    "coordinators, which the Upper Carpathian ministry has kindly offered to host on 30 and 31 October 2031.\n"
    "The provisional agenda and the papers are annexed. Delegations are asked to name their head, and whoever "
    "accompanies the head, by 1 October 2031, so that the list of participants can be sent round in time. "
    "Osteria* is asked to report on the coastal teams under item 3.\n"
    "Simultaneous interpretation is provided from and into English; delegations that wish to speak another "
    "language bring their own interpreter. The hall is reached without steps.",
    courtesy="Please accept, Sir, the assurances of my highest consideration.",
    signature=("Žofija Črnič", "Chair of the Network", "Në emër të Kryesisë"),
    annexes=("Provisional agenda (LC/2031/AG.12)", "Practical note for delegations (LC/2031/INF.7)"),
    copies=("Embassy of Osteria* in Veldania",),
    generated="Typeset on 14 June 2031 at 11.30 (Port Selenica).",
    footnotes=(DENOMINATION,),
    made_at=MADE_AT,
)

NOTE_VERBALE = LetterData(
    letterhead=(SECRETARIAT,),
    marking="Partners",
    ref="LC/2031/NV.3",
    title="Designation of a contact person",
    text="The Secretariat of the Network of the Lantern Coast presents its compliments to the Ministry of Foreign "
    "Affairs of Osteria* and has the honour to ask for the name of a contact person.\n"
    "The Secretariat avails itself of this opportunity to renew to the Ministry the assurances of its highest "
    "consideration.",
    seal="[initialled and sealed]",
    place_and_date="Port Selenica, 2 July 2031",
    addressee=("Ministry of Foreign Affairs", "Osteria*"),
    footnotes=(DENOMINATION,),
    made_at=MADE_AT,
)


def _head(name: str, function: str = "National Coordinator") -> ListedPerson:
    return ListedPerson(name=name, function=function, capacity="Head of delegation")


PARTICIPANTS = ParticipantsData(
    network_name="Network of Coordinators of the Lantern Coast",
    marking="Members only",
    ref="LC/2031/INF.9",
    title="List of participants",
    state_word="Provisional list as of 12 October 2031",
    meeting=MeetingFacts(
        dates="30 and 31 October 2031", place="Gora Nova, Upper Carpathia", within="Coastal Safety Week"
    ),
    order_line="In English alphabetical order, from the member drawn by lot.",
    sections=(
        ListSection(
            title="Members",
            groups=(
                ListedGroup(
                    name="Osteria*",
                    people=(
                        _head("Ms Élise Mörk"),
                        ListedPerson(
                            name="Mr Ђорђе Ђурашковић", function="Deputy Coordinator", capacity="Alternate"
                        ),
                        ListedPerson(
                            name="Ms Αικατερίνη Παππά",
                            function="Adviser, Ministry of Justice of Osteria*",
                            capacity="Adviser",
                        ),
                    ),
                ),
                ListedGroup(name="Republic of the Lower Isles", remark="Not announced yet"),
                ListedGroup(
                    name="Upper Carpathia",
                    people=(
                        _head("Mr Ștefan Țurcanu"),
                        ListedPerson(
                            name="Ms Şükrü Ağça Güneş",
                            function="Specialist in labour inspection",
                            capacity="Expert",
                        ),
                        ListedPerson(
                            name="Znj. Përparime Çoçoli-Gjergjaj",
                            function="Komisioni vendor, Gora Nova",
                            capacity="Local team",
                            attendance="second day, online",
                        ),
                    ),
                ),
                ListedGroup(name="Veldania", remark="Seat vacant"),
            ),
        ),
        ListSection(
            title="Observers",
            groups=(
                ListedGroup(
                    name="Harbour Cities Association",
                    people=(ListedPerson(name="Mx Łucja Świętek", function="Liaison officer"),),
                ),
            ),
        ),
        ListSection(
            title="Secretariat",
            groups=(
                ListedGroup(
                    name="Secretariat of the Network",
                    people=(ListedPerson(name="Ms Žofija Črnič", function="Rapporteur"),),
                ),
            ),
        ),
    ),
    generated="Typeset on 12 October 2031 at 11.30 (Port Selenica).",
    footnotes=(DENOMINATION,),
    made_at=MADE_AT,
)


def many_participants(groups: int = 60, people: int = 3) -> ParticipantsData:
    """A list over many pages: ``groups`` delegations of ``people`` each."""
    listed = tuple(
        ListedGroup(
            name=f"Shore {at} of Osteria*",
            people=tuple(
                _head(f"Person {at}-{no}", "Coordinator of the interior and the coast")
                for no in range(people)
            ),
        )
        for at in range(1, groups + 1)
    )
    return replace(PARTICIPANTS, sections=(ListSection(title="Members", groups=listed),))


LONGEST_STATE = "United Kingdom of Great Britain and Northern Ireland"

PLATES = PlatesData(
    network_name="Network of Coordinators of the Lantern Coast",
    title="Name plates, twelfth meeting",
    plates=(
        Plate(name="Chair"),
        Plate(name="Osteria*", under="Ms Élise Mörk"),
        Plate(name="Bosnia and Herzegovina"),
        Plate(name="Северна Македонија", under="Severna Makedonija"),
        Plate(name="Ελλάδα"),
        Plate(name="Shqipëria", under="Albania"),
        Plate(name=LONGEST_STATE),
        Plate(name="Donaudampfschifffahrtsgesellschaft"),
        Plate(name="ČŽŠĆĐ Ångström-Ḗgypte"),
    ),
    footnotes=(DENOMINATION,),
    made_at=MADE_AT,
)

BADGES = BadgesData(
    network_name="Network of Coordinators of the Lantern Coast",
    title="Twelfth meeting of coordinators",
    dates="Gora Nova, 30 and 31 October 2031",
    badges=(
        Badge(
            name="Élise Mörk",
            state="Osteria*",
            function="National Coordinator",
            capacity="Head of delegation",
        ),
        Badge(name="Ђорђе Ђурашковић", state="Северна Македонија", function="Заменик координатора"),
        Badge(name="Αικατερίνη Παππά", state="Ελλάδα", function="Σύμβουλος, Υπουργείο Δικαιοσύνης"),
        Badge(
            name="Përparime Çoçoli-Gjergjaj",
            state="Shqipëria",
            function="Komisioni vendor, Gora Nova",
            capacity="Local team",
        ),
        Badge(
            name="Maximiliana Wilhelmina Konstantinopolitanska-Papadimitriou Fernández de la Cotera y Villanueva",
            state=LONGEST_STATE,
            function="Deputy Head of the Directorate for Border Police, Migration and the Combating of Organised "
            "Crime at the Ministry of the Interior, the Civil Service and Local Self-Government of the "
            "Federation, Seconded National Expert",
            capacity="Alternate head of delegation",
        ),
        Badge(name="Li", state="Harbour Cities Association"),
        *(
            Badge(name=f"Ștefan Țurcanu {at}", state="Upper Carpathia", function="Expert", capacity="Expert")
            for at in range(7)
        ),
    ),
    footnotes=(DENOMINATION,),
    made_at=MADE_AT,
)


AGENDA = AgendaData(
    network_name="Network of Coordinators of the Lantern Coast",
    marking="Members only",
    ref="LC/2031/AG.12",
    title="Twelfth meeting of coordinators",
    state_word="Provisional agenda",
    meeting=MeetingFacts(
        dates="30 and 31 October 2031",
        place="Gora Nova, Upper Carpathia",
        organiser="Ministry of the Interior of Upper Carpathia",
    ),
    left_out="Items for the Chair and the Secretariat alone are not in this version.",
    sessions=(
        AgendaSession(
            title="Thursday 30 October, morning",
            time="10.00 to 13.00",
            place="Hall of the Old Mint",
            chair="Ms Žofija Črnič",
            items=(
                AgendaItem(
                    number="1",
                    title="Opening and adoption of the agenda",
                    time="10.00",
                    purpose="for decision",
                ),
                AgendaItem(
                    number="2",
                    title="Approval of the record of the eleventh meeting",
                    time="10.15",
                    purpose="for decision",
                    papers=(AgendaPaper(symbol="LC/2031/REC.11", title="Draft record"),),
                ),
                AgendaItem(
                    number="3",
                    title="Open commitments",
                    time="10.30",
                    sponsor="Secretariat",
                    text="Each seat says what it has done of what it promised.\n"
                    "Έκθεση / Извештај: what is overdue comes first.",
                    papers=(
                        AgendaPaper(symbol="LC/2031/WP.4", title="Open commitments by seat"),
                        AgendaPaper(
                            symbol="LC/2031/WP.4/Add.1",
                            title="Report of Osteria* on the coastal teams",
                            note="late",
                        ),
                    ),
                ),
                AgendaItem(
                    number="3 (a)",
                    title="Guide for labour inspectors",
                    is_under=True,
                    time="11.15",
                    sponsor="Osteria*",
                ),
                AgendaItem(
                    number="3 (b)",
                    title="Përparimi i ekipeve vendore",
                    is_under=True,
                    time="11.45",
                    sponsor="Upper Carpathia",
                    ring_word="Seat of Upper Carpathia",
                ),
            ),
        ),
        AgendaSession(
            title="Thursday 30 October, afternoon",
            time="14.30 to 17.00",
            ring_word="Closed session",
            items=(
                AgendaItem(
                    number="4",
                    title="Early warning between harbours",
                    sponsor="Veldania",
                    purpose="for decision",
                    outcome="Decision 2031/4, adopted by consensus; Osteria* made a statement for the record.",
                ),
                AgendaItem(number="5", title="Next meetings"),
                AgendaItem(number="6", title="Any other business"),
            ),
        ),
        AgendaSession(title="Friday 31 October"),
    ),
    generated="Typeset on 1 September 2031 at 11.30 (Port Selenica).",
    footnotes=(DENOMINATION,),
    made_at=MADE_AT,
)
