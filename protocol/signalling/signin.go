package signalling

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"beside.example/protocol"
)

// Paths and limits of signing in, shared with the relay's pages.
const (
	// SignInPath is the page that the app opens in the browser, SignInTokenPath is where it changes the page's code into a token.
	SignInPath      = "/sign-in"
	SignInTokenPath = "/sign-in/token"
	// MaxSignInBody bounds the bodies of the token exchange, in bytes.
	MaxSignInBody = 4 << 10

	// signInWithin is how long the page may stand open: time to find the second factor, not to forget the page on a shared desk.
	signInWithin = 10 * time.Minute
	// tokenWithin is how long the token exchange may take.
	tokenWithin = 20 * time.Second
)

// SignInTokenRequest is the body, in JSON, with which the app changes the code into a token.
type SignInTokenRequest struct {
	// Code is what the browser brought, Verifier what the page's challenge was the SHA-256 of.
	Code     string `json:"code"`
	Verifier string `json:"verifier"`
	// Device is what the agent will find this app under.
	Device string `json:"device"`
}

// SignInTokenResponse is the answer, in JSON.
type SignInTokenResponse struct {
	DeviceToken string `json:"device_token,omitempty"`
	// Fault says why there is no token.
	Fault protocol.Fault `json:"fault,omitempty"`
}

// SignIn signs an agent in: it opens the relay's page in the browser, waits for the browser to come back to a port of this machine,
// and changes the code that it brings into a device token. The password and the second factor never touch the app.
type SignIn struct {
	// Relay is HOST[:PORT].
	Relay string
	Trust Trust
	// Device is what the agent will find this app under.
	Device string
	// Open opens a page in the system's browser.
	Open func(page string) error
	// Words stand on the page that ends it all.
	Words SignInWords
	// Dial replaces the way to the relay's TCP port, as in Config.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
}

// Run does it and returns the device token. It fails with an *Error, or with ctx's error when ctx ends first.
func (s SignIn) Run(ctx context.Context) (deviceToken string, err error) {
	hostPort, err := HostPort(s.Relay)
	if err != nil {
		return "", err
	}
	client := newHTTPClient(s.Trust, hostPort, s.Dial)
	defer client.CloseIdleConnections()
	// The browser shows its own warning, or none, for a certificate that this app does not trust: find out before the password is typed.
	if err := probe(ctx, client, hostPort); err != nil {
		return "", err
	}
	verifier := randomText()
	code, err := s.browse(ctx, hostPort, verifier)
	if err != nil {
		return "", err
	}
	return s.token(ctx, client, hostPort, SignInTokenRequest{Code: code, Verifier: verifier, Device: s.Device})
}

// probe fails when the relay cannot be reached or is not trusted; what it answers does not matter.
func probe(ctx context.Context, client *http.Client, hostPort string) error {
	ctx, cancel := context.WithTimeout(ctx, tokenWithin)
	defer cancel()
	page := url.URL{Scheme: "https", Host: hostPort, Path: SignInPath}
	request, err := http.NewRequestWithContext(ctx, http.MethodHead, page.String(), http.NoBody)
	if err != nil {
		return fmt.Errorf("ask for the sign-in page: %w", err)
	}
	response, err := client.Do(request)
	if err != nil {
		return dialError(nil, err)
	}
	return response.Body.Close()
}

// browse sends the browser to the relay and waits for it to come back with a code.
func (s SignIn) browse(ctx context.Context, hostPort, verifier string) (code string, err error) {
	waiting, cancel := context.WithTimeout(ctx, signInWithin)
	defer cancel()
	state := randomText()
	back, err := listenLoopback(state, s.Words)
	if err != nil {
		return "", &Error{Fault: protocol.FaultInternal, Err: err}
	}
	defer back.close()
	challenge := sha256.Sum256([]byte(verifier))
	page := url.URL{Scheme: "https", Host: hostPort, Path: SignInPath, RawQuery: url.Values{
		"challenge": {base64.RawURLEncoding.EncodeToString(challenge[:])},
		"port":      {strconv.Itoa(back.port())},
		"state":     {state},
	}.Encode()}
	if err := s.Open(page.String()); err != nil {
		return "", &Error{Fault: protocol.FaultNoBrowser, Err: fmt.Errorf("open the browser: %w", err)}
	}
	select {
	case code = <-back.codes:
		return code, nil
	case <-waiting.Done():
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", &Error{Fault: protocol.FaultSignInExpired, Err: waiting.Err()}
	}
}

// token changes the code into a device token.
func (s SignIn) token(ctx context.Context, client *http.Client, hostPort string, body SignInTokenRequest) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, tokenWithin)
	defer cancel()
	encoded, err := json.Marshal(body)
	if err != nil {
		return "", fmt.Errorf("write the token request: %w", err)
	}
	page := url.URL{Scheme: "https", Host: hostPort, Path: SignInTokenPath}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, page.String(), bytes.NewReader(encoded))
	if err != nil {
		return "", fmt.Errorf("ask for a token: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return "", dialError(nil, err)
	}
	defer func() { _ = response.Body.Close() }()
	var answer SignInTokenResponse
	err = json.NewDecoder(io.LimitReader(response.Body, MaxSignInBody)).Decode(&answer)
	if response.StatusCode != http.StatusOK {
		fault := answer.Fault
		if !fault.Known() {
			fault = tokenFault(response.StatusCode)
		}
		return "", &Error{Fault: fault, Err: fmt.Errorf("ask for a token: %s", response.Status)}
	}
	if err == nil && (answer.DeviceToken == "" || len(answer.DeviceToken) > maxToken) {
		err = errors.New("no token in the answer")
	}
	if err != nil {
		return "", &Error{Fault: protocol.FaultRelayNotBeside, Err: fmt.Errorf("read the token: %w", err)}
	}
	return answer.DeviceToken, nil
}

func tokenFault(status int) protocol.Fault {
	switch {
	case status == http.StatusTooManyRequests:
		return protocol.FaultSignInSlow
	case status == http.StatusNotFound, status >= http.StatusMultipleChoices && status < http.StatusBadRequest:
		return protocol.FaultRelayNotBeside
	case status < http.StatusInternalServerError:
		return protocol.FaultSignInExpired
	}
	return protocol.FaultRelayInternal
}

// randomText returns 256 random bits in the letters that a URL takes, as RFC 7636 asks of a verifier.
func randomText() string {
	var b [32]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program rather than return weak bytes
	return base64.RawURLEncoding.EncodeToString(b[:])
}
