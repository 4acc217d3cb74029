package ui

import (
	"image"
	"time"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/internal/chat"
	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// now is the time in all pictures: 14:26 on an October day, wherever the test runs.
var now = time.Date(2026, 10, 12, 14, 26, 0, 0, time.Local)

const relay = "help.northfield.example"

// signedIn is an agent's app with nothing to do.
func signedIn() model.Snapshot {
	return model.Snapshot{
		Account: model.SignedIn, Relay: relay, Available: true,
		Line: signalling.State{Phase: signalling.PhaseConnected, Welcome: modeltest.Welcome()},
	}
}

// busy is an agent's app in the middle of a day.
func busy() model.Snapshot {
	s := signedIn()
	hannah := liveSession(1, "Hannah Berg", 18*time.Minute)
	omar := liveSession(2, "Omar Haddad", 7*time.Minute)
	omar.Portal = "Ward tablets"
	ruth := liveSession(3, "Ruth Abels", 2*time.Minute)
	ruth.Session.Phase = session.PhaseReconnecting
	nina := liveSession(4, "Nina Vogel", 0)
	nina.Session.Phase, nina.Session.Started = session.PhaseConsent, time.Time{}
	done := liveSession(5, "Karl Jensen", 31*time.Minute)
	done.Session.Phase, done.Session.Ended = session.PhaseEnded, &session.End{Reason: protocol.CloseByCustomer, At: now.Add(-time.Minute)}
	s.Live = []model.Live{hannah, omar, ruth, nina, done}
	s.History = model.History{Entries: []model.Past{
		past(11, "Peter Lindqvist", "Phone", 24*time.Minute, signalling.OutcomeResolved, "Password changed, now he can sign in again."),
		past(12, "Ines Carvalho", "Ward tablets", 40*time.Minute, signalling.OutcomeUnresolved, ""),
		past(13, "", "Phone", 66*time.Minute, signalling.OutcomeUnknown, ""),
		past(14, "Amélie Roussel", "Phone", 26*time.Hour, signalling.OutcomeResolved, ""),
	}, More: true}
	s.History.Entries[2].Started = time.Time{}
	s.Codes = []model.Code{
		activeCode(1, "Martin Keller", "Phone", "1234 56789", 9*time.Minute+24*time.Second),
		activeCode(2, "Hélène Dubois", "Ward tablets", "4071", 6*time.Minute+2*time.Second),
		activeCode(3, "", "Phone", "2668 70493", 38*time.Second),
	}
	s.Events = []model.CodeEvent{
		{At: now.Add(-time.Minute), Customer: "Ingrid Solheim", What: model.CodeUsed},
		{At: now.Add(-2 * time.Minute), Customer: "Paul Reyes", What: model.CodeDead, Fault: protocol.FaultCodeWrong},
		{At: now.Add(-3 * time.Minute), Customer: "Paul Reyes", What: model.CodeWrong, Left: 1, Fault: protocol.FaultCodeWrong},
		{At: now.Add(-15 * time.Minute), Customer: "Nadia Amrani", What: model.CodeRanOut},
	}
	return s
}

func past(number byte, customer, portal string, ago time.Duration, outcome signalling.Outcome, notes string) model.Past {
	began := now.Add(-ago)
	return model.Past{
		HistoryEntry: signalling.HistoryEntry{
			Session: leg.SessionID{number}, Customer: customer, PortalName: portal, Granted: began, Started: began, Ended: began.Add(14*time.Minute + 2*time.Second), Outcome: outcome,
		}, Notes: notes, Lines: 12,
	}
}

func activeCode(id signalling.CodeID, customer, portal, digits string, left time.Duration) model.Code {
	return model.Code{ID: id, Customer: customer, Portal: portal, Digits: digits, Lifetime: modeltest.Lifetime, Ends: now.Add(left)}
}

// liveSession is a session with a customer, with little said and nothing allowed.
func liveSession(number byte, customer string, lasted time.Duration) model.Live {
	began := now.Add(-lasted)
	s := session.Snapshot{
		Phase: session.PhaseLive, Started: began, Role: protocol.RoleAgent,
		Peer: session.Peer{Name: customer, CheckWords: []string{"river", "candle", "north"}}, Link: session.Link{Up: true, RTT: 42 * time.Millisecond, Way: "udp"},
		People: []protocol.Attendee{{ID: protocol.FirstAgentID, Name: "Claire Moreau"}},
		Chat: []chat.Entry{
			{At: began, From: protocol.CustomerID, Name: customer, Status: protocol.StatusJoined},
			{At: began.Add(10 * time.Second), Mine: true, Text: "Hello, this is Claire. May I see your screen?"},
			{At: began.Add(20 * time.Second), From: protocol.CustomerID, Name: customer, Text: "Yes. The second display stays black since I came back from lunch."},
		}, ChatCount: 3,
	}
	return model.Live{ID: leg.SessionID{number}, Customer: customer, Portal: "Phone", Session: s}
}

// allowed is a session in which the customer shows the screen and lets the agent control it.
func allowed() model.Live {
	l := liveSession(1, "Hannah Berg", 18*time.Minute)
	l.Notes = "Dock WD19, firmware 2023."
	l.Session.Permissions = []session.Permission{
		{Permission: protocol.PermissionSee, Grant: protocol.GrantOn},
		{Permission: protocol.PermissionControl, Grant: protocol.GrantOn, Until: now.Add(59*time.Minute + 12*time.Second)},
		{Permission: protocol.PermissionDiagnostics, Grant: protocol.GrantOn},
	}
	l.Session.Theirs = session.Sharing{State: protocol.ShareOn, Viewed: true, Selected: 7, Displays: []protocol.Display{
		{ID: 7, Name: "HDMI-1", Width: 1920, Height: 1080}, {ID: 9, Name: "DP-2", Width: 2560, Height: 1440},
	}}
	l.Session.Details = &protocol.ComputerDetails{
		System: "Debian", Version: "12.6", Architecture: "amd64", Host: "NH-RAD-0217", Processor: "AMD Ryzen 5 PRO 5650U with Radeon Graphics",
		Memory: 16 << 30, MemoryFree: 7 << 30, Disk: 237 << 30, DiskFree: 41 << 30, Uptime: 29*time.Hour + 12*time.Minute, Displays: 2,
	}
	return l
}

// picture is a customer's display for tests: a few flat parts.
type picture struct{ fb *framebuffer.Framebuffer }

func (p *picture) Read(f func(*framebuffer.Framebuffer)) { f(p.fb) }

func newPicture(width, height int) *picture {
	fb, err := framebuffer.New(width, height)
	if err != nil {
		panic(err)
	}
	fill := func(r image.Rectangle, blue, green, red byte) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			row := fb.Row(y, r.Min.X, r.Max.X)
			for x := 0; x < len(row); x += framebuffer.BytesPerPixel {
				copy(row[x:], []byte{blue, green, red, 0})
			}
		}
	}
	fill(fb.Bounds(), 0x66, 0x55, 0x2a)
	fill(image.Rect(width/8, height/6, width/2, height*2/3), 0xff, 0xff, 0xff)
	fill(image.Rect(0, height*14/15, width, height), 0x28, 0x22, 0x18)
	return &picture{fb}
}
