package bus

import (
	"context"
	"os"
	"time"

	"github.com/godbus/dbus/v5"
)

// lookWithin bounds how long the bus may take to answer; one that hangs offers nothing.
const lookWithin = time.Second

// Look asks the session's message bus. It starts none where there is none.
func Look(ctx context.Context) Offers {
	address := os.Getenv("DBUS_SESSION_BUS_ADDRESS")
	if address == "" || address == "autolaunch:" {
		return Offers{}
	}
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	conn, err := dbus.Connect(address, dbus.WithContext(ctx))
	if err != nil {
		return Offers{}
	}
	defer func() { _ = conn.Close() }()
	return Offers{Notifications: owned(ctx, conn, "org.freedesktop.Notifications"), Tray: owned(ctx, conn, "org.kde.StatusNotifierWatcher")}
}

// owned reports whether somebody on the bus answers to a name.
func owned(ctx context.Context, conn *dbus.Conn, name string) bool {
	has := false
	err := conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.NameHasOwner", 0, name).Store(&has)
	return err == nil && has
}
