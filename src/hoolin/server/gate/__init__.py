"""What every request passes before any route: plain ASGI layers, outermost first.

`address` (who is at the other end) · `headers` (what browsers may do) · `requests` (id, log, figures, last resort) ·
`pages` (CORS for pages that carry the chat) · `limits` (body and time).
"""
