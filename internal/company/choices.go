package company

import (
	"sync"

	"beside.example/protocol"
)

// choices are what the customer has chosen for all sessions.
type choices struct {
	mu       sync.Mutex // guards the following, and is held while the sessions are told, so that nobody who comes misses it
	fidelity protocol.Fidelity
	paused   bool // nothing new of the screen is shown
}

// PauseMine shows nobody anything new until ResumeMine, whoever comes meanwhile.
func (c *Company) PauseMine() {
	c.choices.mu.Lock()
	defer c.choices.mu.Unlock()
	c.choices.paused = true
	for _, m := range c.all() {
		m.session.PauseMine()
	}
}

// ResumeMine ends a pause.
func (c *Company) ResumeMine() {
	c.choices.mu.Lock()
	defer c.choices.mu.Unlock()
	c.choices.paused = false
	for _, m := range c.all() {
		m.session.ResumeMine()
	}
}

// SetFidelity chooses how near the picture of this machine's screen is to it, for everybody who is here and whoever comes. It may be
// called before Run.
func (c *Company) SetFidelity(f protocol.Fidelity) {
	c.choices.mu.Lock()
	defer c.choices.mu.Unlock()
	c.choices.fidelity = f
	for _, m := range c.all() {
		m.session.SetFidelity(f)
	}
}

// tellChoices tells a member who has come what was chosen before.
func (c *Company) tellChoices(m *member) {
	c.choices.mu.Lock()
	defer c.choices.mu.Unlock()
	m.session.SetFidelity(c.choices.fidelity)
	if c.choices.paused {
		m.session.PauseMine()
	}
}
