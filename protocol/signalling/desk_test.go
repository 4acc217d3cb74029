package signalling_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/protocol/wire/wiretest"
)

const testPortalCode = "K7MWQ2RT"

func testRequestID() (id signalling.RequestID) { fill(id[:], 0x80); return id }

func testDeskRequest() signalling.Request {
	return signalling.Request{
		ID: testRequestID(), Portal: 3, Kind: signalling.PortalQueue, State: signalling.RequestPosted, PortalName: "Printers",
		Customer: "Bea", Question: "It blinks.\nRed.", Language: "fr-CH", Wanted: 7, Agent: 8, AgentName: "Ada", Waited: 65 * time.Second,
		Alert: signalling.AlertNew, AlertLeft: 30 * time.Second, WebChat: true, Silent: true, Session: testSession(),
		Fields: []signalling.RequestField{{Label: "Mail", Value: "bea@example.org"}, {Label: "Room", Value: "12"}},
	}
}

func testLine() signalling.ChatLine {
	return signalling.ChatLine{
		Seq: 41, From: signalling.SpeakerAgent, Name: "Ada", Text: "Hello,\nBea.", Age: 1500 * time.Millisecond,
	}
}

// longest returns text of that many runes, as many bytes each as a rune can have.
func longest(runes int) string { return strings.Repeat("𝄞", runes) }

func longestRequest() signalling.Request {
	q := testDeskRequest()
	q.PortalName, q.Customer, q.AgentName = longest(80), longest(80), longest(80)
	q.Question, q.Language = longest(signalling.MaxQuestion), longest(8)
	q.Fields = make([]signalling.RequestField, signalling.MaxRequestFields)
	for i := range q.Fields {
		q.Fields[i] = signalling.RequestField{Label: longest(80), Value: longest(signalling.MaxFieldValue)}
	}
	return q
}

func TestImpossibleDeskValues(t *testing.T) {
	sid := "101112131415161718191a1b1c1d1e1f"
	wiretest.Refused(t, signalling.Parse, map[string]string{
		"a portal code in small letters":   "0070 00000005 6b376d7771327274" + sid,
		"nine digits as a portal code":     "0070 00000005 3233343536373839" + sid,
		"no portal code":                   "0070 00000005 0000000000000000" + sid,
		"more requests than there are":     "0060 00000005 01 00 c8",
		"more requests than may be":        "0060 00000005 01 00 c9" + fmt.Sprintf("%040000x", 1),
		"more colleagues than there are":   "0079 00000005 01f4",
		"more colleagues than may be":      "0079 00000005 01f5" + fmt.Sprintf("%030000x", 1),
		"more lines than may be":           "006a 00000005 00 65" + fmt.Sprintf("%010000x", 1),
		"more ready-made replies than may": "0089 00000005 00 65" + fmt.Sprintf("%010000x", 1),
		"a line that is too long":          "0065 00000005 808182838485868788898a8b8c8d8e8f 3e81" + strings.Repeat("61", 16001),
	})
}

// TestLongestDeskMessages shows that the longest messages that this source writes are read.
func TestLongestDeskMessages(t *testing.T) {
	line := signalling.ChatLine{Seq: 1, Name: longest(80), Text: longest(signalling.MaxSaid)}
	lines := []signalling.ChatLine{line, line, line, line}
	lines = lines[:signalling.FitChatLines(lines)]
	if len(lines) == 0 {
		t.Fatal("not one line fits a message")
	}
	colleagues := make([]signalling.Colleague, signalling.MaxColleagues)
	for i := range colleagues {
		colleagues[i] = signalling.Colleague{
			Name: longest(80), Team: longest(80), Portals: make([]signalling.PortalID, signalling.MaxPortals),
		}
	}
	replies := make([]signalling.CannedReply, signalling.MaxCannedPage)
	for i := range replies {
		replies[i] = signalling.CannedReply{Title: longest(80), Text: longest(signalling.MaxSaid), URL: longest(500)}
	}
	canned := signalling.Canned{Replies: replies}.Fit()
	if len(canned.Replies) == 0 || !canned.More {
		t.Errorf("%d replies fit, more %v", len(canned.Replies), canned.More)
	}
	for _, m := range []signalling.Message{
		signalling.RequestChanged{Request: longestRequest()},
		signalling.RequestAccepted{Request: longestRequest(), Lines: lines},
		signalling.RequestLines{Lines: lines},
		signalling.ColleagueList{Colleagues: colleagues}.Fit(), canned,
		signalling.RequestSay{Text: longest(9000)},
		signalling.Introduce{Comment: longest(9000)},
	} {
		if _, err := signalling.Parse(signalling.Envelope{Message: m}.Append(nil)); err != nil {
			t.Errorf("%T: %v", m, err)
		}
	}
}

func TestRequestListsHoldAll(t *testing.T) {
	for _, count := range []int{0, 1, 5, 450} {
		requests := make([]signalling.Request, count)
		for i := range requests {
			requests[i] = testDeskRequest()
			requests[i].ID[0] = byte(i)
			if count == 5 {
				requests[i] = longestRequest()
			}
		}
		lists := signalling.RequestLists(requests)
		told := 0
		for i, list := range lists {
			if list.First != (i == 0) || list.More != (i < len(lists)-1) {
				t.Errorf("%d requests: list %d of %d: first %v, more %v", count, i, len(lists), list.First, list.More)
			}
			got, err := signalling.Parse(signalling.Envelope{Message: list}.Append(nil))
			if err != nil {
				t.Fatalf("%d requests: %v", count, err)
			}
			told += len(got.Message.(signalling.RequestList).Requests)
		}
		if told != count {
			t.Errorf("%d of %d requests told", told, count)
		}
	}
}

func TestPortalCodesHideFromLogs(t *testing.T) {
	for _, m := range []signalling.Message{
		signalling.PortalJoin{Code: testPortalCode},
		signalling.RequestAppOffered{Code: testPortalCode},
		signalling.IntroductionAnswered{Code: testPortalCode},
		signalling.RendezvousExpect{Code: testPortalCode},
	} {
		if got := fmt.Sprintf("%v %+v %s %x", m, m, m, m); bytes.Contains([]byte(got), []byte("K7MW")) {
			t.Errorf("a portal code shows: %s", got)
		}
	}
}

func TestNamesOfTheDesk(t *testing.T) {
	seen := map[string]bool{}
	for i := range 16 {
		for _, s := range []fmt.Stringer{
			signalling.RequestState(i), signalling.PortalKind(i), signalling.AlertKind(i), signalling.Status(i), signalling.Speaker(i),
			signalling.IntroductionKind(i), signalling.CannedScope(i),
		} {
			name := fmt.Sprintf("%T %s", s, s)
			if s.String() == "" || seen[name] {
				t.Errorf("%T %d is called %q", s, i, s)
			}
			seen[name] = true
		}
		if got := signalling.RequestState(i).Final(); got != (i >= 5) {
			t.Errorf("state %d is final: %v", i, got)
		}
	}
	if got := testRequestID().String(); got != "808182838485868788898a8b8c8d8e8f" {
		t.Errorf("a request is called %s", got)
	}
}
