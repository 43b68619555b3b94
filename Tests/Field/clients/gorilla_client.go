// Go's gorilla/websocket.
package main

import "github.com/gorilla/websocket"

func main() {
	url, header, texts := told()
	socket, answer, err := websocket.DefaultDialer.Dial(url, header)
	if err == websocket.ErrBadHandshake {
		end(err, answer.StatusCode)
	} else if err != nil {
		end(err)
	}
	for _, text := range texts {
		if err := socket.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
			end("WriteMessage:", err)
		}
		if _, _, err := socket.ReadMessage(); err != nil {
			end("ReadMessage:", err)
		}
	}
	opened()
	for {
		if _, _, err := socket.ReadMessage(); err != nil {
			end("ReadMessage:", err)
		}
	}
}
