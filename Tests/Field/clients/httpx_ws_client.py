from adapter import ended, fields, opened, texts, url
from httpx_ws import WebSocketDisconnect, connect_ws

try:
    with connect_ws(url.replace("ws:", "http:"), headers=fields, keepalive_ping_interval_seconds=None, timeout=60) as socket:
        for text in texts:
            socket.send_text(text)
            socket.receive_text()
        opened()
        while True:
            socket.receive_text()
except WebSocketDisconnect as end:
    ended("WebSocketDisconnect", end.code, end.reason)
except Exception as problem:
    response = getattr(problem, "response", None)
    ended(type(problem).__name__, response.status_code if response else problem)
