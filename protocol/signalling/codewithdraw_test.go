package signalling_test

import (
	"testing"

	"beside.example/protocol/signalling"
)

const codeWithdrawGolden = `0012 00000005
	000000000000000901`

func TestCodeWithdraw(t *testing.T) {
	check(t, signalling.CodeWithdraw{Code: 9, Dead: true}, codeWithdrawGolden)
}
