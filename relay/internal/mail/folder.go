package mail

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Folder keeps each mail as a file that mail programs open.
type Folder struct{ dir string }

var _ Sender = (*Folder)(nil)

// NewFolder returns a Folder, made with mode 0700 when it is missing: mails hold links that let people in.
func NewFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of mails: %w", err)
	}
	return &Folder{dir: dir}, nil
}

// Send implements Sender. A file appears whole, under a name that sorts by time.
func (f *Folder) Send(_ context.Context, m Message) error {
	var b bytes.Buffer
	if err := m.writeTo(&b); err != nil {
		return err
	}
	name := time.Now().UTC().Format("20060102-150405.000") + "-" + strings.ToLower(rand.Text()[:8])
	half := filepath.Join(f.dir, "."+name)
	if err := os.WriteFile(half, b.Bytes(), 0o600); err != nil {
		return fmt.Errorf("keep a mail: %w", err)
	}
	if err := os.Rename(half, filepath.Join(f.dir, name+".eml")); err != nil {
		return fmt.Errorf("keep a mail: %w", err)
	}
	return nil
}
