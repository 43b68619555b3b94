"""listening.py FILE NAME COMMAND…: becomes the command, which is handed a socket that listens on a port of loopback that nobody else has.

The socket's number is in the variable NAME of its environment, and the port in FILE.
"""
import os
import pathlib
import socket
import sys

file, name, command = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
listener = socket.create_server(("127.0.0.1", 0), backlog=256)
listener.set_inheritable(True)
part = file.with_suffix(".part")
part.write_text(f"{listener.getsockname()[1]}\n")
part.replace(file)
os.execvpe(command[0], command, os.environ | {name: str(listener.fileno())})
