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
	// Control says how control stands, such as "Control on · 59:12"; On and Can tell whether it is on or can be asked.
	Control    string
	On, Can    bool
	Displays   []string
	Selected   int
	Paused     bool
	PausedText string
	Quality    ui.QualityState
	// Left and Right are the facts of the status line.
	Left  []ui.StatusItem
	Right string
}

// viewerActs is what the agent does in the viewer.
type viewerActs struct {
	Ask     func()
	Display func(index int)
	Keys    func(usages ...uint16)
	Type    func()
	Chat    func()
	Full    func()
	Pause   func(paused bool)
}

// viewer shows the customer's display, with its tools above and facts below.
type viewer struct {
	root     fyne.CanvasObject
	texts    *words.Catalogue
	acts     viewerActs
	display  *ui.RemoteDisplay
	control  *ui.Button
	displays *ui.Segmented
	scale    *ui.Segmented
	pause    *ui.Button
	quality  *ui.Quality
	status   *ui.StatusLine
	note     *ui.Note
	bar      fyne.CanvasObject
	foot     fyne.CanvasObject
	paused   bool
	shown    viewerState
}

func newViewer(texts *words.Catalogue, display *ui.RemoteDisplay, acts viewerActs) *viewer {
	v := &viewer{texts: texts, acts: acts, display: display, quality: ui.NewQuality(texts), status: ui.NewStatusLine()}
	v.control = e2e.Name(ui.NewButton("", look.IconPointer, ui.Medium, acts.Ask), "viewer-control")
	v.displays = e2e.Name(ui.NewSegmented([]ui.Segment{{Text: "1"}}, 0, acts.Display), "viewer-displays")
	keys := e2e.Name(ui.NewMenuButton(texts.T("agent.viewer.keys"), look.IconKeyboard, ui.Medium, v.keys), "viewer-keys")
	v.scale = e2e.Name(ui.NewSegmented([]ui.Segment{{Text: texts.T("agent.viewer.fit"), Icon: look.IconFit}, {Text: "1:1"}}, 0, func(i int) {
		v.display.SetScale([]ui.Scale{ui.Fit, ui.OneToOne}[i])
	}), "viewer-scale")
	full := e2e.Name(ui.NewButton(texts.T("agent.viewer.full"), look.IconFullScreen, ui.Medium, acts.Full), "viewer-full")
	v.pause = e2e.Name(ui.NewIconButton(look.IconPause, texts.T("agent.viewer.pause"), ui.Medium, v.togglePause), "viewer-pause")
	chat := e2e.Name(ui.NewIconButton(look.IconChat, texts.T("agent.viewer.chat"), ui.Medium, acts.Chat), "viewer-chat")
	const line = 26
	v.bar = ui.NewPanel(look.Surface, ui.Bottom, ui.Pad(ui.Space8, ui.Space8, ui.Row(ui.Space8,
		v.control, ui.NewUpright(line), v.displays, keys, ui.NewUpright(line), v.scale, full, ui.NewUpright(line), v.pause, chat,
		layout.NewSpacer(), v.quality)))
	v.note = ui.NewNote(look.IconPause, "", ui.KindWarning)
	v.note.Hide()
	v.foot = v.status
	v.root = container.NewBorder(ui.Column(0, v.bar, v.note), v.foot, nil, nil, v.display)
	v.display.OnFreeKey = v.freeKey
	return v
}

// Usages on the HID keyboard page, of the keys in the menu.
const (
	usageTab     = 0x2b
	usageF4      = 0x3d
	usagePrint   = 0x46
	usageDelete  = 0x4c
	usageControl = 0xe0
	usageAlt     = 0xe2
	usageSuper   = 0xe3
)

// keys lists what no window manager lets through, and what has no key.
func (v *viewer) keys() []*fyne.MenuItem {
	item := func(name string, usages ...uint16) *fyne.MenuItem {
		return fyne.NewMenuItem(v.texts.T("agent.viewer.key."+name), func() { v.acts.Keys(usages...) })
	}
	return []*fyne.MenuItem{
		item("ctrlaltdel", usageControl, usageAlt, usageDelete), item("super", usageSuper), item("alttab", usageAlt, usageTab),
		item("altf4", usageAlt, usageF4), item("print", usagePrint), fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(v.texts.T("agent.viewer.key.type"), v.acts.Type),
	}
}

func (v *viewer) togglePause() {
	v.paused = !v.paused
	v.pause.SetOn(v.paused)
	v.acts.Pause(v.paused)
}

// freeKey is a key that is typed while keys do not go to the other side.
func (v *viewer) freeKey(key fyne.KeyName) {
	switch key {
	case fyne.KeyF11:
		v.acts.Full()
	case fyne.Key0:
		v.scale.SetSelected(0)
		v.display.SetScale(ui.Fit)
	case fyne.Key1:
		v.scale.SetSelected(1)
		v.display.SetScale(ui.OneToOne)
	}
}

// setFull hides what is not the picture, or shows it again.
func (v *viewer) setFull(full bool) {
	if full {
		v.bar.Hide()
		v.foot.Hide()
	} else {
		v.bar.Show()
		v.foot.Show()
	}
	v.root.Refresh()
}

// show brings what is around the picture up to date; the picture comes by itself.
func (v *viewer) show(state viewerState) {
	v.shown = state
	v.control.SetText(state.Control)
	v.control.SetOn(state.On)
	v.control.SetEnabled(state.Can)
	segments := make([]ui.Segment, max(len(state.Displays), 1))
	segments[0] = ui.Segment{Text: "1"}
	for i, name := range state.Displays {
		segments[i] = ui.Segment{Text: name}
	}
	segments[0].Icon = look.IconMonitor
	v.displays.SetSegments(segments, state.Selected)
	v.quality.Set(state.Quality)
	left := state.Left
	if size := v.display.PictureSize(); size.X > 0 {
		shown := v.texts.T("agent.viewer.shown", words.Args{
			"Display": state.Selected + 1, "Size": fmt.Sprintf("%d × %d", size.X, size.Y), "Percent": v.display.Percent(),
		})
		left = append([]ui.StatusItem{{Text: shown}}, left...)
	}
	v.status.Set(left, muted(state.Right))
	v.note.Hidden = !state.Paused
	v.note.Set(look.IconPause, state.PausedText, ui.KindWarning)
	v.root.Refresh()
}
