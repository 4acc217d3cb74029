package signalhub

import (
	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

func wireRequestState(s support.RequestState) signalling.RequestState {
	switch s {
	case support.RequestSubmitted:
		return signalling.RequestSubmitted
	case support.RequestPosted:
		return signalling.RequestPosted
	case support.RequestAccepted:
		return signalling.RequestTaken
	case support.RequestInSession:
		return signalling.RequestInSession
	case support.RequestDownloadError:
		return signalling.RequestDownloadError
	case support.RequestConnectionError:
		return signalling.RequestConnectionError
	case support.RequestDeclined:
		return signalling.RequestDeclined
	case support.RequestNoResponse:
		return signalling.RequestNoResponse
	case support.RequestAbandoned:
		return signalling.RequestAbandoned
	case support.RequestResolved:
		return signalling.RequestResolved
	case support.RequestUnresolved:
		return signalling.RequestUnresolved
	}
	return signalling.RequestUnknown
}

func wireStatus(s support.Status) signalling.Status {
	switch s {
	case support.StatusAvailable:
		return signalling.StatusAvailable
	case support.StatusBusy:
		return signalling.StatusBusy
	}
	return signalling.StatusAway
}

// supportStatus reads what an app says of its agent; one of the first version says no more than available or not.
func supportStatus(m signalling.Availability) support.Status {
	switch {
	case m.Status == signalling.StatusAvailable, m.Status == signalling.StatusUntold && m.Available:
		return support.StatusAvailable
	case m.Status == signalling.StatusBusy:
		return support.StatusBusy
	}
	return support.StatusAway
}

func wireIntroductionKind(k support.RendezvousKind) signalling.IntroductionKind {
	switch k {
	case support.RendezvousTransfer:
		return signalling.IntroductionTransfer
	case support.RendezvousMonitor:
		return signalling.IntroductionMonitor
	}
	return signalling.IntroductionInvite
}

// supportKind reads what an agent introduces a colleague for; anything unknown becomes what no introduction may be.
func supportKind(k signalling.IntroductionKind) support.RendezvousKind {
	switch k {
	case signalling.IntroductionTransfer:
		return support.RendezvousTransfer
	case signalling.IntroductionInvite:
		return support.RendezvousInvite
	}
	return support.RendezvousPortal
}

func wireCanned(c support.Canned) signalling.CannedReply {
	r := signalling.CannedReply{ID: uint64(c.ID), Title: c.Title, Text: c.Text, URL: c.URL, Language: c.Language}
	switch c.Scope {
	case support.CannedOrganisation:
		r.Scope = signalling.CannedOrganisation
	case support.CannedTeam:
		r.Scope = signalling.CannedTeam
	default:
		r.Scope = signalling.CannedOwn
	}
	return r
}

// wireFeatures returns the same bits: they were given the same numbers, as a test shows.
func wireFeatures(f support.Features) signalling.Features { return signalling.Features(f) }
