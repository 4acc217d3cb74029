package model_test

import (
	"os"
	"path/filepath"
	"testing"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/internal/words"
)

func TestSettings(t *testing.T) {
	path := filepath.Join(t.TempDir(), "beside")
	folder, err := model.OpenFolder(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := folder.Settings(); err != nil || got != (model.Settings{}) {
		t.Errorf("without a file: %+v, %v", got, err)
	}
	want := model.Settings{Relay: relay, Pin: "ab", Language: words.French}
	if err := folder.SaveSettings(want); err != nil {
		t.Fatal(err)
	}
	if got, err := folder.Settings(); err != nil || got != want {
		t.Errorf("read %+v, %v", got, err)
	}
	for name, mode := range map[string]os.FileMode{path: 0o700, filepath.Join(path, "settings.json"): 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%s has the mode %v, %v", name, info.Mode(), err)
		}
	}
}

// TestBrokenFiles: settings that cannot be read stop the start, since a new sign-in would overwrite them; ends do not.
func TestBrokenFiles(t *testing.T) {
	for name, stops := range map[string]bool{"settings.json": true, "ends.json": false} {
		path := t.TempDir()
		folder, err := model.OpenFolder(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(path, name), []byte("{half"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := model.New(model.Config{Folder: folder, Secrets: &modeltest.Secrets{}}); (err != nil) != stops {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSettingsThatCannotBeSaved(t *testing.T) {
	try(t, func(t *testing.T, a *app) {
		a.start()
		if err := os.RemoveAll(a.path); err != nil {
			t.Fatal(err)
		}
		a.ChangeSettings(func(s *model.Settings) { s.Language = words.French })
		if s := a.Snapshot(); s.Fault == 0 || a.Settings().Language != words.French {
			t.Errorf("fault %v, settings %+v", s.Fault, a.Settings())
		}
	})
}
