package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const codeListGolden = `0014 00000005
	020000000000000009000000000000000330303432000342656101000927c000015f90000000000000000900000000000000
	0330303432000342656101000927c000015f90`

func TestCodeList(t *testing.T) {
	check(t, signalling.CodeList{Codes: []signalling.Code{testCode(), testCode()}}, codeListGolden)
}
