// Go's nhooyr.io/websocket, which is coder/websocket now.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"

	"nhooyr.io/websocket"
)

func end(words ...any) {
	fmt.Println(append([]any{"end"}, words...)...)
	os.Exit(0)
}

func main() {
	var fields map[string]string
	var texts []string
	json.Unmarshal([]byte(os.Args[2]), &fields)
	json.Unmarshal([]byte(os.Args[3]), &texts)
	header := http.Header{}
	for name, value := range fields {
		header.Set(name, value)
	}
	background := context.Background()
	socket, _, err := websocket.Dial(background, os.Args[1], &websocket.DialOptions{HTTPHeader: header})
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
	fmt.Println("open")
	io.ReadAll(os.Stdin)
	for {
		if _, _, err := socket.Read(background); err != nil {
			end("Read:", err)
		}
	}
}
