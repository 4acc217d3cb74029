package ui

import (
	"context"
	"fmt"
	"image"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"fyne.io/fyne/v2"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/internal/words"
	"beside.example/protocol/leg"
	"beside.example/protocol/signalling"
)

// rig is the whole app but for the network: windows and model, with a test on the other sides.
type rig struct {
	*Windows
	t     *testing.T
	model *model.Model
	line  *modeltest.Line
	door  *modeltest.Door
	desk  *desk
}

// desk remembers what the windows asked of the system.
type desk struct {
	mails  []string
	chimes []bool
	alerts int
	popUps []int
	placed []int
	idle   time.Duration
	room   image.Point // nothing: not known

	notifies  bool // the system shows notifications
	notices   []string
	withdrawn []string
}

func (d *desk) Mail(address string)             { d.mails = append(d.mails, address) }
func (d *desk) Chime(start bool)                { d.chimes = append(d.chimes, start) }
func (d *desk) Alert()                          { d.alerts++ }
func (d *desk) PopUp(_ string, place int)       { d.popUps = append(d.popUps, place) }
func (d *desk) Place(_ string, place int)       { d.placed = append(d.placed, place) }
func (d *desk) Idle() time.Duration             { return d.idle }
func (d *desk) Room() image.Point               { return d.room }
func (d *desk) Bus() (notifications, tray bool) { return d.notifies, false }

func (d *desk) Notify(_, title, text string, picture *image.NRGBA, lasts time.Duration) bool {
	d.notices = append(d.notices, fmt.Sprintf("%s|%s|%v|%v", title, text, lasts, picture.Bounds().Size()))
	return true
}

func (d *desk) Withdraw(key string) { d.withdrawn = append(d.withdrawn, key) }

// try runs a test with a rig in a bubble of virtual time, in which every goroutine has to end.
func try(t *testing.T, f func(t *testing.T, r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		app := newTestApp(t)
		folder, err := model.OpenFolder(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		r := &rig{t: t, line: modeltest.NewLine(), door: modeltest.NewDoor(), desk: &desk{}}
		r.model, err = model.New(model.Config{
			SignIn: func(context.Context, string, signalling.Trust) (string, error) { return "token", nil },
			Dial: func(string, signalling.Trust, string) (model.Connection, error) {
				return model.Connection{Line: r.line, Desk: r.line, Door: r.door}, nil
			},
			Folder:  folder,
			Secrets: &modeltest.Secrets{},
		})
		if err != nil {
			t.Fatal(err)
		}
		r.Windows = New(app, r.model, r.desk, words.MustLoad(words.English))
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() {
			defer close(done)
			r.model.Run(ctx)
		}()
		r.settle()
		f(t, r)
		cancel()
		<-done
	})
}

// settle waits until nothing happens any more, and shows it. It stands for Run, since without a real driver whatever is
// shown from there would be shown on another goroutine than the test's.
func (r *rig) settle() {
	synctest.Wait()
	r.show(r.model.Snapshot())
}

// wait lets time pass, with all that is shown each second.
func (r *rig) wait(d time.Duration) {
	for ; d > 0; d -= clockEvery {
		time.Sleep(clockEvery)
		r.settle()
	}
}

// canvas returns the main window's.
func (r *rig) canvas() fyne.Canvas { return r.window.Canvas() }

// signIn signs in by the keyboard.
func (r *rig) signIn() {
	for _, c := range relay {
		r.canvas().Focused().TypedRune(c)
	}
	press(r.canvas(), fyne.KeyReturn)
	r.settle()
	if r.frame == nil {
		r.t.Fatal("the agent is not signed in")
	}
}

// makeCode makes a code by the keyboard.
func (r *rig) makeCode(customer string) {
	ctrl(r.canvas(), fyne.KeyN, 0)
	for _, c := range customer {
		r.canvas().Focused().TypedRune(c)
	}
	press(r.canvas(), fyne.KeyReturn)
	r.settle()
}

// begin lets a customer in who knows the newest code, and returns the session's windows.
func (r *rig) begin(customer string) (*sessionWindows, *modeltest.Session) {
	r.t.Helper()
	r.makeCode(customer)
	codes := r.model.Snapshot().Codes
	s, id := modeltest.NewSession(), leg.SessionID{byte(len(codes))}
	r.door.Arrive(model.Arrival{Code: codes[len(codes)-1].ID, Session: s, SessionID: id})
	r.settle()
	if r.live[id] == nil {
		r.t.Fatal("no chat box opened")
	}
	return r.live[id], s
}

func wantActs(t *testing.T, s *modeltest.Session, want ...string) {
	t.Helper()
	if got := s.Acts(); !slices.Equal(got, want) {
		t.Errorf("the agent did %q, want %q", got, want)
	}
}
