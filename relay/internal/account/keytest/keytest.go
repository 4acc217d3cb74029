// Package keytest is a security key in software, and the browser that talks to it, for tests. It does what a page's script asks for, and
// whatever a hostile one would: every field of a Key may be changed between two uses.
package keytest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/fxamacker/cbor/v2"
)

// Key is a security key with one credential, in a browser.
type Key struct {
	Origin     string // of the page, as the browser says
	RP         string // empty means what the page asks for
	Count      uint32 // signatures so far
	Flags      byte   // of what the person did
	Type       string // of the ceremony, empty means the right one
	Challenge  string // empty means what the page asks for
	Credential []byte
	User       []byte // what it was registered for
	secret     *ecdsa.PrivateKey
}

// Flags of authenticator data (WebAuthn, section 6.1).
const (
	present  = 0x01
	attested = 0x40
)

// New returns a key that a person touches, in a browser that shows a page of an origin such as https://help.northfield.example.
func New(t testing.TB, origin string) *Key {
	t.Helper()
	secret, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	const size = 16
	credential := make([]byte, size)
	rand.Read(credential)
	return &Key{Origin: origin, Flags: present, Credential: credential, secret: secret}
}

// Copy returns a copy of the key, as somebody makes who gets at its secret.
func (k *Key) Copy() *Key {
	c := *k
	return &c
}

// asked is what a page's script asks the browser for.
type asked struct {
	Challenge string `json:"challenge"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	RPID string `json:"rpId"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
}

// Register makes the credential that a page asks for and returns what its script sends.
func (k *Key) Register(t testing.TB, options string) string {
	t.Helper()
	var a asked
	must(t, json.Unmarshal([]byte(options), &a))
	user, err := base64.RawURLEncoding.DecodeString(a.User.ID)
	must(t, err)
	k.User = user
	data := k.data(a.RP.ID, attested)
	data = append(data, make([]byte, 16)...) // of no maker
	data = binary.BigEndian.AppendUint16(data, uint16(len(k.Credential)))
	data = append(data, k.Credential...)
	data = append(data, k.public(t)...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	must(t, err)
	return k.answer(t, map[string]any{
		"clientDataJSON": encode(k.client(t, "webauthn.create", a.Challenge)), "attestationObject": encode(object), "transports": []string{"usb"},
	})
}

// Sign signs what a page asks for and returns what its script sends.
func (k *Key) Sign(t testing.TB, options string) string {
	t.Helper()
	var a asked
	must(t, json.Unmarshal([]byte(options), &a))
	k.Count++
	data, client := k.data(a.RPID, 0), k.client(t, "webauthn.get", a.Challenge)
	sum := sha256.Sum256(client)
	digest := sha256.Sum256(append(data[:len(data):len(data)], sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, k.secret, digest[:])
	must(t, err)
	return k.answer(t, map[string]any{
		"clientDataJSON": encode(client), "authenticatorData": encode(data), "signature": encode(signature), "userHandle": encode(k.User),
	})
}

// data is what the key says of itself.
func (k *Key) data(rp string, more byte) []byte {
	if k.RP != "" {
		rp = k.RP
	}
	sum := sha256.Sum256([]byte(rp))
	return binary.BigEndian.AppendUint32(append(sum[:], k.Flags|more), k.Count)
}

// client is what the browser says of the page.
func (k *Key) client(t testing.TB, ceremony, challenge string) []byte {
	t.Helper()
	if k.Type != "" {
		ceremony = k.Type
	}
	if k.Challenge != "" {
		challenge = k.Challenge
	}
	data, err := json.Marshal(map[string]any{"type": ceremony, "challenge": challenge, "origin": k.Origin, "crossOrigin": false})
	must(t, err)
	return data
}

// public is the public key in COSE (RFC 9053).
func (k *Key) public(t testing.TB) []byte {
	t.Helper()
	const (
		kty, alg, crv, x, y = 1, 3, -1, -2, -3
		ec2, es256, p256    = 2, -7, 1
		size                = 32
	)
	point, err := k.secret.PublicKey.Bytes() // 4, x, y
	must(t, err)
	data, err := cbor.Marshal(map[int]any{kty: ec2, alg: es256, crv: p256, x: point[1 : 1+size], y: point[1+size:]})
	must(t, err)
	return data
}

func (k *Key) answer(t testing.TB, response map[string]any) string {
	t.Helper()
	id := encode(k.Credential)
	data, err := json.Marshal(map[string]any{"id": id, "rawId": id, "type": "public-key", "clientExtensionResults": map[string]any{}, "response": response})
	must(t, err)
	return string(data)
}

func encode(data []byte) string { return base64.RawURLEncoding.EncodeToString(data) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
