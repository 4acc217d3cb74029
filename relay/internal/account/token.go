package account

import (
	"encoding/json"
	"net/http"
	"time"

	"beside.example/protocol"
)

// maxTokenRequest bounds the body of a token request: a code, a verifier and a name.
const maxTokenRequest = 2 << 10

// Lengths of a verifier (RFC 7636, section 4.1).
const (
	minVerifier = 43
	maxVerifier = 128
)

// tokenRequest is what the app sends once the browser has handed it the code.
type tokenRequest struct {
	Code     string `json:"code"`
	Verifier string `json:"verifier"`
	Device   string `json:"device"` // what the agent calls this computer
}

// tokenReply answers a tokenRequest: one of the two.
type tokenReply struct {
	DeviceToken string         `json:"device_token,omitempty"`
	Fault       protocol.Fault `json:"fault,omitempty"`
}

func (a *Account) token(w http.ResponseWriter, r *http.Request) {
	var asked tokenRequest
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxTokenRequest)).Decode(&asked); err != nil {
		a.reply(w, r, http.StatusBadRequest, tokenReply{Fault: protocol.FaultRelayRefused})
		return
	}
	if len(asked.Verifier) < minVerifier || len(asked.Verifier) > maxVerifier {
		a.reply(w, r, http.StatusBadRequest, tokenReply{Fault: protocol.FaultRelayRefused})
		return
	}
	agent, ok := a.grants.take(asked.Code, asked.Verifier, time.Now())
	if !ok {
		a.reply(w, r, http.StatusForbidden, tokenReply{Fault: protocol.FaultSignInExpired})
		return
	}
	token, err := a.Devices.AddDevice(r.Context(), agent, asked.Device)
	if err != nil {
		a.Logger.ErrorContext(r.Context(), "add a device", "agent", agent, "error", err)
		a.reply(w, r, http.StatusInternalServerError, tokenReply{Fault: protocol.FaultInternal})
		return
	}
	a.Logger.InfoContext(r.Context(), "agent signed in a device", "agent", agent)
	a.reply(w, r, http.StatusOK, tokenReply{DeviceToken: token})
}

func (a *Account) reply(w http.ResponseWriter, r *http.Request, status int, reply tokenReply) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	if err := json.NewEncoder(w).Encode(reply); err != nil {
		a.Logger.DebugContext(r.Context(), "answer a token request", "error", err)
	}
}
