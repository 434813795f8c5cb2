"""Field names: every spelling that we meet often → lower case and long; and how each is written."""

LABELS = {
    label.lower(): label
    for label in (
        "Via", "From", "To", "Call-ID", "CSeq", "Max-Forwards", "Contact", "Route", "Record-Route", "Content-Type",
        "Content-Length", "Content-Encoding", "Content-Disposition", "Subject", "Supported", "Require", "Proxy-Require",
        "Unsupported", "Allow", "Allow-Events", "Accept", "Accept-Encoding", "Accept-Language", "User-Agent", "Server",
        "Expires", "Min-Expires", "Retry-After", "Warning", "Date", "Timestamp", "Reason", "Event", "Subscription-State",
        "Refer-To", "Referred-By", "Refer-Sub", "Replaces", "Session-Expires", "Min-SE", "RSeq", "RAck", "Authorization",
        "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate", "Authentication-Info", "P-Asserted-Identity",
        "P-Preferred-Identity", "Remote-Party-ID", "Privacy", "Diversion", "History-Info", "Path", "Service-Route",
        "Info-Package", "Recv-Info", "Organization", "Priority", "In-Reply-To", "MIME-Version", "Error-Info", "Alert-Info",
    )
}  # fmt: skip
"""Lower case → as it is written."""

COMPACT = {
    "v": "via", "f": "from", "t": "to", "i": "call-id", "m": "contact", "l": "content-length", "c": "content-type",
    "e": "content-encoding", "s": "subject", "k": "supported", "u": "allow-events", "o": "event", "r": "refer-to",
    "b": "referred-by", "x": "session-expires", "a": "accept-contact", "j": "reject-contact", "d": "request-disposition",
    "y": "identity",
}  # fmt: skip
"""RFC 3261 §7.3.3 and the registry after it."""

NAMES = {
    **{lower: lower for lower in LABELS},
    **{label: lower for lower, label in LABELS.items()},
    **COMPACT,
    **{letter.upper(): name for letter, name in COMPACT.items()},
}
"""What is looked up first; other spellings go through `message.spelled`."""

REASONS = {
    100: "Trying", 180: "Ringing", 181: "Call Is Being Forwarded", 182: "Queued", 183: "Session Progress", 200: "OK",
    202: "Accepted", 300: "Multiple Choices", 301: "Moved Permanently", 302: "Moved Temporarily", 400: "Bad Request",
    401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
    407: "Proxy Authentication Required", 408: "Request Timeout", 413: "Request Entity Too Large",
    415: "Unsupported Media Type", 416: "Unsupported URI Scheme", 420: "Bad Extension", 421: "Extension Required",
    422: "Session Interval Too Small", 423: "Interval Too Brief", 429: "Provide Referrer Identity",
    480: "Temporarily Unavailable", 481: "Call/Transaction Does Not Exist", 482: "Loop Detected", 483: "Too Many Hops",
    484: "Address Incomplete", 486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here", 489: "Bad Event",
    491: "Request Pending", 500: "Server Internal Error", 501: "Not Implemented", 503: "Service Unavailable",
    504: "Server Time-out", 505: "Version Not Supported", 513: "Message Too Large", 600: "Busy Everywhere",
    603: "Decline", 604: "Does Not Exist Anywhere", 606: "Not Acceptable",
}  # fmt: skip
"""The phrase that is said with a status when nothing better is."""

METHODS = ("INVITE", "ACK", "CANCEL", "BYE", "OPTIONS", "REGISTER", "PRACK", "UPDATE", "INFO", "REFER", "NOTIFY")
ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, PRACK, UPDATE, INFO, REFER, NOTIFY"
"""What we say that we understand. REGISTER is for phones only and not announced to trunks."""

SUPPORTED = "100rel, timer, replaces"
EXTENSIONS = frozenset({"100rel", "timer", "replaces", "norefersub", "outbound", "path", "gruu", "histinfo", "ice"})
"""What a peer may require of us; of the later ones nothing is needed on our side."""
