package handin

import (
	"crypto/ed25519"
	"crypto/sha256"
)

// SignatureSize is how many bytes a signature has.
const SignatureSize = ed25519.SignatureSize

// toSign separates the signatures of pages from all others that a device's key makes.
func toSign(page []byte) []byte { return append([]byte("beside hand-in\x00"), page...) }

// Sign returns the device's signature of a page's bytes.
func Sign(device ed25519.PrivateKey, page []byte) []byte { return ed25519.Sign(device, toSign(page)) }

// Verify reports whether a signature is the device's, of these bytes.
func Verify(device ed25519.PublicKey, page, signature []byte) bool {
	return len(device) == ed25519.PublicKeySize && ed25519.Verify(device, toSign(page), signature)
}

// Whole reports whether pages, in their order and parsed as bodies are, are all of one part and nothing else: the chain holds from the
// first to the last.
func Whole(pages []Page, bodies [][]byte) bool {
	var before [sha256.Size]byte
	for i, p := range pages {
		if int(p.Number) != i || p.Before != before || p.Head != pages[0].Head || p.Last != (i == len(pages)-1) {
			return false
		}
		before = sha256.Sum256(bodies[i])
	}
	return len(pages) > 0
}
