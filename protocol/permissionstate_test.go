package protocol_test

import (
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func permissionStateGolden() golden {
	return golden{
		protocol.PermissionState{
			Permission: protocol.PermissionControl, Grant: protocol.GrantOn,
			Remaining: 90 * time.Second,
		},
		"0004 02 00015f90",
	}
}

func TestPermissionState(t *testing.T) {
	check(t, permissionStateGolden(), protocol.ParsePermissionState)
	wiretest.Refused(t, protocol.ParsePermissionState, map[string]string{
		"grant": "0004 03 00000000",
		"none":  "0000 02 00000000",
	})
}
