"""HTTP and sockets: log-in, roles, REST, the built web apps, health and figures. The only room that knows a web framework."""
