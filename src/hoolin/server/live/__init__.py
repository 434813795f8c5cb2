"""The live sockets as the server lends them: the desk's hub, and the thin coat around a web socket."""
