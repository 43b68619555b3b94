from adapter import ended, fields, opened, texts, url
from autobahn.twisted.websocket import WebSocketClientFactory, WebSocketClientProtocol
from twisted.internet import reactor


class Client(WebSocketClientProtocol):
    rest, has_entered = list(texts), False

    def onOpen(self):
        self.sendMessage(self.rest.pop(0).encode())

    def onMessage(self, payload, is_binary):
        if self.rest:
            self.sendMessage(self.rest.pop(0).encode())
        elif not self.has_entered:
            self.has_entered = True
            opened()

    def onClose(self, was_clean, code, reason):
        ended(f"onClose {'clean' if was_clean else 'unclean'}", code, reason)
        reactor.stop()


factory = WebSocketClientFactory(url, headers=fields)
factory.protocol = Client
# Seconds; 5 and 1 are too few for a busy machine.
factory.setProtocolOptions(openHandshakeTimeout=60, closeHandshakeTimeout=60, serverConnectionDropTimeout=60)
reactor.connectTCP(factory.host, factory.port, factory)
reactor.run()
