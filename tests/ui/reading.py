"""Puts a message down as a person reads it: texts, lines across, [buttons] and {pickers}."""


def read(view):
    """A Components V2 answer, from top to bottom."""
    return "\n".join(_lines(view.to_components()[0]["components"]))


def read_post(post):
    """A classic message: its content, its embeds, its pickers."""
    embeds = [
        line
        for embed in post.embeds
        for line in (f"| {embed.title}", embed.description, f"| {embed.footer.text}")
    ]
    rows = [] if post.view is None else _lines(post.view.to_components())
    return "\n".join([post.content, *embeds, *rows])


def _lines(parts):
    for part in parts:
        match part["type"]:
            case 1:
                yield " ".join(map(_control, part["components"]))
            case 9:
                yield f"({part['accessory']['media']['url']})"
                yield from _lines(part["components"])
            case 10:
                yield part["content"]
            case 14:
                yield "---" if part["divider"] else ""


def _control(part):
    if part["type"] == 2:
        return f"[{part['label']}]"
    options = [
        option["label"] + (" (chosen)" if option.get("default") else "")
        for option in part.get("options", ())
    ]
    return "{" + " | ".join([part.get("placeholder") or "", *options]).removeprefix(" | ") + "}"
