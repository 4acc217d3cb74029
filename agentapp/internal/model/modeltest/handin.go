package modeltest

import (
	"context"
	"sync"

	"beside.example/agentapp/internal/model"
	"beside.example/protocol/handin"
)

var _ model.HandIns = (*HandIns)(nil)

// HandIns is a relay's side of what is handed in that a test is. The zero value takes everything.
type HandIns struct {
	mu       sync.Mutex // guards the following
	unwanted bool
	fail     error
	pages    []handin.Page
}

// Wanted implements model.HandIns.
func (h *HandIns) Wanted() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.unwanted
}

// HandIn implements model.HandIns.
func (h *HandIns) HandIn(_ context.Context, page []byte) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.fail != nil {
		return h.fail
	}
	p, err := handin.Parse(page)
	h.pages = append(h.pages, p)
	return err
}

// Fail makes every page fail; nil none.
func (h *HandIns) Fail(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.fail = err
}

// Unwant makes it a relay of before there was anything to hand in.
func (h *HandIns) Unwant() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.unwanted = true
}

// Pages returns what was handed in so far, and forgets it.
func (h *HandIns) Pages() []handin.Page {
	h.mu.Lock()
	defer h.mu.Unlock()
	pages := h.pages
	h.pages = nil
	return pages
}
