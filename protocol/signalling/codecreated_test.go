package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const codeCreatedGolden = `0011 00000005
	0000000000000009000000000000000330303432000342656101000927c000015f90`

func TestCodeCreated(t *testing.T) {
	check(t, signalling.CodeCreated{Code: testCode()}, codeCreatedGolden)
}
