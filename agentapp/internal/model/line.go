package model

import (
	"context"
	"time"

	"beside.example/internal/chat"
	"beside.example/internal/framebuffer"
	"beside.example/internal/session"
	"beside.example/protocol"
	"beside.example/protocol/code"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// A Line is the agent's way to the relay while signed in.
type Line interface {
	// Run keeps the line open until ctx ends, or until the relay refuses for good.
	Run(ctx context.Context) error
	// State returns how the line is, Codes the active codes; Changed returns a channel that is closed at the next change of
	// either, and is taken before reading them.
	State() signalling.State
	Codes() []signalling.Code
	Changed() <-chan struct{}

	CreateCode(ctx context.Context, portal signalling.PortalID, customer string, lifetime time.Duration) (signalling.Code, error)
	WithdrawCode(ctx context.Context, id signalling.CodeID, dead bool) error
	// EndSession tells how a session ended. It outlasts lost connections until ctx ends.
	EndSession(ctx context.Context, end signalling.SessionEnd) error
	History(ctx context.Context, from signalling.HistoryCursor, limit int) (signalling.HistoryPage, error)
	SignOut(ctx context.Context) error
}

var _ Line = (*signalling.Client)(nil)

// A Door lets customers in who know a code. It belongs to one Line.
type Door interface {
	// Expect tells the secret digits of an active code, Forget that the code is over.
	Expect(c signalling.Code, secret code.Secret)
	Forget(id signalling.CodeID)
	// ExpectPortal tells of a customer who comes with a portal code.
	ExpectPortal(v Visit)
	// Next blocks until a customer is in, or an attempt failed, or ctx ends.
	Next(ctx context.Context) (Arrival, error)
}

// An Arrival is what came of a customer's attempt.
type Arrival struct {
	Code signalling.CodeID
	// Meeting is what the customer's portal code was for; zero for nine digits.
	Meeting Meeting
	// Session is the new session, with its number; nil when the attempt failed. It waits for its Run.
	Session   Session
	SessionID leg.SessionID
	// Withheld are the features that the session may not use, as the relay says.
	Withheld signalling.Features
	// Fault says why the attempt failed: FaultCodeWrong where other digits were typed. Left is how many attempts the code
	// still has; at none it is over.
	Fault protocol.Fault
	Left  int
}

// Meeting is what a portal code is for: the request that it was offered for or, where Introduction is not 0, the
// introduction of a colleague.
type Meeting struct {
	Request      signalling.RequestID
	Introduction signalling.IntroductionID
}

// Visit is a customer who is expected at a meeting.
type Visit struct {
	Meeting
	// Code is what their app brings, for as long as Left.
	Code code.PortalCode
	Left time.Duration
	// Customer is what they are called; may be empty.
	Customer string
	// Monitors tells that this agent, a manager, watches and does nothing else.
	Monitors bool
	// Earlier returns what was said before, when they come; it may be nil.
	Earlier func() []chat.Entry
}

// Connection is what a sign-in leads to.
type Connection struct {
	Line Line
	Desk Desk
	Door Door
	// HandIns takes what the app saw of sessions; nil where nothing is handed in.
	HandIns HandIns
}

// SignIn lets the agent sign in, in the system's browser, until ctx ends.
type SignIn func(ctx context.Context, relay string, trust signalling.Trust) (deviceToken string, err error)

// Dial makes the connection to a relay for a device token; it is not yet open.
type Dial func(relay string, trust signalling.Trust, deviceToken string) (Connection, error)

// Secrets keeps small secrets in the system's keyring.
type Secrets interface {
	Get(name string) (string, error)
	Set(name, value string) error
	Delete(name string) error
}

// Session is what the app uses of a *session.Session.
type Session interface {
	Run(ctx context.Context) session.End
	Snapshot() session.Snapshot
	Watch() (changes <-chan struct{}, stop func())
	View() *session.View
	Displays() ([]framebuffer.Display, error)

	Ask(p protocol.Permission)
	RefreshDetails()
	ShareMine(display uint32)
	StopMine()
	OpenView()
	CloseView()
	SelectDisplay(id uint32)
	SendChat(text string, private bool) bool
	SetTyping(active bool)
	// Introduce has the customer let a colleague in; PushURL offers a web page to the customer, unless it is none, or the customer has said No
	// less than wait ago.
	Introduce(m protocol.Introduce)
	PushURL(address string) (wait time.Duration, ok bool)
	End()
}

var _ Session = (*session.Session)(nil)
