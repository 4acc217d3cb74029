package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync/atomic"

	"golang.org/x/crypto/argon2"

	"beside.example/relay/internal/support"
)

// The cost of a password's hash, as OWASP recommends for argon2id with little memory.
const (
	argonMemory  = 19 * 1024 // KiB
	argonTime    = 2
	argonThreads = 1
	saltSize     = 16
	hashSize     = 32
)

// Lengths of passwords, in bytes. The least is what NIST asks for where a second factor may stand beside it; the most keeps
// a form from becoming work.
const (
	MinPassword = 10
	maxPassword = 256
)

// atOnce is how many hashes are computed at a time: each holds argonMemory, and the relay stays small.
const atOnce = 2

// Hasher computes and compares password hashes, a few at a time. It is safe for concurrent use.
type Hasher struct {
	places  chan struct{}
	waiting atomic.Int32
	decoy   string // compared with when there is no such agent, so that the answer takes as long
}

// NewHasher returns a Hasher.
func NewHasher() (*Hasher, error) {
	h := &Hasher{places: make(chan struct{}, atOnce)}
	decoy, err := h.Hash(context.Background(), rand.Text())
	if err != nil {
		return nil, err
	}
	h.decoy = decoy
	return h, nil
}

// CheckPassword returns an error that says which rule a new password breaks.
func CheckPassword(password string) error {
	if len(password) < MinPassword {
		return fmt.Errorf("a password has at least %d characters: %w", MinPassword, support.ErrInvalid)
	}
	if len(password) > maxPassword {
		return fmt.Errorf("a password has at most %d bytes: %w", maxPassword, support.ErrInvalid)
	}
	return nil
}

// Hash returns the encoded argon2id hash of a password.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if len(password) > maxPassword {
		return "", fmt.Errorf("hash a password of %d bytes: %w", len(password), support.ErrInvalid)
	}
	salt := make([]byte, saltSize)
	rand.Read(salt)
	sum, err := h.compute(ctx, password, salt, argonTime, argonMemory)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, argonMemory, argonTime, argonThreads,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(sum)), nil
}

// Verify reports whether the password is the one that was hashed. With an empty hash it takes as long and reports false.
func (h *Hasher) Verify(ctx context.Context, encoded, password string) (bool, error) {
	known := encoded != ""
	if !known {
		encoded = h.decoy
	}
	if len(password) > maxPassword {
		return false, nil
	}
	p, err := parseHash(encoded)
	if err != nil {
		return false, err
	}
	sum, err := h.compute(ctx, password, p.salt, p.time, p.memory)
	if err != nil {
		return false, err
	}
	return subtle.ConstantTimeCompare(sum, p.sum) == 1 && known, nil
}

// compute waits for a place and then takes some 30 ms. When nobody waits behind it, the memory goes back to the system.
func (h *Hasher) compute(ctx context.Context, password string, salt []byte, time, memory uint32) ([]byte, error) {
	h.waiting.Add(1)
	defer func() {
		if h.waiting.Add(-1) == 0 {
			debug.FreeOSMemory()
		}
	}()
	select {
	case h.places <- struct{}{}:
		defer func() { <-h.places }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to check a password: %w", ctx.Err())
	}
	return argon2.IDKey([]byte(password), salt, time, memory, argonThreads, hashSize), nil
}

var errHash = errors.New("password hash is damaged")

// hashed is an encoded hash taken apart.
type hashed struct {
	memory, time uint32
	salt, sum    []byte
}

// The most that a kept hash may ask for, so that a damaged one cannot take the machine down.
const (
	maxMemory = 256 * 1024
	maxTime   = 16
)

func parseHash(encoded string) (hashed, error) {
	parts := strings.Split(encoded, "$")
	const fields = 6 // "", argon2id, v=, m=…, salt, sum
	if len(parts) != fields || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return hashed{}, errHash
	}
	var h hashed
	var threads int
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &h.memory, &h.time, &threads); err != nil || threads != argonThreads ||
		h.memory == 0 || h.memory > maxMemory || h.time == 0 || h.time > maxTime {
		return hashed{}, errHash
	}
	var err error
	if h.salt, err = base64.RawStdEncoding.DecodeString(parts[4]); err != nil || len(h.salt) < saltSize {
		return hashed{}, errHash
	}
	if h.sum, err = base64.RawStdEncoding.DecodeString(parts[5]); err != nil || len(h.sum) != hashSize {
		return hashed{}, errHash
	}
	return h, nil
}
