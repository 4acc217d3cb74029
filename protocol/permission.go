package protocol

import "strings"

// Permission is one bit for each thing that the customer may allow the agent, or a set of them.
type Permission uint16

// The permissions, in the order in which they are shown. Bits are never used twice.
const (
	// PermissionSee lets the agent see the shared display.
	PermissionSee Permission = 1 << iota
	// PermissionDraw lets the agent point and draw on it.
	PermissionDraw
	// PermissionControl lets the agent's pointer and keys be injected; time-boxed, see ControlFor.
	PermissionControl
	// PermissionFiles lets files be offered, each still accepted on its own.
	PermissionFiles
	// PermissionClipboard lets text be copied between the two clipboards.
	PermissionClipboard
	// PermissionDiagnostics lets the agent read facts about the computer.
	PermissionDiagnostics
	// PermissionRecord lets the session be recorded.
	PermissionRecord
)

// AllPermissions lists the single permissions in their order.
func AllPermissions() []Permission {
	return []Permission{
		PermissionSee, PermissionDraw, PermissionControl, PermissionFiles, PermissionClipboard,
		PermissionDiagnostics, PermissionRecord,
	}
}

// Single reports whether the set is exactly one known permission.
func (p Permission) Single() bool {
	return p != 0 && p&(p-1) == 0 && p <= PermissionRecord
}

// Has reports whether all the bits of want are in the set.
func (p Permission) Has(want Permission) bool { return p&want == want }

// String returns the names in the set for logs, such as "see+control".
func (p Permission) String() string {
	var names []string
	for i, name := range [...]string{"see", "draw", "control", "files", "clipboard", "diagnostics", "record"} {
		if p.Has(1 << i) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, "+")
}
