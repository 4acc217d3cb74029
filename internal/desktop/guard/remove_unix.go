//go:build !windows

package guard

import "os"

// removeSettings does nothing: here the window library keeps its settings where the environment says.
func removeSettings(string) error { return nil }

func removeTree(folder string) error { return os.RemoveAll(folder) }
