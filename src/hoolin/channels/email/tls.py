"""How we prove and check who is who. Certificates are always checked; an authority of one's own is named, never waved through."""

import ssl


def client_context(ca_file: str) -> ssl.SSLContext:
    """For talking to a server. ca_file: an authority that is trusted beside the usual ones, or "". Raises OSError when it cannot be
    read.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


def server_context(certificate: str, key: str) -> ssl.SSLContext | None:
    """For being talked to; None without a certificate. Raises OSError when the files cannot be read or do not belong together."""
    if not certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificate, key)
    return context
