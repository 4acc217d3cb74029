package session

import (
	"context"

	"beside.example/protocol"
	"beside.example/protocol/text"
)

// details brings the customer's computer details to the agent. It belongs to the loop.
type details struct {
	core     *core
	computer Computer // nil: this machine cannot describe itself
	under    bool     // a collection is under way
	wanted   bool     // the agent waits for an answer
	known    *protocol.ComputerDetails
}

// ask asks for the peer's details.
func (d *details) ask() {
	d.wanted = true
	d.core.send(protocol.DetailsRequest{})
}

// asked answers the peer's question; one that comes while an answer is under way gets that answer.
func (d *details) asked(granted func() bool) {
	if !granted() || d.computer == nil || d.under {
		return
	}
	d.under = true
	d.core.spawn(nil, func(ctx context.Context) {
		facts, err := d.computer.Details(ctx)
		d.core.post(func() {
			d.under = false
			switch {
			case err != nil:
				d.core.log.Error("computer cannot be described", "error", err)
				d.core.trouble(protocol.FaultDetails)
			case granted():
				d.core.send(facts)
			}
		})
	})
}

// received keeps the peer's details.
func (d *details) received(m protocol.ComputerDetails) {
	if !d.wanted {
		return
	}
	d.wanted = false
	for _, s := range [...]*string{&m.System, &m.Version, &m.Architecture, &m.Host, &m.Processor} {
		*s = text.Clean(*s, protocol.MaxName)
	}
	d.known = &m
}
