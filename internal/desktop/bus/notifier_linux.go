package bus

import (
	"context"
	"errors"
	"fmt"
	"html"
	"image"
	"os"
	"slices"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

// Names of the Desktop Notifications Specification.
const (
	notifierName  = "org.freedesktop.Notifications"
	notifierPath  = "/org/freedesktop/Notifications"
	imageHint     = "image-data"
	transientHint = "transient" // not to be kept in a list of those that were missed
	hasMarkup     = "body-markup"
)

// A pixel of a picture on the bus.
const (
	bitsPerChannel = 8
	channels       = 4
)

// Notifier shows notifications of the desktop, which go again by themselves or when they mean nothing any more. Its methods return at
// once and may be called from any goroutine.
type Notifier struct {
	program string
	markup  bool // texts are read as markup
	conn    *dbus.Conn
	work    sync.WaitGroup

	mu    sync.Mutex // guards the following
	shown map[string]*dbus.Call
}

// OpenNotifier returns the notifier of a program, or an error where the session has no bus.
func OpenNotifier(ctx context.Context, program string) (*Notifier, error) {
	conn, err := dbus.Connect(os.Getenv("DBUS_SESSION_BUS_ADDRESS"))
	if err != nil {
		return nil, fmt.Errorf("reach the session's bus: %w", err)
	}
	n := &Notifier{program: program, conn: conn, shown: map[string]*dbus.Call{}}
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	var can []string
	if err := n.object().CallWithContext(ctx, notifierName+".GetCapabilities", 0).Store(&can); err != nil {
		return nil, errors.Join(fmt.Errorf("ask what notifications can be: %w", err), n.Close())
	}
	n.markup = slices.Contains(can, hasMarkup)
	return n, nil
}

// Show shows a notification with a picture, which may be nil, for a time. Key is what Withdraw knows it by. The text is shown as it is,
// whoever wrote it.
func (n *Notifier) Show(key, title, text string, picture *image.NRGBA, lasts time.Duration) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.markup {
		text = html.EscapeString(text)
	}
	const none = uint32(0) // replaces no other
	hints := map[string]dbus.Variant{transientHint: dbus.MakeVariant(true)}
	if picture != nil {
		hints[imageHint] = dbus.MakeVariant(imageData(picture))
	}
	n.shown[key] = n.object().Go(notifierName+".Notify", 0, make(chan *dbus.Call, 1),
		n.program, none, "", title, text, []string{}, hints, int32(lasts.Milliseconds()))
}

// pixels are a picture as the specification's image-data has it.
type pixels struct {
	Width, Height, Stride int32
	Alpha                 bool
	Bits, Channels        int32
	Data                  []byte
}

func imageData(picture *image.NRGBA) pixels {
	size := picture.Bounds().Size()
	return pixels{int32(size.X), int32(size.Y), int32(picture.Stride), true, bitsPerChannel, channels, picture.Pix}
}

// Withdraw takes a notification back, whether it is still to be seen or not.
func (n *Notifier) Withdraw(key string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	call := n.shown[key]
	if call == nil {
		return
	}
	delete(n.shown, key)
	n.work.Go(func() { // its number comes with the answer, or not at all once the connection is closed
		var id uint32
		if (<-call.Done).Store(&id) == nil {
			n.object().Go(notifierName+".CloseNotification", dbus.FlagNoReplyExpected, nil, id)
		}
	})
}

func (n *Notifier) object() dbus.BusObject { return n.conn.Object(notifierName, notifierPath) }

// Close ends the connection; what is shown goes when its time is up.
func (n *Notifier) Close() error {
	err := n.conn.Close()
	n.work.Wait()
	if err != nil {
		return fmt.Errorf("leave the session's bus: %w", err)
	}
	return nil
}
