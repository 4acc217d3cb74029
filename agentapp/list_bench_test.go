package main

import (
	"context"
	"flag"
	"fmt"
	"image"
	"image/color"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"

	"beside.example/agentapp/internal/model"
	"beside.example/agentapp/internal/model/modeltest"
	"beside.example/agentapp/internal/ui"
	"beside.example/internal/desktop/glass"
	"beside.example/internal/desktop/input"
	_ "beside.example/internal/locale" // before Fyne is initialised
	shared "beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol/signalling"
)

// TestMain runs Fyne beside the benchmarks: it needs the main goroutine, and a display. Without benchmarks it does neither.
func TestMain(m *testing.M) {
	flag.Parse()
	if flag.Lookup("test.bench").Value.String() == "" {
		os.Exit(m.Run())
	}
	a := app.NewWithID("beside.example.bench")
	a.Settings().SetTheme(shared.NewTheme(shared.ForAgent))
	code := make(chan int, 1)
	go func() {
		code <- m.Run()
		shared.Post(a.Quit)
	}()
	a.Run()
	os.Exit(<-code)
}

// onFyne runs something on Fyne's goroutine and waits for it.
func onFyne(f func()) {
	done := make(chan struct{})
	shared.Post(func() { f(); close(done) })
	<-done
}

// frames is what the pictures cost that Fyne painted, on the clock and of the processor. They belong to Fyne's goroutine.
type frames struct {
	clock     *fyne.Animation
	at, spent time.Duration // at the last tick
	times     []time.Duration
	costs     []time.Duration // all of the program's threads together, with what led to the picture
}

// painted is what a picture costs at the least; looking whether there is anything to paint costs less.
const painted = 2 * time.Millisecond

// watchFrames measures until its clock is stopped: what is between two ticks of Fyne is the events, then the picture.
func watchFrames() *frames {
	f := &frames{}
	began := time.Now()
	f.clock = fyne.NewAnimation(time.Hour, func(float32) {
		at, spent := time.Since(began), processorTime()
		if cost := spent - f.spent; f.at > 0 && cost >= painted {
			f.times, f.costs = append(f.times, at-f.at), append(f.costs, cost)
		}
		f.at, f.spent = at, spent
	})
	return f
}

// report tells median and 95th percentile of the pictures, and what all of it cost. A busy machine changes the times, not the costs.
func (f *frames) report(b *testing.B, wall, cpu time.Duration) {
	b.Helper()
	at := func(list []time.Duration, part float64) float64 {
		if len(list) == 0 {
			return 0
		}
		slices.Sort(list)
		return float64(list[int(float64(len(list)-1)*part)]) / float64(time.Millisecond)
	}
	const median, high = 0.5, 0.95
	b.ReportMetric(at(f.times, median), "ms/frame")
	b.ReportMetric(at(f.times, high), "ms-p95/frame")
	b.ReportMetric(at(f.costs, median), "cpu-ms/frame")
	b.ReportMetric(at(f.costs, high), "cpu-ms-p95/frame")
	b.ReportMetric(float64(len(f.costs))/wall.Seconds(), "frames/s")
	b.ReportMetric(cpu.Seconds()/wall.Seconds(), "cpu-s/s")
	b.ReportMetric(0, "ns/op")
}

func processorTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// measure reports what a hand's work costs.
func measure(b *testing.B, work func()) {
	b.Helper()
	f := watchFrames()
	onFyne(f.clock.Start)
	wall, cpu := time.Now(), processorTime()
	work()
	took, spent := time.Since(wall), processorTime()-cpu
	onFyne(f.clock.Stop)
	f.report(b, took, spent)
}

// nobody is the system around the windows, of which the list needs nothing.
type nobody struct{}

func (nobody) Mail(string)         {}
func (nobody) Chime(bool)          {}
func (nobody) Alert()              {}
func (nobody) PopUp(string, int)   {}
func (nobody) Place(string, int)   {}
func (nobody) Idle() time.Duration { return 0 }
func (nobody) Bus() (bool, bool)   { return false, false }
func (nobody) Withdraw(string)     {}
func (nobody) Notify(string, string, string, *image.NRGBA, time.Duration) bool {
	return true
}
func (nobody) Room() image.Point { return image.Point{} }
func (nobody) request(n int) signalling.Request {
	return signalling.Request{
		ID: signalling.RequestID{1, byte(n), byte(n >> 8)}, Portal: signalling.PortalID(1 + n%2), Kind: signalling.PortalKind(1 + n%4), State: signalling.RequestPosted,
		PortalName: []string{"Phone", "Ward tablets"}[n%2], Customer: fmt.Sprintf("Customer %d", n*7919%many), Question: fmt.Sprintf("The printer of room %d prints blank pages.", n),
		Waited: time.Duration(n) * time.Second, WebChat: true,
	}
}

// many is how many rows the list has.
const many = 10_000

// BenchmarkWindow measures pictures of the agent's window in a real window, with a hand that the display takes for a person's: an empty
// window of the same size that is painted again and again, the list of ten thousand requests while it is scrolled by the wheel and by
// its bar, and while nothing happens but clocks. It takes the display over, which is best one of its own:
//
//	xvfb-run -s '-screen 0 1280x800x24' go test -run '^$' -bench Window -benchtime 3x ./agentapp
func BenchmarkWindow(b *testing.B) {
	hand, err := input.Open(input.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = hand.Close() })
	ctx, cancel := context.WithCancel(b.Context())
	var work sync.WaitGroup
	work.Go(func() { _ = glass.NewCalm(fyne.CurrentApp()).Run(ctx, shared.Post) })
	b.Cleanup(func() { cancel(); work.Wait() })
	b.Run("empty", benchEmpty)
	b.Run("list", func(b *testing.B) { benchList(b, hand) })
}

// pace is how often a hand does something: with each picture of a usual display.
const pace = 16 * time.Millisecond

// paced does something many times, at the pace of a hand.
func paced(times int, f func(n int)) {
	clock := time.NewTicker(pace)
	defer clock.Stop()
	for n := range times {
		<-clock.C
		f(n)
	}
}

// settled waits until the windows have shown what they are to show.
const settled = 120 // paces

// benchEmpty paints a window with one rectangle, which no page gets below.
func benchEmpty(b *testing.B) {
	const times = 240
	var w fyne.Window
	ground := canvas.NewRectangle(color.White)
	onFyne(func() {
		w = fyne.CurrentApp().NewWindow("empty")
		w.SetPadded(false)
		w.SetContent(ground)
		w.Resize(fyne.NewSize(1180, 720))
		w.Show()
	})
	paced(settled, func(int) {})
	for b.Loop() {
		measure(b, func() {
			paced(times, func(n int) {
				onFyne(func() {
					ground.FillColor = color.Gray{Y: uint8(n)}
					ground.Refresh()
				})
			})
		})
	}
	onFyne(w.Hide)
}

// newLine has ten thousand customers wait.
func newLine() *modeltest.Line {
	line := modeltest.NewLine()
	for n := range many {
		line.Post(nobody{}.request(n))
	}
	return line
}

// benchList scrolls through ten thousand rows.
func benchList(b *testing.B, hand input.Injector) {
	folder, err := model.OpenFolder(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	line := newLine()
	m, err := model.New(model.Config{
		SignIn: func(context.Context, string, signalling.Trust) (string, error) { return "token", nil },
		Dial: func(string, signalling.Trust, string) (model.Connection, error) {
			return model.Connection{Line: line, Desk: line, Door: modeltest.NewDoor()}, nil
		},
		Folder: folder, Secrets: &modeltest.Secrets{},
	})
	if err != nil {
		b.Fatal(err)
	}
	ctx, cancel := context.WithCancel(b.Context())
	var windows *ui.Windows
	onFyne(func() { windows = ui.New(fyne.CurrentApp(), m, nobody{}, words.MustLoad(words.English)) })
	var work sync.WaitGroup
	work.Go(func() { m.Run(ctx) })
	work.Go(func() { windows.Run(ctx) })
	b.Cleanup(func() { cancel(); work.Wait() })
	m.SignIn("help.northfield.example")
	for len(m.Snapshot().Desk.Requests) < many {
		paced(1, func(int) {})
	}
	scroll(b, hand)
}

// scroll has the hand scroll the list whose window stands in the middle of the display.
func scroll(b *testing.B, hand input.Injector) {
	const times = 240
	do := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	do(hand.Move(middle.X, middle.Y))
	paced(settled, func(int) {})
	for name, work := range map[string]func(){
		"idle":  func() { paced(times, func(int) {}) },
		"wheel": func() { paced(times, func(int) { do(hand.Wheel(0, -input.WheelNotch)) }) },
		"drag": func() {
			do(hand.Move(bar.X, bar.Y))
			paced(settled/4, func(int) {})
			do(hand.Button(input.ButtonLeft, true))
			paced(times, func(n int) { do(hand.Move(bar.X, bar.Y+n)) })
			do(hand.Button(input.ButtonLeft, false))
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				measure(b, work)
			}
		})
	}
}

// Where the hand is, on a display of 1280 by 800 with the window in its middle.
var (
	middle = image.Pt(640, 400)
	bar    = image.Pt(940, 180)
)
