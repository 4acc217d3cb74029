package browsertest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// axe-core as npm hands it out, with the package's hash as npm writes it: nothing else is run. Its licence, MPL-2.0, is for files that
// we neither change nor hand on.
const (
	axePackage   = "axe-core-4.14.1.tgz"
	axeAddress   = "https://registry.npmjs.org/axe-core/-/" + axePackage
	axeIntegrity = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
	axeFile      = "package/axe.min.js"
	// maxAxe bounds what is read of the package and of the script; they have about 3 MB and 0.6 MB.
	maxAxe = 16 << 20
)

// axeScript returns axe-core's script. Its package is fetched once and kept in the user's cache.
var axeScript = sync.OnceValues(func() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find a place for axe-core: %w", err)
	}
	path := filepath.Join(cache, "beside", axePackage)
	pack, err := os.ReadFile(path)
	if err != nil || integrity(pack) != axeIntegrity {
		if pack, err = fetchAxe(); err != nil {
			return "", err
		}
		if err := keep(path, pack); err != nil {
			return "", fmt.Errorf("keep axe-core: %w", err)
		}
	}
	return unpackAxe(pack)
})

func integrity(data []byte) string {
	sum := sha512.Sum512(data)
	return base64.StdEncoding.EncodeToString(sum[:])
}

func fetchAxe() (pack []byte, err error) {
	client := http.Client{Timeout: time.Minute}
	response, err := client.Get(axeAddress)
	if err != nil {
		return nil, fmt.Errorf("fetch axe-core: %w", err)
	}
	defer func() { err = errors.Join(err, response.Body.Close()) }()
	if pack, err = io.ReadAll(io.LimitReader(response.Body, maxAxe)); err != nil {
		return nil, fmt.Errorf("fetch axe-core: %w", err)
	}
	if got := integrity(pack); got != axeIntegrity {
		return nil, fmt.Errorf("%s answers %s with the hash %s, not %s", axeAddress, response.Status, got, axeIntegrity)
	}
	return pack, nil
}

// keep writes the package whole or not at all: several tests may do so at once.
func keep(path string, pack []byte) error {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, axePackage)
	if err != nil {
		return err
	}
	_, err = file.Write(pack)
	if err = errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(file.Name()))
	}
	return os.Rename(file.Name(), path)
}

func unpackAxe(pack []byte) (string, error) {
	inflated, err := gzip.NewReader(bytes.NewReader(pack))
	if err != nil {
		return "", fmt.Errorf("unpack axe-core: %w", err)
	}
	for files := tar.NewReader(inflated); ; {
		header, err := files.Next()
		if err != nil {
			return "", fmt.Errorf("look for %s: %w", axeFile, err)
		}
		if header.Name == axeFile {
			script, err := io.ReadAll(io.LimitReader(files, maxAxe))
			return string(script), err
		}
	}
}
