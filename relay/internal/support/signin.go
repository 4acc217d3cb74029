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

// SignInWay is how it was proved who signs in. The numbers stand in the store.
type SignInWay uint8

// The ways.
const (
	ByPassword     SignInWay = iota // with the second factor, if there is one
	BySingleSignOn                  // the organisation's provider said so
)

// SingleSignOn is a browser that is with the organisation's provider.
type SingleSignOn struct {
	State    SecretHash // of what the browser's cookie and the provider's answer carry
	Door     string     // where it leads when it comes back
	Query    string     // what the door's address carried
	Nonce    string     // which the provider signs
	Verifier string     // of the proof key
	Expires  time.Time
}
