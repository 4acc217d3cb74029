package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const codeChangedGolden = `0013 00000005
	0000000000000009000000000000000330303432000342656101000927c000015f90`

func TestCodeChanged(t *testing.T) {
	check(t, signalling.CodeChanged{Code: testCode()}, codeChangedGolden)
}
