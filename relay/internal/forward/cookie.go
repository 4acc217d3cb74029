package forward

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"hash"
	"net/netip"
	"sync"

	"beside.example/protocol/leg"
	"beside.example/protocol/wire"
)

// cookies makes and checks the relay's proof that somebody receives at an address. It remembers two secrets and nobody.
type cookies struct {
	mu      sync.Mutex   // guards the following
	secrets [2]hash.Hash // keyed; the newer first
	scratch []byte
}

func newCookies() *cookies {
	return &cookies{secrets: [2]hash.Hash{newSecret(), newSecret()}}
}

func newSecret() hash.Hash {
	var key [sha256.Size]byte
	rand.Read(key[:])
	return hmac.New(sha256.New, key[:])
}

// rotate brings in a new secret. Cookies of the one before are still accepted, older ones no longer.
func (c *cookies) rotate() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.secrets = [2]hash.Hash{newSecret(), c.secrets[0]}
}

// check reports whether the cookie is the relay's own for this source, connection (0: UDP), session and side, and returns
// the one to use from now on.
func (c *cookies) check(
	cookie leg.Cookie, source netip.AddrPort, connection uint64, session leg.SessionID, side leg.Side,
) (current leg.Cookie, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	address := source.Addr().As16()
	message := append(c.scratch[:0], address[:]...)
	message = wire.AppendU16(message, source.Port())
	message = wire.AppendU64(message, connection)
	message = append(message, session[:]...)
	message = wire.AppendU8(message, uint8(side))
	for i, secret := range c.secrets {
		secret.Reset()
		secret.Write(message)
		sum := secret.Sum(message[len(message):])
		if i == 0 {
			current = leg.Cookie(sum[:leg.CookieSize])
		}
		ok = ok || hmac.Equal(sum[:leg.CookieSize], cookie[:])
	}
	c.scratch = message
	return current, ok
}
