package signalling_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// TestNames shows that every number which a log may hold has a name, and that one without a name still tells its number.
func TestNames(t *testing.T) {
	seen := map[string]bool{}
	for i := range 8 {
		for _, s := range []fmt.Stringer{
			signalling.CodeState(i), signalling.EndReason(i), signalling.Outcome(i), signalling.Phase(i), signalling.MessageType(i),
		} {
			name := fmt.Sprintf("%T %s", s, s)
			if s.String() == "" || seen[name] {
				t.Errorf("%T %d is called %q", s, i, s)
			}
			seen[name] = true
		}
	}
}

func TestFaultOfErrors(t *testing.T) {
	refused := &signalling.Error{Fault: protocol.FaultCodeSlow}
	for _, test := range []struct {
		err  error
		want protocol.Fault
	}{
		{nil, 0}, {t.Context().Err(), 0}, {fmt.Errorf("join: %w", refused), protocol.FaultCodeSlow}, {errors.New("odd"), protocol.FaultInternal},
	} {
		if got := signalling.Fault(test.err); got != test.want {
			t.Errorf("%v: got %v, want %v", test.err, got, test.want)
		}
	}
	if s := refused.Error(); !strings.Contains(s, "F-210") {
		t.Errorf("says %q", s)
	}
	for reason := range 7 {
		if signalling.EndReason(reason).Fault() == 0 {
			t.Errorf("reason %d has no fault", reason)
		}
	}
}
