package server

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"beside.example/relay/internal/account"
	"beside.example/relay/internal/account/provider"
	"beside.example/relay/internal/support"
	"beside.example/relay/internal/web"
)

// SingleSignOn is where the agents of one organisation sign in once for everything, by OpenID Connect. The zero value is nowhere.
type SingleSignOn struct {
	Issuer       string   // https address by which the provider signs
	Client       string   // who the relay is to the provider
	SecretFile   string   // file with what proves it, so that it stands in no list of processes
	Domains      []string // of mail addresses that count; none means all
	Organisation string   // whose agents it is for; empty means the only one
	Name         string   // as agents know the provider; empty means the issuer's host
	// HTTP reaches the provider; nil is the usual one.
	HTTP *http.Client
}

// maxSecret bounds the file with the client's secret, in bytes.
const maxSecret = 4096

// open returns single sign-on as package account wants it.
func (s SingleSignOn) open() (account.SingleSignOn, error) {
	if s.Issuer == "" {
		if s.Client != "" || s.SecretFile != "" {
			return account.SingleSignOn{}, errors.New("single sign-on: name the provider with oidc-issuer")
		}
		return account.SingleSignOn{}, nil
	}
	if s.Client == "" || s.SecretFile == "" {
		return account.SingleSignOn{}, errors.New("single sign-on: oidc-issuer needs oidc-client and oidc-secret-file")
	}
	secret, err := readSecret(s.SecretFile)
	if err != nil {
		return account.SingleSignOn{}, fmt.Errorf("single sign-on: read the secret: %w", err)
	}
	p, err := provider.New(provider.Config{Issuer: s.Issuer, Client: s.Client, Secret: secret, Domains: s.Domains, Name: s.Name, HTTP: s.HTTP})
	if err != nil {
		return account.SingleSignOn{}, fmt.Errorf("single sign-on: %w", err)
	}
	return account.SingleSignOn{Provider: p, Organisation: s.Organisation}, nil
}

func readSecret(name string) (secret string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	data, err := io.ReadAll(io.LimitReader(f, maxSecret))
	return strings.TrimSpace(string(data)), err
}

// signIns makes the sign-in of agents.
func (s *Server) signIns(site *web.Site, accounts *support.Accounts) (*account.Account, error) {
	hasher, err := account.NewHasher()
	if err != nil {
		return nil, err
	}
	factors, err := account.NewSecondFactors(s.store, hasher, s.relay, s.config.Logger)
	if err != nil {
		return nil, err
	}
	single, err := s.config.SingleSignOn.open()
	if err != nil {
		return nil, err
	}
	return account.New(account.Config{
		Site: site, Agents: s.store, Devices: accounts, SignIns: s.store, Hasher: hasher, Factors: factors, Single: single,
		SingleSignOns: s.store, Logger: s.config.Logger,
	})
}
