package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const introductionAnsweredGolden = `007f 00000005
	0000000000000006010000000000000008000342656e00030102034b374d5751325254`

func TestIntroductionAnswered(t *testing.T) {
	check(t, signalling.IntroductionAnswered{
		ID: 6, Yes: true, Agent: 8, Name: "Ben", Credential: []byte{1, 2, 3}, Code: testPortalCode,
	}, introductionAnsweredGolden)
}
