"""A coordinator invites somebody; a link is good once, for three days, for one person."""

from domain.model.people import Role
from domain.services import membership
from handlers.links import start_link, token_hash
from tests.stories.invitation import invited, last_link
from tests.stories.network import Network, network
from tests.stories.town import Phone, Town


async def _members(town: Town) -> int:
    return len([one for one in await town.do(lambda work: work.people.all()) if one.is_member])


async def test_a_new_person_is_invited_by_name_and_joins(town: Town) -> None:
    people = await network(town)
    await people.coordinator.sends("/einladen")
    await people.coordinator.sees("Für welchen Partner?", "Fachstelle Nord", "Wohnhaus Minden")
    await people.coordinator.taps("Fachstelle Nord")
    await people.coordinator.taps("Neue Person")
    await people.coordinator.sends("Nina Neu, Wohnungssicherung, 05731 77")
    await people.coordinator.taps("Leitung")
    await people.coordinator.shows("Einladung für Nina Neu", "72 Stunden")
    messages = await people.coordinator.messages()
    assert messages[-1]["photo"], "the link comes as a picture too"
    await people.coordinator.reads_all()

    nina = await (await town.phone("N.")).opens(await last_link(people.coordinator))
    await nina.sees(
        "Guten Tag, Nina Neu. Sie sind angemeldet: Fachstelle Nord, Wohnungssicherung.", "Verstanden"
    )
    await people.coordinator.sees("Nina Neu, Fachstelle Nord, ist jetzt dabei.")
    person = await town.do(lambda work: work.people.by_telegram(nina.user))
    assert person is not None
    assert (person.role, person.phone) == (Role.LEAD, "05731 77")


async def test_somebody_of_the_directory_gets_the_account_without_a_second_entry(town: Town) -> None:
    people = await network(town)
    await people.coordinator.sends("/einladen")
    await people.coordinator.taps("Ordnungsamt Hille")
    await people.coordinator.taps("Otto Ohm")
    await people.coordinator.taps("Mitglied")
    otto = await (await town.phone("Otto")).opens(await last_link(people.coordinator))
    await otto.sees("Guten Tag, Otto Ohm. Sie sind angemeldet: Ordnungsamt Hille, Ordnungsamt.")
    person = await town.do(lambda work: work.people.by_telegram(otto.user))
    assert person is not None
    assert person.id == people.otto


async def test_only_coordinators_invite(town: Town) -> None:
    people = await network(town)
    await people.carla.sends("/einladen")
    await people.carla.sees("Das darf nur die Koordination.")


async def test_a_used_link_admits_nobody_else(town: Town) -> None:
    people = await network(town)
    link = await invited(people.coordinator, "Fachstelle Nord", "Nina Neu")
    await (await town.phone("Nina")).opens(link)
    before = await _members(town)
    stranger = await (await town.phone("Mallory")).opens(link)
    await stranger.sees("Dieser Link wurde schon benutzt.")
    await stranger.sends("/start")
    await stranger.sees("Dieser Dienst ist für Mitglieder.")
    assert await _members(town) == before


async def test_the_same_person_cannot_use_it_twice_either(town: Town) -> None:
    people = await network(town)
    link = await invited(people.coordinator, "Fachstelle Nord", "Nina Neu")
    nina = await (await town.phone("Nina")).opens(link)
    await nina.reads_all()
    await nina.opens(link)
    await nina.sees("Dieser Link wurde schon benutzt.")


async def test_a_link_expires_after_72_hours(town: Town) -> None:
    people = await network(town)
    link = await invited(people.coordinator, "Fachstelle Nord", "Nina Neu")
    await town.forward(hours=71, minutes=59)
    early = await _opens_in_time(town, people, link)
    await early.sees("Guten Tag, Nina Neu")

    late = await invited(people.coordinator, "Fachstelle Nord", "Lena Lang")
    await town.forward(hours=72)
    lena = await (await town.phone("Lena")).opens(late)
    await lena.sees("Dieser Link ist abgelaufen.")
    assert await town.do(lambda work: work.people.by_telegram(lena.user)) is None


async def _opens_in_time(town: Town, people: Network, link: str) -> Phone:
    phone = await (await town.phone("Nina")).opens(link)
    await people.coordinator.reads_all()
    return phone


async def test_a_member_who_opens_a_link_changes_nothing_and_leaves_it_good(town: Town) -> None:
    people = await network(town)
    link = await invited(people.coordinator, "Fachstelle Nord", "Nina Neu")
    await people.anna.opens(link)
    await people.anna.sees("Sie sind schon angemeldet.")
    nina = await (await town.phone("Nina")).opens(link)
    await nina.sees("Guten Tag, Nina Neu")


async def test_a_second_invitation_ends_the_first(town: Town) -> None:
    people = await network(town)
    first = await invited(people.coordinator, "Fachstelle Nord", "Nina Neu")
    second = await invited(people.coordinator, "Fachstelle Nord", "Nina Neu")
    nina = await town.phone("Nina")
    await nina.opens(first)
    await nina.sees("Dieser Link ist abgelaufen.")
    await nina.opens(second)
    await nina.sees("Guten Tag, Nina Neu")
    named = [one for one in await town.do(lambda work: work.people.all()) if one.name == "Nina Neu"]
    assert len(named) == 1


async def test_twenty_invitations_a_day_are_enough(town: Town) -> None:
    people = await network(town)
    for number in range(membership.INVITATIONS_A_DAY):
        await invited(people.coordinator, "Fachstelle Nord", f"Nina {'I' * (number + 1)}")
    await people.coordinator.sends("/einladen")
    await people.coordinator.taps("Fachstelle Nord")
    await people.coordinator.taps("Nina I")
    toast = await people.coordinator.taps("Mitglied")
    assert "Mehr als 20 Einladungen" in toast


async def test_a_name_that_is_none_is_asked_again_and_can_be_cancelled(town: Town) -> None:
    people = await network(town)
    await people.coordinator.sends("/einladen")
    await people.coordinator.taps("Fachstelle Nord")
    await people.coordinator.taps("Neue Person")
    await people.coordinator.reads_all()
    for typed in ("05731 1000", "a, b, c, d", "@nina", "N"):
        await people.coordinator.sends(typed)
        await people.coordinator.sees("Bitte so: Anna Alt")
    await people.coordinator.taps("Abbrechen")
    await people.coordinator.shows("Abgebrochen.")
    await people.coordinator.sends("doch nicht")
    await people.coordinator.sees("Das habe ich nicht verstanden.")


async def test_the_first_coordinator_comes_by_the_command_line(town: Town) -> None:
    token = "a-token-of-the-command-line"
    await town.do(
        lambda work: membership.invite_first(
            work, partner="Kreis", name="Karin Kurz", token_hash=token_hash(token)
        )
    )
    karin = await (await town.phone("Karin")).opens(start_link("kurzewege_bot", token))
    await karin.sees("Guten Tag, Karin Kurz. Sie sind angemeldet: Kreis.")
    await karin.sends("/einladen")
    await karin.sees("Für welchen Partner?", "Kreis")


async def test_an_english_phone_is_greeted_in_english(town: Town) -> None:
    people = await network(town)
    link = await invited(people.coordinator, "Fachstelle Nord", "Nina Neu")
    nina = await (await town.phone("Nina", language_code="en")).opens(link)
    await nina.sees("Hello, Nina Neu", "Understood")
    await nina.taps("Understood")
    await nina.taps("Deutsch")
    await nina.taps("Fertig")
    await nina.shows("Gespeichert")
