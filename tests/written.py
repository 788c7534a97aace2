"""What is written from the code: `make docs` writes it, and a test says when it is out of date."""

from bot.config.example import example
from bot.program.yaml_file.schema import schema_text
from tests.house import ARCHITECTURE, ROOT, module_list

START, END = "<!-- modules -->\n", "<!-- end of modules -->"


def _architecture():
    text = ARCHITECTURE.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}{module_list()}{END}{after}"


# Every such file, with what gives the text that it should have.
WRITTEN = {
    ROOT / "config.example.toml": example,
    ROOT / "data" / "program.schema.json": schema_text,
    ARCHITECTURE: _architecture,
}

if __name__ == "__main__":
    for path, text in WRITTEN.items():
        path.write_text(text(), encoding="utf-8")
