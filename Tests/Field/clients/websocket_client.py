from adapter import ended, fields, opened, texts, told, url
import websocket

seen, rest = [], list(texts)


def on_open(app):
    app.send(rest.pop(0))


def on_message(app, _):
    if rest:
        app.send(rest.pop(0))
    elif "open" not in seen:
        seen.append("open")
        opened()


def on_error(_, problem):
    seen.append(f"on_error {told(problem).split(' -+-+-')[0]}")


def on_close(_, code, reason):
    seen.append(f"on_close {code} {reason or ''}".strip())


websocket.WebSocketApp(url, header=fields, on_open=on_open, on_message=on_message, on_error=on_error, on_close=on_close).run_forever()
ended(", ".join(word for word in seen if word != "open"))
