package signalling_test

import (
	"testing"
	"time"

	"beside.example/protocol/signalling"
)

const codeCreateGolden = `0010 00000005
	0000000000000003000342656100000258`

func TestCodeCreate(t *testing.T) {
	check(t, signalling.CodeCreate{Portal: 3, Customer: "Bea", Lifetime: 10 * time.Minute}, codeCreateGolden)
}
