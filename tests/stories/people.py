"""What a person in a story sees and can press."""

from simcord.components import walk_components

TEXT = 10
BUTTON = 2
PICKER = 3


def read(answer):
    """All text of a Components V2 answer, as one string."""
    parts = walk_components(answer.response.components)
    return "\n".join(part["content"] for part in parts if part.get("type") == TEXT)


def buttons(answer):
    """The labels of an answer's pressable buttons, in their order."""
    parts = walk_components(answer.response.components)
    return [part["label"] for part in parts if part.get("type") == BUTTON and "custom_id" in part]


def pickers(message):
    """The pickers under a message, each with its custom id and its options' labels to values."""
    return {
        part["custom_id"]: {option["label"]: option["value"] for option in part["options"]}
        for part in walk_components(message)
        if part.get("type") == PICKER
    }
