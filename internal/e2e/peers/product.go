package peers

import (
	"context"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"beside.example/internal/e2e"
	"beside.example/internal/e2e/workload"
)

// A product shows a display to somebody elsewhere.
type product struct {
	name string
	// arguments start a VNC server that shows the display DISPLAY at a port of loopback; nil is Beside.
	arguments func(port string) []string
	// native tells that the server is the display itself.
	native bool
}

// products are all that are compared, Beside first.
func products() []product {
	return []product{
		{name: besideName},
		{name: "Xtigervnc", native: true, arguments: func(port string) []string {
			return []string{"Xtigervnc", "-geometry", fmt.Sprintf("%dx%d", e2e.ScreenSize.X, e2e.ScreenSize.Y), "-depth", "24", "-rfbport", port, "-localhost", "-SecurityTypes", "None", "-AlwaysShared"}
		}},
		{name: "X0tigervnc", arguments: func(port string) []string {
			return []string{"X0tigervnc", "-rfbport", port, "-localhost", "-SecurityTypes", "None"}
		}},
		{name: "x11vnc", arguments: func(port string) []string {
			return []string{"x11vnc", "-rfbport", port, "-localhost", "-forever", "-nopw", "-shared", "-quiet"}
		}},
	}
}

// What the tables call Beside, and the workload in which nothing happens.
const (
	besideName = "Beside"
	idleName   = "idle"
)

// Names returns the names of all products.
func Names() []string {
	var names []string
	for _, p := range products() {
		names = append(names, p.name)
	}
	return names
}

// chosen returns the products with some names, in the tables' order; none means all.
func chosen(names []string) ([]product, error) {
	all := products()
	if len(names) == 0 {
		return all, nil
	}
	for _, name := range names {
		if !slices.ContainsFunc(all, func(p product) bool { return p.named(name) }) {
			return nil, fmt.Errorf("no product is called %q; there are %s", name, strings.Join(Names(), ", "))
		}
	}
	return slices.DeleteFunc(all, func(p product) bool { return !slices.ContainsFunc(names, p.named) }), nil
}

func (p product) named(name string) bool { return strings.EqualFold(p.name, name) }

// vnc is a VNC server that shows a display.
type vnc struct {
	on     *workload.Desk
	port   int
	server *e2e.Process // nil where the display is the server
	say    func(string)
}

// startVNC starts a display and the server that shows it.
func (b *Bench) startVNC(ctx context.Context, p product, dir string) (v *vnc, err error) {
	owner, err := e2e.NewAccount(dir, "owner")
	if err != nil {
		return nil, err
	}
	v = &vnc{on: &workload.Desk{Owner: owner, Logs: b.Logs, Assets: b.assets}, say: b.Say}
	address, err := e2e.FreePort()
	if err != nil {
		return nil, err
	}
	v.port = int(address.Port())
	arguments := p.arguments(strconv.Itoa(v.port))
	if p.native {
		v.on.Screen, err = e2e.StartServer(ctx, dir, b.Logs, p.name, e2e.ScreenSize, owner, arguments[0], arguments[1:]...)
		return v, err
	}
	if v.on.Screen, err = e2e.StartScreen(ctx, dir, b.Logs, p.name, e2e.ScreenSize, owner); err != nil {
		return nil, err
	}
	path, err := lookPath(arguments[0])
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	v.server, err = v.on.Screen.Start(ctx, b.Logs, filepath.Base(path), owner, path, arguments[1:]...)
	if err != nil {
		return nil, errors.Join(err, v.Close())
	}
	return v, v.listening(ctx)
}

// listening waits until the server can be reached.
func (v *vnc) listening(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var d net.Dialer
	for {
		conn, err := d.DialContext(ctx, "tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(v.port)))
		if err == nil {
			return conn.Close()
		}
		const again = 100 * time.Millisecond
		select {
		case <-time.After(again):
		case <-ctx.Done():
			return fmt.Errorf("reach the VNC server: %w", err)
		}
	}
}

// Close ends the server and the display. A server that takes its time is told of and no failure.
func (v *vnc) Close() error {
	if v.server != nil {
		if err := v.server.Stop(); err != nil {
			v.say(err.Error())
		}
	}
	return v.on.Screen.Close()
}
