package portal

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"beside.example/internal/product"
)

// system is one that the customer's app is built for.
type system struct {
	file      string // its name in the downloads folder
	extension string // of what the browser saves
	key, how  string // catalogue keys of its name and of how to start the app there
	agents    string // a word in the User-Agent of its browsers
}

// systems lists what /me offers, in this order.
var systems = [...]system{
	{product.CustomerBinary + "-windows-amd64.exe", ".exe", "relay.me.get.windows", "relay.me.how.windows", "Windows"},
	{product.CustomerBinary + "-linux-amd64.tar.gz", ".tar.gz", "relay.me.get.linux", "relay.me.how.linux", "Linux"},
}

// Download is the customer's app for one system.
type Download struct {
	File      string // the name it is saved under; carries the relay, from which the app learns where to ask
	SystemKey string // catalogue key
	HowKey    string // catalogue key
	Size      int64
	SHA256    string // in hexadecimal
	Likely    bool   // the reader's browser says that it runs on this system

	path     string
	modified time.Time
}

// Downloads is the folder with the customer's app for each system, beside-windows-amd64.exe and beside-linux-amd64.tar.gz.
// An archive is packed anew under cache, with the relay in the name of the program in it, since that is all of the
// archive that stays; nothing else in it changes. It is safe for concurrent use.
type Downloads struct {
	folder, cache string
	name          string // of the app with the relay in it, without an extension
	logger        *slog.Logger

	mu sync.Mutex // guards the following
	// known holds what was read of each file, by its name in the folder.
	known map[string]known
}

// known is a Download together with the facts of the file that it was made of.
type known struct {
	Download
	size     int64
	modified time.Time
}

// NewDownloads returns the downloads of a relay, named HOST[:PORT]. An empty folder, or one that is missing, has none.
func NewDownloads(folder, cache, relay string, logger *slog.Logger) *Downloads {
	return &Downloads{folder: folder, cache: cache, name: product.FileName(relay), logger: logger, known: map[string]known{}}
}

// List returns what the folder offers now, first what suits the system that the reader's User-Agent names. A file that
// cannot be read is left out and told in the log: whoever has a code needs the rest of the page all the same.
func (d *Downloads) List(ctx context.Context, userAgent string) []Download {
	d.mu.Lock()
	defer d.mu.Unlock()
	var all []Download
	for _, s := range systems {
		one, err := d.read(s)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			d.logger.ErrorContext(ctx, "download cannot be offered", "file", s.file, "error", err)
			continue
		}
		one.Likely = strings.Contains(userAgent, s.agents) && !strings.Contains(userAgent, "Android") // which says that it is Linux
		if one.Likely {
			all = slices.Insert(all, 0, one)
		} else {
			all = append(all, one)
		}
	}
	return all
}

// Open returns the download that is saved under name, and its content to be closed; nil when there is none.
func (d *Downloads) Open(ctx context.Context, name string) (Download, *os.File, error) {
	for _, one := range d.List(ctx, "") {
		if one.File != name {
			continue
		}
		f, err := os.Open(one.path)
		if err != nil {
			return Download{}, nil, fmt.Errorf("open a download: %w", err)
		}
		return one, f, nil
	}
	return Download{}, nil, nil
}

// read returns the download for a system, from memory unless its file changed.
func (d *Downloads) read(s system) (Download, error) {
	if d.folder == "" {
		return Download{}, fs.ErrNotExist
	}
	source := filepath.Join(d.folder, s.file)
	info, err := os.Stat(source)
	if err != nil {
		return Download{}, fmt.Errorf("look for a download: %w", err)
	}
	if k, ok := d.known[s.file]; ok && k.size == info.Size() && k.modified.Equal(info.ModTime()) {
		return k.Download, nil
	}
	one := Download{File: d.name + s.extension, SystemKey: s.key, HowKey: s.how, path: source, modified: info.ModTime()}
	if s.extension == ".tar.gz" {
		one.path = filepath.Join(d.cache, one.File)
		if err := repack(source, one.path, d.name); err != nil {
			return Download{}, fmt.Errorf("pack %s for this relay: %w", s.file, err)
		}
	}
	if one.Size, one.SHA256, err = measure(one.path); err != nil {
		return Download{}, fmt.Errorf("read %s: %w", s.file, err)
	}
	d.known[s.file] = known{Download: one, size: info.Size(), modified: info.ModTime()}
	return one, nil
}

func measure(file string) (size int64, sum string, err error) {
	f, err := os.Open(file)
	if err != nil {
		return 0, "", err
	}
	defer f.Close()
	h := sha256.New()
	if size, err = io.Copy(h, f); err != nil {
		return 0, "", err
	}
	return size, hex.EncodeToString(h.Sum(nil)), nil
}

// repack copies an archive and calls the app in it name.
func repack(from, to, name string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.CreateTemp(filepath.Dir(to), "packing-*")
	if err != nil {
		return err
	}
	defer func() {
		if err = errors.Join(err, out.Close()); err == nil {
			err = os.Rename(out.Name(), to)
		}
		if err != nil {
			err = errors.Join(err, os.Remove(out.Name()))
		}
	}()
	zipped := gzip.NewWriter(out)
	packed := tar.NewWriter(zipped)
	if err := copyTar(packed, tar.NewReader(unzipped), name); err != nil {
		return err
	}
	return errors.Join(packed.Close(), zipped.Close())
}

func copyTar(packed *tar.Writer, unpacked *tar.Reader, name string) error {
	for {
		h, err := unpacked.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag == tar.TypeReg && path.Base(h.Name) == product.CustomerBinary {
			h.Name = path.Join(path.Dir(h.Name), name)
		}
		if err := packed.WriteHeader(h); err != nil {
			return err
		}
		if _, err := io.Copy(packed, unpacked); err != nil {
			return err
		}
	}
}
