import asyncio

from adapter import ended, fields, opened, texts, told, url
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect


async def main():
    socket = await websocket_connect(HTTPRequest(url, headers=fields, connect_timeout=60, request_timeout=60))
    for text in texts:
        await socket.write_message(text)
        await socket.read_message()
    await asyncio.to_thread(opened)
    while await socket.read_message() is not None:
        pass
    ended("read_message is None, close_code", socket.close_code, socket.close_reason)


try:
    asyncio.run(main())
except Exception as problem:
    ended(told(problem))
