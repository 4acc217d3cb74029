package ui

import (
	"bytes"
	"errors"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"beside.example/internal/chat"
	"beside.example/internal/ui"
	"beside.example/internal/words"
	"beside.example/protocol"
)

// saveLog asks where to save the chat log, and tells what became of it.
func saveLog(window fyne.Window, texts *words.Catalogue, log []chat.Entry) {
	save := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if file == nil && err == nil {
			return // the person thought better of it
		}
		if err == nil {
			err = write(file, texts, log)
		}
		told := ui.FaultText(texts, protocol.FaultFile)
		if err == nil {
			told = texts.T("customer.chat.saved", words.Args{"File": file.URI().Path()})
		}
		tell(window, texts, texts.T("customer.chat.save"), told)
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
	_, err := file.Write(text.Bytes())
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("save the chat log: %w", err)
	}
	return nil
}
