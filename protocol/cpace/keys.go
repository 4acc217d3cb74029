package cpace

import (
	"crypto/hkdf"
	"crypto/sha512"
	_ "embed"
	"log/slog"
	"strings"
)

// keySize is the size of every derived key: as strong as the group.
const keySize = 32

// What the derived keys are for. Both sides must use the same labels.
const (
	labelTransport  = "beside transport"
	labelResume     = "beside resume"
	labelCheckWords = "beside check words"
)

// Keys is what a confirmed exchange leaves: one secret that both sides share, seen only through keys for one purpose each.
type Keys struct {
	isk  []byte
	peer Associated
}

var _ slog.LogValuer = (*Keys)(nil)

func newKeys(isk []byte, peer Associated) *Keys { return &Keys{isk: isk, peer: peer} }

// Peer returns what the other side said about itself.
func (k *Keys) Peer() Associated { return k.peer }

// Transport returns the key with which both sides prove themselves over the connection.
func (k *Keys) Transport() []byte { return k.derive(labelTransport, keySize) }

// Resume returns the key with which a side that comes back proves that it was there.
func (k *Keys) Resume() []byte { return k.derive(labelResume, keySize) }

func (k *Keys) derive(label string, size int) []byte {
	key, err := hkdf.Expand(sha512.New, k.isk, label, size)
	if err != nil {
		panic("cpace: " + err.Error()) // only for a size beyond 255 hashes
	}
	return key
}

// String shows nothing of the keys.
func (k *Keys) String() string { return "keys" }

// GoString shows nothing of the keys.
func (k *Keys) GoString() string { return k.String() }

// LogValue shows nothing of the keys.
func (k *Keys) LogValue() slog.Value { return slog.StringValue(k.String()) }

// Each list has 256 words, one a line, so that a word is a byte.
//
//go:embed words.en.txt
var wordsEnglish string

//go:embed words.fr.txt
var wordsFrench string

// checkWords is how many words people compare: 24 bits, far more than an attacker who gets one try could hope for.
const checkWords = 3

// CheckWords returns three words that both people see when nobody stands in between. The language is a tag such as "fr" or
// "fr-CA"; all but French gives English. People of two languages see different words: their apps show them in the one they
// agree on.
func (k *Keys) CheckWords(language string) [checkWords]string {
	list := wordsEnglish
	if primary, _, _ := strings.Cut(strings.ToLower(language), "-"); primary == "fr" {
		list = wordsFrench
	}
	words := strings.Fields(list)
	var chosen [checkWords]string
	for i, b := range k.derive(labelCheckWords, checkWords) {
		chosen[i] = words[b]
	}
	return chosen
}
