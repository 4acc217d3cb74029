package signalling_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/coder/websocket"

	"beside.example/protocol/signalling"
)

// TestSlowReader shows that a peer which does not read is cut before it costs more than its queue.
func TestSlowReader(t *testing.T) {
	server, client := socketPair(t)
	defer client.Abort()
	big := signalling.Envelope{Message: signalling.Credential{Bytes: bytes.Repeat([]byte{1}, 2000)}}
	sent := 0
	var err error
	for err == nil && sent < 1000 {
		err = server.Send(big)
		sent++
	}
	if !errors.Is(err, signalling.ErrSlow) || sent > 100 {
		t.Errorf("%v after %d messages", err, sent)
	}
	if err := server.Send(big); !errors.Is(err, signalling.ErrLost) {
		t.Errorf("afterwards: %v", err)
	}
	server.Abort()
}

// socketPair returns the two ends of a WebSocket that nobody runs.
func socketPair(t *testing.T) (server, client *signalling.Socket) {
	t.Helper()
	accepted := make(chan *signalling.Socket, 1)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ws, err := websocket.Accept(w, r, nil)
		if err != nil {
			t.Error(err)
			return
		}
		accepted <- signalling.NewSocket(ws)
	}))
	t.Cleanup(s.Close)
	ws, _, err := websocket.Dial(t.Context(), s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	return <-accepted, signalling.NewSocket(ws)
}
