package protocol_test

import (
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func computerDetailsGolden() golden {
	return golden{
		protocol.ComputerDetails{
			System: "Debian", Version: "12", Architecture: "amd64", Host: "pc",
			Processor: "i5", Cores: 8, Memory: 1 << 33, MemoryFree: 1 << 32, Disk: 1 << 39, DiskFree: 1 << 38,
			Uptime: time.Hour, Displays: 2,
		},
		"0006 44656269616e 0002 3132 0005 616d643634 0002 7063 0002 6935 0008 0000000200000000 " +
			"0000000100000000 0000008000000000 0000004000000000 0000000000000e10 02",
	}
}

func TestComputerDetails(t *testing.T) {
	check(t, computerDetailsGolden(), protocol.ParseComputerDetails)
	wiretest.Refused(t, protocol.ParseComputerDetails, map[string]string{
		"uptime": "0000 0000 0000 0000 0000 0008 0000000200000000 0000000100000000 0000008000000000 0000004000000000 ffffffffffffffff 02",
	})
}
