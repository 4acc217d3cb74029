package ui

import (
	"fyne.io/fyne/v2"

	"beside.example/internal/look"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
)

// bannerSize is the size of the banner in dp.
var bannerSize = fyne.NewSize(760, 62)

// banner stands on top of the desktop while the screen is shared: who sees, who controls, since when; Pause and Stop.
type banner struct {
	root  fyne.CanvasObject
	texts *words.Catalogue
	pane  *ui.StatusPane
	pause *ui.Button
}

func newBanner(texts *words.Catalogue, pause, stop func()) *banner {
	b := &banner{texts: texts}
	b.pause = e2e.Name(ui.NewButton("", look.IconPause, ui.Medium, pause), "banner-pause")
	stopping := e2e.Name(ui.NewButton(texts.T("customer.banner.stop"), look.IconStop, ui.Danger, stop), "banner-stop")
	b.pause.Extent, stopping.Extent = ui.Medium40, ui.Medium40
	key := ui.NewMuted(texts.T("customer.banner.key"), ui.RoleTiny)
	key.Align = fyne.TextAlignCenter
	const keyWidth = 72
	b.pane = e2e.Name(ui.NewBanner(b.pause, stopping, ui.Width(keyWidth, key)), "banner")
	b.root = b.pane
	return b
}

// show brings the banner up to date.
func (b *banner) show(state ui.StatusPaneState, paused bool) {
	b.pane.Set(state)
	showPause(b.pause, b.texts, paused)
}
