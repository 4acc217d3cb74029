package signalling

import (
	"context"
	"log/slog"
	"net"

	"beside.example/protocol"
)

// Config says who the app is and which relay it talks to.
type Config struct {
	// Relay is HOST[:PORT].
	Relay string
	Trust Trust
	Role  protocol.Role
	// DeviceToken is what SignIn returned; empty for a customer's app.
	DeviceToken string
	// Product is the app's name and version, Language the tag of its language.
	Product  string
	Language string
	Logger   *slog.Logger
	// Pushed is told, in the order in which the relay says it, what an agent's app hears of requests and colleagues: RequestList,
	// RequestChanged, RequestSaid, ColleagueList, IntroductionOffer, IntroductionWithdrawn, IntroductionAnswered. Requests and Colleagues
	// know it already by then. It is called where the connection is read, so it must not wait, least of all for an answer of the
	// relay. Nil when nobody listens.
	Pushed func(Message)
	// Dial replaces the way to the relay's TCP port; nil for the network, through the system's proxy where there is one.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

func (c Config) hello() Hello {
	hello := Hello{
		Version: Version, Role: c.Role, DeviceToken: c.DeviceToken, Product: c.Product, Language: c.Language,
	}
	if c.Role == protocol.RoleAgent {
		hello.Capabilities |= CapabilityDesk | CapabilityMonitor
	}
	return hello
}
