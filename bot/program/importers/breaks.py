"""Tells from its title whether something on a schedule is a break, where the source doesn't say."""

from bot.program.words import words_of

# In the languages that conferences' schedules are found in; folded, without accents.
_WORDS = frozenset(
    """
    break breakfast brunch buffet coffee dinner lunch registration checkin checkout intermission
    changeover
    pause kaffeepause mittagspause fruhstuck mittagessen abendessen anmeldung umbau einlass
    dejeuner petit accueil diner almuerzo desayuno comida cafe descanso registro
    almoco intervalo credenciamento pranzo colazione pausa lunchpause fika
    """.split()  # noqa: SIM905 - as a list it would take thirty lines
)
_PHRASES = (
    "check in",
    "doors open",
    "tea time",
    "room changeover",
    "morning tea",
    "afternoon tea",
    "free time",
)
_DENSE = ("休憩", "昼食", "受付", "午餐", "茶歇", "報到", "休息")
_KINDS = frozenset({"break", "breaks", "lunch", "meal", "meals", "food", "pause", "registration"})
# A longer title with such a word in it is rather a talk about it.
_MOST_WORDS = 5


def is_break(title: str, *, kind: str | None = None, has_people: bool = False) -> bool:
    """Tell whether it is a break: the source's `kind` says so, or the title, if nobody gives it."""
    if kind and kind.casefold().strip() in _KINDS:
        return True
    if has_people:
        return False
    words = words_of(title)
    if any(said in title for said in _DENSE):
        return len(title) <= 4 * _MOST_WORDS
    if not words or len(words) > _MOST_WORDS:
        return False
    said = " ".join(words)
    return bool(_WORDS & set(words)) or any(phrase in said for phrase in _PHRASES)
