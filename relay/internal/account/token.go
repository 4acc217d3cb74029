package account

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"beside.example/protocol/signalling"
	"beside.example/relay/internal/support"
)

// Lengths of a verifier (RFC 7636, section 4.1).
const (
	minVerifier = 43
	maxVerifier = 128
)

// token changes the code that the browser brought to the app into a device token. It speaks to apps alone, in JSON.
func (a *Account) token(w http.ResponseWriter, r *http.Request) {
	var asked signalling.SignInTokenRequest
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, signalling.MaxSignInBody)).Decode(&asked)
	if err != nil || len(asked.Verifier) < minVerifier || len(asked.Verifier) > maxVerifier {
		http.Error(w, "bad token request", http.StatusBadRequest)
		return
	}
	agent, err := a.app.grants.take(r.Context(), asked.Code, asked.Verifier, time.Now())
	switch {
	case errors.Is(err, support.ErrDenied):
		http.Error(w, "code not valid, or no longer", http.StatusForbidden)
		return
	case err != nil:
		a.Logger.ErrorContext(r.Context(), "take a sign-in", "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	token, err := a.Devices.AddDevice(r.Context(), agent, asked.Device)
	if err != nil {
		a.Logger.ErrorContext(r.Context(), "add a device", "agent", agent, "error", err)
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	a.Logger.InfoContext(r.Context(), "agent signed in a device", "agent", agent)
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(signalling.SignInTokenResponse{DeviceToken: token}); err != nil {
		a.Logger.DebugContext(r.Context(), "answer a token request", "error", err)
	}
}
