package signalling_test

import (
	"bytes"
	"reflect"
	"testing"

	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/protocol/wire/wiretest"
)

const introductionAnsweredGolden = `007f 00000005
	0000000000000006010000000000000008000342656e00030102034b374d5751325254`

// monitorAnsweredGolden is what the app of the agent is told whose session a manager would like to watch.
const monitorAnsweredGolden = introductionAnsweredGolden + `202122232425262728292a2b2c2d2e2f`

func TestMonitorAnswered(t *testing.T) {
	m := signalling.IntroductionAnswered{
		ID: 6, Yes: true, Agent: 8, Name: "Ben", Credential: []byte{1, 2, 3}, Code: testPortalCode, Session: testSession(),
	}
	wiretest.Check(t, wiretest.Message[signalling.Envelope]{
		Value:  signalling.Envelope{Request: testRequest, Message: m},
		Golden: monitorAnsweredGolden, Parse: signalling.Parse, Append: appendEnvelope, Open: len(m.Session),
	})
	golden := wiretest.Hex(t, introductionAnsweredGolden)
	m.Session = leg.SessionID{}
	if got, err := signalling.Parse(golden); err != nil || !reflect.DeepEqual(got.Message, m) {
		t.Errorf("without a session: %+v, %v", got, err)
	}
	if _, err := signalling.Parse(append(golden, 0x20)); err == nil {
		t.Error("a part of a session's name was taken")
	}
}

func TestIntroductionAnswered(t *testing.T) {
	m := signalling.Envelope{Request: testRequest, Message: signalling.IntroductionAnswered{
		ID: 6, Yes: true, Agent: 8, Name: "Ben", Credential: []byte{1, 2, 3}, Code: testPortalCode,
	}}
	golden := wiretest.Hex(t, introductionAnsweredGolden)
	if got := m.Append(nil); !bytes.Equal(got, golden) {
		t.Errorf("got %x", got)
	}
	for n := range golden {
		if _, err := signalling.Parse(golden[:n]); err == nil {
			t.Errorf("the first %d of %d bytes: no error", n, len(golden))
		}
	}
}
