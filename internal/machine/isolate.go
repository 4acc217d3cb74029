package machine

import (
	"fmt"
	"os"
	"path/filepath"
)

// Isolate makes the window library keep its settings and caches in a folder, so that they go with it, and keeps it from
// starting a message bus: what the app leaves running would outlive it. It is called before anything of the library is. On
// Windows the settings cannot be moved; the guard removes them.
func Isolate(folder string) error {
	cache := filepath.Join(folder, "cache")
	set := map[string]string{"XDG_CONFIG_HOME": filepath.Join(folder, "config"), "XDG_CACHE_HOME": cache, "LOCALAPPDATA": cache}
	if os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		set["DBUS_SESSION_BUS_ADDRESS"] = "unix:path=" + filepath.Join(folder, "no-bus")
	}
	return setAll(set)
}

// setAll sets environment variables of this process.
func setAll(set map[string]string) error {
	for name, value := range set {
		if err := os.Setenv(name, value); err != nil {
			return fmt.Errorf("set %s: %w", name, err)
		}
	}
	return nil
}
