package e2e

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// pushedTitle is what the page is called that an agent sends.
const pushedTitle = "How to find the scanner"

// pushedPages is a web server of somebody else on loopback, with one page for agents to send, which notes what was asked for.
type pushedPages struct {
	server  *http.Server
	address string
	ended   chan error

	mu    sync.Mutex // guards the following
	asked []string
}

// servePages starts the server.
func servePages() (*pushedPages, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("serve a page to send: %w", err)
	}
	p := &pushedPages{address: "http://" + listener.Addr().String(), ended: make(chan error, 1)}
	const readWithin = 10 * time.Second
	p.server = &http.Server{Handler: p, ReadHeaderTimeout: readWithin}
	go func() { p.ended <- p.server.Serve(listener) }()
	return p, nil
}

// ServeHTTP implements http.Handler.
func (p *pushedPages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/favicon.ico" {
		http.NotFound(w, r)
		return
	}
	p.mu.Lock()
	p.asked = append(p.asked, r.URL.Path)
	p.mu.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, "<!doctype html><title>"+pushedTitle+"</title><h1>"+pushedTitle+"</h1>") // who has gone reads nothing
}

// opened lists the paths that were asked for.
func (p *pushedPages) opened() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.asked...)
}

func (p *pushedPages) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), stopPatience)
	defer cancel()
	err := p.server.Shutdown(ctx)
	if served := <-p.ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}
