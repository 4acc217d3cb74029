package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"beside.example/internal/ui"
	"beside.example/protocol/signalling"
)

// on sets a shortcut of a window: Ctrl, or Cmd on macOS, with a key.
func on(window fyne.Window, key fyne.KeyName, more fyne.KeyModifier, do func()) {
	window.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | more}, func(fyne.Shortcut) { do() })
}

// setContent fills a window, and sets what its keys without a modifier do, wherever the focus is.
func setContent(window fyne.Window, page fyne.CanvasObject, key func(fyne.KeyName)) {
	root := ui.NewRoot(page)
	root.OnKey = key
	window.SetPadded(false)
	window.SetContent(root)
	window.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { key(e.Name) })
}

// pageKeys sets the keys that lead to pages from a window.
func (w *Windows) pageKeys(window fyne.Window) {
	for i, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5} {
		on(window, key, 0, func() {
			if w.frame != nil {
				w.turn(i)
				w.focus()
			}
		})
	}
	on(window, fyne.KeyN, 0, w.newCode)
	on(window, fyne.KeyY, fyne.KeyModifierShift, func() { w.alerts.answer(true) })
	on(window, fyne.KeyN, fyne.KeyModifierShift, func() { w.alerts.answer(false) })
	on(window, fyne.KeyT, 0, func() { w.introduceChosen(signalling.IntroductionTransfer) })
	on(window, fyne.KeyI, 0, func() { w.introduceChosen(signalling.IntroductionInvite) })
	on(window, fyne.KeyF, 0, func() {
		if w.frame != nil && w.page <= pageHistory {
			w.window.RequestFocus()
			w.window.Canvas().Focus(w.pages.lists[w.page].find)
		}
	})
	on(window, fyne.KeyA, fyne.KeyModifierShift, func() {
		if w.frame != nil {
			w.model.SetStatus(nextStatus(w.model.Snapshot().Status))
		}
	})
}

// codeKeys sets the keys of the codes page.
func (w *Windows) codeKeys() {
	onCodes := func(do func(p *codesPage)) func() {
		return func() {
			if w.frame != nil && w.page == pageCodes {
				do(w.pages.codes)
			}
		}
	}
	// Where a text is selected the field with the focus takes it; else it is the invitation that is copied.
	copyText := onCodes((*codesPage).copyText)
	w.window.Canvas().AddShortcut(&fyne.ShortcutCopy{}, func(fyne.Shortcut) { copyText() })
	on(w.window, fyne.KeyL, 0, onCodes((*codesPage).copyLink))
}

// nextStatus is what Ctrl Shift A makes of an agent's status.
func nextStatus(s signalling.Status) signalling.Status {
	list := statuses()
	return list[(slices.Index(list, s)+1)%len(list)]
}
