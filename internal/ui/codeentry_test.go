package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestCodeEntryTakesDigits(t *testing.T) {
	newApp(t, ForCustomer)
	var changed, submitted string
	e := NewCodeEntry(func(d string) { changed = d }, func(d string) { submitted = d })
	w := show(t, e, 520, 84)
	test.Tap(e)
	test.Type(e, "12a3-4 ")
	if e.Digits() != "1234" || changed != "1234" || e.words.Text != "1234" {
		t.Fatalf("digits %q, told %q, shown %q", e.Digits(), changed, e.words.Text)
	}
	test.Type(e, "5")
	if e.words.Text != "1234 5" || e.Missing() != 4 {
		t.Errorf("shown %q, %d missing", e.words.Text, e.Missing())
	}
	press(w, fyne.KeyReturn)
	if submitted != "" {
		t.Error("a part of a code was submitted")
	}
	press(w, fyne.KeyBackspace)
	test.Type(e, "567890")
	if e.Digits() != "123456789" {
		t.Errorf("digits %q: the tenth must be dropped", e.Digits())
	}
	press(w, fyne.KeyEnter)
	if submitted != "123456789" {
		t.Errorf("submitted %q", submitted)
	}
	press(w, fyne.KeyEscape)
	if e.Digits() != "" {
		t.Error("Esc leaves digits")
	}
}

func TestCodeEntryReplacesWhatIsSelected(t *testing.T) {
	newApp(t, ForCustomer)
	e := NewCodeEntry(nil, nil)
	show(t, e, 520, 84)
	test.Tap(e)
	e.SetDigits("123456789")
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	test.Type(e, "40")
	if e.Digits() != "40" {
		t.Errorf("digits %q: what is selected must be replaced, and only once", e.Digits())
	}
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if e.Digits() != "" {
		t.Errorf("digits %q after Backspace on all", e.Digits())
	}
}

func TestCodeEntryTakesAnyPaste(t *testing.T) {
	newApp(t, ForCustomer)
	for text, want := range map[string]string{
		"1234 56789": "123456789", "1234-56789\n": "123456789", " 1.2.3.4 / 5 6 7 8 9": "123456789",
		"Code: 1234\u00a056789.": "123456789", "１２３４５６７８９": "123456789", "٤٠٧١": "4071", "12345678901": "123456789",
		"no code": "", "": "",
	} {
		e := NewCodeEntry(nil, nil)
		show(t, e, 520, 84)
		board := test.NewClipboard()
		board.SetContent(text)
		e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
		if e.Digits() != want {
			t.Errorf("a paste of %q gives %q, want %q", text, e.Digits(), want)
		}
	}
}

func TestCodeEntryKeepsWhatAPasteCannotReplace(t *testing.T) {
	newApp(t, ForCustomer)
	e := NewCodeEntry(nil, nil)
	show(t, e, 520, 84)
	e.SetDigits("1234")
	board := test.NewClipboard()
	board.SetContent("hello")
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	if e.Digits() != "1234" {
		t.Errorf("digits %q", e.Digits())
	}
	e.Disable()
	test.Type(e, "5")
	if e.Digits() != "1234" {
		t.Error("a disabled field took a digit")
	}
}
