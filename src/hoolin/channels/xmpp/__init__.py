"""XMPP: an account of ours on anybody's server, written to from any Jabber program."""
