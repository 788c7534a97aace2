"""What is asked before everything that is held of a person is removed, and what was removed."""

from discord import ButtonStyle
from discord.ui import LayoutView

from bot.agenda.model import Attendee, Forgotten
from bot.ui.agenda_controls import agenda_button, settings_button
from bot.ui.agenda_orders import ForgetOrder
from bot.ui.card import Card, layout
from bot.ui.text import counted, number_word

KIND = "🧹 What I hold about you"


def ask_to_forget_card(attendee: Attendee) -> LayoutView:
    """Return the question whether everything that is held of a person shall be removed."""
    card = Card(
        kind=KIND,
        title="Forget you?",
        head=(
            "\n".join(
                (
                    "That removes at once, from all servers:",
                    f"- what you saved: {counted(len(attendee.saved), 'session')}",
                    "- your reminder settings, and reminders on their way",
                    "- with whom you agreed to compare agendas, and who agreed with you",
                    "- your name in organizers' logs: what you did stays, without you",
                )
            ),
            "It can't be undone, and I remind you of nothing any more.",
        ),
        buttons=(
            [
                agenda_button("Forget me", ForgetOrder(), ButtonStyle.danger),
                settings_button(),
            ],
        ),
    )
    return layout(card)


def forgotten_card(forgotten: Forgotten) -> LayoutView:
    """Return what was removed."""
    lines = [
        *_line(forgotten.sessions, "saved session"),
        *_line(forgotten.agreements, "agreement", " to compare agendas"),
        *_line(forgotten.deliveries, "reminder", " or news, sent or on their way"),
        *_actions(forgotten.actions),
        *(["- your settings"] if forgotten.settings else []),
    ]
    if not lines:
        return layout(Card(kind=KIND, title="Nothing to forget", head=("I held nothing.",)))
    removed = "\n".join(("I removed:", *lines))
    return layout(Card(kind=KIND, title="Forgotten", head=(removed, "I hold nothing any more.")))


def _actions(number: int) -> list[str]:
    """Return that organizers' logs name the person no more, if they did."""
    entries = "entry" if number == 1 else "entries"
    named = f"{number_word(number)} {entries} in organizers' logs that named you"
    return [f"- {named}: what was done stays, without you"] if number else []


def _line(number: int, noun: str, rest: str = "") -> list[str]:
    return [f"- {counted(number, noun)}{rest}"] if number else []
