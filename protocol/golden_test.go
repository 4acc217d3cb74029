package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

// golden is one message with its bytes, for the tests that go through all types.
type golden struct {
	message protocol.Message
	hex     string
}

// goldens collects the golden messages of all files.
func goldens() map[protocol.MessageType]golden {
	all := map[protocol.MessageType]golden{}
	for _, g := range []golden{
		helloGolden(), identityGolden(), consentGolden(), endGolden(), languageGolden(), attendeesGolden(),
		chatGolden(), typingGolden(), statusLineGolden(), earlierGolden(), privateGolden(), agentKeyGolden(),
		permissionAskGolden(), permissionAnswerGolden(), permissionStateGolden(), inputStateGolden(),
		displayListGolden(), displaySelectGolden(), shareStateGolden(), viewStateGolden(), fidelityStateGolden(),
		updateHeaderGolden(), ackGolden(), keyframeRequestGolden(), cursorShapeGolden(), cursorMoveGolden(), pointingGolden(), pictureCheckGolden(),
		pointerGolden(), wheelGolden(), keyGolden(), textGolden(), releaseAllGolden(),
		detailsRequestGolden(), computerDetailsGolden(),
		introduceGolden(), introducedGolden(), pushURLGolden(), pushAnswerGolden(),
	} {
		all[g.message.Type()] = g
	}
	return all
}

// TestEveryTypeHasItsGolden wants golden bytes for every number.
func TestEveryTypeHasItsGolden(t *testing.T) {
	all := goldens()
	for _, kind := range protocol.Types() {
		if _, ok := all[kind]; !ok {
			t.Errorf("%s has no golden bytes", kind)
		}
		if kind.Limit() <= 0 || !kind.Stream().Valid() {
			t.Errorf("%s: limit %d, stream %s", kind, kind.Limit(), kind.Stream())
		}
	}
}

// check runs the four tests of a message.
func check[M protocol.Message](t *testing.T, g golden, parse func([]byte) (M, error)) {
	t.Helper()
	value, ok := g.message.(M)
	if !ok {
		t.Fatalf("golden is of %s", g.message.Type())
	}
	wiretest.Check(t, wiretest.Message[M]{
		Value: value, Golden: g.hex, Parse: parse,
		Append: func(m M, b []byte) []byte { return m.Append(b) }, Exact: g.message.Type() == protocol.TypeHello,
	})
	if n := len(wiretest.Hex(t, g.hex)); n > value.Type().Limit() {
		t.Errorf("golden of %d bytes exceeds the limit of %d", n, value.Type().Limit())
	}
}

// secret returns a resume secret of 1, 2, 3 …
func secret() (b [protocol.ResumeLength]byte) {
	for i := range b {
		b[i] = byte(i + 1)
	}
	return b
}
