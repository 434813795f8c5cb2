"""Letters that the GSM alphabet lacks, and what may stand for them: as data, so that a desk shows the same. Pure.

One letter outside the alphabet more than halves what fits into a part. Where an account wants it, such letters are written
plainly, if and only if the whole text then fits the alphabet; Cyrillic is never transcribed.
"""

PLAIN = {
    "õ": "o", "Õ": "O", "š": "s", "Š": "S", "ž": "z", "Ž": "Z",
    "ā": "a", "Ā": "A", "č": "c", "Č": "C", "ē": "e", "Ē": "E", "ģ": "g", "Ģ": "G", "ī": "i", "Ī": "I",
    "ķ": "k", "Ķ": "K", "ļ": "l", "Ļ": "L", "ņ": "n", "Ņ": "N", "ū": "u", "Ū": "U",
    "ą": "a", "Ą": "A", "ę": "e", "Ę": "E", "ė": "e", "Ė": "E", "į": "i", "Į": "I", "ų": "u", "Ų": "U",
    "á": "a", "Á": "A", "â": "a", "Â": "A", "À": "A", "ã": "a", "Ã": "A", "ç": "c", "ć": "c", "Ć": "C", "ê": "e",
    "Ê": "E", "ë": "e", "Ë": "E", "È": "E", "í": "i", "Í": "I", "î": "i", "Î": "I", "ï": "i", "Ï": "I", "Ì": "I",
    "ł": "l", "Ł": "L", "ń": "n", "Ń": "N", "ó": "o", "Ó": "O", "ô": "o", "Ô": "O", "Ò": "O", "ő": "o", "Ő": "O",
    "ś": "s", "Ś": "S", "ú": "u", "Ú": "U", "û": "u", "Û": "U", "Ù": "U", "ű": "u", "Ű": "U", "ý": "y", "Ý": "Y",
    "ź": "z", "Ź": "Z", "ż": "z", "Ż": "Z", "đ": "d", "Đ": "D", "ř": "r", "Ř": "R", "ť": "t", "ď": "d", "ě": "e",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
    "–": "-", "—": "-", "‒": "-", "―": "-", "‐": "-", "‑": "-", "−": "-", "•": "-", "…": "...",
    "\u00a0": " ", "\u2002": " ", "\u2003": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\t": " ",
    "\u00ad": "", "\u200b": "", "\u2060": "", "\ufeff": "",
}  # fmt: skip
"""Each letter with what stands for it."""
