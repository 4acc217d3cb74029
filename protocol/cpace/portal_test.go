package cpace_test

import (
	"bytes"
	"errors"
	"testing"

	"beside.example/protocol/code"
	"beside.example/protocol/cpace"
)

// portalSide returns what one side brings into an exchange on a portal code.
func portalSide(typed code.PortalCode, spki byte) cpace.Params {
	return cpace.Params{
		Portal:     typed,
		Context:    cpace.Context{Relay: "help.northfield.example"},
		Associated: cpace.Associated{SPKI: [32]byte{spki}, Capabilities: 7},
	}
}

func TestPortalExchange(t *testing.T) {
	a, c, agentErr, customerErr := exchange(portalSide("K7MWQ2RT", 1), portalSide("K7MWQ2RT", 2), tamper{})
	if agentErr != nil || customerErr != nil {
		t.Fatal(agentErr, customerErr)
	}
	if !bytes.Equal(a.Transport(), c.Transport()) || a.CheckWords("en") != c.CheckWords("en") {
		t.Error("the sides do not agree")
	}
	refused(t, portalSide("K7MWQ2RT", 1), portalSide("K7MWQ2RS", 2), tamper{}, cpace.ErrConfirmation)
}

// TestKindsNeverMix has one side of each kind: a relay that answers a nine-digit code with an exchange on a portal code, or the
// reverse, gets neither side to agree.
func TestKindsNeverMix(t *testing.T) {
	digits, portal := side(t, "1234 56789", 1), portalSide("K7MWQ2RT", 2)
	refused(t, digits, portal, tamper{}, cpace.ErrConfirmation)
	refused(t, portal, digits, tamper{}, cpace.ErrConfirmation)
	for name, change := range map[string]func(*cpace.Params){
		"both":                       func(p *cpace.Params) { p.Secret, p.Context.Nameplate = digits.Secret, "1234" },
		"a secret too":               func(p *cpace.Params) { p.Secret = digits.Secret },
		"a nameplate too":            func(p *cpace.Params) { p.Context.Nameplate = "1234" },
		"nine digits as portal code": func(p *cpace.Params) { p.Portal = "123456789" },
		"no canonical form":          func(p *cpace.Params) { p.Portal = "k7mw-q2rt" },
		"neither":                    func(p *cpace.Params) { p.Portal = "" },
	} {
		p := portalSide("K7MWQ2RT", 1)
		change(&p)
		if _, _, err := cpace.NewInitiator(p, cpace.NewSID()); !errors.Is(err, cpace.ErrParams) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
