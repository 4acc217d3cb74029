package support

// Counters count cases: requests by the state that they are in, and sessions that came of nine digits told on the telephone, which
// count as submitted, posted and accepted at once. Each case is counted once under Submitted and once under Open or a final state.
type Counters struct {
	Submitted uint64 `json:"submitted"`
	Posted    uint64 `json:"posted"`   // reached the agents
	Accepted  uint64 `json:"accepted"` // an agent said Yes
	Sessions  uint64 `json:"sessions"` // the apps met at least once

	Open            uint64 `json:"open"` // not ended yet
	DownloadError   uint64 `json:"download_error"`
	ConnectionError uint64 `json:"connection_error"`
	Declined        uint64 `json:"declined"`
	NoResponse      uint64 `json:"no_response"`
	Abandoned       uint64 `json:"abandoned"`
	Resolved        uint64 `json:"resolved"`
	Unresolved      uint64 `json:"unresolved"`
	Unknown         uint64 `json:"unknown"`
}

// Ended returns how many cases are over.
func (c Counters) Ended() uint64 { return c.Submitted - c.Open }

// add counts a case.
func (c *Counters) add(k Case) {
	c.Submitted++
	c.Posted += one(!k.Posted.IsZero())
	c.Accepted += one(!k.Accepted.IsZero())
	c.Sessions += one(k.Met)
	switch k.State {
	case RequestDownloadError:
		c.DownloadError++
	case RequestConnectionError:
		c.ConnectionError++
	case RequestDeclined:
		c.Declined++
	case RequestNoResponse:
		c.NoResponse++
	case RequestAbandoned:
		c.Abandoned++
	case RequestResolved:
		c.Resolved++
	case RequestUnresolved:
		c.Unresolved++
	case RequestUnknown:
		c.Unknown++
	default:
		c.Open++
	}
}

func one(yes bool) uint64 {
	if yes {
		return 1
	}
	return 0
}
