"""The languages that Marquee speaks, and which of them somebody's Discord is set to."""

from enum import StrEnum
from functools import cached_property

from babel import Locale


class Language(StrEnum):
    """A language with a complete catalog, by its BCP 47 tag; English is the source of the others.

    The order is that in which organizers choose one.
    """

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    FRENCH = "fr"
    PORTUGUESE = "pt-BR"
    JAPANESE = "ja"

    @cached_property
    def locale(self) -> Locale:
        """Its dates, lists and plurals in CLDR; English writes a day before its month."""
        return Locale.parse("en-GB" if self is Language.ENGLISH else self.value, sep="-")

    @cached_property
    def folder(self) -> str:
        """What gettext calls its catalog's folder: "pt_BR"."""
        return self.value.replace("-", "_")

    @cached_property
    def own_name(self) -> str:
        """What those who speak it call it: "Deutsch"."""
        locale = Locale.parse(self.value, sep="-")
        name = locale.get_display_name(locale) or self.value
        return name[:1].upper() + name[1:]

    @staticmethod
    def known(tag: str | None) -> "Language | None":
        """Return the language of a tag that was kept; None without one, or if it is not spoken."""
        return next((language for language in Language if language == tag), None)

    @staticmethod
    def of_discord(locale: str) -> "Language":
        """Return the language for one of Discord's locales: "de", "es-419"; English if none is.

        Source: Discord's documentation, "Locales" in its reference.
        """
        exact = _BY_TAG.get(locale)
        return exact or _BY_TAG.get(locale.split("-", maxsplit=1)[0], Language.ENGLISH)


# Portuguese is Discord's as Brazil writes it only, and stands for all of it.
_BY_TAG = {
    **{language.value: language for language in Language},
    **{language.value.split("-")[0]: language for language in Language},
}
