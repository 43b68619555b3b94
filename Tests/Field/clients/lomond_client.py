from adapter import ended, fields, opened, texts, url
from lomond import WebSocket

socket, rest, seen, is_open = WebSocket(url), list(texts), [], False
for name, value in fields.items():
    socket.add_header(name.encode(), value.encode())
for event in socket.connect(ping_rate=0):
    if event.name == "ready":
        socket.send_text(rest.pop(0))
    elif event.name == "text" and rest:
        socket.send_text(rest.pop(0))
    elif event.name == "text" and not is_open:
        is_open = True
        opened()
    elif event.name == "closing":
        seen.append(f"Closing {event.code} {event.reason or ''}".strip())
    elif event.name == "rejected":
        seen.append(f"Rejected {event.response.status_code}")
    elif event.name in ("disconnected", "connect_fail"):
        seen.append("Disconnected" if event.name == "disconnected" else f"ConnectFail {event.reason}")
ended(", ".join(seen))
