import asyncio

from adapter import ended, fields, opened, texts, told, url
import aiosonic
from aiosonic.exceptions import ConnectionDisconnected
from aiosonic.web_socket_client import WebSocketClient


async def main():
    async with WebSocketClient() as client, await client.connect(url, headers=fields) as socket:
        for text in texts:
            await socket.send_text(text)
            await socket.receive_text()
        await asyncio.to_thread(opened)
        try:
            while True:
                await socket.receive_text()
        except ConnectionDisconnected as end:
            ended(f"{told(end)}, close_code {socket.close_code}")


try:
    asyncio.run(main())
except Exception as problem:
    ended(told(problem))
