//go:build !windows

package notice

// show does nothing: programs with windows have a standard error here.
func show(string, string) {}
