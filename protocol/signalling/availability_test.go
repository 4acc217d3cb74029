package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const availabilityGolden = `0008 00000005
	01`

func TestAvailability(t *testing.T) {
	check(t, signalling.Availability{Available: true}, availabilityGolden)
}
