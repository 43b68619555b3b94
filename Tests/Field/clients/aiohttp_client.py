import asyncio

from adapter import ended, fields, opened, texts, url
import aiohttp


async def main():
    async with aiohttp.ClientSession() as session, session.ws_connect(url, headers=fields) as socket:
        for text in texts:
            await socket.send_str(text)
            await socket.receive()
        await asyncio.to_thread(opened)
        async for _ in socket:
            pass
        ended("the loop ends, close_code", socket.close_code)


try:
    asyncio.run(main())
except Exception as problem:
    ended(type(problem).__name__, getattr(problem, "status", problem))
