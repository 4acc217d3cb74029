package line

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"beside.example/internal/join"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/identity"
	"beside.example/protocol/signalling"
)

func key(b byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{b}, ed25519.SeedSize))
}

func public(k ed25519.PrivateKey) ed25519.PublicKey { return k.Public().(ed25519.PublicKey) }

// TestIntroducedDevice: only the device that was vouched for is let in, even where the relay has the organisation's key and signs
// another one for the same name.
func TestIntroducedDevice(t *testing.T) {
	organisation, ben, eve := key(1), key(2), key(3)
	ends := identity.Ends{Agent: [32]byte{1}, Customer: [32]byte{2}}
	joined := &join.Joined{Ends: ends, OrganisationKey: public(organisation)}
	show := func(device ed25519.PrivateKey, by ed25519.PrivateKey) protocol.Identity {
		credential := identity.Credential{
			Organisation: "Northfield", Agent: "Ben Okafor", Device: identity.DeviceKey(public(device)), NotAfter: time.Now().Add(time.Hour),
		}.Sign(by)
		return (&join.Joined{Ends: ends}).Identity(credential, device)
	}
	check := introduced(joined, protocol.Introduce{Device: [32]byte(public(ben))})
	if who, err := check(show(ben, organisation)); err != nil || who.Name != "Ben Okafor" || who.Key == "" {
		t.Errorf("%+v, %v", who, err)
	}
	if _, err := check(show(eve, organisation)); !errors.Is(err, errStranger) {
		t.Errorf("another device: %v", err)
	}
	if _, err := check(show(ben, eve)); join.Fault(err) != protocol.FaultIdentity {
		t.Errorf("another organisation: %v", err)
	}
}

// TestToldWhatIsKept: what the customer is told is what the organisation signed.
func TestToldWhatIsKept(t *testing.T) {
	organisation, ben := key(1), key(2)
	ends := identity.Ends{Agent: [32]byte{1}, Customer: [32]byte{2}}
	keeps := protocol.KeepsFacts | protocol.KeepsChat
	credential := identity.Credential{
		Organisation: "Northfield", Agent: "Ben Okafor", Device: identity.DeviceKey(public(ben)), NotAfter: time.Now().Add(time.Hour), Keeps: keeps,
	}.Sign(organisation)
	check := verify(&join.Joined{Ends: ends, OrganisationKey: public(organisation)})
	if who, err := check((&join.Joined{Ends: ends}).Identity(credential, ben)); err != nil || who.Keeps != keeps {
		t.Errorf("told %v, %v", who.Keeps, err)
	}
	credential[len(credential)-ed25519.SignatureSize-1] = byte(protocol.KeepsFacts)
	if who, err := check((&join.Joined{Ends: ends}).Identity(credential, ben)); err == nil {
		t.Errorf("a relay hides it: told %v", who.Keeps)
	}
}

// TestWithheld: each feature that the relay withholds takes away its own part of a session, and those that concern no session nothing.
func TestWithheld(t *testing.T) {
	for features, want := range map[signalling.Features]session.Withheld{
		0:                           {},
		signalling.FeatureView:      {Permissions: protocol.PermissionSee},
		signalling.FeatureControl:   {Permissions: protocol.PermissionControl},
		signalling.FeatureDetails:   {Permissions: protocol.PermissionDiagnostics},
		signalling.FeatureShareMine: {TheirScreen: true},
		signalling.FeaturePushURL:   {Pages: true},
		signalling.FeatureTransfer | signalling.FeatureInvite | signalling.FeatureWebChat | signalling.FeatureCanned | signalling.FeatureSurvey: {},
		^signalling.Features(0): { // bits of a newer relay among them
			Permissions: protocol.PermissionSee | protocol.PermissionControl | protocol.PermissionDiagnostics, TheirScreen: true, Pages: true,
		},
	} {
		if got := withheld(features); got != want {
			t.Errorf("%b withholds %+v, want %+v", features, got, want)
		}
	}
}
