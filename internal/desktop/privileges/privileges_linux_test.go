package privileges

import (
	"os"
	"testing"
)

func TestNewFolderIsPrivate(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	folder, err := NewFolder("test")
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(folder)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 {
		t.Fatalf("the folder has mode %o", info.Mode().Perm())
	}
	other, err := NewFolder("test")
	if err != nil || other == folder {
		t.Fatalf("the second folder is %q: %v", other, err)
	}
	t.Setenv("TMPDIR", "/proc/none")
	if _, err := NewFolder("test"); err == nil {
		t.Fatal("a folder was made where none can be")
	}
}

func TestIsRoot(t *testing.T) {
	if IsRoot() != (os.Getuid() == 0) {
		t.Fatal("the answer is wrong")
	}
}
