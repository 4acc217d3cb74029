package guard

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"beside.example/internal/desktop/desktoptest"
	"beside.example/internal/desktop/input"
	"beside.example/internal/desktop/privileges"
)

// appVariable makes the test binary a program that injects; its value is the temporary folder.
const appVariable = "GUARD_TEST_FOLDER"

func TestMain(m *testing.M) {
	MaybeRun()
	if folder := os.Getenv(appVariable); folder != "" {
		if err := app(folder); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// app holds keys and a button, says so and waits to be killed.
func app(folder string) error {
	g, err := Start(folder)
	if err != nil {
		return err
	}
	i, err := input.Open(input.Options{Note: g.Note})
	if err != nil {
		return err
	}
	const leftShift, keyA, keyB = 0xe1, 0x04, 0x05
	for _, do := range []func() error{
		func() error { return i.Key(keyB, true) },
		func() error { return i.Key(keyB, false) },
		func() error { return i.Text("漢") },
		func() error { return i.Key(leftShift, true) },
		func() error { return i.Key(keyA, true) },
		func() error { return i.Button(input.ButtonRight, true) },
	} {
		if err := do(); err != nil {
			return err
		}
	}
	fmt.Println("ready")
	select {}
}

func TestKilledProgramLeavesNothingDown(t *testing.T) {
	desktoptest.StartX(t, desktoptest.XOptions{})
	w := desktoptest.NewXWindow(t, image.Rect(0, 0, 50, 50))
	meanings := len(w.Meanings())
	folder, err := privileges.NewFolder("guard-test")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "left"), []byte("behind"), 0o600); err != nil {
		t.Fatal(err)
	}
	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), appVariable+"="+folder)
	out, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("the program said %q: %v", line, err)
	}
	desktoptest.Eventually(t, "held keys", func() bool {
		return len(w.Keyboard()) == 2 && w.Buttons() != 0 && len(w.Meanings()) == meanings+1
	})
	if err := program.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = program.Wait()
	desktoptest.Eventually(t, "released keys", func() bool {
		return len(w.Keyboard()) == 0 && w.Buttons() == 0 && len(w.Meanings()) == meanings
	})
	desktoptest.Eventually(t, "the folder's end", func() bool {
		_, err := os.Lstat(folder)
		return os.IsNotExist(err)
	})
}

func TestCloseEndsGuard(t *testing.T) {
	folder, err := privileges.NewFolder("guard-test")
	if err != nil {
		t.Fatal(err)
	}
	g, err := Start(folder)
	if err != nil {
		t.Fatal(err)
	}
	g.Note(input.Held{Kind: input.HeldKey, Code: 4}, true)
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	if g.cmd.ProcessState == nil || !g.cmd.ProcessState.Exited() {
		t.Fatal("the guard is still running")
	}
	if _, err := os.Lstat(folder); !os.IsNotExist(err) {
		t.Fatalf("the folder is still there: %v", err)
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	g.Note(input.Held{Kind: input.HeldKey, Code: 4}, true)
}

func TestListen(t *testing.T) {
	records := []byte{
		sayDown, byte(input.HeldKey), 4, 0, sayDown, byte(input.HeldKey), 4, 0, sayDown, byte(input.HeldButton), 1, 0,
		sayUp, byte(input.HeldKey), 4, 0, 99, 1, 2, 3, sayDown, byte(input.HeldKey), 5,
	}
	held, farewell := listen(bytes.NewReader(records))
	if farewell || len(held) != 1 || held[0] != (input.Held{Kind: input.HeldButton, Code: 1}) {
		t.Fatalf("held %v, farewell %v", held, farewell)
	}
	if held, farewell := listen(bytes.NewReader(append(records[:4:4], sayFarewell, 0, 0, 0))); !farewell || held != nil {
		t.Fatalf("held %v, farewell %v", held, farewell)
	}
}

func TestOnlyPrivateTemporaryFoldersAreRemoved(t *testing.T) {
	inside, err := os.MkdirTemp("", "guard-test-")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(inside) }()
	deeper := filepath.Join(inside, "deeper")
	if err := os.Mkdir(deeper, 0o700); err != nil {
		t.Fatal(err)
	}
	link := inside + "-link"
	if err := os.Symlink(inside, link); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.Remove(link) }()
	if err := os.Chmod(inside, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"/", os.TempDir(), deeper, link, inside, "relative", inside + "/../.."} {
		if err := removeFolder(folder); err == nil {
			t.Errorf("%q was removed", folder)
		}
	}
	if _, err := os.Stat(deeper); err != nil {
		t.Fatal(err)
	}
}
