package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"beside.example/customerapp/internal/model"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// typing shows the code page with the focus in its field, and tells what was submitted.
func typing(t *testing.T, s model.Snapshot) (p *codePage, w fyne.Window, submitted *[]string) {
	t.Helper()
	newApp(t)
	list := []string{}
	p = newCodePage(words.MustLoad(words.English), in(words.English).code(s), codeActs{Submit: func(digits string) { list = append(list, digits) }})
	w = open(t, p.root, codeSize)
	w.Canvas().Focus(p.entry)
	return p, w, &list
}

func TestContinueNeedsNineDigitsAndALine(t *testing.T) {
	p, w, submitted := typing(t, model.Snapshot{Ready: true})
	test.Type(p.entry, "1234 5678")
	press(w, fyne.KeyReturn)
	test.Tap(p.next)
	if len(*submitted) != 0 || !p.next.Disabled() {
		t.Errorf("submitted %q with eight digits", *submitted)
	}
	test.Type(p.entry, "9")
	p.show(in(words.English).code(model.Snapshot{}))
	press(w, fyne.KeyReturn)
	test.Tap(p.next)
	if len(*submitted) != 0 || !p.next.Disabled() {
		t.Errorf("submitted %q without a line", *submitted)
	}
	p.show(in(words.English).code(model.Snapshot{Ready: true}))
	w.Canvas().Focus(p.entry)
	press(w, fyne.KeyReturn)
	test.Tap(p.next)
	if len(*submitted) != 2 || (*submitted)[0] != "123456789" {
		t.Errorf("submitted %q", *submitted)
	}
}

func TestLinkFillsTheFirstDigits(t *testing.T) {
	p, w, submitted := typing(t, model.Snapshot{Ready: true, Code: "1234"})
	test.Type(p.entry, "56789")
	press(w, fyne.KeyEnter)
	if len(*submitted) != 1 || (*submitted)[0] != "123456789" {
		t.Errorf("submitted %q", *submitted)
	}
}

func TestNothingIsSubmittedDuringAJoin(t *testing.T) {
	p, w, submitted := typing(t, model.Snapshot{Ready: true, Joining: true})
	p.entry.SetCode("123456789")
	press(w, fyne.KeyReturn)
	if len(*submitted) != 0 || !p.next.Hidden || p.cancel.Hidden {
		t.Errorf("submitted %q; Continue hidden: %t, Cancel hidden: %t", *submitted, p.next.Hidden, p.cancel.Hidden)
	}
}

func TestTroubleKeepsWhatWasTyped(t *testing.T) {
	p, _, _ := typing(t, model.Snapshot{Ready: true})
	p.entry.SetCode("123456789")
	p.show(in(words.English).code(model.Snapshot{Ready: true, Fault: protocol.FaultCodeWrong}))
	if p.wrong.Hidden || p.entry.Code() != "123456789" || p.next.Disabled() {
		t.Errorf("trouble hidden: %t, digits %q, Continue disabled: %t", p.wrong.Hidden, p.entry.Code(), p.next.Disabled())
	}
}
