package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func permissionAskGolden() golden {
	return golden{
		protocol.PermissionAsk{Permission: protocol.PermissionControl},
		"0004",
	}
}

func TestPermissionAsk(t *testing.T) {
	check(t, permissionAskGolden(), protocol.ParsePermissionAsk)
	wiretest.Refused(t, protocol.ParsePermissionAsk, map[string]string{
		"none":    "0000",
		"two":     "0005",
		"unknown": "0080",
	})
}
