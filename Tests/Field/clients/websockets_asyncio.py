import asyncio

from adapter import ended, fields, opened, texts, told, url
from websockets.asyncio.client import connect


async def main():
    async with connect(url, additional_headers=fields, proxy=None, open_timeout=60, ping_timeout=300) as socket:
        for text in texts:
            await socket.send(text)
            await socket.recv()
        await asyncio.to_thread(opened)
        while True:
            await socket.recv()


try:
    asyncio.run(main())
except Exception as problem:
    ended(told(problem))
