package support

import (
	"encoding/base32"
	"errors"
	"time"
)

// ErrStepOver says that a sign-in waited too long for its code, or was tried too often; the password is asked again.
var ErrStepOver = errors.New("sign-in begins anew")

// FactorStep is for how long authenticator apps show one code.
const FactorStep = 30 * time.Second

// SecondFactor is what an agent's authenticator app and the relay both know.
type SecondFactor struct {
	Agent     AgentID
	Secret    []byte
	Confirmed time.Time // zero until the app has shown a right code
	Used      int64     // the latest time step whose code was used: none is taken twice
}

// SecondStep is a sign-in that waits for a code after the right password.
type SecondStep struct {
	Token   SecretHash // of what the form carries
	Agent   AgentID
	Tries   int
	Expires time.Time
}

// FactorText writes the secret of a second factor as authenticator apps read it.
func FactorText(secret []byte) string {
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(secret)
}
