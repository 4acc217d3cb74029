package signalling_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/coder/websocket"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// helpDesk welcomes an agent, answers what it asks with answer, and then says what it likes.
func helpDesk(answer func(s *signalling.Socket, e signalling.Envelope), says ...signalling.Message) func(context.Context, *signalling.Socket, *websocket.Conn) {
	return func(ctx context.Context, s *signalling.Socket, _ *websocket.Conn) {
		hello, err := s.Receive(ctx)
		if err != nil {
			return
		}
		m := testWelcome()
		m.Capabilities |= signalling.CapabilityDesk
		_ = s.Send(signalling.Envelope{Request: hello.Request, Message: m})
		for _, m := range says {
			_ = s.Send(signalling.Envelope{Message: m})
		}
		_ = s.Run(ctx, func(_ context.Context, e signalling.Envelope) error {
			answer(s, e)
			return nil
		})
	}
}

// TestPushes has a relay tell of requests and colleagues, with what nobody should see in the words; the app is told all of it once, in
// order and fit to be shown, and finds it in the client's lists by then.
func TestPushes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const bad = "Be\u202ea\x07"
		open, taken := testDeskRequest(), testDeskRequest()
		open.Agent = 0
		taken.State, taken.Agent = signalling.RequestTaken, 7 // the agent of testWelcome
		waiting := signalling.Request{ID: signalling.RequestID{1}, State: signalling.RequestPosted, Customer: bad, Question: bad}
		says := []signalling.Message{
			signalling.RequestList{First: true, More: true, Requests: []signalling.Request{open}},
			signalling.RequestList{Requests: []signalling.Request{waiting}},
			signalling.RequestChanged{Request: taken},
			signalling.RequestSaid{ID: testRequestID(), Line: signalling.ChatLine{Name: bad, Text: "a\r\nb"}},
			signalling.IntroductionOffer{ID: 1, FromName: bad, Comment: bad},
			signalling.IntroductionWithdrawn{ID: 1},
			signalling.IntroductionAnswered{ID: 2, Yes: true, Name: bad, Code: testPortalCode},
		}
		relay := newScripted(t)
		asked := make(chan struct{}, 1)
		relay.start(helpDesk(func(s *signalling.Socket, e signalling.Envelope) {
			if _, ok := e.Message.(signalling.Colleagues); ok {
				asked <- struct{}{}
				_ = s.Send(signalling.Envelope{Request: e.Request, Message: signalling.ColleagueList{Colleagues: []signalling.Colleague{{Agent: 8, Name: bad}}}})
			}
		}, says...))
		told := make(chan signalling.Message, 2*len(says))
		client, _ := relay.listener(t, protocol.RoleAgent, func(m signalling.Message) { told <- m })
		for n, want := range says {
			if got := <-told; got.Type() != want.Type() {
				t.Errorf("push %d is %T, want %T", n, got, want)
			} else {
				mustBeClean(t, got)
			}
		}
		<-asked
		if got, ok := (<-told).(signalling.ColleagueList); !ok || got.Colleagues[0].Name != "Bea" || client.Colleagues()[0].Name != "Bea" {
			t.Errorf("colleagues %+v, then %+v", got, client.Colleagues())
		}
		requests := client.Requests()
		if len(requests) != 2 || requests[0].State != signalling.RequestTaken || requests[1].Customer != "Bea" || requests[1].Question != "Bea" {
			t.Errorf("the list is %+v", requests)
		}
		pass(time.Minute)
		if later := client.Requests()[1]; later.Waited < time.Minute {
			t.Errorf("a minute later it has waited for %v", later.Waited)
		}
	})
}

func mustBeClean(t *testing.T, m signalling.Message) {
	t.Helper()
	var words []string
	switch m := m.(type) {
	case signalling.RequestSaid:
		words = append(words, m.Line.Name)
		if m.Line.Text != "a\nb" {
			t.Errorf("the line is %q", m.Line.Text)
		}
	case signalling.IntroductionOffer:
		words = append(words, m.FromName, m.Comment)
	case signalling.IntroductionAnswered:
		words = append(words, m.Name)
	}
	for _, w := range words {
		if w != "Bea" {
			t.Errorf("%T says %q", m, w)
		}
	}
}

// TestAnswersInPages reads a chat and ready-made replies that do not fit one message.
func TestAnswersInPages(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const pages = 3
		line := func(seq uint64) []signalling.ChatLine { return []signalling.ChatLine{{Seq: seq, Text: "x"}} }
		relay := newScripted(t)
		relay.start(helpDesk(func(s *signalling.Socket, e signalling.Envelope) {
			var answer signalling.Message = signalling.Refused{Fault: protocol.FaultRelayRefused}
			switch m := e.Message.(type) {
			case signalling.RequestAccept:
				answer = signalling.RequestAccepted{Request: testDeskRequest(), More: true, Lines: line(1)}
			case signalling.RequestLog:
				answer = signalling.RequestLines{More: m.After+1 < pages, Lines: line(m.After + 1)}
			case signalling.CannedList:
				answer = signalling.Canned{More: m.Skip+1 < pages, Replies: []signalling.CannedReply{{ID: uint64(m.Skip)}}}
			}
			_ = s.Send(signalling.Envelope{Request: e.Request, Message: answer})
		}))
		client, _ := relay.client(t, protocol.RoleAgent)
		_, lines, err := client.AcceptRequest(t.Context(), testRequestID())
		if err != nil || len(lines) != pages || lines[2].Seq != pages {
			t.Errorf("lines %+v, %v", lines, err)
		}
		if replies, err := client.CannedReplies(t.Context()); err != nil || len(replies) != pages || replies[2].ID != 2 {
			t.Errorf("replies %+v, %v", replies, err)
		}
		if err := client.SayInRequest(t.Context(), testRequestID(), "x"); signalling.Fault(err) != protocol.FaultRelayRefused {
			t.Errorf("said: %v", err)
		}
	})
}
