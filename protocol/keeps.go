package protocol

// Keeps says what an organisation keeps of a session once it is over, and whether its managers may keep watch of it: a set of the following.
// The organisation's key signs it within the agent's credential, the customer's app shows it before consent and says in Consent what the
// customer was told; the agent's app hands in no more than that, and lets nobody watch without.
type Keeps uint8

// What may be kept. Bits are never used twice.
const (
	// KeepsFacts are who was there, saw and controlled when, what was allowed, files by name and hash, web pages, notes and outcome.
	KeepsFacts Keeps = 1 << iota
	// KeepsChat is what people wrote in the session.
	KeepsChat
	// KeepsWatch lets managers watch the session while it runs: see IntroductionMonitor.
	KeepsWatch
)

// KnownKeeps is all that this version can tell a customer.
const KnownKeeps = KeepsFacts | KeepsChat | KeepsWatch

// Has reports whether all the bits of want are in the set.
func (k Keeps) Has(want Keeps) bool { return k&want == want }
