package center

import (
	"encoding/hex"

	"beside.example/relay/internal/support"
)

// sessionsPath is where past and present sessions are.
const sessionsPath = "/center/sessions"

// requestLink leads to the review of a request.
func requestLink(id support.RequestID) string { return sessionsPath + "/" + hex.EncodeToString(id[:]) }
