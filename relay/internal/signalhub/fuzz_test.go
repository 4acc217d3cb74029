package signalhub_test

import (
	"testing"
	"testing/synctest"

	"github.com/coder/websocket"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// said writes messages as FuzzConversation takes them apart.
func said(messages ...signalling.Message) []byte {
	var all []byte
	for n, m := range messages {
		one := signalling.Envelope{Request: uint32(n + 2), Message: m}.Append(nil)
		all = append(append(all, byte(len(one))), one...)
	}
	return all
}

// FuzzConversation lets an app that has said hello say anything, message after message, each after its length in one byte.
// Whatever it is, the relay goes on serving others.
func FuzzConversation(f *testing.F) {
	for _, agent := range []bool{true, false} {
		f.Add(agent, []byte{})
		f.Add(agent, []byte{0, 2, 0, 1, 6, 0, 0, 0, 0, 0, 0})
		f.Add(agent, said(signalling.Join{Nameplate: "4711"}, signalling.ExchangeData{Exchange: 1, Data: []byte("x")}, signalling.ExchangeEnd{Exchange: 1}))
		f.Add(agent, said(signalling.CodeCreate{Portal: portal}, signalling.CodeWithdraw{Code: 100}, signalling.CodeRedeem{Exchange: 1}))
		f.Add(agent, said(signalling.Availability{Available: true}, signalling.HistoryRequest{Limit: 255}, signalling.SessionEnd{Outcome: 9}))
		f.Add(agent, said(signalling.CredentialRequest{DeviceKey: make([]byte, 32)}, signalling.TicketRequest{Side: 1}, signalling.SignOut{}))
		f.Add(agent, said(hello(protocol.RoleAgent).Message, signalling.Welcome{}, signalling.SessionGranted{}))
	}
	f.Fuzz(func(t *testing.T, agent bool, says []byte) {
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, nil)
			other := w.connected(bobToken)
			ws := w.mustRaw()
			e := hello(protocol.RoleCustomer)
			if agent {
				e.Message = signalling.Hello{Version: signalling.Version, Role: protocol.RoleAgent, DeviceToken: adaToken}
			}
			write(t, ws, e)
			if answer := read(t, ws); answer.Request != e.Request {
				t.Fatalf("hello is answered with %+v", answer)
			}
			for len(says) > 0 {
				n := min(int(says[0]), len(says)-1)
				if ws.Write(t.Context(), websocket.MessageBinary, says[1:1+n]) != nil {
					break // cut, as it deserved
				}
				says = says[1+n:]
			}
			synctest.Wait()
			if _, err := other.History(t.Context(), signalling.HistoryCursor{}, 1); err != nil {
				t.Errorf("another app gets %v", err)
			}
			_ = ws.CloseNow() // it may have been cut
		})
	})
}
