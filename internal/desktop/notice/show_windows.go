package notice

import "golang.org/x/sys/windows"

// show opens a box in front of other windows. A program with windows has no standard error on Windows, unless it was given one.
func show(title, text string) {
	caption, err := windows.UTF16PtrFromString(title)
	if err != nil {
		return
	}
	content, err := windows.UTF16PtrFromString(text)
	if err != nil {
		return
	}
	// A box that cannot be opened cannot be told of either.
	_, _ = windows.MessageBox(0, content, caption, windows.MB_OK|windows.MB_ICONERROR|windows.MB_SETFOREGROUND)
}
