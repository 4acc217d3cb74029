// Package desktop is the home of everything that touches the operating system: its folders take pixels, inject input, place
// windows, play sounds. It is the only place of the repository with files per system, cgo and os/exec.
//
// Each folder serves one need behind an interface without any system's names; the rest of the repository knows only these.
// None of them knows of sessions, permissions or peers: whoever calls has already decided that the act is allowed.
package desktop
