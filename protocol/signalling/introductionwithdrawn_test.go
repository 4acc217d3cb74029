package signalling_test

import (
	"bytes"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
	"beside.example/protocol/wire/wiretest"
)

const introductionWithdrawnGolden = `007e 00000005
	0000000000000006`

// introductionNotLetInGolden is what a manager is told who is not let into a session.
const introductionNotLetInGolden = introductionWithdrawnGolden + `00e2`

func TestIntroductionWithdrawn(t *testing.T) {
	wiretest.Check(t, wiretest.Message[signalling.Envelope]{
		Value:  signalling.Envelope{Request: testRequest, Message: signalling.IntroductionWithdrawn{ID: 6, Fault: protocol.FaultWatchUntold}},
		Golden: introductionNotLetInGolden, Parse: signalling.Parse, Append: appendEnvelope, Open: 2,
	})
	old := signalling.Envelope{Request: testRequest, Message: signalling.IntroductionWithdrawn{ID: 6}}
	golden := wiretest.Hex(t, introductionWithdrawnGolden)
	if got, err := signalling.Parse(golden); err != nil || got != old || !bytes.Equal(old.Append(nil), golden) {
		t.Errorf("without a fault: %+v, %v", got, err)
	}
	if _, err := signalling.Parse(append(golden, 0)); err == nil {
		t.Error("half a fault was taken")
	}
}
