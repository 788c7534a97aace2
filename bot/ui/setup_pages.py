"""The pages of the organizers' panel by name: their titles, and the buttons that open them."""

from bot.translation import N_
from bot.ui.setup_orders import SetupPage

TITLES = {
    SetupPage.START: N_("What I do in this server"),
    SetupPage.CHANNELS: N_("Where I post"),
    SetupPage.REMINDERS: N_("How I remind"),
    SetupPage.PLACES: N_("Tracks and rooms"),
    SetupPage.PROGRAM: N_("What I tell of"),
    SetupPage.MAKING: N_("Channels created for you"),
}
# All pages that every other page leads to, but the first one.
BUTTONS = {
    SetupPage.CHANNELS: N_("Channels"),
    SetupPage.REMINDERS: N_("Reminders"),
    SetupPage.PLACES: N_("Tracks and rooms"),
    SetupPage.PROGRAM: N_("Program"),
}
