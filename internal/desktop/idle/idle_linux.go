package idle

import (
	"errors"
	"fmt"
	"time"

	"github.com/jezek/xgb/screensaver"
	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
)

// Watch asks the X server. Its methods may be called from several goroutines.
type Watch struct{ conn *x11.Conn }

// Open connects to the X server, whose extension for screen savers knows.
func Open() (*Watch, error) {
	conn, err := x11.Open(nil)
	if err != nil {
		return nil, err
	}
	if err := screensaver.Init(conn.Conn); err != nil {
		return nil, errors.Join(fmt.Errorf("find the extension for screen savers: %w", errors.Join(err, ErrUnsupported)), conn.Close())
	}
	return &Watch{conn}, nil
}

// Since returns how long nobody has used pointer and keys.
func (w *Watch) Since() (time.Duration, error) {
	info, err := screensaver.QueryInfo(w.conn.Conn, xproto.Drawable(w.conn.Root())).Reply()
	if err != nil {
		return 0, fmt.Errorf("ask how long nobody has used this computer: %w", err)
	}
	return time.Duration(info.MsSinceUserInput) * time.Millisecond, nil
}

// Close closes the connection.
func (w *Watch) Close() error { return w.conn.Close() }
