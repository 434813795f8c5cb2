"""The messages that RFC 4475 describes, written anew from its descriptions: what each is meant to find out is what its name and
its first comment say. A line ends in CRLF; `body` is given as it is.
"""

SDP = "v=0\r\no=mhandley 29739 7272939 IN IP4 192.0.2.3\r\ns=-\r\nc=IN IP4 192.0.2.4\r\nt=0 0\r\nm=audio 49217 RTP/AVP 0 12\r\n"


def made(*lines: str, body: str = "", length: str | None = "") -> bytes:
    """A message of these lines. length: what Content-Length says; empty: the truth; None: there is none."""
    head = list(lines)
    if length is not None:
        truth = len(body.encode("utf-8", "surrogateescape"))
        head.append(f"Content-Length: {length or truth}")
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode("utf-8", "surrogateescape")


def common(method: str = "OPTIONS", cseq: str = "8 OPTIONS") -> list[str]:
    """What a request has besides its first line and its From and To."""
    return [
        "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKkdjuw",
        f"Call-ID: {method}.torture@example.com",
        f"CSeq: {cseq}",
        "Max-Forwards: 70",
    ]


TO = "To: sip:user@example.com"
FROM = "From: <sip:caller@example.net>;tag=323"

VALID: dict[str, bytes] = {
    # Folding, spaces wherever the grammar has them, odd cases, compact names, a quoted string full of escapes, unknown fields.
    "wsinv": made(
        "INVITE sip:vivekg@chair-dnrc.example.com;unknownparam SIP/2.0",
        "TO :",
        " sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n",
        'from   : "J Rosenberg \\\\\\""       <sip:jdrosen@example.com>',
        "  ;",
        "  tag = 98asjd8",
        "MaX-fOrWaRdS: 0068",
        "Call-ID: wsinv.ndaksdj@192.0.2.1",
        "cseq: 0009",
        "  INVITE",
        "Via  : SIP  /   2.0",
        " /UDP",
        "    192.0.2.2;branch=390skdjuw",
        "s :",
        "NewFangledHeader:   newfangled value",
        " continued newfangled value",
        "UnknownHeaderWithUnusualValue: ;;,,;;,;",
        "Content-Type: application/sdp",
        "Route:",
        " <sip:services.example.com;lr;unknownwith=value;unknown-no-value>",
        "v:  SIP  / 2.0  / TCP     spindle.example.com   ;",
        "  branch  =   z9hG4bK9ikj8  ,",
        " SIP  /    2.0   / UDP  192.168.255.111   ; branch=",
        " z9hG4bK30239",
        'm:"Quoted string \\"\\"" <sip:jdrosen@example.com> ; newparam =',
        "      newvalue ;",
        "  secondparam ; q = 0.33",
        body=SDP,
    ),
    # Every character that a method, a user part, a display name and a parameter may hold.
    "intmeth": made(
        "!interesting-Method0123456789_*+`.%indeed'~ sip:1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*:&it+has=1,weird!*pas$wo~d_too.(doesn't-it)@example.com SIP/2.0",
        "Via: SIP/2.0/TCP host1.example.com;branch=z9hG4bK-.!%66*_+`'~",
        'To: "BEL:\\\x07 NUL:\\\x00 DEL:\\\x7f" <sip:1_unusual.URI~(to-be!sure)&isn\'t+it$/crazy?,/;;*@example.com>',
        "From: token1~` token2'+_ token3*%!.- <sip:mundane@example.com>;fromParam''~+*_!.-%=\"работающий\";tag=_token~1'+`*%!-.",
        "Call-ID: intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{",
        "CSeq: 139122385 !interesting-Method0123456789_*+`.%indeed'~",
        "Max-Forwards: 255",
        "extensionHeader-!.%*+_`'~: \ufeff大停電",
    ),
    # Escapes in the user part and in parameters.
    "esc01": made(
        "INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0",
        "To: sip:%75se%72@example.com",
        "From: <sip:I%20have%20spaces@example.net>;tag=938",
        "Max-Forwards: 87",
        "i: esc01.239409asdfakjkn23onasd0-3234",
        "CSeq: 234234 INVITE",
        "Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bKkdjuw",
        "C: application/sdp",
        "Contact: <sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>",
        body=SDP,
    ),
    # An escaped NUL is no end of anything.
    "escnull": made(
        "REGISTER sip:example.com SIP/2.0",
        "To: sip:null-%00-null@example.com",
        "From: sip:null-%00-null@example.com;tag=839923423",
        "Max-Forwards: 70",
        "Call-ID: escnull.39203ndfvkjdasfkq3w4otrq0adsfdfnavd",
        "CSeq: 14398234 REGISTER",
        "Via: SIP/2.0/UDP host5.example.com;branch=z9hG4bKkdjuw",
        "Contact: <sip:%00@host5.example.com>",
        "L:0",
        length=None,
    ),
    # A percent sign is itself outside of URIs.
    "esc02": made(
        "RE%47IST%45R sip:registrar.example.com SIP/2.0",
        'To: "%Z%45" <sip:resource@example.com>',
        'From: "%Z%45" <sip:resource@example.com>;tag=f232jadfj23',
        "Call-ID: esc02.asdfnqwo34rq23i34jrjasdcnl23nrlknsdf",
        "Via: SIP/2.0/TCP host.example.com;branch=z9hG4bK209%fzsnel234",
        "CSeq: 29344 RE%47IST%45R",
        "Max-Forwards: 70",
        "Contact: <sip:alias1@host1.example.com>",
    ),
    # No space between a display name and its bracket.
    "lwsdisp": made(
        "OPTIONS sip:user@example.com SIP/2.0",
        TO,
        "From: caller<sip:caller@example.com>;tag=323",
        *common("lwsdisp", "60 OPTIONS"),
    ),
    # Long values everywhere.
    "longreq": made(
        "INVITE sip:user@example.com SIP/2.0",
        f'To: "I have a user name of {"extreme" * 20} proportion"<sip:user@example.com:6000;unknownparam1={"very" * 40}value;longparam{"name" * 20}=shortvalue;verylong{"Parameter" * 30}NameWithNoValue>',
        f"F: sip:{'amazingly' * 8}longcallername@example.net;tag=12{'982' * 50}424;unknownheaderparam{'name' * 30}=unknownheaderparam{'value' * 30};unknownValueless{'param' * 20}Name",
        f"Call-ID: longreq.one{'really' * 40}longcallid",
        "CSeq: 3882340 INVITE",
        f"Unknown-{'Long' * 40}-Name: unknown-{'long' * 40}-value; unknown-{'long' * 40}-parameter-name = {'long' * 40}",
        *[f"Via: SIP/2.0/TCP sip{number}.example.com" for number in range(33, 10, -1)],
        f"V: SIP/2.0/TCP host.example.com;received=192.0.2.5;branch=very{'long' * 60}branchvalue",
        "Max-Forwards: 70",
        f"Contact: <sip:{'amazingly' * 8}longcallername@host5.example.net>",
        "Content-Type: application/sdp",
        body=SDP,
    ),
    # What comes after the announced end of a datagram is not there.
    "dblreq": made(
        "REGISTER sip:example.com SIP/2.0",
        "To: sip:j.user@example.com",
        "From: sip:j.user@example.com;tag=43251j3j324",
        *common("dblreq", "8 REGISTER"),
        "Contact: sip:j.user@host.example.com",
    )
    + made(
        "INVITE sip:joe@example.com SIP/2.0", "t: sip:joe@example.com", FROM, *common("dblreq2", "8 INVITE"), body=SDP
    ),
    # A semicolon in a user part.
    "semiuri": made(
        "OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0",
        "To: sip:j_user@example.com",
        "From: sip:caller@example.org;tag=33242",
        *common("semiuri"),
    ),
    # Transports of all kinds.
    "transports": made(
        "OPTIONS sip:user@example.com SIP/2.0",
        TO,
        FROM,
        "Max-Forwards: 70",
        "Call-ID: transports.kijh4akdnaqjkwendsasfdj",
        "CSeq: 60 OPTIONS",
        "Via: SIP/2.0/UDP t1.example.com;branch=z9hG4bKkdjuw",
        "Via: SIP/2.0/SCTP t2.example.com;branch=z9hG4bKklasjdhf",
        "Via: SIP/2.0/TLS t3.example.com;branch=z9hG4bK2980unddj",
        "Via: SIP/2.0/UNKNOWN t4.example.com;branch=z9hG4bKasd0f3en",
        "Via: SIP/2.0/TCP t5.example.com;branch=z9hG4bK0a9idfnee",
    ),
    # A body of several parts, of which one is not text.
    "mpart01": made(
        "MESSAGE sip:kumiko@example.org SIP/2.0",
        "To: <sip:kumiko@example.org>",
        "From: <sip:fluffy@example.com>;tag=2fb0dcc9",
        *common("mpart01", "1 MESSAGE"),
        "Content-Type: multipart/mixed;boundary=7a9cbec02ceef655",
        body="--7a9cbec02ceef655\r\nContent-Type: text/plain\r\n\r\nHello\r\n--7a9cbec02ceef655\r\n"
        "Content-Type: application/octet-stream\r\n\r\n\udc82\udc80\0\udcff\r\n--7a9cbec02ceef655--",
    ),
    # A reason phrase in other letters, and one of none.
    "unreason": made(
        "SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое",
        "Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923",
        "Call-ID: unreason.1234ksdfak3j2erwedfsASdf",
        "CSeq: 35 INVITE",
        "From: sip:user@example.com;tag=11141343",
        "To: sip:user@example.edu;tag=2229",
        "Content-Type: application/sdp",
        "Contact: <sip:user@host198.example.com>",
        body=SDP,
    ),
    "noreason": made(
        "SIP/2.0 100 ",
        "Via: SIP/2.0/UDP 192.0.2.105;branch=z9hG4bK2398ndaoe",
        "Call-ID: noreason.asndj203insdf99223ndf",
        "CSeq: 35 INVITE",
        "From: <sip:user@example.com>;tag=39ansfi3",
        "To: <sip:user@example.edu>;tag=902jndnke3",
        "Contact: <sip:user@host105.example.com>",
    ),
    # A branch that is the cookie and nothing more: matched as before RFC 3261.
    "badbranch": made(
        "OPTIONS sip:user@example.com SIP/2.0",
        TO,
        "From: sip:caller@example.org;tag=33242",
        "Max-Forwards: 3",
        "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK",
        "Call-ID: badbranch.sadonfo23i420jv0as0derf3j3n",
        "CSeq: 8 OPTIONS",
    ),
    # Unknown schemes where nobody has to go.
    "unksm2": made(
        "REGISTER sip:example.com SIP/2.0",
        "To: isbn:2983792873",
        "From: <http://www.example.com>;tag=3234233",
        *common("unksm2", "234902 REGISTER"),
        "Contact: <name:John_Smith>",
    ),
    # No hops left: an endpoint may answer all the same.
    "zeromf": made(
        "OPTIONS sip:user@example.com SIP/2.0",
        TO,
        "From: sip:caller@example.net;tag=3ghsd41",
        "Call-ID: zeromf.jfasdlfnm2o2l43r5u0asdfas",
        "CSeq: 39234321 OPTIONS",
        "Via: SIP/2.0/UDP host1.example.com;branch=z9hG4bKkdjuw2349i",
        "Max-Forwards: 0",
    ),
    # Parameters inside and outside the brackets of a Contact.
    "cparam01": made(
        "REGISTER sip:example.com SIP/2.0",
        "Via: SIP/2.0/UDP saturn.example.com:5060;branch=z9hG4bKkdjuw",
        "Max-Forwards: 70",
        "From: sip:watson@example.com;tag=DkfVgjkrtMwaerKKpe",
        "To: sip:watson@example.com",
        "Call-ID: cparam01.70710@saturn.example.com",
        "CSeq: 2 REGISTER",
        "Contact: sip:+19725552222@gw1.example.net;unknownparam",
    ),
    # As senders before RFC 3261 wrote: no branch, no Max-Forwards, no tags.
    "inv2543": made(
        "INVITE sip:UserB@example.com SIP/2.0",
        "Via: SIP/2.0/UDP iftgw.example.com",
        "From: <sip:+13035551111@ift.client.example.net;user=phone>",
        "Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>",
        "To: sip:+16505552222@ss1.example.net;user=phone",
        "Call-ID: inv2543.1717@ift.client.example.com",
        "CSeq: 56 INVITE",
        "Content-Type: application/sdp",
        body=SDP,
    ),
    # A date in another zone than it must be, and spaces and names that their grammar does not know: read, since nothing depends on it.
    "baddate": made(
        "INVITE sip:user@example.com SIP/2.0",
        TO,
        FROM,
        *common("baddate", "392934 INVITE"),
        "Date: Fri, 01 Jan 2010 16:00:00 EST",
        "Content-Type: application/sdp",
        body=SDP,
    ),
}
"""Name → a message that must be read."""

INVALID: dict[str, tuple[bytes, str, int]] = {
    "badinv01": (
        made(
            "INVITE sip:user@example.com SIP/2.0",
            "To: sip:j.user@example.com",
            "From: sip:caller@example.net;tag=134161461246",
            "Max-Forwards: 7",
            "Call-ID: badinv01.0ha0isndaksdjasdf3234nas",
            "CSeq: 8 INVITE",
            "Via: SIP/2.0/UDP 192.0.2.15;;,;,,",
            'Contact: "Joe" <sip:joe@example.org>;;;;',
            body=SDP,
        ),
        "sip_parameter",
        400,
    ),
    "clerr": (
        made("INVITE sip:user@example.com SIP/2.0", TO, FROM, *common("clerr", "0 INVITE"), body=SDP, length="9999"),
        "sip_content_length",
        0,
    ),
    "ncl": (
        made("INVITE sip:user@example.com SIP/2.0", TO, FROM, *common("ncl", "0 INVITE"), body=SDP, length="-999"),
        "sip_content_length",
        0,
    ),
    "scalar02": (
        made(
            "REGISTER sip:example.com SIP/2.0",
            TO,
            FROM,
            "Via: SIP/2.0/TCP host129.example.com;branch=z9hG4bK342sdfoi3",
            "CSeq: 36893488147419103232 REGISTER",
            "Max-Forwards: 300",
            "Call-ID: scalar02.23o0pd9vanlq3wnrlnewofjas9ui32",
            f"Expires: 1{'0' * 100}",
        ),
        "sip_cseq",
        400,
    ),
    "scalarlg": (
        made(
            "SIP/2.0 503 Service Unavailable",
            "Via: SIP/2.0/TCP host129.example.com;branch=z9hG4bKzzxdiwo34sw;received=192.0.2.129",
            TO,
            FROM,
            "Call-ID: scalarlg.noase0of0234hn2qofoaf0232aewf2394r",
            "CSeq: 9292394834772304023312 OPTIONS",
            "Retry-After: 949302838503028349304023988",
        ),
        "sip_cseq",
        0,
    ),
    "quotbal": (
        made(
            "INVITE sip:user@example.com SIP/2.0",
            'To: "Mr. J. User <sip:j.user@example.com>',
            FROM,
            *common("quotbal", "8 INVITE"),
            body=SDP,
        ),
        "sip_quote",
        400,
    ),
    "ltgtruri": (
        made("INVITE <sip:user@example.com> SIP/2.0", TO, FROM, *common("ltgtruri", "1 INVITE"), body=SDP),
        "sip_uri",
        400,
    ),
    "lwsruri": (
        made("INVITE sip:user@example.com; lr SIP/2.0", TO, FROM, *common("lwsruri", "1 INVITE"), body=SDP),
        "sip_request_line",
        0,
    ),
    "lwsstart": (
        made("INVITE  sip:user@example.com  SIP/2.0", TO, FROM, *common("lwsstart", "1 INVITE"), body=SDP),
        "sip_request_line",
        0,
    ),
    "trws": (made("OPTIONS sip:remote-target@example.com SIP/2.0  ", TO, FROM, *common("trws")), "sip_request_line", 0),
    "escruri": (
        made(
            "INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0",
            TO,
            FROM,
            *common("escruri", "149209342 INVITE"),
            body=SDP,
        ),
        "sip_uri_headers",
        400,
    ),
    "regbadct": (
        made(
            "REGISTER sip:example.com SIP/2.0",
            TO,
            FROM,
            *common("regbadct", "8 REGISTER"),
            "Contact: sip:user@example.com?Route=%3Csip:sip.example.com%3E",
        ),
        "sip_address",
        400,
    ),
    "badaspec": (
        made(
            "OPTIONS sip:user@example.org SIP/2.0",
            'To: "Watson, Thomas" < sip:t.watson @example.org >',
            FROM,
            *common("badaspec"),
        ),
        "sip_address",
        400,
    ),
    "baddn": (
        made(
            "OPTIONS sip:t.watson@example.org SIP/2.0",
            TO,
            "From: Bell, Alexander <sip:a.g.bell@example.com>;tag=43",
            *common("baddn"),
        ),
        "sip_display",
        400,
    ),
    "badvers": (made("OPTIONS sip:t.watson@example.org SIP/7.0", TO, FROM, *common("badvers")), "sip_version", 505),
    "mismatch01": (
        made("OPTIONS sip:user@example.com SIP/2.0", TO, FROM, *common("mismatch01", "8 INVITE")),
        "sip_cseq_method",
        400,
    ),
    "mismatch02": (
        made("NEWMETHOD sip:user@example.com SIP/2.0", TO, FROM, *common("mismatch02", "8 INVITE")),
        "sip_cseq_method",
        400,
    ),
    "bigcode": (
        made("SIP/2.0 4294967301 better not break the receiver", *common("bigcode", "353494 INVITE"), TO, FROM),
        "sip_status_line",
        0,
    ),
    "insuf": (
        made(
            "INVITE sip:user@example.com SIP/2.0",
            "CSeq: 193942 INVITE",
            "Via: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf",
            body=SDP,
        ),
        "sip_field_missing",
        0,
    ),
    "unkscm": (
        made("OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0", TO, FROM, *common("unkscm")),
        "sip_scheme",
        416,
    ),
    "novelsc": (made("OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0", TO, FROM, *common("novelsc")), "sip_scheme", 416),
    "multi01": (
        made(
            "INVITE sip:user@company.com SIP/2.0",
            *common("multi01", "5 INVITE"),
            TO,
            FROM,
            "CSeq: 59 INVITE",
            "Call-ID: another",
            "From: sip:other@example.net;tag=3413415",
            "To: sip:any@example.com",
            "Max-Forwards: 5",
            body=SDP,
        ),
        "sip_field_twice",
        400,
    ),
    "mcl01": (
        made(
            "OPTIONS sip:user@example.com SIP/2.0",
            TO,
            FROM,
            *common("mcl01"),
            "Content-Length: 13",
            body="There's no way to know",
            length="5",
        ),
        "sip_content_lengths",
        0,
    ),
}
"""Name → a message that must be refused, the reason, and the status it is answered with (0: it is dropped)."""
