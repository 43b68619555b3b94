from adapter import ended, fields, opened, texts, told, url
from websockets.sync.client import connect

try:
    with connect(url, additional_headers=fields, proxy=None, open_timeout=60, ping_timeout=300) as socket:
        for text in texts:
            socket.send(text)
            socket.recv()
        opened()
        while True:
            socket.recv()
except Exception as problem:
    ended(told(problem))
