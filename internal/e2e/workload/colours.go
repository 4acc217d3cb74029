package workload

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// colours is a dark terminal with all its colours, bars that fill, and a log that scrolls.
func colours() Workload {
	return Workload{
		Name: "colours",
		setUp: func(ctx context.Context, d *Desk) error {
			path := filepath.Join(d.Owner.Home, "colours.sh")
			const readable = 0o644
			if err := os.WriteFile(path, []byte(colourScript()), readable); err != nil {
				return err
			}
			options := []string{"-fs", "10", "-bg", "black", "-fg", "grey90", "-geometry", "140x52+60+30"}
			return d.xterm(ctx, options, append(slices.Clone(shell), "--", path))
		},
		acts: []act{keys(1500*time.Millisecond, enter)}, // each starts the script's next round
	}
}

// colourScript prints colours for each line that is entered.
func colourScript() string {
	var b strings.Builder
	b.WriteString("while true; do read; clear\nfor i in $(seq 16 255); do printf '\\e[48;5;%dm %3d \\e[0m' $i $i; [ $((i % 24)) = 15 ] && echo; done\n")
	b.WriteString("for i in $(seq 1 8 60); do printf '\\e[%d;2H\\e[32m[%-60s]\\e[0m %3d%%' 14 $(printf '#%.0s' $(seq $i)) $((i * 100 / 60)); sleep 0.1; done; echo\n")
	for i := range 30 {
		fmt.Fprintf(&b, "printf '\\e[%dm%02d:%02d:%02d\\e[0m %s \\e[1munit-%d\\e[0m started in %d ms\\n'; sleep 0.04\n", 31+i%6, 9+i/20, i*7%60, i*13%60, []string{"info", "warn", "note"}[i%3], i*37%100, i*91%700)
	}
	b.WriteString("done\n")
	return b.String()
}
