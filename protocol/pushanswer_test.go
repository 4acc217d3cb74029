package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func pushAnswerGolden() golden {
	return golden{protocol.PushAnswer{Number: 2, Answer: protocol.AnswerYes}, "00000002 01"}
}

func TestPushAnswer(t *testing.T) {
	check(t, pushAnswerGolden(), protocol.ParsePushAnswer)
	wiretest.Refused(t, protocol.ParsePushAnswer, map[string]string{"answer": "00000002 03"})
}
