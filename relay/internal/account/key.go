package account

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"beside.example/internal/product"
	"beside.example/relay/internal/support"
)

// KeyStore keeps security keys and what they are to sign.
type KeyStore interface {
	SecurityKeys(ctx context.Context, agent support.AgentID) ([]support.SecurityKey, error)
	AddSecurityKey(ctx context.Context, k support.SecurityKey, first bool, recovery []string) error
	SecurityKeyUsed(ctx context.Context, id support.SecurityKeyID, count uint32, at time.Time) error
	RemoveSecurityKey(ctx context.Context, agent support.AgentID, id support.SecurityKeyID, mustStay bool) error
	KeepKeyChallenge(ctx context.Context, c support.KeyChallenge, now time.Time) error
	TakeKeyChallenge(ctx context.Context, challenge support.SecretHash) (support.KeyChallenge, error)
}

// challengeLifetime is how long a browser's page may wait for a key to be touched, found in a drawer included.
const challengeLifetime = 5 * time.Minute

// maxKeyResponse bounds what a browser hands in of a key, in bytes: a few hundred, and a few thousand with certificates of its maker.
const maxKeyResponse = 16 << 10

// relyingParty returns what a relay is to security keys: they know it by its host's name. It is nil where the name is a bare address, for
// which browsers have no keys.
func relyingParty(relay string) (*webauthn.WebAuthn, error) {
	host, port, err := net.SplitHostPort(relay)
	if err != nil {
		host, port = relay, ""
	}
	if net.ParseIP(strings.Trim(host, "[]")) != nil || protocol.ValidateRPID(host) != nil {
		return nil, nil
	}
	origin := "https://" + host
	const usual = "443" // which browsers leave out
	if port != "" && port != usual {
		origin += ":" + port
	}
	wait := webauthn.TimeoutConfig{Timeout: challengeLifetime, TimeoutUVD: challengeLifetime}
	keys, err := webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: product.Name + " " + host, RPOrigins: []string{origin},
		AttestationPreference: protocol.PreferNoAttestation, // any key is welcome: nothing of its maker is asked for
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey:      protocol.ResidentKeyRequirementDiscouraged, // the mail address is known by then
			UserVerification: protocol.VerificationDiscouraged,           // and the password: having the key is what is left to prove
		},
		Timeouts: webauthn.TimeoutsConfig{Login: wait, Registration: wait},
		// Nothing is asked for and nothing of it is looked at, but some browsers answer unasked.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("prepare for security keys: %w", err)
	}
	return keys, nil
}

// KeysWork reports whether browsers know security keys for this relay: it needs a name.
func (f *SecondFactors) KeysWork() bool { return f.keys != nil }

// holder is an agent with security keys as the library wants to know them.
type holder struct {
	agent support.Agent
	keys  []support.SecurityKey
}

var _ webauthn.User = holder{}

// WebAuthnID implements webauthn.User: a number that tells nobody anything.
func (h holder) WebAuthnID() []byte { return binary.BigEndian.AppendUint64(nil, uint64(h.agent.ID)) }

// WebAuthnName implements webauthn.User.
func (h holder) WebAuthnName() string { return h.agent.Mail }

// WebAuthnDisplayName implements webauthn.User.
func (h holder) WebAuthnDisplayName() string { return h.agent.Name }

// WebAuthnCredentials implements webauthn.User.
func (h holder) WebAuthnCredentials() []webauthn.Credential {
	var all []webauthn.Credential
	for _, k := range h.keys {
		c := webauthn.Credential{
			ID: k.Credential, PublicKey: k.PublicKey, Flags: webauthn.CredentialFlags{BackupEligible: k.Synced},
			Authenticator: webauthn.Authenticator{SignCount: k.Count},
		}
		for _, t := range k.Transports {
			c.Transport = append(c.Transport, protocol.AuthenticatorTransport(t))
		}
		all = append(all, c)
	}
	return all
}

// holder looks an agent's keys up; support.ErrDenied where there can be none.
func (f *SecondFactors) holder(ctx context.Context, agent support.Agent) (holder, error) {
	if f.keys == nil {
		return holder{}, support.ErrDenied
	}
	keys, err := f.store.SecurityKeys(ctx, agent.ID)
	if err != nil {
		return holder{}, fmt.Errorf("list security keys: %w", err)
	}
	return holder{agent, keys}, nil
}

// OfferKey returns what the page's script asks the browser for, to register another security key of an agent, in JSON.
func (f *SecondFactors) OfferKey(ctx context.Context, agent support.Agent) (string, error) {
	h, err := f.holder(ctx, agent)
	if err != nil {
		return "", err
	}
	var known []protocol.CredentialDescriptor
	for _, c := range h.WebAuthnCredentials() {
		known = append(known, c.Descriptor())
	}
	asked, _, err := f.keys.BeginRegistration(h, webauthn.WithExclusions(known))
	if err != nil {
		return "", fmt.Errorf("ask for a new security key: %w", err)
	}
	return f.keep(ctx, agent.ID, support.KeyToRegister, asked.Response.Challenge, asked.Response)
}

// AskKey returns what the page's script asks the browser for, to sign in by one of an agent's keys, in JSON.
func (f *SecondFactors) AskKey(ctx context.Context, agent support.Agent) (string, error) {
	h, err := f.holder(ctx, agent)
	if err != nil {
		return "", err
	}
	asked, _, err := f.keys.BeginLogin(h)
	if err != nil {
		return "", fmt.Errorf("ask for a security key: %w", err)
	}
	return f.keep(ctx, agent.ID, support.KeyToSignIn, asked.Response.Challenge, asked.Response)
}

// keep keeps a challenge and writes what was asked.
func (f *SecondFactors) keep(ctx context.Context, agent support.AgentID, purpose support.KeyPurpose, challenge []byte, asked any) (string, error) {
	var secret support.Secret
	if copy(secret[:], challenge) != len(secret) || len(challenge) != len(secret) {
		return "", fmt.Errorf("a challenge of %d bytes", len(challenge))
	}
	now := time.Now()
	err := f.store.KeepKeyChallenge(ctx, support.KeyChallenge{
		Challenge: secret.Hash(), Agent: agent, Purpose: purpose, Expires: now.Add(challengeLifetime),
	}, now)
	if err != nil {
		return "", fmt.Errorf("keep what a security key is to sign: %w", err)
	}
	text, err := json.Marshal(asked)
	return string(text), err
}

// take returns the session of a challenge that was signed, which was asked of this agent, for this purpose, a moment ago, and that nobody
// answered before; else support.ErrDenied.
func (f *SecondFactors) take(ctx context.Context, h holder, purpose support.KeyPurpose, challenge string) (webauthn.SessionData, error) {
	secret, ok := support.ParseToken(challenge) // they are written alike
	if !ok {
		return webauthn.SessionData{}, support.ErrDenied
	}
	kept, err := f.store.TakeKeyChallenge(ctx, secret.Hash())
	if err != nil {
		return webauthn.SessionData{}, denied(fmt.Errorf("look up what a security key is to sign: %w", err))
	}
	if kept.Agent != h.agent.ID || kept.Purpose != purpose || !time.Now().Before(kept.Expires) {
		return webauthn.SessionData{}, support.ErrDenied
	}
	session := webauthn.SessionData{
		Challenge: challenge, RelyingPartyID: f.keys.Config.RPID, UserID: h.WebAuthnID(), Expires: kept.Expires,
		UserVerification: protocol.VerificationDiscouraged, CredParams: webauthn.CredentialParametersDefault(),
	}
	if purpose == support.KeyToSignIn {
		for _, k := range h.keys {
			session.AllowedCredentialIDs = append(session.AllowedCredentialIDs, k.Credential)
		}
	}
	return session, nil
}

// AddKey keeps the security key that a browser handed in, under a name of the agent's. It returns new recovery codes, which are kept nowhere
// else, when the agent had none. support.ErrDenied when the key does not prove to be one, support.ErrExists when it is somebody's already,
// support.ErrTooMany when the agent has as many as may be.
func (f *SecondFactors) AddKey(ctx context.Context, agent support.Agent, name string, response []byte) ([]string, error) {
	return f.addKey(ctx, agent, name, response, false)
}

// addKey is AddKey; with first it must be the agent's first second factor, else support.ErrExists.
func (f *SecondFactors) addKey(ctx context.Context, agent support.Agent, name string, response []byte, first bool) (codes []string, err error) {
	h, err := f.holder(ctx, agent)
	if err != nil {
		return nil, err
	}
	return codes, f.attempt(agent.ID, func() error {
		parsed, err := parseNewKey(response)
		if err != nil {
			return err
		}
		session, err := f.take(ctx, h, support.KeyToRegister, parsed.Response.CollectedClientData.Challenge)
		if err != nil {
			return err
		}
		made, err := f.keys.CreateCredential(h, session, parsed)
		if err != nil || len(made.ID) > support.MaxCredential || len(made.PublicKey) > support.MaxPublicKey {
			return errors.Join(support.ErrDenied, err)
		}
		key := support.SecurityKey{
			Agent: agent.ID, Name: keyName(name), Credential: made.ID, PublicKey: made.PublicKey, Transports: transports(made.Transport),
			Synced: made.Flags.BackupEligible, Count: made.Authenticator.SignCount, Created: time.Now(),
		}
		var hashes []string
		if codes, hashes, err = f.recoveryFor(ctx, agent.ID); err != nil {
			return err
		}
		if err := f.store.AddSecurityKey(ctx, key, first, hashes); err != nil {
			return fmt.Errorf("keep a security key: %w", err)
		}
		return f.note(ctx, agent, support.AuditKeyAdded, key.Name)
	})
}

// keyName returns the name under which a key is kept.
func keyName(name string) string {
	if name = support.CleanName(name); name != "" {
		return name
	}
	return time.Now().UTC().Format(time.DateOnly)
}

// transports keeps the ways to a key that we know: browsers are told them again, and nothing else.
func transports(said []protocol.AuthenticatorTransport) []string {
	var kept []string
	for _, t := range []protocol.AuthenticatorTransport{protocol.USB, protocol.NFC, protocol.BLE, protocol.SmartCard, protocol.Hybrid, protocol.Internal} {
		if slices.Contains(said, t) {
			kept = append(kept, string(t))
		}
	}
	return kept
}

// VerifyKey takes the signature of one of an agent's security keys that a browser handed in. support.ErrDenied when it does not hold,
// support.ErrKeyCopied when the key has counted further before, a *support.TooManyError after too many tries.
func (f *SecondFactors) VerifyKey(ctx context.Context, agent support.Agent, response []byte) error {
	h, err := f.holder(ctx, agent)
	if err != nil {
		return err
	}
	return f.attempt(agent.ID, func() error {
		parsed, err := parseSignature(response)
		if err != nil {
			return err
		}
		session, err := f.take(ctx, h, support.KeyToSignIn, parsed.Response.CollectedClientData.Challenge)
		if err != nil {
			return err
		}
		used, err := f.keys.ValidateLogin(h, session, parsed)
		if err != nil {
			return errors.Join(support.ErrDenied, err)
		}
		i := slices.IndexFunc(h.keys, func(k support.SecurityKey) bool { return bytes.Equal(k.Credential, used.ID) })
		if used.Authenticator.CloneWarning {
			f.logger.WarnContext(ctx, "security key counts backwards", "agent", agent.ID, "key", h.keys[i].ID)
			return support.ErrKeyCopied
		}
		return denied(f.store.SecurityKeyUsed(ctx, h.keys[i].ID, used.Authenticator.SignCount, time.Now()))
	})
}

// RemoveKey takes away one of an agent's security keys; support.ErrNotFound when there is none, support.ErrFactorNeeded when it is the last
// second factor and the organisation wants one.
func (f *SecondFactors) RemoveKey(ctx context.Context, agent support.Agent, id support.SecurityKeyID) error {
	required, err := f.required(ctx, agent)
	if err != nil {
		return err
	}
	if err := f.store.RemoveSecurityKey(ctx, agent.ID, id, required); err != nil {
		return fmt.Errorf("take a security key away: %w", err)
	}
	return f.note(ctx, agent, support.AuditKeyRemoved, agent.Name)
}

// parseNewKey reads what a browser hands in of a new key; support.ErrDenied when it is nothing of the kind.
func parseNewKey(response []byte) (*protocol.ParsedCredentialCreationData, error) {
	if len(response) > maxKeyResponse {
		return nil, support.ErrDenied
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(response)
	if err != nil {
		return nil, errors.Join(support.ErrDenied, err)
	}
	return parsed, nil
}

// parseSignature reads what a browser hands in of a key that signed; support.ErrDenied when it is nothing of the kind.
func parseSignature(response []byte) (*protocol.ParsedCredentialAssertionData, error) {
	if len(response) > maxKeyResponse {
		return nil, support.ErrDenied
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(response)
	if err != nil {
		return nil, errors.Join(support.ErrDenied, err)
	}
	return parsed, nil
}
