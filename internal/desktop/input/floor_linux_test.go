package input_test

import (
	"errors"
	"image"
	"slices"
	"testing"

	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/desktop/input"
	"beside.example/internal/desktop/input/robot"
)

// eachFloor runs a test of pointer, wheel, text or named keys with every injector that this system has.
func eachFloor(t *testing.T, test func(t *testing.T, x *desktoptest.XServer, i input.Injector)) {
	openers := map[string]func() (input.Injector, error){
		"xtest":   func() (input.Injector, error) { return input.Open(input.Options{}) },
		"robotgo": func() (input.Injector, error) { return robot.Open() },
	}
	for name, open := range openers {
		t.Run(name, func(t *testing.T) {
			x := desktoptest.StartX(t, desktoptest.XOptions{Width: 640, Height: 480})
			i, err := open()
			must(t, err)
			t.Cleanup(func() { closing(t, i) })
			test(t, x, i)
		})
	}
}

func TestFloorPointerAndWheel(t *testing.T) {
	eachFloor(t, func(t *testing.T, _ *desktoptest.XServer, i input.Injector) {
		w := desktoptest.NewXWindow(t, image.Rect(0, 0, 640, 480))
		must(t, i.Move(100, 200))
		for button := input.ButtonLeft; button <= input.ButtonRight; button++ {
			must(t, i.Button(button, true))
			must(t, i.Button(button, true))
			must(t, i.Button(button, false))
		}
		expect(t, w, "button 1 down at 100,200", "button 1 up at 100,200", "button 2 down at 100,200", "button 2 up at 100,200",
			"button 3 down at 100,200", "button 3 up at 100,200")
		must(t, i.Wheel(0, input.WheelNotch))
		must(t, i.Wheel(0, -input.WheelNotch/2))
		must(t, i.Wheel(0, -input.WheelNotch/2))
		must(t, i.Wheel(input.WheelNotch, 0))
		must(t, i.Wheel(-input.WheelNotch, 0))
		for _, button := range []string{"4", "5", "7", "6"} {
			expect(t, w, "button "+button+" down at 100,200", "button "+button+" up at 100,200")
		}
		for _, button := range []uint8{0, 6, 255} {
			if err := i.Button(button, true); err == nil {
				t.Errorf("button %d was pressed", button)
			}
		}
	})
}

func TestFloorText(t *testing.T) {
	eachFloor(t, func(t *testing.T, x *desktoptest.XServer, i input.Injector) {
		terminal := x.StartTerminal()
		const text = "Hello, World! 42 + {x} \\ \"q\"\n"
		must(t, i.Text(text))
		terminal.Typed(text)
	})
}

func TestFloorForeignText(t *testing.T) {
	eachFloor(t, func(t *testing.T, x *desktoptest.XServer, i input.Injector) {
		terminal := x.StartTerminal()
		const text = "é ß € 漢\n"
		must(t, i.Text(text))
		terminal.Typed(text)
	})
}

func TestFloorNamedKeys(t *testing.T) {
	eachFloor(t, func(t *testing.T, _ *desktoptest.XServer, i input.Injector) {
		w := desktoptest.NewXWindow(t, image.Rect(0, 0, 100, 100))
		keys := map[string]uint16{
			"38": 0x04, "52": 0x1d, "10": 0x1e, "19": 0x27, "36": 0x28, "9": 0x29, "22": 0x2a, "23": 0x2b, "65": 0x2c,
			"67": 0x3a, "96": 0x45, "110": 0x4a, "112": 0x4b, "119": 0x4c, "115": 0x4d, "117": 0x4e,
			"114": 0x4f, "113": 0x50, "116": 0x51, "111": 0x52, "37": 0xe0, "50": 0xe1, "64": 0xe2,
		}
		for keycode, usage := range keys {
			must(t, i.Key(usage, true))
			must(t, i.Key(usage, false))
			expect(t, w, "key "+keycode+" down", "key "+keycode+" up")
		}
		if err := i.Key(0x82, true); err == nil {
			t.Error("a key that nobody has was pressed")
		}
	})
}

func TestFloorReleasesAll(t *testing.T) {
	eachFloor(t, func(t *testing.T, _ *desktoptest.XServer, i input.Injector) {
		w := desktoptest.NewXWindow(t, image.Rect(0, 0, 100, 100))
		must(t, i.Move(5, 5))
		must(t, i.Key(0xe1, true))
		must(t, i.Button(input.ButtonRight, true))
		desktoptest.Eventually(t, "pressed keys", func() bool { return slices.Equal(w.Keyboard(), []byte{50}) && w.Buttons() != 0 })
		must(t, i.ReleaseAll())
		desktoptest.Eventually(t, "released keys", func() bool { return len(w.Keyboard()) == 0 && w.Buttons() == 0 })
		must(t, i.Close())
		if err := i.Move(1, 1); !errors.Is(err, input.ErrClosed) && !errors.Is(err, robot.ErrClosed) {
			t.Errorf("move after close: %v", err)
		}
	})
}
