package protocol_test

import (
	"testing"

	"beside.example/protocol"
)

func consentGolden() golden {
	return golden{
		protocol.Consent{Granted: protocol.PermissionSee | protocol.PermissionControl, Resume: secret()},
		"0005 0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20",
	}
}

func TestConsent(t *testing.T) {
	check(t, consentGolden(), protocol.ParseConsent)
}
