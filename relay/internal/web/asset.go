package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"
)

// asset is a file that pages load, under a name that changes with what it holds, so that browsers may keep it for ever.
type asset struct {
	path string
	data []byte
}

func newAsset(name, extension string, data []byte) asset {
	const digits = 12 // of the hash: enough to tell versions apart
	sum := sha256.Sum256(data)
	return asset{path: "/static/" + name + "." + hex.EncodeToString(sum[:])[:digits] + extension, data: data}
}

func (a asset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable") // a year, the most that caches heed
	http.ServeContent(w, r, a.path, time.Time{}, bytes.NewReader(a.data))
}
