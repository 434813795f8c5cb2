"""What happened, in order, for ever; and, apart from it, what is personal.

`port` says what a journal is; `memory` and `sqlite` are two; `codec` and `upcasting` turn facts into bytes and back;
`views` keeps read models that can be made again at any time.
"""
