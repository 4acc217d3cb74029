package signalling_test

import (
	"testing"

	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

const ticketRequestGolden = `0032 00000005
	202122232425262728292a2b2c2d2e2f01404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5fa0
	a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf`

func TestTicketRequest(t *testing.T) {
	check(t, signalling.TicketRequest{
		Session: testSession(), Side: leg.SideCustomer, Secret: testSecret(), LegKey: testKey(0xa0),
	}, ticketRequestGolden)
}
