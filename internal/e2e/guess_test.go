package e2e

import (
	"context"
	"testing"

	"beside.example/protocol"
)

// TestGuesses types wrong digits until the code is dead, and then the right ones, which must not work any more.
func TestGuesses(t *testing.T) {
	r := rehearse(t)
	r.toCode()
	for left := 2; left > 0; left-- {
		r.must("customer types a wrong code", r.wrongCode)
		r.find(r.Agent, Containing(after(r.Texts.N("agent.news.wrong", left), ". ")))
	}
	r.must("customer types the third wrong code", func(ctx context.Context) error {
		return r.typeCode(ctx, r.wrongDigits())
	})
	r.find(r.Agent, Containing(after(r.Texts.T("agent.news.dead"), ": ")))
	r.find(r.Customer, Containing(protocol.FaultCodeTries.String()))
	r.must("customer types an unknown code", func(ctx context.Context) error {
		other := (r.digits[0]-'0'+1)%10 + '0'
		return r.typeCode(ctx, string(other)+r.digits[1:])
	})
	r.find(r.Customer, Containing(protocol.FaultCodeUnknown.String()))
	r.must("customer types the right code too late", func(ctx context.Context) error { return r.typeCode(ctx, r.digits) })
	r.find(r.Customer, Containing(protocol.FaultCodeTries.String()))
}
