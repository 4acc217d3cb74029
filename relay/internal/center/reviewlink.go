package center

import (
	"encoding/hex"

	"beside.example/protocol/leg"
	"beside.example/relay/internal/support"
)

// sessionsPath is where past and present sessions are.
const sessionsPath = "/center/sessions"

// callPrefix begins the name of a case that came by telephone, which is its session's; other cases have their request's name.
const callPrefix = "s"

// requestLink leads to the review of a request.
func requestLink(id support.RequestID) string { return sessionsPath + "/" + hex.EncodeToString(id[:]) }

// caseName names a case in addresses and exports.
func caseName(c support.Case) string {
	if c.Request != (support.RequestID{}) {
		return hex.EncodeToString(c.Request[:])
	}
	return callPrefix + hex.EncodeToString(c.Session[:])
}

// parseCase reads what caseName wrote: a request or, by telephone, a session; ok is false for anything else.
func parseCase(name string) (request support.RequestID, call leg.SessionID, ok bool) {
	to := request[:]
	if len(name) > 0 && name[:1] == callPrefix {
		name, to = name[1:], call[:]
	}
	data, err := hex.DecodeString(name)
	if err != nil || len(data) != len(to) {
		return request, call, false
	}
	copy(to, data)
	return request, call, request != (support.RequestID{}) || call != (leg.SessionID{})
}
