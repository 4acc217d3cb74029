package cpace_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"beside.example/protocol/code"
	"beside.example/protocol/cpace"
)

func parse(t testing.TB, typed string) code.Code {
	t.Helper()
	c, err := code.Parse(typed)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// side returns what one side brings when nothing is wrong.
func side(t testing.TB, typed string, spki byte) cpace.Params {
	t.Helper()
	c := parse(t, typed)
	return cpace.Params{
		Secret:     c.Secret,
		Context:    cpace.Context{Relay: "help.northfield.example", Nameplate: c.Nameplate},
		Associated: cpace.Associated{SPKI: [32]byte{spki}, Capabilities: 7},
	}
}

// tamper changes messages on their way.
type tamper struct {
	sid     func(*cpace.SID)
	offer   func(*cpace.Offer)
	answer  func(*cpace.Answer, cpace.Offer)
	confirm func(*cpace.Confirm, cpace.Answer)
}

// exchange runs a whole exchange and returns both sides' keys and errors.
func exchange(agent, customer cpace.Params, on tamper) (a, c *cpace.Keys, agentErr, customerErr error) {
	own := cpace.NewSID()
	seen := own
	if on.sid != nil {
		on.sid(&seen)
	}
	i, offer, err := cpace.NewInitiator(agent, seen)
	if err != nil {
		return nil, nil, err, nil
	}
	sent := offer
	if on.offer != nil {
		on.offer(&sent)
	}
	r, answer, err := cpace.NewResponder(customer, own, sent)
	if err != nil {
		return nil, nil, nil, err
	}
	sentAnswer := answer
	if on.answer != nil {
		on.answer(&sentAnswer, offer)
	}
	a, confirm, agentErr := i.Verify(sentAnswer)
	if on.confirm != nil {
		on.confirm(&confirm, answer)
	}
	c, customerErr = r.Verify(confirm)
	return a, c, agentErr, customerErr
}

func TestExchange(t *testing.T) {
	agent, customer := side(t, "1234 56789", 1), side(t, "123-456-789", 2)
	customer.Context.Relay = "HELP.northfield.example:443" // the same relay
	a, c, agentErr, customerErr := exchange(agent, customer, tamper{})
	if agentErr != nil || customerErr != nil {
		t.Fatal(agentErr, customerErr)
	}
	if !bytes.Equal(a.Transport(), c.Transport()) || !bytes.Equal(a.Resume(), c.Resume()) {
		t.Error("the sides' keys differ")
	}
	if bytes.Equal(a.Transport(), a.Resume()) || len(a.Transport()) != 32 {
		t.Error("keys of two purposes are the same")
	}
	if a.Peer() != customer.Associated || c.Peer() != agent.Associated {
		t.Errorf("associated data: %v, %v", a.Peer(), c.Peer())
	}
	if a.CheckWords("en") != c.CheckWords("en-GB") || a.CheckWords("fr") != c.CheckWords("fr-CA") || a.CheckWords("fr") == a.CheckWords("en") {
		t.Error("check words do not agree")
	}
	again, _, _, _ := exchange(agent, customer, tamper{})
	if bytes.Equal(a.Transport(), again.Transport()) {
		t.Error("two exchanges gave the same keys")
	}
}

// TestExchangeDiffers holds what must make an exchange fail, and at which side it is noticed first.
func TestExchangeDiffers(t *testing.T) {
	for name, change := range map[string]func(customer *cpace.Params){
		"other digits":    func(p *cpace.Params) { p.Secret = parse(t, "1234 56780").Secret },
		"other nameplate": func(p *cpace.Params) { p.Context.Nameplate = "1235" },
		"other relay":     func(p *cpace.Params) { p.Context.Relay = "help.evil.example" },
		"other port":      func(p *cpace.Params) { p.Context.Relay += ":8443" },
	} {
		t.Run(name, func(t *testing.T) {
			customer := side(t, "1234 56789", 2)
			change(&customer)
			refused(t, side(t, "1234 56789", 1), customer, tamper{}, cpace.ErrConfirmation)
		})
	}
}

// TestHostileRelay lets the one who forwards the messages change them.
func TestHostileRelay(t *testing.T) {
	stranger := func() (cpace.Offer, cpace.Answer) { // made without knowing the digits
		own := side(t, "1234 00000", 9)
		_, o, err := cpace.NewInitiator(own, cpace.NewSID())
		if err != nil {
			t.Fatal(err)
		}
		_, a, err := cpace.NewResponder(own, cpace.NewSID(), o)
		if err != nil {
			t.Fatal(err)
		}
		return o, a
	}
	wrong := cpace.ErrConfirmation
	for name, c := range map[string]struct {
		on   tamper
		want error
	}{
		"session ID half of the customer": {tamper{sid: func(s *cpace.SID) { s[0] ^= 1 }}, wrong},
		"session ID half of the agent":    {tamper{offer: func(o *cpace.Offer) { o.SID[0] ^= 1 }}, wrong},
		"agent's key swapped":             {tamper{offer: func(o *cpace.Offer) { o.Associated.SPKI[0] ^= 1 }}, wrong},
		"agent's capabilities cut":        {tamper{offer: func(o *cpace.Offer) { o.Associated.Capabilities = 0 }}, wrong},
		"customer's key swapped":          {tamper{answer: func(a *cpace.Answer, _ cpace.Offer) { a.Associated.SPKI[0] ^= 1 }}, wrong},
		"customer's capabilities cut":     {tamper{answer: func(a *cpace.Answer, _ cpace.Offer) { a.Associated.Capabilities = 0 }}, wrong},
		"own exchange with the agent":     {tamper{answer: func(a *cpace.Answer, _ cpace.Offer) { _, *a = stranger() }}, wrong},
		"own exchange with the customer":  {tamper{offer: func(o *cpace.Offer) { *o, _ = stranger() }}, wrong},
		"reflection to the agent": {tamper{answer: func(a *cpace.Answer, o cpace.Offer) {
			a.Share, a.Associated = o.Share, o.Associated
		}}, cpace.ErrReflected},
		"neutral share to the agent":      {tamper{answer: func(a *cpace.Answer, _ cpace.Offer) { a.Share = cpace.Share{} }}, cpace.ErrShare},
		"neutral share to the customer":   {tamper{offer: func(o *cpace.Offer) { o.Share = cpace.Share{} }}, cpace.ErrShare},
		"no group element to the agent":   {tamper{answer: func(a *cpace.Answer, _ cpace.Offer) { a.Share = cpace.Share{0: 1, 31: 0xff} }}, cpace.ErrShare},
		"confirmation of zeros":           {tamper{answer: func(a *cpace.Answer, _ cpace.Offer) { a.Confirmation = cpace.Tag{} }}, wrong},
		"one bit of the confirmation":     {tamper{answer: func(a *cpace.Answer, _ cpace.Offer) { a.Confirmation[63] ^= 1 }}, wrong},
		"reflection to the customer":      {tamper{confirm: func(c *cpace.Confirm, a cpace.Answer) { c.Confirmation = a.Confirmation }}, wrong},
		"agent's confirmation of zeros":   {tamper{confirm: func(c *cpace.Confirm, _ cpace.Answer) { c.Confirmation = cpace.Tag{} }}, wrong},
		"one bit of agent's confirmation": {tamper{confirm: func(c *cpace.Confirm, _ cpace.Answer) { c.Confirmation[0] ^= 1 }}, wrong},
	} {
		t.Run(name, func(t *testing.T) {
			refused(t, side(t, "1234 56789", 1), side(t, "1234 56789", 2), c.on, c.want)
		})
	}
}

// refused checks that an exchange fails with want, and that the customer never gets keys.
func refused(t *testing.T, agent, customer cpace.Params, on tamper, want error) {
	t.Helper()
	a, c, agentErr, customerErr := exchange(agent, customer, on)
	if !errors.Is(errors.Join(agentErr, customerErr), want) {
		t.Errorf("agent: %v, customer: %v; want %v", agentErr, customerErr, want)
	}
	if c != nil || (on.confirm == nil && a != nil) {
		t.Error("keys of a failed exchange")
	}
}

func TestReplay(t *testing.T) {
	agent, customer := side(t, "1234 56789", 1), side(t, "1234 56789", 2)
	own := cpace.NewSID()
	_, old, err := cpace.NewInitiator(agent, own)
	if err != nil {
		t.Fatal(err)
	}
	_, oldAnswer, err := cpace.NewResponder(customer, own, old)
	if err != nil {
		t.Fatal(err)
	}
	i, _, err := cpace.NewInitiator(agent, own)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := i.Verify(oldAnswer); !errors.Is(err, cpace.ErrConfirmation) {
		t.Errorf("an old answer: %v", err)
	}
	if _, _, err := i.Verify(oldAnswer); !errors.Is(err, cpace.ErrUsed) {
		t.Errorf("second try: %v", err)
	}
	r, _, err := cpace.NewResponder(customer, own, old)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []error{cpace.ErrConfirmation, cpace.ErrUsed} {
		if _, err := r.Verify(cpace.Confirm{}); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
}

func TestIncompleteParams(t *testing.T) {
	for name, change := range map[string]func(*cpace.Params){
		"secret":    func(p *cpace.Params) { p.Secret = code.Secret{} },
		"relay":     func(p *cpace.Params) { p.Context.Relay = "" },
		"nameplate": func(p *cpace.Params) { p.Context.Nameplate = "12 34" },
		"key":       func(p *cpace.Params) { p.Associated.SPKI = [32]byte{} },
	} {
		p := side(t, "1234 56789", 1)
		change(&p)
		if _, _, err := cpace.NewInitiator(p, cpace.NewSID()); !errors.Is(err, cpace.ErrParams) {
			t.Errorf("initiator without %s: %v", name, err)
		}
		if _, _, err := cpace.NewResponder(p, cpace.NewSID(), cpace.Offer{}); !errors.Is(err, cpace.ErrParams) {
			t.Errorf("responder without %s: %v", name, err)
		}
	}
}

func TestKeysNeverShow(t *testing.T) {
	a, _, _, _ := exchange(side(t, "1234 56789", 1), side(t, "1234 56789", 2), tamper{})
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("done", "keys", a)
	slog.New(slog.NewTextHandler(&out, nil)).Info("done", "keys", a)
	fmt.Fprintf(&out, "%v %+v %#v %s", a, a, a, a)
	if n := strings.Count(out.String(), "keys"); n != 8 || out.Len() > 300 {
		t.Errorf("keys show: %s", out.String())
	}
}

func TestCheckWordsAreTold(t *testing.T) {
	seen := map[string]bool{}
	for range 200 {
		a, _, _, _ := exchange(side(t, "1234 56789", 1), side(t, "1234 56789", 2), tamper{})
		for _, w := range slices.Concat(words(a, "en"), words(a, "fr")) {
			if len(w) < 3 || strings.TrimSpace(w) != w {
				t.Fatalf("word %q", w)
			}
			seen[w] = true
		}
	}
	if len(seen) < 400 { // of 512, 1200 drawn
		t.Errorf("only %d different words", len(seen))
	}
}

func words(k *cpace.Keys, language string) []string {
	w := k.CheckWords(language)
	return w[:]
}

func BenchmarkExchange(b *testing.B) {
	agent, customer := side(b, "1234 56789", 1), side(b, "1234 56789", 2)
	for b.Loop() {
		if _, _, err, _ := exchange(agent, customer, tamper{}); err != nil {
			b.Fatal(err)
		}
	}
}
