package server

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"
)

func TestSelfSigned(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "tls")
	first, err := openSelfSigned(folder, "help.northfield.example")
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"help.northfield.example", "localhost", "127.0.0.1", "::1"} {
		if err := first.certificate.Leaf.VerifyHostname(host); err != nil {
			t.Error(err)
		}
	}
	second, err := openSelfSigned(folder, "help.northfield.example")
	if err != nil {
		t.Fatal(err)
	}
	if !second.certificate.Leaf.Equal(first.certificate.Leaf) {
		t.Error("a restart makes another certificate")
	}
	moved, err := openSelfSigned(folder, "192.0.2.7")
	if err != nil {
		t.Fatal(err)
	}
	if moved.fingerprint != first.fingerprint || moved.certificate.Leaf.VerifyHostname("192.0.2.7") != nil {
		t.Error("under another name the relay has another key, or none for it")
	}
	for _, name := range []string{"self-signed.key", "self-signed.pem"} {
		info, err := os.Stat(filepath.Join(folder, name))
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte("damaged"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := openSelfSigned(folder, "localhost"); err == nil {
			t.Errorf("a damaged %s is no matter", name)
		}
	}
}

// writePair writes a fresh certificate and its key as whoever runs a relay would.
func writePair(t *testing.T, folder string) (certificate, key string) {
	t.Helper()
	made, err := openSelfSigned(t.TempDir(), "help.northfield.example")
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(made.certificate.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	certificate, key = filepath.Join(folder, "c.pem"), filepath.Join(folder, "k.pem")
	for file, block := range map[string]*pem.Block{
		certificate: {Type: "CERTIFICATE", Bytes: made.certificate.Certificate[0]}, key: {Type: "PRIVATE KEY", Bytes: der},
	} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certificate, key
}

// TestFilesAreReadAgain renews the files under a running relay, and damages them.
func TestFilesAreReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		certificate, key := writePair(t, folder)
		f, err := openFiles(certificate, key, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- f.run(ctx) }()
		current := func() *tls.Certificate {
			c, err := f.get(nil)
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		first := current()
		time.Sleep(2 * filesEvery)
		if current() != first {
			t.Error("files that did not change are read again")
		}
		writePair(t, folder)
		touch(t, certificate, key)
		time.Sleep(2 * filesEvery)
		second := current()
		if second == first {
			t.Error("a renewed certificate is not taken")
		}
		if err := os.WriteFile(key, []byte("half written"), 0o600); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * filesEvery)
		if current() != second {
			t.Error("a damaged key replaces the certificate")
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// touch makes the files younger than any before them.
func touch(t *testing.T, files ...string) {
	t.Helper()
	for _, file := range files {
		later := time.Now().Add(time.Hour)
		if err := os.Chtimes(file, later, later); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFilesMissing(t *testing.T) {
	if _, err := openFiles("missing.pem", "missing.key", slog.New(slog.DiscardHandler)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("missing files: %v", err)
	}
}

// TestACMEWithoutAuthority runs the source while nobody answers: it must neither fail nor hold the end up.
func TestACMEWithoutAuthority(t *testing.T) {
	a := newACME(TLS{ACMEAuthority: "https://127.0.0.1:1/directory"}, "help.northfield.example", 8443, t.TempDir(), slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- a.run(ctx) }()
	listener, err := tls.Listen("tcp", "127.0.0.1:0", tlsConfig(a))
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	shaken := make(chan error, 1)
	go func() {
		conn, err := listener.Accept()
		if err == nil {
			err = errors.Join(conn.(*tls.Conn).HandshakeContext(ctx), conn.Close())
		}
		shaken <- err
	}()
	dialer := tls.Dialer{Config: &tls.Config{ServerName: "help.northfield.example"}}
	if _, err := dialer.DialContext(ctx, "tcp", listener.Addr().String()); err == nil {
		t.Error("a certificate out of nothing")
	}
	if err := <-shaken; err == nil {
		t.Error("the relay shook hands without a certificate")
	}
	cancel()
	if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
