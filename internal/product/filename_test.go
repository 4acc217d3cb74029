package product

import "testing"

func TestFileName(t *testing.T) {
	for relay, want := range map[string]string{
		"help.northfield.example":      "beside-help.northfield.example",
		"help.northfield.example:443":  "beside-help.northfield.example",
		"help.northfield.example:8443": "beside-help.northfield.example_8443",
		"127.0.0.1:9000":               "beside-127.0.0.1_9000",
		"[::1]:443":                    "beside",
		"":                             "beside",
	} {
		if got := FileName(relay); got != want {
			t.Errorf("FileName(%q) = %q, want %q", relay, got, want)
		}
	}
}

func TestRelayOf(t *testing.T) {
	for file, want := range map[string]string{
		"/home/x/beside-help.northfield.example":             "help.northfield.example",
		`C:\Users\x\beside-help.northfield.example_8443.exe`: "help.northfield.example:8443",
		"beside-help.northfield.example (1).exe":             "help.northfield.example",
		"beside-127.0.0.1_9000":                              "127.0.0.1:9000",
		"beside-localhost_9000":                              "localhost:9000",
		"beside":                                             "",
		"beside-agent":                                       "",
		"beside-help.northfield.example_port":                "",
		"other-help.northfield.example":                      "",
	} {
		if got := RelayOf(file); got != want {
			t.Errorf("RelayOf(%q) = %q, want %q", file, got, want)
		}
	}
}

func FuzzRelayOf(f *testing.F) {
	f.Add("beside-help.northfield.example_8443 (1).exe")
	f.Fuzz(func(t *testing.T, file string) {
		if relay := RelayOf(file); relay != "" && FileName(relay) == CustomerBinary && relay != ":" {
			t.Logf("%q names %q, which no file is named after", file, relay)
		}
	})
}
