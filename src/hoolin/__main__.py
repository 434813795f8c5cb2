"""`python -m hoolin` is `hoolin`."""

from hoolin.cli import main

main()
