package server

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"beside.example/relay/internal/support"
)

// renewKeysEvery is how often the relay looks whether ticket keys are due, several times within support.TicketKeyNotice.
const renewKeysEvery = 10 * time.Minute

// keyStore keeps ticket keys.
type keyStore interface {
	RenewTicketKeys(ctx context.Context, fresh support.TicketKey, at support.TicketKeyTimes) ([]support.TicketKey, error)
}

// ticketKeys knows which key signs tickets and which are honoured, and changes them in time.
type ticketKeys struct {
	store  keyStore
	logger *slog.Logger

	mu   sync.Mutex          // guards the following
	keys []support.TicketKey // the newest first; never empty
}

// openTicketKeys reads the keys. The first start makes one.
func openTicketKeys(ctx context.Context, store keyStore, logger *slog.Logger) (*ticketKeys, error) {
	k := &ticketKeys{store: store, logger: logger}
	if err := k.renew(ctx); err != nil {
		return nil, err
	}
	return k, nil
}

// renew makes and drops keys as is due.
func (k *ticketKeys) renew(ctx context.Context) error {
	_, fresh, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return fmt.Errorf("make a ticket key: %w", err)
	}
	now := time.Now()
	keys, err := k.store.RenewTicketKeys(ctx, support.TicketKey{Key: fresh, Created: now}, support.TicketKeyTimesAt(now, lease))
	if err != nil {
		return fmt.Errorf("renew the ticket keys: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.keys = keys
	return nil
}

// run renews the keys, and has honour told of those whose tickets are good, until ctx ends.
func (k *ticketKeys) run(ctx context.Context, honour func(...ed25519.PublicKey)) error {
	ticker := time.NewTicker(renewKeysEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		if err := k.renew(ctx); err != nil {
			k.logger.WarnContext(ctx, "ticket keys stay as they are", "error", err) // for ten minutes, and the old ones are good
			continue
		}
		honour(k.public()...)
	}
}

// signing returns the key that signs now.
func (k *ticketKeys) signing(now time.Time) ed25519.PrivateKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	return support.SigningKey(k.keys, now).Key
}

// public returns the public halves of all keys.
func (k *ticketKeys) public() []ed25519.PublicKey {
	k.mu.Lock()
	defer k.mu.Unlock()
	public := make([]ed25519.PublicKey, 0, len(k.keys))
	for _, key := range k.keys {
		public = append(public, key.Key.Public().(ed25519.PublicKey))
	}
	return public
}
