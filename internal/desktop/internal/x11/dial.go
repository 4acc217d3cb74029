package x11

import (
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

const (
	// socketFolder is where X servers listen; abstract sockets are older and mean the same servers.
	socketFolder = "/tmp/.X11-unix"

	// tcpBase is the TCP port of display 0.
	tcpBase = 6000

	// dialTimeout bounds the connection to a server on the same machine, or next to it.
	dialTimeout = 5 * time.Second

	// authorityMax bounds the authority file: one entry takes about 60 bytes.
	authorityMax = 1 << 20

	// cookieName and cookieSize belong to the only authorization that is spoken.
	cookieName = "MIT-MAGIC-COOKIE-1"
	cookieSize = 16

	// Families of an authority entry that name this machine, and every machine.
	familyLocal = 256
	familyWild  = 65535
)

// address is where an X server listens.
type address struct {
	network, path string
	host, number  string
}

// parseDisplay reads the form [HOST]:NUMBER[.SCREEN], or the path of a socket.
func parseDisplay(display string) (address, error) {
	colon := strings.LastIndexByte(display, ':')
	if colon < 0 {
		return address{}, fmt.Errorf("display %q has no number", display)
	}
	host, number := display[:colon], display[colon+1:]
	number, _, _ = strings.Cut(number, ".")
	n, err := strconv.ParseUint(number, 10, 16)
	if err != nil {
		return address{}, fmt.Errorf("display %q has no number: %w", display, err)
	}
	switch {
	case strings.HasPrefix(host, "/"):
		return address{network: "unix", path: host + ":" + number, number: number}, nil
	case host == "" || host == "unix":
		return address{network: "unix", path: filepath.Join(socketFolder, "X"+number), number: number}, nil
	}
	host = strings.TrimPrefix(host, "tcp/")
	return address{network: "tcp", path: net.JoinHostPort(host, strconv.FormatUint(tcpBase+n, 10)), host: host, number: number}, nil
}

// dial connects to the server of $DISPLAY. The cookie is empty when none is known.
func dial() (conn net.Conn, cookie []byte, err error) {
	display := os.Getenv("DISPLAY")
	if display == "" {
		return nil, nil, fmt.Errorf("connect to the X server: DISPLAY is not set")
	}
	addr, err := parseDisplay(display)
	if err != nil {
		return nil, nil, err
	}
	conn, err = net.DialTimeout(addr.network, addr.path, dialTimeout)
	if err != nil {
		return nil, nil, fmt.Errorf("connect to the X server %s: %w", display, err)
	}
	return conn, findCookie(addr), nil
}

// findCookie looks the server up in the authority file; nil means to try without, as some servers know users by their socket.
func findCookie(addr address) []byte {
	name := os.Getenv("XAUTHORITY")
	if name == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil
		}
		name = filepath.Join(home, ".Xauthority")
	}
	info, err := os.Stat(name)
	if err != nil || info.Size() > authorityMax {
		return nil
	}
	file, err := os.ReadFile(name)
	if err != nil {
		return nil
	}
	host := addr.host
	if host == "" || host == "localhost" {
		if host, err = os.Hostname(); err != nil {
			return nil
		}
	}
	return cookieFrom(file, host, addr.number)
}

// cookieFrom finds the cookie for a display in the bytes of an authority file: entries of a family and four strings (address,
// number, name, data), everything big endian and every string with its length in 16 bits.
func cookieFrom(file []byte, host, number string) []byte {
	for len(file) >= 2 {
		family := binary.BigEndian.Uint16(file)
		file = file[2:]
		var fields [4][]byte
		for i := range fields {
			if len(file) < 2 {
				return nil
			}
			n := int(binary.BigEndian.Uint16(file))
			if len(file) < 2+n {
				return nil
			}
			fields[i], file = file[2:2+n], file[2+n:]
		}
		here := family == familyWild || family == familyLocal && string(fields[0]) == host
		this := len(fields[1]) == 0 || string(fields[1]) == number
		if here && this && string(fields[2]) == cookieName && len(fields[3]) == cookieSize {
			return fields[3]
		}
	}
	return nil
}
