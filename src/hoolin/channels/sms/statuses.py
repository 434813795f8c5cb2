"""What a provider's `command_status` means: its name, and plain words where a person has to act. As data."""

OK = 0x00
INVALID_COMMAND = 0x03
NOT_BOUND = 0x04
QUEUE_FULL = 0x14
THROTTLED = 0x58
TEMPORARY = 0x64

LATER = frozenset({QUEUE_FULL, THROTTLED})
"""Not accepted, and worth trying again later."""

NAMES = {
    0x00: "ESME_ROK", 0x01: "ESME_RINVMSGLEN", 0x02: "ESME_RINVCMDLEN", 0x03: "ESME_RINVCMDID",
    0x04: "ESME_RINVBNDSTS", 0x05: "ESME_RALYBND", 0x06: "ESME_RINVPRTFLG", 0x07: "ESME_RINVREGDLVFLG",
    0x08: "ESME_RSYSERR", 0x0A: "ESME_RINVSRCADR", 0x0B: "ESME_RINVDSTADR", 0x0C: "ESME_RINVMSGID",
    0x0D: "ESME_RBINDFAIL", 0x0E: "ESME_RINVPASWD", 0x0F: "ESME_RINVSYSID", 0x11: "ESME_RCANCELFAIL",
    0x13: "ESME_RREPLACEFAIL", 0x14: "ESME_RMSGQFUL", 0x15: "ESME_RINVSERTYP", 0x33: "ESME_RINVNUMDESTS",
    0x34: "ESME_RINVDLNAME", 0x40: "ESME_RINVDESTFLAG", 0x42: "ESME_RINVSUBREP", 0x43: "ESME_RINVESMCLASS",
    0x44: "ESME_RCNTSUBDL", 0x45: "ESME_RSUBMITFAIL", 0x48: "ESME_RINVSRCTON", 0x49: "ESME_RINVSRCNPI",
    0x50: "ESME_RINVDSTTON", 0x51: "ESME_RINVDSTNPI", 0x53: "ESME_RINVSYSTYP", 0x54: "ESME_RINVREPFLAG",
    0x55: "ESME_RINVNUMMSGS", 0x58: "ESME_RTHROTTLED", 0x61: "ESME_RINVSCHED", 0x62: "ESME_RINVEXPIRY",
    0x63: "ESME_RINVDFTMSGID", 0x64: "ESME_RX_T_APPN", 0x65: "ESME_RX_P_APPN", 0x66: "ESME_RX_R_APPN",
    0x67: "ESME_RQUERYFAIL", 0xC0: "ESME_RINVOPTPARSTREAM", 0xC1: "ESME_ROPTPARNOTALLWD", 0xC2: "ESME_RINVPARLEN",
    0xC3: "ESME_RMISSINGOPTPARAM", 0xC4: "ESME_RINVOPTPARAMVAL", 0xFE: "ESME_RDELIVERYFAILURE",
    0xFF: "ESME_RUNKNOWNERR",
}  # fmt: skip

BIND_WORDS = {
    0x01: "The SMSC could not read our bind: system_id, password or system_type is too long for it.",
    0x02: "The SMSC could not read our bind; ask the provider which version of SMPP it speaks (this is 3.4).",
    0x03: "The SMSC does not know this kind of bind: set bind to tx_rx, or to trx if it is tx_rx now.",
    0x04: "The SMSC takes no bind in this state; if it stays so, ask the provider.",
    0x05: "The account is bound already: another program, or another Hoolin, holds it. End that one, or ask for more binds.",
    0x08: "The SMSC has a fault of its own; Hoolin goes on trying.",
    0x0D: "The SMSC refuses the bind without saying why: check system_id, password, system_type, and whether the provider knows "
    "the address that this machine calls from.",
    0x0E: "The password is wrong.",
    0x0F: "The system_id is unknown to the SMSC.",
    0x53: "The system_type is wrong; most providers want it empty, or give a word for it.",
    0x14: "The SMSC is full at the moment; Hoolin goes on trying.",
    0x58: "The SMSC says we bind too often; wait some minutes, Hoolin goes on trying with growing pauses.",
}
"""What a refused bind means and what to do."""


def name(status: int) -> str:
    """The specification's name of a status; a provider's own as a number."""
    return NAMES.get(status, f"smpp_0x{status:08x}")


def bind_words(status: int) -> str:
    """What a refused bind means, for a person."""
    said = BIND_WORDS.get(status, "The SMSC refuses the bind; ask the provider what this status means with them.")
    return f"{said} ({name(status)})"
