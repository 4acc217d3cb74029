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
		Account: model.SignedIn, Relay: relay, Status: signalling.StatusAvailable,
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
	s.Desk = deskOfDay()
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
		Peer: session.Peer{Name: customer, CheckWords: []string{"river", "candle", "north"}}, Link: session.Link{Up: true, RTT: 42 * time.Millisecond, Quality: session.QualityGood, Way: "udp"},
		You:    protocol.FirstAgentID,
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

// keptChat is a session whose chat the organisation keeps.
func keptChat() model.Live {
	l := liveSession(1, "Hannah Berg", 0)
	l.Session.Keeps = protocol.KeepsFacts | protocol.KeepsChat
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

// deskOfDay is what waits for an agent in the middle of a day.
func deskOfDay() model.HelpDesk {
	aiko := request(3, "Aiko Tanaka", "Scanner not found after the update. It worked yesterday evening.", "Pharmacy", signalling.PortalBox, 65*time.Second)
	aiko.Alert, aiko.AlertUntil = signalling.AlertNew, now.Add(18*time.Second)
	luis := request(4, "Luis Romero", "How do I reset my badge?", "Website", signalling.PortalButton, 31*time.Second)
	luis.State, luis.Mine = signalling.RequestTaken, true
	luis.Lines = []model.Said{{Seq: 1, At: now.Add(-30 * time.Second), From: signalling.SpeakerCustomer, Text: "I am still here."}}
	priya := request(5, "Ruth Zimmermann", "The calendar is wrong again.", "Find my agent", signalling.PortalMatch, 4*time.Minute)
	priya.State, priya.Agent, priya.AgentName = signalling.RequestInSession, 9, "Priya Nair"
	margaret := request(1, "Margaret Ellis", "The label printer prints blank pages since this morning. I changed the roll and it is the same.", "Staff desk", signalling.PortalQueue, 6*time.Minute+12*time.Second)
	margaret.Fields = []signalling.RequestField{{Label: "Phone", Value: "Extension 4412"}, {Label: "Mail", Value: "m.ellis@northfield.example"}}
	daniel := request(2, "Daniel Fournier", "Je ne peux plus ouvrir mon courrier.", "Staff desk", signalling.PortalQueue, 3*time.Minute+40*time.Second)
	daniel.Silent = true
	return model.HelpDesk{
		Requests: []model.Request{
			margaret, daniel, aiko, luis, priya,
		},
		Colleagues: colleagues(), Canned: replies(), Version: 1,
	}
}

func request(number byte, customer, question, portal string, kind signalling.PortalKind, waited time.Duration) model.Request {
	return model.Request{
		Request: signalling.Request{
			ID: signalling.RequestID{number}, Kind: kind, State: signalling.RequestPosted, PortalName: portal, Customer: customer, Question: question,
			Language: "en", WebChat: true,
		},
		Since: now.Add(-waited),
	}
}

func colleagues() []signalling.Colleague {
	return []signalling.Colleague{
		{Agent: 8, Name: "Tom Okafor", Team: "Network team", Status: signalling.StatusBusy},
		{Agent: 9, Name: "Priya Nair", Team: "Staff help team", Status: signalling.StatusAvailable},
		{Agent: 10, Name: "Ines Duval", Team: "Staff help team", Status: signalling.StatusAway},
	}
}

func replies() []signalling.CannedReply {
	return []signalling.CannedReply{
		{ID: 1, Scope: signalling.CannedOrganisation, Title: "Hello", Text: "Hello {customer}, this is {agent}. How can I help?", Language: "en"},
		{ID: 2, Scope: signalling.CannedTeam, Title: "Restart", Text: "Please restart the computer, then tell me what you see.", Language: "en"},
		{ID: 3, Scope: signalling.CannedOwn, Title: "Handbook", URL: "https://northfield.example/handbook"},
	}
}

// webChat is a request in whose chat something was said.
func webChat() model.Request {
	r := request(4, "Luis Romero", "How do I reset my badge?", "Website", signalling.PortalButton, 3*time.Minute)
	r.State, r.Mine = signalling.RequestTaken, true
	r.Fields = []signalling.RequestField{{Label: "Building", Value: "North 4"}}
	r.Lines = []model.Said{
		{Seq: 1, At: now.Add(-3 * time.Minute), From: signalling.SpeakerSystem, Text: "Claire Moreau is here."},
		{Seq: 2, At: now.Add(-2 * time.Minute), From: signalling.SpeakerAgent, Name: "Claire Moreau", Mine: true, Text: "Hello Luis. Which badge is it?"},
		{Seq: 3, At: now.Add(-time.Minute), From: signalling.SpeakerCustomer, Name: "Luis Romero", Text: "The blue one, for the doors."},
	}
	return r
}

// offeredApp is one whose customer was asked for the screen.
func offeredApp() model.Request {
	r := webChat()
	r.AppOffered, r.Code, r.CodeEnds = true, "K7MW Q2RT", now.Add(29*time.Minute+40*time.Second)
	return r
}

// fromWebChat is a session that began with a chat in the customer's page.
func fromWebChat() model.Live {
	l := liveSession(1, "Luis Romero", time.Minute)
	l.Earlier = webChat().Lines
	return l
}

// withColleague is a session into which a colleague is asked.
func withColleague() model.Snapshot {
	s := signedIn()
	s.Line.Welcome.SignedIn.Portals[0].Features = signalling.FeaturePushURL | signalling.FeatureTransfer | signalling.FeatureInvite | signalling.FeatureView | signalling.FeatureControl |
		signalling.FeatureShareMine
	s.Desk = deskOfDay()
	s.Desk.Introductions = []model.Introduction{{ID: 1, Session: leg.SessionID{1}, Kind: signalling.IntroductionInvite, To: "Tom Okafor"}}
	return s
}

// withheld is an agent's app whose portal allows nothing but to talk.
func withheld() model.Snapshot {
	s := signedIn()
	s.Line.Welcome.SignedIn.Portals[0].Features = signalling.FeatureSurvey
	s.Desk = deskOfDay()
	return s
}

// withTom is a session that a colleague has joined.
func withTom() model.Live {
	l := allowed()
	l.Session.People = append(l.Session.People, protocol.Attendee{ID: 2, Role: protocol.RoleAgent, Name: "Tom Okafor"})
	l.Session.PeerTyping, l.Session.Typist = true, 2
	l.Session.Introductions = []session.Introduction{{ID: 1, Answered: true, Result: protocol.IntroductionJoined}}
	return l
}

// watched is a session that a manager watches.
func watched() model.Live {
	l := allowed()
	l.Session.People = append(l.Session.People, protocol.Attendee{ID: 2, Role: protocol.RoleAgent, Name: "Elena Marsh", Marks: protocol.MarkWatches})
	l.Session.Chat = append(l.Session.Chat, chat.Entry{At: now, From: 2, Name: "Elena Marsh", Status: protocol.StatusWatching})
	l.Session.ChatCount++
	return l
}

// monitors is the same session in the manager's app.
func monitors() model.Live {
	l := watched()
	l.Monitors, l.Session.You, l.Notes, l.Session.Details = true, 2, "", nil
	l.Session.Permissions = l.Session.Permissions[:1]
	l.Session.People = append(l.Session.People, protocol.Attendee{ID: protocol.FirstAgentID, Role: protocol.RoleAgent, Name: "Claire Moreau"})[1:]
	l.Session.Chat = l.Session.Chat[2:]
	l.Session.Chat[1].Mine = true
	l.Session.ChatCount = len(l.Session.Chat)
	return l
}

// notWatched is it after the customer has ended the watching.
func notWatched() model.Live {
	l := monitors()
	l.Session.Phase, l.Session.Ended = session.PhaseEnded, &session.End{Reason: protocol.CloseByCustomer, Remote: true, At: now}
	return l
}

// tomJoined is the desk of the agent who invited him.
func tomJoined() model.Snapshot {
	s := withColleague()
	made := &s.Desk.Introductions[0]
	made.Answer, made.Name, made.At = model.IntroductionTaken, "Tom Okafor", now
	return s
}

// alertOf is an alert of a kind.
func alertOf(kind signalling.AlertKind) model.Alert {
	a := model.Alert{
		Request: signalling.RequestID{3}, Kind: kind, PortalKind: signalling.PortalBox, PortalName: "Pharmacy", Customer: "Aiko Tanaka",
		Text: "Scanner not found after the update. It worked yesterday evening.", Since: now.Add(-65 * time.Second), Shown: now.Add(-12 * time.Second), Until: now.Add(18 * time.Second),
	}
	if kind == signalling.AlertInvitation || kind == signalling.AlertTransfer {
		a.From, a.Introduction, a.Since = "Priya Nair", 4, time.Time{}
	}
	return a
}
