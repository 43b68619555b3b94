from adapter import ended, fields, opened, texts, told, url
from ws4py.client.threadedclient import WebSocketClient


class Client(WebSocketClient):
    rest, is_open = list(texts), False

    def opened(self):
        self.send(self.rest.pop(0))

    def received_message(self, _):
        if self.rest:
            self.send(self.rest.pop(0))
        elif not self.is_open:
            self.is_open = True
            opened()

    def closed(self, code, reason=None):
        ended("closed", code, reason.decode() if isinstance(reason, bytes) else reason)


try:
    client = Client(url, headers=list(fields.items()))
    client.connect()
    client.run_forever()
except Exception as problem:
    ended(told(problem))
