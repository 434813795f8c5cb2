"""The post room: what all written channels with a provider share. It keeps what comes in, finds out whose it is and to which
conversation it belongs, hands what we say to the gateways, and writes down what became of it.

    gateway ──raw──▶ keeping ──▶ disk ──▶ reading ──▶ gateway.understand ──▶ hearing ──▶ commands
    outbox  ──row──▶ carrying ──▶ gateway.send        reporting ◀── what the provider tells later
"""
