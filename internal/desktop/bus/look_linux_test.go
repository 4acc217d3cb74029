package bus

import (
	"path/filepath"
	"testing"
)

func TestWithoutABus(t *testing.T) {
	for _, address := range []string{"", "autolaunch:", "unix:path=" + filepath.Join(t.TempDir(), "no-bus")} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		if got := Look(t.Context()); got != (Offers{}) {
			t.Errorf("%q offers %+v", address, got)
		}
	}
}
