package server

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"beside.example/internal/product"
	"beside.example/protocol/signalling"
)

// Life of a self-signed certificate. Apps pin it, so it is long; one that is about to end is made anew at a start.
const (
	selfSignedLife  = 5 * 365 * 24 * time.Hour
	selfSignedSpare = 30 * 24 * time.Hour
)

// selfSigned is a certificate that the relay made for itself. Key and certificate stay the same over restarts.
type selfSigned struct {
	certificate tls.Certificate
	fingerprint signalling.Fingerprint
}

func openSelfSigned(folder, host string) (*selfSigned, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of the certificate: %w", err)
	}
	key, err := openKey(filepath.Join(folder, "self-signed.key"))
	if err != nil {
		return nil, fmt.Errorf("open the key of the self-signed certificate: %w", err)
	}
	file := filepath.Join(folder, "self-signed.pem")
	der, err := readPEM(file, "CERTIFICATE")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open the self-signed certificate: %w", err)
	}
	if err != nil || !suits(der, key, host) {
		if der, err = makeCertificate(key, host); err != nil {
			return nil, fmt.Errorf("make a self-signed certificate: %w", err)
		}
		if err := writePEM(file, "CERTIFICATE", der); err != nil {
			return nil, fmt.Errorf("keep the self-signed certificate: %w", err)
		}
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		return nil, fmt.Errorf("read the self-signed certificate: %w", err)
	}
	return &selfSigned{
		certificate: tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf},
		fingerprint: signalling.FingerprintOf(leaf),
	}, nil
}

func (s *selfSigned) get(*tls.ClientHelloInfo) (*tls.Certificate, error) { return &s.certificate, nil }

func (s *selfSigned) run(ctx context.Context) error { <-ctx.Done(); return nil }
func (s *selfSigned) vouched() bool                 { return false }
func (s *selfSigned) protocols() []string           { return nil }

func openKey(file string) (*ecdsa.PrivateKey, error) {
	der, err := readPEM(file, "PRIVATE KEY")
	if errors.Is(err, fs.ErrNotExist) {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return nil, err
		}
		if der, err = x509.MarshalPKCS8PrivateKey(key); err != nil {
			return nil, err
		}
		return key, writePEM(file, "PRIVATE KEY", der)
	}
	if err != nil {
		return nil, err
	}
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, err
	}
	if key, ok := key.(*ecdsa.PrivateKey); ok {
		return key, nil
	}
	return nil, fmt.Errorf("%s holds another kind of key; remove it to get a new one", file)
}

// suits reports whether a kept certificate is still good for host.
func suits(der []byte, key *ecdsa.PrivateKey, host string) bool {
	c, err := x509.ParseCertificate(der)
	return err == nil && key.PublicKey.Equal(c.PublicKey.(crypto.PublicKey)) && c.VerifyHostname(host) == nil &&
		time.Until(c.NotAfter) > selfSignedSpare
}

func makeCertificate(key *ecdsa.PrivateKey, host string) ([]byte, error) {
	const serialBits = 128
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), serialBits))
	if err != nil {
		return nil, err
	}
	now := time.Now()
	c := &x509.Certificate{
		SerialNumber:          serial,
		Subject:               pkix.Name{CommonName: product.Name + " relay, for trials"},
		NotBefore:             now.Add(-time.Hour), // clocks differ
		NotAfter:              now.Add(selfSignedLife),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true,
		DNSNames:              []string{"localhost"},
		IPAddresses:           []net.IP{net.IPv4(127, 0, 0, 1), net.IPv6loopback},
	}
	if ip := net.ParseIP(host); ip != nil {
		if !slices.ContainsFunc(c.IPAddresses, ip.Equal) {
			c.IPAddresses = append(c.IPAddresses, ip)
		}
	} else if host != "localhost" {
		c.DNSNames = append(c.DNSNames, host)
	}
	return x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
}

func readPEM(file, kind string) ([]byte, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode(data)
	if block == nil || block.Type != kind {
		return nil, fmt.Errorf("%s is no %s in PEM; remove it to get a new one", file, kind)
	}
	return block.Bytes, nil
}

func writePEM(file, kind string, der []byte) error {
	return os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}
