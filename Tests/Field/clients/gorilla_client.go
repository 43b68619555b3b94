// Go's gorilla/websocket.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/gorilla/websocket"
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
	socket, answer, err := websocket.DefaultDialer.Dial(os.Args[1], header)
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
	fmt.Println("open")
	io.ReadAll(os.Stdin)
	for {
		if _, _, err := socket.ReadMessage(); err != nil {
			end("ReadMessage:", err)
		}
	}
}
