"""What reading a mail may cost. Beyond a limit we stop and say so; the mail as it came is kept beside what was read of it."""

HEAD_BYTES_MAX = 262_144
"""The head of a mail or of a part. Real ones stay below 64 KiB; what is longer is written to be slow."""

FIELDS_MAX = 1_000
"""Header fields of one head."""

FIELD_BYTES_MAX = 65_536
"""One header field: room for a thousand recipients."""

PARAMETERS_CHARACTERS_MAX = 4_000
"""A field with parameters (Content-Type): the standard parser is quadratic in their number."""

ENCODED_WORDS_MAX = 500
"""In one field: a subject of 30,000 letters."""

ADDRESSES_MAX = 500
"""In one field. Of more recipients nobody reads the names."""

DEPTH_MAX = 20
"""Multiparts within multiparts. Mail programs make four; what lies deeper is taken as one text."""

PARTS_MAX = 250
"""Parts of one mail, counted over all depths."""

TEXT_CHARACTERS_MAX = 500_000
"""Of text that is looked at: a book. It is far above what a message may have; the rest stays in the raw mail."""

HTML_CHARACTERS_MAX = 1_000_000
"""Of a mail's HTML, before and after it is made harmless. Longer ones are read as text."""

HTML_TAGS_MAX = 10_000
"""The sanitiser is quadratic in depth: 8,000 nested tags take it a fifth of a second, 50,000 nine seconds."""

HTML_ENTITIES_MAX = 50_000
"""The sanitiser is quadratic in character references of one stretch of text: 500,000 take it nine seconds."""

HTML_TAG_CHARACTERS_MAX = 16_384
"""One tag: the sanitiser is quadratic in its attributes."""

CANDIDATES_MAX = 100
"""Proofs of ours looked for in one text; each costs a hash."""

REFERENCES_MAX = 20
"""Earlier messages that a mail refers to, nearest first: what mail programs keep."""

REFERENCE_CHARACTERS_MAX = 250
"""One Message-ID. Longer ones are not made by mail programs."""

BOUNCE_BYTES_MAX = 100_000
"""Of a mail in which the signs of a bounce are looked for by its wording: they stand at its beginning."""

READING_SECONDS_MAX = 1.0
"""Of one processor, for one mail. The slowest of 482 awkward mails takes a tenth of it."""

READING_PATIENCE_SECONDS_MAX = 10.0
"""Of the clock on the wall, on a machine that has others to serve too."""

READER_MEMORY_BYTES_MAX = 1_073_741_824
"""Of a reader's address space: forty times the largest mail."""

SMALL_BYTES_MAX = 65_536
"""A mail without HTML up to here is read without a process of its own: all that is done to it takes time in proportion to its
length."""
