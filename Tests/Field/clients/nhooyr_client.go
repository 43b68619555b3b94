// Go's nhooyr.io/websocket, which is coder/websocket now.
package main

import (
	"context"

	"nhooyr.io/websocket"
)

func main() {
	url, header, texts := told()
	background := context.Background()
	socket, _, err := websocket.Dial(background, url, &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		end("Dial:", err)
	}
	for _, text := range texts {
		if err := socket.Write(background, websocket.MessageText, []byte(text)); err != nil {
			end("Write:", err)
		}
		if _, _, err := socket.Read(background); err != nil {
			end("Read:", err)
		}
	}
	opened()
	for {
		if _, _, err := socket.Read(background); err != nil {
			end("Read:", err)
		}
	}
}
