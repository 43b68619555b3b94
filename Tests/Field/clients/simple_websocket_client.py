from adapter import ended, fields, opened, texts, told, url
from simple_websocket import Client, ConnectionClosed

try:
    socket = Client(url, headers=fields)
    for text in texts:
        socket.send(text)
        socket.receive()
    opened()
    while True:
        socket.receive()
except ConnectionClosed as end:
    ended("ConnectionClosed", end.reason, end.message)
except Exception as problem:
    ended(told(problem))
