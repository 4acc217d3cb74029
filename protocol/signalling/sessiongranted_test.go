package signalling_test

import (
	"reflect"
	"testing"

	"beside.example/protocol/signalling"
	"beside.example/protocol/wire/wiretest"
)

const (
	// oldSessionGrantedGolden is what a relay of the first version sends, and any that withholds nothing.
	oldSessionGrantedGolden = `0031 00000005
	000000000000000b202122232425262728292a2b2c2d2e2f404142434445464748494a4b4c4d4e4f50515253545556575859
	5a5b5c5d5e5f`
	sessionGrantedGolden = oldSessionGrantedGolden + `0042`
)

func testGrant() signalling.SessionGranted {
	return signalling.SessionGranted{Exchange: 11, Session: testSession(), Secret: testSecret()}
}

func TestSessionGranted(t *testing.T) {
	m := testGrant()
	m.Withheld = signalling.FeatureControl | signalling.FeaturePushURL
	wiretest.Check(t, wiretest.Message[signalling.Envelope]{
		Value:  signalling.Envelope{Request: testRequest, Message: m},
		Golden: sessionGrantedGolden, Parse: signalling.Parse, Append: appendEnvelope, Open: 2,
	})
}

func TestSessionGrantedByOldRelays(t *testing.T) {
	old := signalling.Envelope{Request: testRequest, Message: testGrant()}
	got, err := signalling.Parse(wiretest.Hex(t, oldSessionGrantedGolden))
	if err != nil || !reflect.DeepEqual(got, old) {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := signalling.Parse(wiretest.Hex(t, oldSessionGrantedGolden+"00")); err == nil {
		t.Error("half of what is withheld was taken")
	}
	longer, err := signalling.Parse(wiretest.Hex(t, sessionGrantedGolden+"ee"))
	if m, ok := longer.Message.(signalling.SessionGranted); err != nil || !ok || m.Withheld != signalling.FeatureControl|signalling.FeaturePushURL {
		t.Errorf("with a byte after the end: got %+v, %v", longer, err)
	}
}
