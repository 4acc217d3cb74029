package systemtest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"beside.example/internal/join"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// guess tries a nameplate from an address and returns what the app is told and how long it took.
func guess(r *relay, address string, nameplate code.Nameplate) (protocol.Fault, time.Duration) {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	began := time.Now()
	_, err := newCustomer(r, r.machine().at(address)).Client.Join(ctx, nameplate, signalling.SID{})
	var refused *signalling.Error
	if !errors.As(err, &refused) {
		r.t.Fatalf("guessing from %s: %v", address, err)
	}
	return refused.Fault, time.Since(began)
}

// free returns a nameplate that no code bears.
func free(taken code.Nameplate) code.Nameplate {
	if taken == "0000" {
		return "0001"
	}
	return "0000"
}

// TestGuessing guesses nameplates from one address, from one network and from many, while a session lives and a customer with
// a good code comes.
func TestGuessing(t *testing.T) {
	r := newRelay(t, nil)
	limits := support.DefaultLimitSettings()
	a := newAgent(r, r.machine())
	typed, _ := a.newCode(0)
	s := meet(a, newCustomer(r, r.machine()), typed)
	good, made := a.newCode(0)
	failures := 0
	try := func(address string, wants protocol.Fault) {
		t.Helper()
		fault, took := guess(r, address, free(made.Nameplate))
		if fault != wants {
			t.Errorf("guess %d, from %s: told %v, want %v", failures+1, address, fault, wants)
		}
		if alarmed := failures >= limits.Alarm && wants == protocol.FaultCodeUnknown; (took >= limits.Slow) != alarmed {
			t.Errorf("guess %d, from %s: answered after %v", failures+1, address, took)
		}
		if wants == protocol.FaultCodeUnknown {
			failures++
		}
	}
	// One address has its few, and then none; one network has as many as its addresses together until its own limit.
	for n := range limits.PerNetwork + 1 {
		address := fmt.Sprintf("127.7.0.%d", 1+n/limits.PerAddress)
		if n == limits.PerAddress {
			try("127.7.0.1", protocol.FaultCodeSlow)
		}
		if n == limits.PerNetwork {
			try(address, protocol.FaultCodeSlow)
			break
		}
		try(address, protocol.FaultCodeUnknown)
	}
	s.echo()
	// Many networks raise the alarm. It makes everybody slower and refuses nobody.
	for n := 0; failures <= limits.Alarm; n++ {
		try(fmt.Sprintf("127.8.%d.1", n), protocol.FaultCodeUnknown)
	}
	if took := s.echo(); took > time.Second {
		t.Errorf("an echo took %v in the alarm", took)
	}
	began := time.Now()
	meet(a, newCustomer(r, r.machine().at("127.9.0.1")), good).echo()
	if took := time.Since(began); took < limits.Slow || took > patience/2 {
		t.Errorf("a customer with a good code came in after %v", took)
	}
}

// TestGuessingSecrets guesses the digits of one code from many networks: three tries are all that there are.
func TestGuessingSecrets(t *testing.T) {
	r := newRelay(t, nil)
	a := newAgent(r, r.machine())
	typed, _ := a.newCode(0)
	for n := range join.MaxAttempts {
		result := newCustomer(r, r.machine().at(fmt.Sprintf("127.6.%d.1", n))).join(wrong(typed))
		if arrival := a.arrival(); join.Fault(arrival.Err) != protocol.FaultCodeWrong {
			t.Errorf("the agent is told %v", arrival.Err)
		}
		if j := <-result; join.Fault(j.err) != protocol.FaultCodeWrong {
			t.Errorf("the guesser is told %v", j.err)
		}
	}
	a.wait(func() bool { return len(a.Codes()) == 0 })
	for n := range 10 {
		if fault := newCustomer(r, r.machine().at(fmt.Sprintf("127.6.10.%d", n+1))).refused(typed); fault != protocol.FaultCodeDead {
			t.Errorf("the right digits, too late: %v", fault)
		}
	}
}
