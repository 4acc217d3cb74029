package session

import (
	"bytes"
	"context"
	"testing"
	"time"

	"beside.example/protocol"
)

// seeds are a session's control messages, greetings first.
func seeds() []protocol.Message {
	return []protocol.Message{
		protocol.Hello{Version: protocol.Version, Role: protocol.RoleAgent},
		protocol.Identity{Credential: []byte{1}},
		protocol.Hello{Version: protocol.Version, Role: protocol.RoleCustomer},
		protocol.Consent{Granted: protocol.PermissionSee | protocol.PermissionControl},
		protocol.Language{Tag: "fr"},
		protocol.Attendees{People: []protocol.Attendee{{Role: protocol.RoleCustomer}}},
		protocol.Chat{From: protocol.FirstAgentID, Number: 1, Text: "hello"},
		protocol.Typing{Active: true},
		protocol.StatusLine{Kind: protocol.StatusJoined, Number: 1, Name: "Claire"},
		protocol.PermissionAsk{Permission: protocol.PermissionSee},
		protocol.PermissionAnswer{Permission: protocol.PermissionSee},
		protocol.PermissionState{Permission: protocol.PermissionSee, Grant: protocol.GrantOn, Remaining: time.Second},
		protocol.InputState{Input: protocol.InputHand},
		protocol.DisplayList{Displays: []protocol.Display{{Name: "a", Width: 1, Height: 1}}},
		protocol.DisplaySelect{ID: 1},
		protocol.ShareState{Share: protocol.ShareOn},
		protocol.ViewState{View: protocol.ViewOpen},
		protocol.FidelityState{Fidelity: protocol.FidelitySaving},
		protocol.DetailsRequest{},
		protocol.ComputerDetails{System: "x"},
		protocol.Earlier{Lines: []protocol.EarlierLine{{Name: "Claire", Text: "before"}}},
		protocol.Private{From: protocol.FirstAgentID, To: 2, Number: 1, Sealed: []byte("sealed")},
		protocol.AgentKey{From: protocol.FirstAgentID, Credential: []byte("c"), Statement: []byte("s")},
		protocol.Introduce{ID: 1, Kind: protocol.IntroductionTransfer, Code: "K7MWQ2RT", Name: "Ben"},
		protocol.Introduced{ID: 1, Result: protocol.IntroductionJoined},
		protocol.PushURL{Number: 1, URL: "https://help.example/"},
		protocol.PushAnswer{Number: 1, Answer: protocol.AnswerYes},
		protocol.End{Reason: protocol.CloseByAgent},
	}
}

// FuzzDispatch feeds a session of either role, before consent and after, with the bytes of a control stream. It must
// neither panic nor grant anything that the customer did not.
func FuzzDispatch(f *testing.F) {
	var everything []byte
	for _, m := range seeds() {
		frame := protocol.AppendFrame(nil, m)
		for mode := range uint8(4) {
			f.Add(mode, frame)
		}
		everything = append(everything, frame...)
	}
	f.Add(uint8(0), everything)
	f.Add(uint8(3), everything)
	f.Fuzz(func(t *testing.T, mode uint8, in []byte) {
		const customer, open = 1, 2
		role := protocol.RoleAgent
		if mode&customer != 0 {
			role = protocol.RoleCustomer
		}
		s := New(Config{Role: role, Verify: func(protocol.Identity) (Verified, error) { return Verified{Name: "Claire"}, nil }})
		s.core.derive = func() (context.Context, context.CancelFunc) { return context.WithCancel(t.Context()) }
		now := time.Now()
		a := newAttachment(nil, attachmentEvents{}, now)
		s.link.current = a
		if mode&open != 0 {
			s.begin(now)
			a.open = true
			s.link.up = true
		}
		frames := protocol.NewFrameReader(bytes.NewReader(in), protocol.StreamControl)
		for s.ended == nil {
			kind, payload, err := frames.Next()
			if err != nil {
				break
			}
			if err := s.take(a, kind, payload, now); err != nil {
				break
			}
		}
		if role == protocol.RoleCustomer && s.ledger.is(protocol.GrantOn) != 0 {
			t.Fatalf("the peer granted itself %s", s.ledger.is(protocol.GrantOn))
		}
		if role == protocol.RoleCustomer && mode&open == 0 && s.begun() {
			t.Fatal("the peer began the session without the customer")
		}
	})
}
