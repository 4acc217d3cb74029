package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const cannedGolden = `0089 00000005
	010200000000000000050200024869000c48656c6c6f207b6e616d657d00000002656e000000000000000603000000000014
	68747470733a2f2f68656c702e6578616d706c650000`

func TestCanned(t *testing.T) {
	check(t, signalling.Canned{More: true, Replies: []signalling.CannedReply{
		{ID: 5, Scope: signalling.CannedTeam, Title: "Hi", Text: "Hello {name}", Language: "en"},
		{ID: 6, Scope: signalling.CannedOwn, URL: "https://help.example"},
	}}, cannedGolden)
}
