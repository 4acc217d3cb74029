package webhook

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"beside.example/relay/internal/support"
)

// TestSign holds the signature against the example of Standard Webhooks' own libraries.
func TestSign(t *testing.T) {
	const text, want = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	var secret support.Secret // the example's key is shorter, and HMAC fills keys up with zeros
	copy(secret[:], key)
	h := http.Header{}
	sign(h, []support.Secret{secret}, "msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	one := h.Get("webhook-signature")
	sign(h, []support.Secret{{1}, secret}, h.Get("webhook-id"), time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`))
	if both := strings.Fields(h.Get("webhook-signature")); len(both) != 2 || both[0] == one || both[1] != one {
		t.Errorf("by two secrets: %q", both)
	}
	h.Set("webhook-signature", one)
	if got := h.Get("webhook-signature"); got != want || h.Get("webhook-timestamp") != "1614265330" || h.Get("webhook-id") != "msg_p5jXN8AQM9LWM0D4loKWxJek" {
		t.Errorf("headers %v", h)
	}
}
