package ui

import "fyne.io/fyne/v2"

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

// keyMenu lists what no window manager lets through, and what has no key.
func (v *viewer) keyMenu() []*fyne.MenuItem {
	item := func(name string, usages ...uint16) *fyne.MenuItem {
		return fyne.NewMenuItem(v.texts.T("agent.viewer.key."+name), func() { v.acts.Keys(usages...) })
	}
	return []*fyne.MenuItem{
		item("ctrlaltdel", usageControl, usageAlt, usageDelete), item("super", usageSuper), item("alttab", usageAlt, usageTab),
		item("altf4", usageAlt, usageF4), item("print", usagePrint), fyne.NewMenuItemSeparator(),
		fyne.NewMenuItem(v.texts.T("agent.viewer.key.type"), v.acts.Type),
	}
}
