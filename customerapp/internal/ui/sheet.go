package ui

import (
	"bytes"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"beside.example/internal/chat"
	"beside.example/internal/look"
	"beside.example/internal/session"
	"beside.example/internal/ui"
	"beside.example/internal/ui/e2e"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// sheetWidth is the width of what comes up in front of a page, in dp.
const sheetWidth = 380

// sheet puts something in front of a window's page; the function it returns takes it away.
func sheet(window fyne.Window, title string, body ...fyne.CanvasObject) (hide func()) {
	objects := append([]fyne.CanvasObject{ui.NewText(title, ui.RoleSubheading)}, body...)
	popUp := widget.NewModalPopUp(ui.Width(sheetWidth, ui.Pad(ui.Space16, ui.Space16, ui.Column(ui.Space12, objects...))), window.Canvas())
	popUp.Show()
	return popUp.Hide
}

// explain shows a text of the catalogue that one button closes; its title stands under the key with ".title", its text
// under the one with ".text".
func explain(window fyne.Window, texts *words.Catalogue, key string) {
	var hide func()
	done := e2e.Name(ui.NewButton(texts.T("customer.allowed.close"), "", ui.High, func() { hide() }), "sheet-done")
	hide = sheet(window, texts.T(key+".title"), ui.NewText(texts.T(key+".text"), ui.RoleReading), done)
}

// saveLog asks where to save the chat log and tells what became of it.
func saveLog(window fyne.Window, texts *words.Catalogue, log []chat.Entry, done func(note string)) {
	save := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if file == nil && err == nil {
			return // the person thought better of it
		}
		if err == nil {
			err = write(file, texts, log)
		}
		if err != nil {
			done(presenter{texts}.fault(protocol.FaultFile))
			return
		}
		done(texts.T("customer.chat.saved", words.Args{"File": file.URI().Path()}))
	}, window)
	const named = "beside-2006-01-02-1504.txt"
	save.SetFileName(time.Now().Format(named))
	save.Show()
}

func write(file fyne.URIWriteCloser, texts *words.Catalogue, log []chat.Entry) error {
	var text bytes.Buffer
	if err := chat.Export(&text, texts, log); err != nil {
		return err
	}
	if _, err := file.Write(text.Bytes()); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

// report tells the person how to report a session, ends it and copies what the organisation needs to know.
func (w *Windows) report(window fyne.Window, s session.Snapshot) {
	const clock = "2006-01-02 15:04"
	text := w.texts.T("customer.chat.report.text", words.Args{
		"Relay": s.Peer.Relay, "When": s.Started.Format(clock), "Name": s.Peer.Name, "Words": strings.Join(s.Peer.CheckWords, ", "),
	})
	var hide func()
	cancel := ui.NewButton(w.texts.T("customer.code.cancel"), "", ui.Outlined, func() { hide() })
	end := e2e.Name(ui.NewButton(w.texts.T("customer.chat.report.end"), look.IconFlag, ui.Danger, func() {
		hide()
		w.app.Clipboard().SetContent(text)
		if live := w.model.Session(); live != nil {
			live.End()
		}
	}), "report-end")
	hide = sheet(window, w.texts.T("customer.chat.report.title"), ui.NewText(text, ui.RoleReading), ui.Halves(ui.Space8, cancel, end))
}

// showAllowed lists what the agent may do, to be changed at once.
func (w *Windows) showAllowed(window fyne.Window, s session.Snapshot) {
	granted := s.Granted()
	body := []fyne.CanvasObject{ui.NewMuted(w.texts.T("customer.allowed.explain"), ui.RoleReading)}
	for _, o := range ui.Offers() {
		permission := o.Permission
		row := ui.NewPermissionRow(ui.PermissionText{Icon: o.Icon, Title: w.texts.T("customer.permission." + o.Key), No: w.texts.T("ui.no"), Yes: w.texts.T("ui.yes")}, func(yes bool) {
			live := w.model.Session()
			switch {
			case live == nil:
			case yes:
				live.Allow(permission)
			default:
				live.Revoke(permission)
			}
		})
		row.SetAllowed(granted.Has(permission))
		e2e.Name(row.Answer(), "allowed-"+o.Key)
		body = append(body, row)
	}
	var hide func()
	done := e2e.Name(ui.NewButton(w.texts.T("customer.allowed.close"), "", ui.High, func() { hide() }), "sheet-done")
	body = append(body, ui.Row(ui.Space8, layout.NewSpacer(), done))
	hide = sheet(window, w.texts.T("customer.allowed.title"), body...)
}
