package peers

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWriteInto(t *testing.T) {
	path := filepath.Join(t.TempDir(), "doc.md")
	if err := os.WriteFile(path, []byte("before\n"+docBegin+"old\n"+docEnd+"after\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time over the first
		if err := results().WriteInto([]string{path}); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	got := string(data)
	if !strings.HasPrefix(got, "before\n"+docBegin) || !strings.HasSuffix(got, docEnd+"after\n") || strings.Contains(got, "old") || strings.Count(got, "| edit |") != 3 {
		t.Error(got)
	}
	if _, err := insert("nothing", ""); !errors.Is(err, errNoPlace) {
		t.Error(err)
	}
}

func TestMachine(t *testing.T) {
	m, err := machineNow(t.Context())
	if err != nil || m.Cores < 1 || m.Load == "" || !strings.Contains(m.String(), m.Processor) {
		t.Error(m, err)
	}
}
