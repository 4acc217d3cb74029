package model

import (
	"slices"

	"beside.example/protocol"
	"beside.example/protocol/signalling"
)

// untoldFeatures are what a session may use at a relay that tells nothing of features.
const untoldFeatures = signalling.FeatureView | signalling.FeatureControl | signalling.FeatureShareMine | signalling.FeatureDetails

// Allowed returns what the agent may use in a session: what its portal and the agent's team allow now, less what was withheld when it
// began.
func (s Snapshot) Allowed(l Live) signalling.Features {
	if l.Monitors {
		return 0
	}
	allowed := s.featuresOf(func(p signalling.Portal) bool { return p.Name == l.Portal }, untoldFeatures)
	return allowed &^ l.Withheld
}

// AllowedIn returns what the agent may use for a request, in the customer's page and afterwards.
func (s Snapshot) AllowedIn(r Request) signalling.Features {
	untold := untoldFeatures | signalling.FeatureCanned
	if r.WebChat {
		untold |= signalling.FeatureWebChat
	}
	return s.featuresOf(func(p signalling.Portal) bool { return p.ID == r.Portal }, untold)
}

// Askable returns what the agent may ask the customer of a session for.
func (s Snapshot) Askable(l Live) protocol.Permission {
	allowed := s.Allowed(l)
	var may protocol.Permission
	if allowed.Has(signalling.FeatureView) {
		may |= protocol.PermissionSee
	}
	if allowed.Has(signalling.FeatureView | signalling.FeatureControl) {
		may |= protocol.PermissionControl
	}
	if allowed.Has(signalling.FeatureDetails) {
		may |= protocol.PermissionDiagnostics
	}
	if l.Rights != 0 {
		may &= l.Rights
	}
	return may
}

// featuresOf returns what a portal and the agent's team allow; untold where the relay tells nothing of features. What a portal allows
// that is not the agent's, as in a colleague's session, the relay withholds session by session.
func (s Snapshot) featuresOf(is func(signalling.Portal) bool, untold signalling.Features) signalling.Features {
	portals := s.Agent().Portals
	if !slices.ContainsFunc(portals, func(p signalling.Portal) bool { return p.Kind != 0 || p.Features != 0 }) {
		return untold
	}
	if i := slices.IndexFunc(portals, is); i >= 0 {
		return portals[i].Features
	}
	return ^signalling.Features(0)
}
