package account

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strconv"
)

// ask is what the agent's app writes into the address of the sign-in page.
type ask struct {
	challenge string // base64url of the SHA-256 of the verifier
	port      uint16 // where the app listens on 127.0.0.1
	state     string // comes back to the app as it is
}

// maxState bounds what the app may have carried along; ours is a random word.
const maxState = 128

// parseAsk reads the address; ok is false when no app of ours wrote it.
func parseAsk(r *http.Request) (a ask, ok bool) {
	q := r.URL.Query()
	port, err := strconv.ParseUint(q.Get("port"), 10, 16)
	a = ask{challenge: q.Get("challenge"), port: uint16(port), state: q.Get("state")}
	if err != nil || port == 0 || len(a.state) > maxState {
		return ask{}, false
	}
	sum, err := base64.RawURLEncoding.Strict().DecodeString(a.challenge)
	return a, err == nil && len(sum) == sha256.Size
}

// origin returns where the app listens: always this computer, whatever the address of the page says.
func (a ask) origin() string { return "http://127.0.0.1:" + strconv.Itoa(int(a.port)) }

// answer returns the address that hands the code to the app.
func (a ask) answer(code string) string {
	return a.origin() + "/?" + url.Values{"code": {code}, "state": {a.state}}.Encode()
}
