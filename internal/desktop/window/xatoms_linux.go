package window

import (
	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
)

// atoms are the names that X programs and window managers have agreed upon (ICCCM, EWMH, Motif).
type atoms struct {
	pid, machine, name                      xproto.Atom
	state, above, skipTaskbar, skipPager    xproto.Atom
	windowType, notification                xproto.Atom
	userTime, motifHints, protocols, wState xproto.Atom
	workArea, currentDesktop, takeFocus     xproto.Atom
}

func readAtoms(conn *x11.Conn) (atoms, error) {
	var a atoms
	for name, at := range map[string]*xproto.Atom{
		"_NET_WM_PID":                      &a.pid,
		"WM_CLIENT_MACHINE":                &a.machine,
		"_NET_WM_NAME":                     &a.name,
		"_NET_WM_STATE":                    &a.state,
		"_NET_WM_STATE_ABOVE":              &a.above,
		"_NET_WM_STATE_SKIP_TASKBAR":       &a.skipTaskbar,
		"_NET_WM_STATE_SKIP_PAGER":         &a.skipPager,
		"_NET_WM_WINDOW_TYPE":              &a.windowType,
		"_NET_WM_WINDOW_TYPE_NOTIFICATION": &a.notification,
		"_NET_WM_USER_TIME":                &a.userTime,
		"_MOTIF_WM_HINTS":                  &a.motifHints,
		"WM_PROTOCOLS":                     &a.protocols,
		"WM_STATE":                         &a.wState,
		"WM_TAKE_FOCUS":                    &a.takeFocus,
		"_NET_WORKAREA":                    &a.workArea,
		"_NET_CURRENT_DESKTOP":             &a.currentDesktop,
	} {
		atom, err := conn.Atom(name)
		if err != nil {
			return a, err
		}
		*at = atom
	}
	return a, nil
}
