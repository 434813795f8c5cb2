"""Every limit that holds on all channels, with its reason. The unit is the last word of the name."""

MESSAGE_CHARACTERS_MAX = 8_000
"""A message is read by a person; longer texts belong into an attachment."""

ATTACHMENT_BYTES_MAX = 10 * 1024 * 1024
"""What a phone photographs fits; what would fill the disk does not."""

ATTACHMENTS_PER_MESSAGE_MAX = 20
"""A long mail's pictures fit; more than this is a parcel, not a message."""

MESSAGES_PER_INTERACTION_MAX = 10_000
"""Nobody writes so much in one engagement; a script does."""

WAITING_MAX = 1_000_000
"""The line of one site. Beyond it the newest is refused, rather than all lost with the process."""

REASONS_PER_INTERACTION_MAX = 5
"""Several reasons are usual, a dozen is a mistake of the hand."""

NAME_CHARACTERS_MAX = 200
"""A person's or a company's name."""

NOTE_CHARACTERS_MAX = 8_000
"""A note is for a colleague to read at a glance."""

DEFER_MS_MAX = 366 * 86_400_000
"""Nobody promises to be back in more than a year; what is later is a slip of the hand."""

PROMISE_CHARACTERS_MAX = 500
"""A promise is a sentence: what happens, and by when."""

PROMISES_PER_MESSAGE_MAX = 5
"""More in one message nobody keeps apart."""

PRICES_PER_MESSAGE_MAX = 20
"""A whole small price list; beyond it a link to the list says more."""

FACTS_PER_COMMAND_MAX = 10_000
"""One command that leads to more is a defect: a batch would hold up every customer."""
