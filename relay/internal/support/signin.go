package support

import "time"

// SignIn is an agent's sign-in in the browser of which the app has not heard yet. It is kept where every relay of a fleet finds it: the
// app may ask another one than the browser did.
type SignIn struct {
	Code      SecretHash // of what the browser brings to the app
	Agent     AgentID
	Challenge string // which the app's verifier must answer
	Expires   time.Time
}
