package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const introductionAnswerGolden = `007d 00000005
	000000000000000601a0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf`

func TestIntroductionAnswer(t *testing.T) {
	check(t, signalling.IntroductionAnswer{ID: 6, Yes: true, DeviceKey: testKey(0xa0)}, introductionAnswerGolden)
}
