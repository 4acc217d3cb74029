//go:build e2e

package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// answerTimeout bounds one answer, so that a test that hangs does not hold the app.
const answerTimeout = 5 * time.Second

// names holds the names by object. Objects live as long as their pages, and a test's app does not live long.
var names sync.Map

// Name gives an object a name that tests find it by; it returns the object.
func Name[T fyne.CanvasObject](object T, name string) T {
	names.Store(fyne.CanvasObject(object), name)
	return object
}

// Serve starts the server; the function it returns ends it. Without the environment variable it does nothing.
func Serve(app fyne.App) (stop func(), err error) {
	path := os.Getenv(SocketVariable)
	if path == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("serve the windows' contents: %w", err)
	}
	if floor := os.Getenv(FloorVariable); floor != "" {
		if err := openFloor(app, floor == "full"); err != nil {
			return nil, errors.Join(fmt.Errorf("open the floor: %w", err), listener.Close())
		}
	}
	var done sync.WaitGroup
	done.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			answer(app, conn)
		}
	})
	return func() { listener.Close(); done.Wait() }, nil
}

func answer(app fyne.App, conn net.Conn) {
	defer conn.Close()
	var tree Tree
	fyne.DoAndWait(func() { tree = look(app) })
	if err := conn.SetDeadline(time.Now().Add(answerTimeout)); err != nil {
		return
	}
	if err := json.NewEncoder(conn).Encode(tree); err != nil {
		slog.Warn("a test did not take the windows' contents", "err", err)
	}
}
