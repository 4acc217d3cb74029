package support

import (
	"encoding/base32"
	"errors"
	"time"
)

// The errors of second factors that callers tell apart.
var (
	// ErrStepOver: a sign-in waited too long, or was tried too often; it begins anew.
	ErrStepOver = errors.New("sign-in begins anew")
	// ErrFactorNeeded: the organisation wants everyone to have a second factor, and this is the last one.
	ErrFactorNeeded = errors.New("a second factor is required")
	// ErrKeyCopied: a security key counts fewer signatures than it did before, as a copy of it would.
	ErrKeyCopied = errors.New("security key may have been copied")
)

// FactorStep is for how long authenticator apps show one code.
const FactorStep = 30 * time.Second

// Factors are the second factors of an agent.
type Factors struct {
	App      bool // an authenticator app
	Keys     []SecurityKey
	Recovery int // codes that are left
}

// Any reports whether there is one.
func (f Factors) Any() bool { return f.App || len(f.Keys) > 0 }

// SecondFactor is what an agent's authenticator app and the relay both know.
type SecondFactor struct {
	Agent     AgentID
	Secret    []byte
	Confirmed time.Time // zero until the app has shown a right code
	Used      int64     // the latest time step whose code was used: none is taken twice
}

// SecondStage is what a sign-in waits for after the right password. The numbers stand in the store.
type SecondStage uint8

// The stages.
const (
	StageProve SecondStage = iota // show the second factor
	StageEnrol                    // set one up, since the organisation wants one
	StageKeep                     // has set one up and writes the recovery codes down
)

// SecondStep is a sign-in that waits for something after the right password.
type SecondStep struct {
	Token   SecretHash // of what the form carries
	Agent   AgentID
	Stage   SecondStage
	Tries   int
	Expires time.Time
}

// FactorText writes the secret of a second factor as authenticator apps read it.
func FactorText(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}
