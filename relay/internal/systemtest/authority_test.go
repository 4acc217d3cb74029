package systemtest

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/coder/websocket"

	"beside.example/protocol"
	"beside.example/protocol/handin"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// role is who says something to the relay.
type role int

const (
	stranger  role = iota // a customer's app
	desk                  // an agent of the request's portal
	holder                // the agent who has the request
	elsewhere             // an agent of the same organisation who serves no portal
	foreign               // an agent of another organisation
	roles
)

func (r role) String() string {
	return [...]string{"a customer's app", "an agent of the portal", "the request's agent", "an agent of no portal", "another organisation"}[r]
}

// What is answered to each role; silent is no answer at all, granted any answer but a refusal.
const (
	granted = protocol.Fault(0)
	silent  = protocol.Fault(0xffff)
	refused = protocol.FaultRelayRefused
	barred  = protocol.FaultNotAllowed
	taken   = protocol.FaultRequestTaken
	gone    = protocol.FaultRequestGone
)

// verdicts are the answers to a message, by role.
type verdicts [roles]protocol.Fault

// rule says what is answered to a message; say makes the message anew each time, since most can be said once.
type rule struct {
	say  func(a *authority) signalling.Message
	want verdicts
}

func said(m signalling.Message) func(*authority) signalling.Message {
	return func(*authority) signalling.Message { return m }
}

// agentsMay is what concerns nobody but the agent who says it.
func agentsMay(m signalling.Message) rule {
	return rule{said(m), verdicts{refused, granted, granted, granted, granted}}
}

func rules() map[signalling.MessageType]rule {
	never := ed25519.PublicKey(make([]byte, ed25519.PublicKeySize))
	return map[signalling.MessageType]rule{
		signalling.TypeSignOut:           agentsMay(signalling.SignOut{}),
		signalling.TypeAvailability:      agentsMay(signalling.Availability{Status: signalling.StatusAway}),
		signalling.TypeCredentialRequest: agentsMay(signalling.CredentialRequest{DeviceKey: never}),
		signalling.TypeHistoryRequest:    agentsMay(signalling.HistoryRequest{Limit: 1}),
		signalling.TypeColleagues:        agentsMay(signalling.Colleagues{}),
		signalling.TypeCannedList: { // the foreign agent's team allows nothing
			said(signalling.CannedList{}), verdicts{refused, granted, granted, granted, barred},
		},
		signalling.TypeCodeCreate: {
			func(a *authority) signalling.Message {
				return signalling.CodeCreate{Portal: signalling.PortalID(a.portals[support.PortalBox].ID)}
			},
			verdicts{refused, granted, granted, refused, refused},
		},
		signalling.TypeCodeWithdraw: {
			func(a *authority) signalling.Message { return signalling.CodeWithdraw{Code: a.code()} },
			verdicts{refused, refused, granted, refused, refused},
		},
		signalling.TypeJoin: {
			said(signalling.Join{Nameplate: "0000"}), verdicts{protocol.FaultCodeUnknown, refused, refused, refused, refused},
		},
		signalling.TypePortalJoin: {
			said(signalling.PortalJoin{Code: "K7MWQ2RT"}), verdicts{protocol.FaultPortalCode, refused, refused, refused, refused},
		},
		signalling.TypeExchangeData: {said(signalling.ExchangeData{Exchange: 1}), verdicts{silent, silent, silent, silent, silent}},
		signalling.TypeExchangeEnd:  {said(signalling.ExchangeEnd{Exchange: 1}), verdicts{silent, silent, silent, silent, silent}},
		signalling.TypeCodeRedeem: {
			said(signalling.CodeRedeem{Exchange: 1}),
			verdicts{refused, protocol.FaultExchange, protocol.FaultExchange, protocol.FaultExchange, protocol.FaultExchange},
		},
		signalling.TypeTicketRequest: {
			func(a *authority) signalling.Message {
				return signalling.TicketRequest{Session: a.session(), LegKey: never}
			},
			verdicts{protocol.FaultTicket, protocol.FaultTicket, protocol.FaultTicket, protocol.FaultTicket, protocol.FaultTicket},
		},
		signalling.TypeSessionEnd: {
			func(a *authority) signalling.Message { return signalling.SessionEnd{Session: a.session()} },
			verdicts{refused, refused, granted, refused, refused},
		},
		signalling.TypeHandIn: { // signed by the holder's device, whoever brings it
			func(a *authority) signalling.Message { return a.handIn(a.session()) },
			verdicts{refused, refused, granted, refused, refused},
		},
		signalling.TypeRequestAccept: {
			func(a *authority) signalling.Message { return signalling.RequestAccept{ID: rid(a.waiting())} },
			verdicts{refused, granted, granted, barred, barred},
		},
		signalling.TypeRequestDecline: {
			func(a *authority) signalling.Message { return signalling.RequestDecline{ID: rid(a.waiting())} },
			verdicts{refused, granted, granted, barred, barred},
		},
		signalling.TypeRequestSay: {
			func(a *authority) signalling.Message {
				return signalling.RequestSay{ID: rid(a.accepted()), Text: "hello"}
			},
			verdicts{refused, barred, granted, barred, barred},
		},
		signalling.TypeRequestLog: {
			func(a *authority) signalling.Message { return signalling.RequestLog{ID: rid(a.accepted())} },
			verdicts{refused, barred, granted, barred, barred},
		},
		signalling.TypeRequestOfferApp: {
			func(a *authority) signalling.Message { return signalling.RequestOfferApp{ID: rid(a.accepted())} },
			verdicts{refused, taken, granted, taken, taken},
		},
		signalling.TypeRequestClose: {
			func(a *authority) signalling.Message { return signalling.RequestClose{ID: rid(a.accepted())} },
			verdicts{refused, taken, granted, taken, taken},
		},
		signalling.TypeIntroduce: {
			func(a *authority) signalling.Message { return a.introduce(a.session()) },
			verdicts{refused, gone, granted, gone, gone},
		},
		signalling.TypeIntroductionAnswer: {
			func(a *authority) signalling.Message {
				return signalling.IntroductionAnswer{ID: a.introduced(), Yes: true, DeviceKey: never}
			},
			verdicts{refused, granted, gone, gone, gone},
		},
		signalling.TypeIntroductionRefused: { // of no manager, so nobody's: TestMonitoring
			func(a *authority) signalling.Message { return signalling.IntroductionRefused{ID: a.introduced()} },
			verdicts{refused, gone, gone, gone, gone},
		},
	}
}

// authority is an office with one agent for each role.
type authority struct {
	*office
	agents [roles]support.SignedIn
	ada    *colleague // somebody who is always there
}

func newAuthority(t *testing.T) *authority {
	a := &authority{office: newOffice(t, 0)}
	a.ada = a.hire("Ada")
	for r := desk; r < roles; r++ {
		a.agents[r] = a.signedIn(r, a.enrol(r))
	}
	return a
}

// enrol makes the agent of a role.
func (a *authority) enrol(r role) support.AgentID {
	a.t.Helper()
	agent := support.Agent{Organisation: a.organisation, Team: a.team, Name: r.String(), Mail: fmt.Sprintf("%d@southfield.example", r), Role: support.RoleAgent}
	var portals []support.PortalID
	switch r {
	case desk, holder:
		for _, p := range a.portals {
			portals = append(portals, p.ID)
		}
	case foreign:
		claire, err := a.store.AgentByMail(context.Background(), mail)
		must(a.t, err)
		agent.Organisation, agent.Team = claire.Organisation, claire.Team
	}
	id, err := a.store.CreateAgent(context.Background(), agent, portals)
	must(a.t, err)
	return id
}

// signedIn is an agent with a device of its own.
func (a *authority) signedIn(r role, id support.AgentID) support.SignedIn {
	a.t.Helper()
	who, err := a.accounts.SignedIn(context.Background(), a.token(id))
	must(a.t, err)
	return who
}

func (a *authority) token(id support.AgentID) string {
	a.t.Helper()
	token, err := a.accounts.AddDevice(context.Background(), id, "desk")
	must(a.t, err)
	return token
}

// waiting is a request that waits.
func (a *authority) waiting() support.Request {
	return a.fillIn(support.PortalBox, support.Form{Customer: "Bea"})
}

// accepted is a request that the holder has.
func (a *authority) accepted() support.Request {
	a.t.Helper()
	r, err := a.requests.Accept(context.Background(), a.agents[holder], a.waiting().ID)
	must(a.t, err)
	return r
}

// session is one of the holder's.
func (a *authority) session() leg.SessionID {
	a.t.Helper()
	r, err := a.requests.OfferApp(context.Background(), a.agents[holder], a.accepted().ID)
	must(a.t, err)
	grant, err := a.requests.Begin(context.Background(), a.agents[holder], r.App.Code)
	must(a.t, err)
	return grant.Session.ID
}

// handIn is a page of a session of the holder's.
func (a *authority) handIn(session leg.SessionID) signalling.HandIn {
	a.t.Helper()
	device := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public := device.Public().(ed25519.PublicKey)
	_, err := support.NewHandIns(a.store).Vouch(context.Background(), a.agents[holder], public)
	must(a.t, err)
	page := handin.Build(handin.Head{Session: session, Part: handin.PartFacts}, nil)[0]
	return signalling.HandIn{DeviceKey: public, Signature: handin.Sign(device, page), Page: page}
}

// code is one of the holder's.
func (a *authority) code() signalling.CodeID {
	a.t.Helper()
	codes := support.NewCodes(a.store, support.DefaultCodeSettings())
	made, err := codes.Create(context.Background(), a.agents[holder], a.portals[support.PortalBox].ID, "Bea", 0)
	must(a.t, err)
	return signalling.CodeID(made.ID)
}

func (a *authority) introduce(s leg.SessionID) signalling.Introduce {
	return signalling.Introduce{Session: s, Kind: signalling.IntroductionInvite, ToAgent: signalling.AgentID(a.ada.id)}
}

// introduced is an invitation of the desk's agent by the holder.
func (a *authority) introduced() signalling.IntroductionID {
	a.t.Helper()
	presence := support.NewPresence(a.store)
	must(a.t, presence.Beat(context.Background()))
	_, err := presence.Arrive(context.Background(), a.agents[desk], support.StatusAvailable)
	must(a.t, err)
	i, err := support.NewIntroductions(a.store, support.DefaultRequestSettings()).Introduce(context.Background(), a.agents[holder], support.Asked{
		Session: a.session(), Kind: support.RendezvousInvite, ToAgent: a.agents[desk].Agent.ID,
	})
	must(a.t, err)
	return signalling.IntroductionID(i.ID)
}

// line is a connection that says what a test likes.
type line struct {
	t      *testing.T
	ws     *websocket.Conn
	pushes []signalling.Message
}

// strangers gives every connection of a stranger an address of its own, so that the limits on guessing leave them alone.
var strangers atomic.Uint32

func (a *authority) dial(t *testing.T, r role) *line {
	t.Helper()
	n := strangers.Add(1)
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 1, byte(n>>8), byte(n))}}
	client := &http.Client{Transport: &http.Transport{
		DialContext: dialer.DialContext, TLSClientConfig: a.here.trust.TLS(a.here.relay), DisableKeepAlives: true,
	}}
	ws, _, err := websocket.Dial(t.Context(), "wss://"+a.here.relay+signalling.Path, &websocket.DialOptions{HTTPClient: client})
	must(t, err)
	ws.SetReadLimit(signalling.MaxMessage)
	t.Cleanup(func() { _ = ws.CloseNow() })
	l := &line{t: t, ws: ws}
	hello := signalling.Hello{Version: signalling.Version, Role: protocol.RoleCustomer, Product: "test", Language: "en"}
	if r != stranger {
		hello.Role, hello.Capabilities, hello.DeviceToken = protocol.RoleAgent, signalling.CapabilityDesk, a.token(a.agents[r].Agent.ID)
	}
	l.say(1, hello)
	if answer := l.answer(1); answer == nil || answer.Type() != signalling.TypeWelcome {
		t.Fatalf("%v is greeted with %+v", r, answer)
	}
	return l
}

func (l *line) say(request uint32, m signalling.Message) {
	l.t.Helper()
	must(l.t, l.ws.Write(l.t.Context(), websocket.MessageBinary, signalling.Envelope{Request: request, Message: m}.Append(nil)))
}

// answer reads until the answer to a request; nil when a later one is answered first.
func (l *line) answer(request uint32) signalling.Message {
	l.t.Helper()
	for {
		_, data, err := l.ws.Read(l.t.Context())
		must(l.t, err)
		e, err := signalling.Parse(data)
		must(l.t, err)
		switch {
		case e.Request == request:
			return e.Message
		case e.Request > request:
			return nil
		default:
			l.pushes = append(l.pushes, e.Message)
		}
	}
}

// verdict says a message and returns what is answered.
func (l *line) verdict(m signalling.Message) protocol.Fault {
	l.t.Helper()
	l.say(2, m)
	switch m.Type() {
	case signalling.TypeSignOut: // nothing is heard after it
	case signalling.TypeColleagues: // answered when the desk gets to it, perhaps after what is said later
	default:
		l.say(3, signalling.Welcome{}) // which is always refused, so that silence can be told
	}
	switch answer := l.answer(2).(type) {
	case nil:
		return silent
	case signalling.Refused:
		return answer.Fault
	}
	return granted
}

// TestWhoMaySayWhat says every message that there is in every role. What the table does not name is refused to everyone.
func TestWhoMaySayWhat(t *testing.T) {
	a := newAuthority(t)
	table := rules()
	const newest = 256 // beyond every number in use
	for number := range signalling.MessageType(newest) {
		e, err := signalling.Parse(append([]byte{byte(number >> 8), byte(number), 0, 0, 0, 2}, make([]byte, signalling.MaxMessage/2)...))
		rule, named := table[number]
		switch {
		case !named && err != nil: // no such type, or one that cannot be all zeros and that apps never say
			continue
		case !named:
			rule.say = said(e.Message)
			rule.want = verdicts{refused, refused, refused, refused, refused}
		}
		for r := range roles {
			l := a.dial(t, r)
			m := rule.say(a)
			if got := l.verdict(m); got != rule.want[r] {
				t.Errorf("%T from %v: %v, want %v", m, r, got, rule.want[r])
			}
			if r == stranger || r == elsewhere || r == foreign {
				l.mustKnowNothing(r)
			}
			must(t, l.ws.CloseNow())
		}
	}
}

// mustKnowNothing shows that no request came by.
func (l *line) mustKnowNothing(r role) {
	l.t.Helper()
	for _, m := range l.pushes {
		switch m := m.(type) {
		case signalling.RequestChanged, signalling.RequestSaid, signalling.IntroductionOffer, signalling.IntroductionAnswered:
			l.t.Errorf("%v is told %+v", r, m)
		case signalling.RequestList:
			if len(m.Requests) > 0 {
				l.t.Errorf("%v is told %+v", r, m)
			}
		}
	}
}
