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
	if e.Code() != "1234" || changed != "1234" || e.words.Text != "1234" {
		t.Fatalf("digits %q, told %q, shown %q", e.Code(), changed, e.words.Text)
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
	if e.Code() != "123456789" {
		t.Errorf("digits %q: the tenth must be dropped", e.Code())
	}
	press(w, fyne.KeyEnter)
	if submitted != "123456789" {
		t.Errorf("submitted %q", submitted)
	}
	press(w, fyne.KeyEscape)
	if e.Code() != "" {
		t.Error("Esc leaves digits")
	}
}

func TestCodeEntryReplacesWhatIsSelected(t *testing.T) {
	newApp(t, ForCustomer)
	e := NewCodeEntry(nil, nil)
	show(t, e, 520, 84)
	test.Tap(e)
	e.SetCode("123456789")
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	test.Type(e, "40")
	if e.Code() != "40" {
		t.Errorf("digits %q: what is selected must be replaced, and only once", e.Code())
	}
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	if e.Code() != "" {
		t.Errorf("digits %q after Backspace on all", e.Code())
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
		if e.Code() != want {
			t.Errorf("a paste of %q gives %q, want %q", text, e.Code(), want)
		}
	}
}

func TestCodeEntryKeepsWhatAPasteCannotReplace(t *testing.T) {
	newApp(t, ForCustomer)
	e := NewCodeEntry(nil, nil)
	show(t, e, 520, 84)
	e.SetCode("1234")
	board := test.NewClipboard()
	board.SetContent("hello")
	e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
	if e.Code() != "1234" {
		t.Errorf("digits %q", e.Code())
	}
	e.Disable()
	test.Type(e, "5")
	if e.Code() != "1234" {
		t.Error("a disabled field took a digit")
	}
}

func TestCodeEntryTakesPortalCodes(t *testing.T) {
	newApp(t, ForCustomer)
	var submitted string
	e := NewCodeEntry(nil, func(c string) { submitted = c })
	w := show(t, e, 520, 84)
	test.Tap(e)
	test.Type(e, "k7-mw 0o1i!")
	if e.Code() != "K7MW" || e.Missing() != 4 || !e.IsPortal() {
		t.Fatalf("code %q, %d missing", e.Code(), e.Missing())
	}
	press(w, fyne.KeyReturn)
	test.Type(e, "q2rtx")
	if e.words.Text != "K7MW Q2RT" || e.Missing() != 0 || submitted != "" {
		t.Errorf("shown %q, %d missing, submitted %q", e.words.Text, e.Missing(), submitted)
	}
	press(w, fyne.KeyReturn)
	if submitted != "K7MWQ2RT" {
		t.Errorf("submitted %q", submitted)
	}
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	test.Type(e, "12k")
	if e.Code() != "12" || e.IsPortal() || e.Missing() != 7 {
		t.Errorf("code %q: a letter does not follow digits", e.Code())
	}
	for text, want := range map[string]string{
		"k7mw q2rt": "K7MWQ2RT", "K7MW-Q2RT\n": "K7MWQ2RT", "K7M": "K7M", "Code: 1234 56789": "123456789", "K7MW Q2R0": "720",
	} {
		if e.SetCode(text); e.Code() != want {
			t.Errorf("%q gives %q, want %q", text, e.Code(), want)
		}
	}
}
