"""What is written from the code: `make docs` writes it, and a test says when it is out of date."""

from pathlib import Path

from bot.config.example import example
from bot.program.yaml_file.schema import schema_text
from tests.house import ARCHITECTURE, ROOT, module_list

START, END = "<!-- modules -->\n", "<!-- end of modules -->"


def written() -> dict[Path, str]:
    """Every such file with the text that it should have."""
    return {
        ROOT / "config.example.toml": example(),
        ROOT / "data" / "program.schema.json": schema_text(),
        ARCHITECTURE: _architecture(),
    }


def _architecture():
    text = ARCHITECTURE.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}{module_list()}{END}{after}"


if __name__ == "__main__":
    for path, text in written().items():
        path.write_text(text, encoding="utf-8")
