package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strconv"
	"time"

	"beside.example/relay/internal/support"
)

// The headers of Standard Webhooks.
const (
	headerID        = "Webhook-Id"
	headerTimestamp = "Webhook-Timestamp"
	headerSignature = "Webhook-Signature"
)

// sign puts the headers on a request that make it a webhook's: its ID, the time of this try, and the HMAC-SHA256 of both with the body.
func sign(h http.Header, secret support.Secret, message string, at time.Time, body []byte) {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, secret[:])
	mac.Write([]byte(message + "." + timestamp + "."))
	mac.Write(body)
	h.Set(headerID, message)
	h.Set(headerTimestamp, timestamp)
	h.Set(headerSignature, "v1,"+base64.StdEncoding.EncodeToString(mac.Sum(nil)))
}
