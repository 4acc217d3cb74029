package signalling_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"testing"
	"time"

	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/protocol/wire"
	"beside.example/protocol/wire/wiretest"
)

// testRequest is the number of the request in every golden message.
const testRequest = 5

func fill(b []byte, first byte) {
	for i := range b {
		b[i] = first + byte(i)
	}
}

func testKey(first byte) ed25519.PublicKey {
	k := make(ed25519.PublicKey, ed25519.PublicKeySize)
	fill(k, first)
	return k
}

func testSID() (s signalling.SID)              { fill(s[:], 0x10); return s }
func testSession() (s leg.SessionID)           { fill(s[:], 0x20); return s }
func testSecret() (s signalling.Secret)        { fill(s[:], 0x40); return s }
func testCursor() (c signalling.HistoryCursor) { fill(c[:], 0x60); return c }

func testCode() signalling.Code {
	return signalling.Code{
		ID: 9, Portal: 3, Nameplate: "0042", Customer: "Bea", State: signalling.CodeActive, Lifetime: 10 * time.Minute,
		Left: 90 * time.Second,
	}
}

// check runs the tests that every message must pass.
func check(t *testing.T, m signalling.Message, golden string) {
	t.Helper()
	wiretest.Check(t, wiretest.Message[signalling.Envelope]{
		Value:  signalling.Envelope{Request: testRequest, Message: m},
		Golden: golden, Parse: signalling.Parse, Append: appendEnvelope,
	})
}

func appendEnvelope(e signalling.Envelope, b []byte) []byte { return e.Append(b) }

func goldens() []string {
	return []string{
		helloGolden, welcomeGolden, oldWelcomeGolden, oldAvailabilityGolden, refusedGolden, doneGolden, restartingGolden,
		signedOutGolden, signOutGolden, availabilityGolden, codeCreateGolden, codeCreatedGolden,
		codeWithdrawGolden, codeChangedGolden, codeListGolden, joinGolden, joinedGolden,
		exchangeOpenedGolden, exchangeDataGolden, exchangeEndGolden, codeRedeemGolden, sessionGrantedGolden, oldSessionGrantedGolden,
		ticketRequestGolden, ticketGrantedGolden, sessionEndGolden, credentialRequestGolden, credentialGolden,
		historyRequestGolden, historyPageGolden,
		requestListGolden, requestChangedGolden, requestAcceptGolden, requestAcceptedGolden,
		requestDeclineGolden, requestSayGolden, requestSaidGolden, requestOfferAppGolden,
		requestAppOfferedGolden, requestLogGolden, requestLinesGolden, requestCloseGolden,
		portalJoinGolden, portalOpenedGolden, colleaguesGolden, colleagueListGolden,
		introduceGolden, introducedGolden, introductionOfferGolden, introductionAnswerGolden,
		introductionWithdrawnGolden, introductionNotLetInGolden, introductionAnsweredGolden, monitorAnsweredGolden, rendezvousExpectGolden, introductionRefusedGolden, cannedListGolden,
		cannedGolden, handInGolden,
	}
}

func FuzzParse(f *testing.F) {
	wiretest.Fuzz(f, signalling.Parse, appendEnvelope, goldens()...)
}

func TestUnknownTypeKeepsItsRequest(t *testing.T) {
	for _, number := range []string{"0000", "0009", "7fff", "ffff"} {
		e, err := signalling.Parse(wiretest.Hex(t, number+"00000005 0102"))
		if !errors.Is(err, signalling.ErrUnknownType) || e.Request != testRequest || e.Message != nil {
			t.Errorf("type %s: got %+v, %v", number, e, err)
		}
	}
}

func TestTooLarge(t *testing.T) {
	b := signalling.Envelope{Message: signalling.Done{}}.Append(nil)
	b = append(b, make([]byte, signalling.MaxMessage)...)
	if _, err := signalling.Parse(b); !errors.Is(err, signalling.ErrTooLarge) {
		t.Errorf("got %v", err)
	}
}

func TestImpossibleValues(t *testing.T) {
	wiretest.Refused(t, signalling.Parse, map[string]string{
		"hello of no role":          "0001 00000005 0001 0000000000000000 03 0000 0000 0000",
		"a device token too long":   "0001 00000005 0001 0000000000000000 01 0081" + fmt.Sprintf("%0258x", 1),
		"a nameplate with a letter": "0020 00000005 3030346a 101112131415161718191a1b1c1d1e1f",
		"a third side":              "0032 00000005 202122232425262728292a2b2c2d2e2f 02" + fmt.Sprintf("%0128x", 1),
		"more codes than there are": "0014 00000005 40",
		"too many codes":            "0014 00000005 41" + fmt.Sprintf("%04030x", 1),
		"exchange data too long":    "0023 00000005 000000000000000b 1001" + fmt.Sprintf("%08194x", 1),
	})
}

// TestLongNamesAreCut shows that what a person wrote cannot make a message that the peer refuses.
func TestLongNamesAreCut(t *testing.T) {
	long := string(bytes.Repeat([]byte("é"), 40_000))
	m := signalling.Envelope{Message: signalling.CodeCreate{Customer: long}}
	got, err := signalling.Parse(m.Append(nil))
	if err != nil {
		t.Fatal(err)
	}
	if name := got.Message.(signalling.CodeCreate).Customer; name != long[:320] {
		t.Errorf("got %d bytes", len(name))
	}
}

// TestLargestMessages shows that the fullest lists fit.
func TestLargestMessages(t *testing.T) {
	name := wire.Cut(string(bytes.Repeat([]byte("é"), 400)), 320)
	page := signalling.HistoryPage{Entries: make([]signalling.HistoryEntry, signalling.MaxHistoryPage)}
	for i := range page.Entries {
		page.Entries[i] = signalling.HistoryEntry{PortalName: name, Customer: name}
	}
	welcome := signalling.Welcome{Relay: name, SignedIn: &signalling.SignedIn{Organisation: name, Name: name, Team: name}}
	welcome.SignedIn.Portals = make([]signalling.Portal, signalling.MaxPortals)
	for i := range welcome.SignedIn.Portals {
		welcome.SignedIn.Portals[i].Name = name
	}
	codes := signalling.CodeList{Codes: make([]signalling.Code, signalling.MaxCodes)}
	for i := range codes.Codes {
		codes.Codes[i] = signalling.Code{Nameplate: "0042", Customer: name}
	}
	for _, m := range []signalling.Message{page, welcome, codes} {
		if _, err := signalling.Parse(signalling.Envelope{Message: m}.Append(nil)); err != nil {
			t.Errorf("%T: %v", m, err)
		}
	}
}

func TestSecretsHideFromLogs(t *testing.T) {
	secret := testSecret()
	for _, got := range []string{
		fmt.Sprint(secret), fmt.Sprintf("%v %+v %#v %s %x", secret, secret, secret, secret, secret),
		fmt.Sprintf("%+v", signalling.SessionGranted{Secret: secret}),
	} {
		if bytes.Contains([]byte(got), []byte("65 66")) || bytes.Contains([]byte(got), []byte("404142")) || bytes.Contains([]byte(got), []byte("0x40")) {
			t.Errorf("a secret shows: %s", got)
		}
	}
}
