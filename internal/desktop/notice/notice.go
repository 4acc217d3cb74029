// Package notice tells the person something when there is no window to say it in: why a program does not start.
//
// Both apps end with it when they fail. It asks nothing and offers nothing.
package notice

import (
	"fmt"
	"os"
)

// Show writes a text to standard error. Where whoever starts a program sees none of that, it shows a box with a title too, and
// returns when that was closed.
func Show(title, text string) {
	fmt.Fprintln(os.Stderr, text)
	show(title, text)
}
