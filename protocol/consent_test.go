package protocol_test

import (
	"bytes"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

// keptGolden is what the first version does not say.
const keptGolden = "03"

func consentGolden() golden {
	return golden{
		protocol.Consent{Granted: protocol.PermissionSee | protocol.PermissionControl, Resume: secret()},
		"0005 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
	}
}

func TestConsent(t *testing.T) {
	g := consentGolden() // of the first version: what is kept may be missing
	value := g.message.(protocol.Consent)
	golden := wiretest.Hex(t, g.hex)
	if got := value.Append(nil); !bytes.Equal(got, golden) {
		t.Errorf("got %x", got)
	}
	if got, err := protocol.ParseConsent(golden); err != nil || got != value {
		t.Errorf("got %+v, %v", got, err)
	}
	value.Kept = protocol.KeepsFacts | protocol.KeepsChat
	wiretest.Check(t, wiretest.Message[protocol.Consent]{
		Value: value, Golden: g.hex + keptGolden, Parse: protocol.ParseConsent, Open: len(keptGolden) / 2,
		Append: func(m protocol.Consent, b []byte) []byte { return m.Append(b) },
	})
	if longer, err := protocol.ParseConsent(append(golden, 3, 0xee)); err != nil || longer != value {
		t.Errorf("with a byte after the end: %+v, %v", longer, err)
	}
}
