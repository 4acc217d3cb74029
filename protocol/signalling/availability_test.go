package signalling_test

import (
	"reflect"
	"testing"

	"beside.example/protocol/signalling"
	"beside.example/protocol/wire/wiretest"
)

const (
	availabilityGolden = `0008 00000005
	01 02`
	// oldAvailabilityGolden is what an app of the first version sends.
	oldAvailabilityGolden = `0008 00000005
	01`
)

func TestAvailability(t *testing.T) {
	wiretest.Check(t, wiretest.Message[signalling.Envelope]{
		Value: signalling.Envelope{
			Request: testRequest, Message: signalling.Availability{Available: true, Status: signalling.StatusBusy},
		},
		Golden: availabilityGolden, Parse: signalling.Parse, Append: appendEnvelope, Open: 1,
	})
}

func TestAvailabilityOfOldApps(t *testing.T) {
	old := signalling.Envelope{Request: testRequest, Message: signalling.Availability{Available: true}}
	got, err := signalling.Parse(wiretest.Hex(t, oldAvailabilityGolden))
	if err != nil || !reflect.DeepEqual(got, old) {
		t.Errorf("got %+v, %v", got, err)
	}
	longer, err := signalling.Parse(wiretest.Hex(t, availabilityGolden+"ee"))
	if err != nil || longer.Message != (signalling.Availability{Available: true, Status: signalling.StatusBusy}) {
		t.Errorf("with a byte after the end: got %+v, %v", longer, err)
	}
}
