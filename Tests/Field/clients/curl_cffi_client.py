from adapter import ended, fields, opened, texts, told, url
from curl_cffi import Session, WebSocketError

try:
    with Session() as session, session.ws_connect(url, headers=fields) as socket:
        for text in texts:
            socket.send_str(text)
            socket.recv()
        opened()
        while True:
            socket.recv()
except WebSocketError as end:
    ended(told(end), socket.close_code, socket.close_reason)
except Exception as problem:
    ended(told(problem))
