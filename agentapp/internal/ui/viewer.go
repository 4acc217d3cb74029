package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// viewerState is what the viewer says around the picture.
type viewerState struct {
	// Control says how control stands, such as "Control on · 59 min"; On and Can tell whether it is on or can be asked for.
	Control  string
	On, Can  bool
	Displays []string
	Selected int
	// Frozen tells that the agent has paused the picture.
	Frozen  bool
	Note    viewerNote
	Quality ui.QualityState
	// Left and Right are the facts of the status line.
	Left  []ui.StatusItem
	Right string
	// Facts are what the diagnosis says.
	Facts []ui.Detail
}

// viewerNote is a sentence across the viewer; without a text it is not shown.
type viewerNote struct {
	Icon look.Icon
	Text string
}

// viewerActs is what the agent does in the viewer. Monitors tells that the agent, a manager, sees and can do nothing.
type viewerActs struct {
	Monitors              bool
	Ask, Type, Chat, Full func()
	Display               func(index int)
	Keys                  func(usages ...uint16)
	Pause                 func(paused bool)
}

// viewer shows the customer's display, with its tools above and facts below.
type viewer struct {
	root  *fyne.Container
	texts *words.Catalogue
	acts  viewerActs
	now   viewerState
	shown viewerState // what the tools and facts say, which is older while they are not seen

	display  *ui.RemoteDisplay
	input    ui.RemoteInput
	control  *ui.Button
	displays *ui.Segmented
	keys     *ui.Button
	scale    *ui.Segmented
	full     *ui.Button
	pause    *ui.Button
	quality  *ui.Quality
	note     *ui.Note
	status   *ui.StatusLine
	hint     *ui.Text
	layout   *viewerLayout

	diagnose  *ui.Button // shows the diagnosis, and hides it
	diagnosis *diagnosis
}

// newViewer returns a viewer of a display; input is where pointer and keys go while control is granted.
func newViewer(texts *words.Catalogue, display *ui.RemoteDisplay, input ui.RemoteInput, acts viewerActs) *viewer {
	v := &viewer{
		texts: texts, acts: acts, display: e2e.Name(display, "viewer-display"), input: input, quality: ui.NewQuality(texts), status: ui.NewStatusLine(), diagnosis: newDiagnosis(),
		hint: ui.NewLine("", ui.RoleTiny), note: ui.NewNote(look.IconPause, "", ui.KindWarning),
	}
	v.hint.Colour = look.Ink2
	v.note.Hide()
	v.layout = &viewerLayout{display: display, top: ui.Column(0, v.bar(), v.note), foot: ui.Column(0, v.diagnosis.root, v.status)}
	v.root = container.New(v.layout, display, v.layout.foot, v.layout.top)
	display.OnPointer = v.layout.pointer
	v.layout.changed = func() {
		v.show(v.now)
		v.root.Refresh()
	}
	v.show(viewerState{Control: texts.T("agent.viewer.control.ask")})
	return v
}

// bar has the viewer's tools.
func (v *viewer) bar() fyne.CanvasObject {
	t := v.texts
	v.control = e2e.Name(ui.NewButton(" ", look.IconPointer, ui.Medium, v.acts.Ask), "viewer-control")
	v.displays = e2e.Name(ui.NewSegmented([]ui.Segment{{Text: "1", Icon: look.IconMonitor}}, 0, v.acts.Display), "viewer-displays")
	v.keys = e2e.Name(ui.NewMenuButton(t.T("agent.viewer.keys"), look.IconKeyboard, ui.Medium, v.keyMenu), "viewer-keys")
	v.scale = e2e.Name(ui.NewSegmented([]ui.Segment{{Text: t.T("agent.viewer.fit"), Icon: look.IconFit}, {Text: "1:1"}}, 0, v.setScale), "viewer-scale")
	v.full = e2e.Name(ui.NewButton(t.T("agent.viewer.full"), look.IconFullScreen, ui.Medium, v.acts.Full), "viewer-full")
	v.pause = e2e.Name(ui.NewIconButton(look.IconPause, t.T("agent.viewer.pause"), ui.Medium, func() { v.acts.Pause(!v.now.Frozen) }), "viewer-pause")
	chat := e2e.Name(ui.NewIconButton(look.IconChat, t.T("agent.viewer.chat"), ui.Medium, v.acts.Chat), "viewer-chat")
	v.diagnose = e2e.Name(ui.NewIconButton(look.IconPulse, t.T("agent.viewer.diagnosis"), ui.Medium, v.toggleDiagnosis), "viewer-diagnosis")
	const line = 26
	// Where there is no room for all, what is needed least goes into a menu: it has a key, or another window has it too.
	const displays, keys, scale, full, rest, lines = 1, 2, 3, 4, 5, 6
	if v.acts.Monitors {
		return ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8, ui.Space8, ui.Fold(ui.Space8, t.T("agent.tool.more"),
			ui.Folds(displays, v.displays), ui.Folds(scale, v.scale), ui.Folds(full, v.full), ui.Folds(lines, ui.NewUpright(line)),
			ui.Folds(rest, v.pause), ui.Folds(rest, chat), ui.Folds(rest, v.diagnose), layout.NewSpacer(), v.quality)))
	}
	return ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8, ui.Space8, ui.Fold(ui.Space8, t.T("agent.tool.more"),
		v.control, ui.NewUpright(line), ui.Folds(displays, v.displays), ui.Folds(keys, v.keys), ui.Folds(lines, ui.NewUpright(line)),
		ui.Folds(scale, v.scale), ui.Folds(full, v.full), ui.Folds(lines, ui.NewUpright(line)), ui.Folds(rest, v.pause), ui.Folds(rest, chat), ui.Folds(rest, v.diagnose),
		layout.NewSpacer(), v.quality)))
}

func (v *viewer) setScale(index int) {
	v.scale.SetSelected(index)
	v.display.SetScale([]ui.Scale{ui.Fit, ui.OneToOne}[index])
}

// toggleDiagnosis shows how the picture comes about, or hides it again.
func (v *viewer) toggleDiagnosis() {
	v.diagnose.SetOn(!v.diagnose.On)
	v.show(v.now)
}

// key does what a key stands for that no widget took; keys that the picture takes go to the other side.
func (v *viewer) key(key fyne.KeyName) {
	switch key {
	case fyne.KeyF11:
		v.acts.Full()
	case fyne.Key0:
		v.setScale(0)
	case fyne.Key1:
		v.setScale(1)
	}
}

// setFull gives the window to the picture, or shows all again.
func (v *viewer) setFull(full bool) {
	v.full.SetOn(full)
	v.layout.setFull(full)
}

// show brings what is around the picture up to date; the picture comes by itself. What is not seen waits until it is:
// each change has the whole window painted anew.
func (v *viewer) show(state viewerState) {
	v.now = state
	v.setInput(state.On)
	if v.layout.bare() {
		return
	}
	if !v.diagnose.On {
		state.Facts = nil // they change each second, and nobody reads them
	}
	v.status.Set(v.facts(state), v.hint)
	if !differs(&v.shown, state) {
		return
	}
	v.control.SetText(state.Control)
	v.control.SetOn(state.On)
	v.control.SetEnabled(state.Can || state.On)
	v.keys.SetEnabled(state.On)
	v.displays.SetSegments(segmentsOf(state.Displays), state.Selected)
	setVisible(v.displays, len(state.Displays) > 1)
	v.diagnosis.set(state.Facts)
	v.pause.SetOn(state.Frozen)
	v.quality.Set(state.Quality)
	setVisible(v.quality, state.Quality.RoundTrip > 0 || state.Quality.Reconnecting)
	v.hint.SetText(state.Right)
	v.note.Set(state.Note.Icon, state.Note.Text, ui.KindWarning)
	setVisible(v.note, state.Note.Text != "")
	v.root.Refresh()
}

// setInput gives pointer and keys to the other side while control is granted: only then do they leave this computer, and
// only then the pointer looks like the customer's and the keys stay in the picture.
func (v *viewer) setInput(on bool) {
	if on {
		v.display.SetInput(v.input)
	} else {
		v.display.SetInput(nil)
	}
}

// facts are those of the status line, and what is shown before them.
func (v *viewer) facts(state viewerState) []ui.StatusItem {
	size := v.display.PictureSize()
	if v.display.Percent() == 0 { // nothing is shown yet
		return state.Left
	}
	shown := v.texts.T("agent.viewer.shown", words.Args{
		"Display": state.Selected + 1, "Size": fmt.Sprintf("%d × %d", size.X, size.Y), "Percent": v.display.Percent(),
	})
	return append([]ui.StatusItem{{Text: shown}}, state.Left...)
}

// segmentsOf returns the choice of displays; the first has the sign of a display.
func segmentsOf(displays []string) []ui.Segment {
	segments := []ui.Segment{{Text: "1"}}
	if len(displays) > 0 {
		segments = nil
	}
	for _, name := range displays {
		segments = append(segments, ui.Segment{Text: name})
	}
	segments[0].Icon = look.IconMonitor
	return segments
}
