package protocol_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/wire/wiretest"
)

func introducedGolden() golden {
	return golden{protocol.Introduced{ID: 7, Result: protocol.IntroductionJoined}, "0000000000000007 01"}
}

func TestIntroduced(t *testing.T) {
	check(t, introducedGolden(), protocol.ParseIntroduced)
	wiretest.Refused(t, protocol.ParseIntroduced, map[string]string{"result": "0000000000000007 06"})
}
