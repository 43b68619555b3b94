import asyncio

from adapter import ended, fields, opened, texts, url
from picows import WSListener, WSMsgType, ws_connect

end = []


class Listener(WSListener):
    rest, is_open = list(texts), False

    def on_ws_connected(self, transport):
        transport.send(WSMsgType.TEXT, self.rest.pop(0).encode())

    def on_ws_frame(self, transport, frame):
        if frame.msg_type == WSMsgType.CLOSE:
            end.append(f"CLOSE frame {int(frame.get_close_code())}")
            transport.send_close(frame.get_close_code())
            transport.disconnect()
        elif frame.msg_type == WSMsgType.TEXT and self.rest:
            transport.send(WSMsgType.TEXT, self.rest.pop(0).encode())
        elif frame.msg_type == WSMsgType.TEXT and not self.is_open:
            self.is_open = True
            opened()


async def main():
    transport, _ = await ws_connect(Listener, url, extra_headers=fields, websocket_handshake_timeout=60)
    await transport.wait_disconnected()
    ended(*(end or ["disconnected without a frame"]))


try:
    asyncio.run(main())
except Exception as problem:
    response = getattr(problem, "response", None)
    ended(type(problem).__name__, int(response.status) if response else problem)
