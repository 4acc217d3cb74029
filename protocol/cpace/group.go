package cpace

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha512"
	"encoding/binary"
	"errors"

	"github.com/gtank/ristretto255"
)

// The strings and sizes of the draft, for CPACE-RISTR255-SHA512.
const (
	dsi             = "CPaceRistretto255"
	dsiKey          = dsi + "_ISK"
	macPrefix       = "CPaceMac"
	shareSize       = 32
	tagSize         = sha512.Size
	scalarSeedBytes = 64 // uniform bytes that are reduced to a scalar without bias
)

// ErrShare tells that the peer's share is no element of the group, or one that would make the key known to everybody.
var ErrShare = errors.New("share is not a usable group element")

// Share is what a side contributes to the key: an element of ristretto255.
type Share [shareSize]byte

// Tag is a side's confirmation that it has the key.
type Tag [tagSize]byte

// lvCat returns the fields, each after its length in LEB128, as the draft's lv_cat does.
func lvCat(fields ...[]byte) []byte {
	var b []byte
	for _, f := range fields {
		b = binary.AppendUvarint(b, uint64(len(f)))
		b = append(b, f...)
	}
	return b
}

// generatorString pads the password to a whole hash block, so that hashing it takes the same time whatever follows.
func generatorString(prs, ci, sid []byte) []byte {
	pad := max(0, sha512.BlockSize-1-len(lvCat(prs))-len(lvCat([]byte(dsi))))
	return lvCat([]byte(dsi), prs, make([]byte, pad), ci, sid)
}

// generator derives the exchange's own generator from the password.
func generator(prs, ci, sid []byte) *ristretto255.Element {
	hash := sha512.Sum512(generatorString(prs, ci, sid))
	g, err := ristretto255.NewIdentityElement().SetUniformBytes(hash[:])
	if err != nil {
		panic("cpace: " + err.Error()) // only for a wrong number of bytes
	}
	return g
}

// newScalar draws a secret scalar.
func newScalar() *ristretto255.Scalar {
	var seed [scalarSeedBytes]byte
	rand.Read(seed[:])
	s, err := ristretto255.NewScalar().SetUniformBytes(seed[:])
	if err != nil {
		panic("cpace: " + err.Error()) // only for a wrong number of bytes
	}
	return s
}

// shareOf returns what is sent for a secret scalar.
func shareOf(scalar *ristretto255.Scalar, g *ristretto255.Element) Share {
	return Share(ristretto255.NewIdentityElement().ScalarMult(scalar, g).Bytes())
}

// secretPoint is the draft's scalar_mult_vfy: it refuses what is no canonical encoding, and the neutral element as input
// and as output.
func secretPoint(scalar *ristretto255.Scalar, peer Share) ([]byte, error) {
	identity := ristretto255.NewIdentityElement()
	p, err := ristretto255.NewIdentityElement().SetCanonicalBytes(peer[:])
	if err != nil {
		return nil, ErrShare
	}
	k := ristretto255.NewIdentityElement().ScalarMult(scalar, p)
	if k.Equal(identity) == 1 {
		return nil, ErrShare
	}
	return k.Bytes(), nil
}

// transcript is what both sides saw, the initiator's message first.
type transcript struct {
	shareA, shareB Share
	adA, adB       []byte
}

// sessionKey returns the draft's ISK for the initiator-responder setting.
func sessionKey(sid, point []byte, t transcript) []byte {
	b := lvCat([]byte(dsiKey), sid, point)
	b = append(b, lvCat(t.shareA[:], t.adA)...)
	b = append(b, lvCat(t.shareB[:], t.adB)...)
	isk := sha512.Sum512(b)
	return isk[:]
}

// confirmations returns the tags that the initiator and the responder send.
func confirmations(sid, isk []byte, t transcript) (tagA, tagB Tag) {
	key := sha512.New()
	key.Write([]byte(macPrefix))
	key.Write(sid)
	key.Write(isk)
	macKey := key.Sum(nil)
	return tag(macKey, t.shareA, t.adA), tag(macKey, t.shareB, t.adB)
}

func tag(macKey []byte, share Share, ad []byte) Tag {
	mac := hmac.New(sha512.New, macKey)
	mac.Write(lvCat(share[:], ad))
	return Tag(mac.Sum(nil))
}
