// Package signallingtest holds what tests of signalling need on either side: a network in memory, which works under testing/synctest,
// and self-signed certificates.
package signallingtest

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"beside.example/protocol/signalling"
)

// ErrRefused is what Dial fails with while nobody listens.
var ErrRefused = errors.New("connection refused")

// Network is one machine's TCP port in memory. The zero value is ready, and nobody listens.
type Network struct {
	mu       sync.Mutex // guards the following
	listener *listener
	dials    []time.Time
}

// Listen opens the port. Closing the listener frees it; connections stay.
func (n *Network) Listen() net.Listener {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.listener = &listener{network: n, conns: make(chan net.Conn), closed: make(chan struct{})}
	return n.listener
}

// Dial connects to whoever listens, whatever the address.
func (n *Network) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	n.mu.Lock()
	l := n.listener
	n.dials = append(n.dials, time.Now())
	n.mu.Unlock()
	if l == nil {
		return nil, ErrRefused
	}
	a, b := net.Pipe()
	near, far := newBuffered(a), newBuffered(b)
	err := ErrRefused
	select {
	case l.conns <- addressed{far}:
		return near, nil
	case <-l.closed:
	case <-ctx.Done():
		err = ctx.Err()
	}
	_, _ = near.Close(), far.Close()
	return nil, err
}

// Dials returns when Dial was called.
func (n *Network) Dials() []time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return append([]time.Time(nil), n.dials...)
}

type listener struct {
	network *Network
	conns   chan net.Conn
	once    sync.Once
	closed  chan struct{}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() {
		close(l.closed)
		l.network.mu.Lock()
		defer l.network.mu.Unlock()
		if l.network.listener == l {
			l.network.listener = nil
		}
	})
	return nil
}

func (l *listener) Addr() net.Addr { return address() }

// addressed is a connection that seems to come over IP, as servers expect.
type addressed struct{ net.Conn }

func (addressed) RemoteAddr() net.Addr { return address() }

func address() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 40000} }

// Certificate returns a self-signed certificate for "help.test" and its fingerprint.
func Certificate(t testing.TB) (tls.Certificate, signalling.Fingerprint) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "help.test"}, DNSNames: []string{"help.test"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().AddDate(1, 0, 0),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}, signalling.FingerprintOf(leaf)
}
