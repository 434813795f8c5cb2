"""The set-up as the text of the file, with comments for whoever opens it. The same set-up gives the same text."""

from typing import Any

import yaml

from hoolin.server.config.shape import FORM, SECTIONS, Setup, mark, plain

HEAD = """\
# The set-up of a Hoolin site: everything about it that is decided while it runs. Every field is explained in
# docs/reference/site.md. There are no secrets in it, no accounts, and nothing about customers.
#
#   hoolin config apply FILE --dry-run    says in words what would change, and changes nothing
#   hoolin config apply FILE              changes all of it at once, or nothing
#
# A section that is left out stays as it is. A flow, hours or an agent with nothing behind the name (~) is taken away; one that
# is not named stays. A field that is left out is as it is by default.
"""


class Dumper(yaml.SafeDumper):
    """Without anchors: nobody wants to follow them by hand."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        return True


def _list(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.Node:
    """Plain words stand beside each other, tables beneath each other."""
    beside = not any(isinstance(one, list | dict) for one in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=beside)


Dumper.add_representer(list, _list)


def text(setup: Setup) -> str:
    """The file."""
    parts = [
        HEAD,
        f"hoolin: {FORM}\n# The state this was made from; where it is not the site's any more, the file is refused. Leave it out to set whatever there is.\n"
        f'made_from: "{mark(setup)}"\n',
    ]
    for name, value in plain(setup).items():
        about = "".join(f"# {line}\n" for line in SECTIONS[name].about.split("\n"))
        parts.append(about + yaml.dump({name: value}, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=120))
    return "\n".join(parts)
