package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const requestLinesGolden = `006a 00000005
	01020000000000000029020003416461000b48656c6c6f2c0a4265612e000005dc0000000000000029020003416461000b48
	656c6c6f2c0a4265612e000005dc`

func TestRequestLines(t *testing.T) {
	check(t, signalling.RequestLines{More: true, Lines: []signalling.ChatLine{testLine(), testLine()}}, requestLinesGolden)
}
