"""The language tags of languages that sources call by their names."""

_TAGS = {
    "arabic": "ar",
    "catalan": "ca",
    "chinese": "zh",
    "mandarin": "zh",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "englisch": "en",
    "anglais": "en",
    "inglés": "en",
    "inglês": "en",
    "finnish": "fi",
    "french": "fr",
    "français": "fr",
    "german": "de",
    "deutsch": "de",
    "greek": "el",
    "hebrew": "he",
    "hindi": "hi",
    "hungarian": "hu",
    "italian": "it",
    "italiano": "it",
    "japanese": "ja",
    "日本語": "ja",
    "korean": "ko",
    "norwegian": "no",
    "polish": "pl",
    "polski": "pl",
    "portuguese": "pt",
    "português": "pt",
    "romanian": "ro",
    "russian": "ru",
    "spanish": "es",
    "español": "es",
    "swedish": "sv",
    "turkish": "tr",
    "ukrainian": "uk",
    "漢語": "zh",
    "中文": "zh",
}


def language_tag(said: str | None) -> str | None:
    """Return the tag of a language's name; what is no name that is known is given back as it is."""
    return None if said is None else _TAGS.get(said.casefold().strip(), said)
