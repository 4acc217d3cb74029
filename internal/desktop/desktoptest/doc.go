// Package desktoptest helps tests that need a desktop: hand-written fakes of what desktop/capture and desktop/input offer, and
// real X servers with real programs.
//
// Only tests use it. The fakes know nothing of any system; the X helpers fail a test when Xvfb is missing.
package desktoptest
