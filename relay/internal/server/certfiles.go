package server

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync/atomic"
	"time"
)

// filesEvery is how often the certificate's files are looked at: renewals come days before the old one ends.
const filesEvery = 10 * time.Second

// fileCertificate is a certificate from files that somebody else renews.
type fileCertificate struct {
	certificate, key string
	logger           *slog.Logger
	current          atomic.Pointer[tls.Certificate]
	seen             [2]fileState // of certificate and key, when current was read; owned by run
}

// fileState is by what a changed file is told.
type fileState struct {
	size     int64
	modified time.Time
}

func openFiles(certificate, key string, logger *slog.Logger) (*fileCertificate, error) {
	f := &fileCertificate{certificate: certificate, key: key, logger: logger}
	return f, f.refresh()
}

// refresh reads the files if they changed since they were read.
func (f *fileCertificate) refresh() error {
	var now [2]fileState
	for i, name := range []string{f.certificate, f.key} {
		info, err := os.Stat(name)
		if err != nil {
			return fmt.Errorf("look at the certificate's files: %w", err)
		}
		now[i] = fileState{info.Size(), info.ModTime()}
	}
	if now == f.seen {
		return nil
	}
	pair, err := tls.LoadX509KeyPair(f.certificate, f.key)
	if err != nil {
		return fmt.Errorf("read certificate %s with key %s: %w", f.certificate, f.key, err)
	}
	f.current.Store(&pair)
	f.seen = now
	return nil
}

func (f *fileCertificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	return f.current.Load(), nil
}

// run keeps the old certificate while new files do not fit each other: they are written one after the other.
func (f *fileCertificate) run(ctx context.Context) error {
	ticker := time.NewTicker(filesEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
			before := f.current.Load()
			if err := f.refresh(); err != nil {
				f.logger.WarnContext(ctx, "certificate not read again", "error", err)
			} else if f.current.Load() != before {
				f.logger.InfoContext(ctx, "certificate read again", "file", f.certificate)
			}
		}
	}
}

func (f *fileCertificate) vouched() bool       { return true }
func (f *fileCertificate) protocols() []string { return nil }
