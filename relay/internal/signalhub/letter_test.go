package signalhub

import (
	"testing"

	"beside.example/protocol/signalling"
	"beside.example/protocol/wire/wiretest"
)

const (
	openLetterGolden = `0000000000000002 000000000000000b 0000000000000007
		0022 00000000 000000000000000b 0000000000000009 101112131415161718191a1b1c1d1e1f`
	dataLetterGolden = `0000000000000002 000000000000000b 0000000000000000
		0023 00000000 000000000000000b 0003 010203`
)

func appendLetter(l letter, b []byte) []byte { return l.append(b) }

func TestLetter(t *testing.T) {
	sid := signalling.SID{0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e, 0x1f}
	for golden, value := range map[string]letter{
		openLetterGolden: {from: 2, exchange: 11, agent: 7, message: signalling.ExchangeOpened{Exchange: 11, Code: 9, SID: sid}},
		dataLetterGolden: {from: 2, exchange: 11, message: signalling.ExchangeData{Exchange: 11, Data: []byte{1, 2, 3}}},
	} {
		wiretest.Check(t, wiretest.Message[letter]{Value: value, Golden: golden, Parse: parseLetter, Append: appendLetter})
	}
}

func FuzzLetter(f *testing.F) {
	wiretest.Fuzz(f, parseLetter, appendLetter, openLetterGolden, dataLetterGolden)
}
