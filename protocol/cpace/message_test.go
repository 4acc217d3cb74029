package cpace_test

import (
	"bytes"
	"strings"
	"testing"

	"beside.example/protocol/cpace"
	"beside.example/protocol/wire/wiretest"
)

var (
	associated = cpace.Associated{SPKI: [32]byte(bytes.Repeat([]byte{0xcc}, 32)), Capabilities: 5}

	goldenAssociated = strings.Repeat("cc", 32) + "0000000000000005"
	goldenOffer      = "01" + strings.Repeat("aa", 16) + strings.Repeat("bb", 32) + goldenAssociated
	goldenAnswer     = "02" + strings.Repeat("bb", 32) + goldenAssociated + strings.Repeat("dd", 64)
	goldenConfirm    = "03" + strings.Repeat("dd", 64)

	share = cpace.Share(bytes.Repeat([]byte{0xbb}, 32))
	tag   = cpace.Tag(bytes.Repeat([]byte{0xdd}, 64))
)

func TestOffer(t *testing.T) {
	wiretest.Check(t, wiretest.Message[cpace.Offer]{
		Value:  cpace.Offer{SID: cpace.SID(bytes.Repeat([]byte{0xaa}, 16)), Share: share, Associated: associated},
		Golden: goldenOffer, Parse: cpace.ParseOffer, Append: cpace.Offer.Append, Exact: true,
	})
	wiretest.Refused(t, cpace.ParseOffer, map[string]string{"another message": goldenConfirm, "empty": ""})
}

func TestAnswer(t *testing.T) {
	wiretest.Check(t, wiretest.Message[cpace.Answer]{
		Value:  cpace.Answer{Share: share, Associated: associated, Confirmation: tag},
		Golden: goldenAnswer, Parse: cpace.ParseAnswer, Append: cpace.Answer.Append, Exact: true,
	})
}

func TestConfirm(t *testing.T) {
	wiretest.Check(t, wiretest.Message[cpace.Confirm]{
		Value:  cpace.Confirm{Confirmation: tag},
		Golden: goldenConfirm, Parse: cpace.ParseConfirm, Append: cpace.Confirm.Append, Exact: true,
	})
}

func FuzzOffer(f *testing.F) { wiretest.Fuzz(f, cpace.ParseOffer, cpace.Offer.Append, goldenOffer) }

func FuzzAnswer(f *testing.F) {
	wiretest.Fuzz(f, cpace.ParseAnswer, cpace.Answer.Append, goldenAnswer)
}

func FuzzConfirm(f *testing.F) {
	wiretest.Fuzz(f, cpace.ParseConfirm, cpace.Confirm.Append, goldenConfirm)
}
