package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
)

var (
	_ fyne.Widget = (*Empty)(nil)
	_ fyne.Widget = (*Loading)(nil)
	_ fyne.Widget = (*Failure)(nil)
)

// Empty stands where there is nothing yet: one sentence, and one action to begin with.
type Empty struct {
	block
	words *Text
}

// NewEmpty returns the sentence with its action, which may be nil.
func NewEmpty(text string, action *Button) *Empty {
	e := &Empty{words: NewMuted(text, RoleBody)}
	e.words.Align = fyne.TextAlignCenter
	objects := []fyne.CanvasObject{layout.NewSpacer(), e.words}
	if action != nil {
		objects = append(objects, container.NewCenter(action))
	}
	e.content = Pad(Space16, Space16, Column(Space12, append(objects, layout.NewSpacer())...))
	e.ExtendBaseWidget(e)
	return e
}

// SetText changes the sentence.
func (e *Empty) SetText(text string) { e.words.SetText(text) }

// What takes less than showAfter shows nothing, so that quick things do not flicker; what takes more than cancelAfter
// can be given up.
const (
	showAfter   = 300 * time.Millisecond
	cancelAfter = 10 * time.Second
)

// Loading stands where something is under way: a moving bar and a word, and Cancel when it takes long. It runs while it
// is visible, from Start on.
type Loading struct {
	block

	bar       *Bar
	words     *Text
	cancel    *Button
	animation *fyne.Animation
	elapsed   time.Duration
}

// NewLoading returns it, not yet started.
func NewLoading(text, cancel string, cancelled func()) *Loading {
	l := &Loading{bar: NewBar(), words: NewMuted(text, RoleBody), cancel: NewButton(cancel, "", Medium, cancelled)}
	l.words.Align = fyne.TextAlignCenter
	l.content = Pad(Space16, Space16, Column(Space12,
		layout.NewSpacer(), l.words, l.bar, container.NewCenter(l.cancel), layout.NewSpacer()))
	l.ExtendBaseWidget(l)
	l.advance(0)
	return l
}

// Start begins anew.
func (l *Loading) Start() {
	l.Stop()
	l.advance(0)
	l.animation = fyne.NewAnimation(cancelAfter, func(done float32) {
		l.advance(time.Duration(float32(cancelAfter) * done))
	})
	l.animation.Curve = fyne.AnimationLinear
	l.animation.Start()
}

// Stop ends it; whoever takes the widget off the page stops it first.
func (l *Loading) Stop() {
	if l.animation != nil {
		l.animation.Stop()
		l.animation = nil
	}
}

// SetText changes the word.
func (l *Loading) SetText(text string) { l.words.SetText(text) }

// barStep is how much the bar grows at once: it tells that something is done, not how much, so few repaints do.
const barStep = 0.02

// advance shows what belongs to a time since the start.
func (l *Loading) advance(elapsed time.Duration) {
	l.elapsed = elapsed
	shown, long := elapsed >= showAfter, elapsed >= cancelAfter
	if l.words.Hidden == shown || l.cancel.Hidden == long {
		l.words.Hidden, l.bar.Hidden, l.cancel.Hidden = !shown, !shown, !long
		l.Refresh()
	}
	steps := float32(int(float32(elapsed)/float32(cancelAfter)/barStep)) * barStep
	l.bar.Set(steps, look.Accent)
}

// FailureText says what went wrong.
type FailureText struct {
	// What happened and What to do are one text; Code is the fault's number, in small.
	What, Code string
}

// Failure stands where something failed: what happened, what to do, and the fault's number.
type Failure struct {
	block
	note *Note
	code *Text
}

// NewFailure returns it with the action that tries again, which may be nil.
func NewFailure(text FailureText, action *Button) *Failure {
	f := &Failure{note: NewNote(look.IconWarning, text.What, KindDanger), code: NewMuted(text.Code, RoleTiny)}
	objects := []fyne.CanvasObject{f.note, f.code}
	if action != nil {
		objects = append(objects, Row(Space8, action))
	}
	f.content = Column(Space8, objects...)
	f.ExtendBaseWidget(f)
	return f
}

// Set changes what it says.
func (f *Failure) Set(text FailureText) {
	f.note.Set(look.IconWarning, text.What, KindDanger)
	f.code.SetText(text.Code)
	f.Refresh()
}
