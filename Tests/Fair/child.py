"""A process beside: told a word a line, it answers with a line of JSON. So neither's work delays what the other measures."""

import asyncio
import json
import os
import queue
import subprocess
import sys
import threading

END = object()


class Child:
    """The parent's view: started, asked, and ended by its id."""

    def __init__(self, program, spec, log):
        self.name = program.name
        self.log = open(log, "ab")
        self.process = subprocess.Popen([sys.executable, "-B", str(program), json.dumps(spec)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.log)
        self.answers = queue.Queue()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.answers.put(json.loads(line))
        self.answers.put(END)

    def answer(self, seconds):
        """The next answer."""
        try:
            answer = self.answers.get(timeout=seconds)
        except queue.Empty:
            raise TimeoutError(f"{self.name} does not answer within {seconds} s") from None
        if answer is END:
            raise RuntimeError(f"{self.name} ended: see {self.log.name}")
        return answer

    def tell(self, word):
        self.process.stdin.write(f"{word}\n".encode())
        self.process.stdin.flush()

    def ask(self, word, seconds):
        self.tell(word)
        return self.answer(seconds)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.log.close()


class Parent:
    """The child's view."""

    def __init__(self):
        self.reader = None

    async def __aenter__(self):
        loop = asyncio.get_running_loop()
        self.reader = asyncio.StreamReader()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(self.reader), sys.stdin)
        return self

    async def __aexit__(self, *_):
        pass

    async def word(self):
        """The next word; nothing once the parent has gone."""
        return (await self.reader.readline()).decode().strip()

    def answer(self, **fields):
        print(json.dumps(fields), flush=True)


def run(main):
    """Runs `main(spec, parent)` as a process of its own, which ends without waiting for what it has open."""

    async def begin():
        async with Parent() as parent:
            await main(json.loads(sys.argv[1]), parent)

    asyncio.run(begin(), debug=False)
    sys.stdout.flush()
    os._exit(0)
