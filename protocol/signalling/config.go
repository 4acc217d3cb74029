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
	// Dial replaces the way to the relay's TCP port; nil for the network, through the system's proxy where there is one.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

func (c Config) hello() Hello {
	return Hello{
		Version: Version, Role: c.Role, DeviceToken: c.DeviceToken, Product: c.Product, Language: c.Language,
	}
}
