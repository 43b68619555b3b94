from adapter import ended, fields, opened, texts, url
import trio
from trio_websocket import ConnectionClosed, ConnectionRejected, open_websocket_url


async def main():
    try:
        async with open_websocket_url(url, extra_headers=[(name, value.encode()) for name, value in fields.items()]) as socket:
            for text in texts:
                await socket.send_message(text)
                await socket.get_message()
            await trio.to_thread.run_sync(opened)
            while True:
                await socket.get_message()
    except ConnectionClosed as end:
        ended("ConnectionClosed", end.reason.code, end.reason.reason)
    except ConnectionRejected as refusal:
        ended("ConnectionRejected", refusal.status_code)


trio.run(main, strict_exception_groups=False)
