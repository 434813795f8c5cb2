"""SIP, as telephones and trunks speak it. The door is `stack`; what is said through it is in `calls` and `settings`."""
