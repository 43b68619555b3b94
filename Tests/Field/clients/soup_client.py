"""GNOME's libsoup, by Debian's Python."""

import gi

gi.require_version("Soup", "3.0")
from gi.repository import GLib, Soup  # noqa: E402

from adapter import ended, fields, opened, texts, url  # noqa: E402

loop, rest, seen = GLib.MainLoop(), list(texts), []


def on_message(socket, *_):
    if rest:
        socket.send_text(rest.pop(0))
    elif not seen:
        seen.append("open")
        opened()


def on_closed(socket):
    ended("closed", socket.get_close_code(), socket.get_close_data())
    loop.quit()


def on_connected(session, result):
    try:
        socket = session.websocket_connect_finish(result)
    except GLib.Error as problem:
        ended(problem.domain, problem.message, "status", int(message.get_status()))
        return loop.quit()
    kept.append(socket)
    socket.connect("message", on_message)
    socket.connect("closed", on_closed)
    socket.send_text(rest.pop(0))


session, message, kept = Soup.Session(), Soup.Message.new("GET", url), []
for name, value in fields.items():
    message.get_request_headers().append(name, value)
session.websocket_connect_async(message, None, [], GLib.PRIORITY_DEFAULT, None, on_connected)
loop.run()
