package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func permissionAnswerGolden() golden {
	return golden{
		protocol.PermissionAnswer{Permission: protocol.PermissionSee, Answer: protocol.AnswerTimeout},
		"0001 02",
	}
}

func TestPermissionAnswer(t *testing.T) {
	check(t, permissionAnswerGolden(), protocol.ParsePermissionAnswer)
	wiretest.Refused(t, protocol.ParsePermissionAnswer, map[string]string{
		"answer": "0001 03",
		"two":    "0003 01",
	})
}
