package server

import (
	"time"

	"beside.example/internal/product"
	"beside.example/relay/internal/forward"
)

// itself is what the relay tells managers of itself.
type itself struct {
	started   time.Time
	forwarder *forward.Forwarder
}

// Version implements center.Relay.
func (itself) Version() string { return product.Build() }

// Since implements center.Relay.
func (i itself) Since() time.Time { return i.started }

// Sessions implements center.Relay.
func (i itself) Sessions() int { return i.forwarder.Sessions() }
