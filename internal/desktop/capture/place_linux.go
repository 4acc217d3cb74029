package capture

import (
	"image"

	"github.com/jezek/xgb/xproto"

	"beside.example/internal/desktop/internal/x11"
)

// xPlace asks the X server for the pointer's place.
type xPlace struct{ conn *x11.Conn }

func openPlaceFinder() (placeFinder, error) {
	conn, err := x11.Open(nil)
	if err != nil {
		return nil, err
	}
	return xPlace{conn}, nil
}

func (p xPlace) find() (image.Point, error) {
	pointer, err := xproto.QueryPointer(p.conn.Conn, p.conn.Root()).Reply()
	if err != nil {
		return image.Point{}, closedOr(err, "ask for the pointer's place")
	}
	return image.Pt(int(pointer.RootX), int(pointer.RootY)), nil
}

func (p xPlace) close() error { return p.conn.Close() }
