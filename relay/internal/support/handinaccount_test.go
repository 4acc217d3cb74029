package support

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
)

var nine = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)

// minute is a fact that many minutes after nine.
func minute(n float64, f handin.Fact) handin.Entry {
	return handin.Entry{At: nine.Add(time.Duration(n * float64(time.Minute))), Fact: f}
}

func grants(who protocol.AttendeeID, name string, p protocol.Permission) handin.Grants {
	return handin.Grants{Who: who, Name: name, Granted: p}
}

const (
	see  = protocol.PermissionSee
	seec = protocol.PermissionSee | protocol.PermissionControl
)

// reportOf is what an agent's app handed in, whole and signed.
func reportOf(agent AgentID, you protocol.AttendeeID, entries ...handin.Entry) Report {
	holds := Proof{There: true, Signed: true, Whole: true}
	r := Report{Session: Session{ID: leg.SessionID{byte(agent)}, Agent: agent}, You: you, Facts: holds, Chat: holds}
	for _, e := range entries {
		if e.Fact.Kind().Part() == handin.PartChat {
			r.Said = append(r.Said, e)
		} else {
			r.Happened = append(r.Happened, e)
		}
	}
	return r
}

func stretches(all []Stretch) []string {
	var words []string
	for _, s := range all {
		words = append(words, fmt.Sprintf("%d%s %.1f-%.1f by %d", s.Agent, s.Name, s.Since.Sub(nine).Minutes(), s.Until.Sub(nine).Minutes(), s.By))
	}
	return words
}

func mustBe(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

// Claire (7, number 1) helps from 0 to 30, Tom (8, number 2) is there from 10 to 20 and controls from 12 to 15.
func claire(more ...handin.Entry) Report {
	return reportOf(7, 1, append([]handin.Entry{
		minute(0, handin.Began{Granted: see}), minute(0, grants(1, "Claire", see)), minute(1, handin.Seeing{On: true}),
		minute(2, grants(1, "Claire", seec)), minute(5, grants(1, "Claire", see)),
		minute(10, grants(2, "Tom", see)), minute(12, grants(2, "Tom", seec)), minute(15, grants(2, "Tom", see)),
		minute(20, handin.Gone{Who: 2, Name: "Tom"}), minute(25, handin.Seeing{}), minute(26, handin.Seeing{On: true}),
		minute(30, handin.Ended{}),
	}, more...)...)
}

func tom(control bool, more ...handin.Entry) Report {
	entries := []handin.Entry{minute(10, handin.Began{Granted: see}), minute(10, grants(1, "Claire", see)), minute(10, grants(2, "Tom", see)), minute(10, handin.Seeing{On: true})}
	if control {
		entries = append(entries, minute(12.2, grants(2, "Tom", seec)), minute(15.1, grants(2, "Tom", see))) // by another clock
	}
	return reportOf(8, 2, append(append(entries, minute(20, handin.Ended{})), more...)...)
}

func TestAccountOfOneAgent(t *testing.T) {
	a := NewAccount([]Report{claire()}, []Session{{ID: leg.SessionID{7}, Agent: 7}, {ID: leg.SessionID{9}, Agent: 9}})
	mustBe(t, "seen", stretches(a.Seen), "7 1.0-25.0 by 7", "7 26.0-30.0 by 7")
	mustBe(t, "controlled", stretches(a.Controlled), "7 2.0-5.0 by 7", "0Tom 12.0-15.0 by 7") // Tom's app has said nothing
	if len(a.Disputes) != 0 || !slices.Equal(a.Missing, []AgentID{9}) {
		t.Errorf("disputes %+v, missing %v", a.Disputes, a.Missing)
	}
}

func TestAccountOfTwoWhoAgree(t *testing.T) {
	a := NewAccount([]Report{claire(), tom(true)}, nil)
	mustBe(t, "seen", stretches(a.Seen), "7 1.0-25.0 by 7", "8 10.0-20.0 by 8", "7 26.0-30.0 by 7")
	mustBe(t, "controlled", stretches(a.Controlled), "7 2.0-5.0 by 7", "8 12.2-15.1 by 8")
	if len(a.Disputes) != 0 {
		t.Errorf("disputes %+v", a.Disputes)
	}
}

// TestDisputes: what one app says of another, and that one does not, is shown with both.
func TestDisputes(t *testing.T) {
	a := NewAccount([]Report{claire(), tom(false)}, nil)
	if len(a.Disputes) != 1 {
		t.Fatalf("disputes %+v", a.Disputes)
	}
	if d := a.Disputes[0]; d.About != 8 || d.By != 7 || !d.Could || !d.Since.Equal(nine.Add(12*time.Minute)) || !d.Until.Equal(nine.Add(15*time.Minute)) {
		t.Errorf("dispute %+v", d)
	}
	mustBe(t, "controlled", stretches(a.Controlled), "7 2.0-5.0 by 7")
	other := tom(true)
	quiet := reportOf(7, 1, minute(0, handin.Began{}), minute(10, grants(2, "Tom", see)), minute(30, handin.Ended{}))
	b := NewAccount([]Report{quiet, other}, nil)
	if len(b.Disputes) != 1 || b.Disputes[0].Could || b.Disputes[0].About != 8 || b.Disputes[0].By != 7 {
		t.Errorf("the other way round: %+v", b.Disputes)
	}
}

// TestForgedReportsSettleNothing: against a report that does not hold, the others' word stands as theirs.
func TestForgedReportsSettleNothing(t *testing.T) {
	forged := tom(false)
	forged.Facts.Signed = false
	a := NewAccount([]Report{claire(), forged}, nil)
	mustBe(t, "controlled", stretches(a.Controlled), "7 2.0-5.0 by 7", "0Tom 12.0-15.0 by 7")
}

func TestChatsAreMerged(t *testing.T) {
	hello := handin.Said{Who: 1, Name: "Claire", Text: "hello"}
	beep := handin.Said{Text: "it beeps"}
	aside := handin.Said{Who: 2, Name: "Tom", Private: true, Text: "old firmware"}
	a := NewAccount([]Report{
		claire(minute(3, hello), minute(11, beep), minute(13, beep), minute(14, aside), minute(16, hello)),
		tom(true, minute(11.1, beep), minute(13.1, beep), minute(14, aside)),
	}, nil)
	var got []string
	for _, s := range a.Said {
		got = append(got, fmt.Sprintf("%.0f %d %s by %v not %v", s.At.Sub(nine).Minutes(), s.Agent, s.Text, s.By, s.Not))
	}
	mustBe(t, "chat", got,
		"3 7 hello by [7] not []", "11 0 it beeps by [7 8] not []", "13 0 it beeps by [7 8] not []",
		"14 8 old firmware by [7 8] not []", "16 7 hello by [7] not [8]")
}

func TestStatusIsThereOnce(t *testing.T) {
	granted := handin.Status{Status: protocol.StatusGranted, Permission: protocol.PermissionControl, Whom: "Tom"}
	a := NewAccount([]Report{claire(minute(12, granted), minute(18, granted)), tom(true, minute(12, granted))}, nil)
	var by [][]AgentID
	for _, h := range a.Happened {
		if h.Fact == handin.Fact(granted) {
			by = append(by, h.By)
		}
	}
	if len(by) != 2 || !slices.Equal(by[0], []AgentID{7, 8}) || !slices.Equal(by[1], []AgentID{7}) {
		t.Errorf("reported by %v", by)
	}
}

func TestPagesAndFiles(t *testing.T) {
	file := handin.File{ToCustomer: true, Name: "dock\u202e.exe", Size: 5}
	a := NewAccount([]Report{
		claire(
			minute(3, handin.WebPage{Number: 1, URL: "https://a.example"}), minute(4, handin.WebAnswer{Number: 1, Answer: protocol.AnswerYes}),
			minute(5, handin.WebPage{Number: 2, URL: "https://b.example"}), minute(6, handin.WebAnswer{Number: 2}), minute(7, file),
		),
		tom(true, minute(11, handin.WebPage{Number: 1, URL: "https://c.example"})),
	}, nil)
	var got []string
	for _, p := range a.Pages() {
		got = append(got, fmt.Sprintf("%d %s %d", p.By, p.URL, p.Answer))
	}
	mustBe(t, "pages", got, "7 https://a.example 1", "7 https://b.example 2", "8 https://c.example 0")
	if files := a.Files(); len(files) != 1 || files[0].Fact.(handin.File).Name != "dock.exe" {
		t.Errorf("files %+v", files)
	}
}
