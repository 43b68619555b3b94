// What every adapter in Go has, as adapter.py has it for those in Python.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
)

// told is where to go, the fields of the request, and what to say there, waiting for one answer to each.
func told() (string, http.Header, []string) {
	var fields map[string]string
	var texts []string
	json.Unmarshal([]byte(os.Args[2]), &fields)
	json.Unmarshal([]byte(os.Args[3]), &texts)
	header := http.Header{}
	for name, value := range fields {
		header.Set(name, value)
	}
	return os.Args[1], header, texts
}

// opened works while its standard input is open.
func opened() {
	fmt.Println("open")
	io.ReadAll(os.Stdin)
}

// end says what the user is handed, in the client's own words, and is the end.
func end(words ...any) {
	fmt.Println(append([]any{"end"}, words...)...)
	os.Exit(0)
}
