package guard

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// removeSettings removes the settings of the program with an ID, and the folder of all such programs when it was the last:
// the window library finds its place from the person's home alone.
func removeSettings(app string) error {
	if app == "" {
		return nil
	}
	if app != filepath.Base(app) || !filepath.IsLocal(app) || app == "." {
		return fmt.Errorf("remove the settings of %q: it is no ID", app)
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return fmt.Errorf("remove the settings: %w", err)
	}
	library := filepath.Join(home, "AppData", "Roaming", "fyne")
	if err := insist(filepath.Join(library, app)); err != nil {
		return err
	}
	_ = os.Remove(library) // another program's settings keep it
	return nil
}

// removeTree removes a folder and what is in it. Wine knows nothing of the calls by which os.RemoveAll removes a file; it does
// remove a file by its name.
func removeTree(folder string) error {
	if os.RemoveAll(folder) == nil {
		return nil
	}
	var paths []string
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		paths = append(paths, path)
		return err
	})
	for _, path := range slices.Backward(paths) {
		if removed := os.Remove(path); removed != nil && err == nil {
			err = removed
		}
	}
	return err
}
