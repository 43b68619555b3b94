// Go's golang.org/x/net/websocket, which wants to be told an origin.
package main

import (
	"strings"

	"golang.org/x/net/websocket"
)

func main() {
	url, header, texts := told()
	config, err := websocket.NewConfig(url, strings.TrimSuffix(strings.Replace(url, "ws", "http", 1), "/ws"))
	if err != nil {
		end("NewConfig:", err)
	}
	config.Header = header
	socket, err := websocket.DialConfig(config)
	if err != nil {
		end("DialConfig:", err.(*websocket.DialError).Err)
	}
	var text string
	for _, request := range texts {
		if err := websocket.Message.Send(socket, request); err != nil {
			end("Send:", err)
		}
		if err := websocket.Message.Receive(socket, &text); err != nil {
			end("Receive:", err)
		}
	}
	opened()
	for {
		if err := websocket.Message.Receive(socket, &text); err != nil {
			end("Receive:", err)
		}
	}
}
