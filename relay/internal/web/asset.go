package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"
)

// Asset is a file that pages load, under a name that changes with what it holds, so that browsers may keep it for ever.
type Asset struct {
	path string
	data []byte
}

// NewAsset returns the asset of a name and an extension such as ".css".
func NewAsset(name, extension string, data []byte) Asset {
	const digits = 12 // of the hash: enough to tell versions apart
	sum := sha256.Sum256(data)
	return Asset{path: "/static/" + name + "." + hex.EncodeToString(sum[:])[:digits] + extension, data: data}
}

// Path returns where the asset is to be found, also the route for it.
func (a Asset) Path() string { return a.path }

// ServeHTTP implements http.Handler.
func (a Asset) ServeHTTP(w http.ResponseWriter, r *http.Request) { Keep(w, r, a.path, a.data) }

// Keep sends data that never changes under this address; the ending of name says what it is.
func Keep(w http.ResponseWriter, r *http.Request, name string, data []byte) {
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable") // a year, the most that caches heed
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
}
