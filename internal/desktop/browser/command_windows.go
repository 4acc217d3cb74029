package browser

// systemCommand opens the address that follows it in the system's browser.
func systemCommand() []string { return []string{"rundll32", "url.dll,FileProtocolHandler"} }
