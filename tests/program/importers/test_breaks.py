import pytest

from bot.program.importers.breaks import is_break


@pytest.mark.parametrize(
    "title",
    """
    Break;Coffee Break;Lunch;Registration & Check-In;Doors open;Afternoon tea;Free time;Dinner;
    Kaffeepause;Mittagspause;Frühstück;Mittagessen;Anmeldung;Einlass;Umbau;
    Pause;Déjeuner;Accueil café;Petit déjeuner;
    Almuerzo;Descanso;Registro;Almoço;Intervalo;Credenciamento;Pranzo;Colazione;Pausa caffè;
    Fika;Lunchpause;休憩;昼食;受付;午餐;茶歇;報到;休息時間
    """.replace("\n", "").split(";"),
)
def test_a_break_is_known_in_many_languages(title):
    assert is_break(title.strip())


@pytest.mark.parametrize(
    "title",
    [
        "Breaking the web",
        "How to run a registration desk for three thousand people",
        "Opening",
        "Pausenlos",
        "Why lunch is the most important meal of a developer",
        "",
    ],
)
def test_a_talk_is_none(title):
    assert not is_break(title)


def test_somebody_who_gives_it_makes_it_a_talk():
    assert not is_break("Coffee", has_people=True)


def test_the_sources_own_word_wins():
    assert is_break("Have a seat", kind="Break", has_people=True)
