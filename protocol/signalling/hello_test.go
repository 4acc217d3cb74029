package signalling_test

import (
	"testing"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

const helloGolden = `0001 00000005
	00018000000000000001010005746f6b656e0008626573696465203100026672`

func TestHello(t *testing.T) {
	check(t, signalling.Hello{
		Version: 1, Capabilities: 0x8000000000000001, Role: protocol.RoleAgent, DeviceToken: "token", Product: "beside 1", Language: "fr",
	}, helloGolden)
}
