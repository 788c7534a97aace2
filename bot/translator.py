"""Tells Discord what the slash commands and their options are called in other languages."""

from discord import Locale
from discord.app_commands import TranslationContextLocation as At
from discord.app_commands import TranslationContextTypes, Translator, locale_str
from typing_extensions import override

from bot.translation import Language, pgettext, speaking
from bot.translation.catalog import translations

# What a name is, for the translators: "list" may be two words in another language.
COMMAND, OPTION = "command", "option"
_CONTEXTS = {At.command_name: COMMAND, At.group_name: COMMAND, At.parameter_name: OPTION}


class CommandTranslator(Translator):
    """Looks names and descriptions up in the catalogs; all else stays as it is."""

    @override
    async def translate(
        self, string: locale_str, locale: Locale, context: TranslationContextTypes
    ) -> str | None:
        """Return what a text is in one of Discord's locales, None where that is English."""
        language = Language.of_discord(locale.value)
        if language is Language.ENGLISH:
            return None
        text = string.message
        with speaking(language):
            if context.location in _CONTEXTS:
                told = pgettext(_CONTEXTS[context.location], text)
            else:
                told = translations(language).gettext(text)
        return None if told == text else told
