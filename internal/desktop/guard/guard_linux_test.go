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

// These make the test binary a program that injects, or one that ends; their value is the temporary folder.
const (
	appVariable    = "GUARD_TEST_FOLDER"
	endingVariable = "GUARD_TEST_ENDING_FOLDER"
)

func TestMain(m *testing.M) {
	MaybeRun()
	if folder := os.Getenv(appVariable); folder != "" {
		if err := app(folder); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	if folder := os.Getenv(endingVariable); folder != "" {
		if err := end(folder); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// end starts a guard, removes the folder, as a tidy program may, and writes into it once more.
func end(folder string) error {
	if _, err := Start(Leavings{Folder: folder}); err != nil {
		return err
	}
	if err := os.RemoveAll(folder); err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "preferences.json"), nil, 0o600)
}

// app holds keys and a button, says so and waits to be killed.
func app(folder string) error {
	g, err := Start(Leavings{Folder: folder})
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

// A library may write its settings when the program has all but ended: the folder goes all the same.
func TestEndedProgramLeavesNoFolder(t *testing.T) {
	folder, err := privileges.NewFolder("guard-test")
	if err != nil {
		t.Fatal(err)
	}
	program := exec.Command(os.Args[0])
	program.Env = append(os.Environ(), endingVariable+"="+folder)
	if out, err := program.CombinedOutput(); err != nil {
		t.Fatalf("the program failed: %v\n%s", err, out)
	}
	desktoptest.Eventually(t, "the folder's end", func() bool {
		_, err := os.Lstat(folder)
		return os.IsNotExist(err)
	})
}

func TestListen(t *testing.T) {
	records := []byte{
		sayDown, byte(input.HeldKey), 4, 0, sayDown, byte(input.HeldKey), 4, 0, sayDown, byte(input.HeldButton), 1, 0,
		sayUp, byte(input.HeldKey), 4, 0, 99, 1, 2, 3, sayDown, byte(input.HeldKey), 5,
	}
	held := listen(bytes.NewReader(records))
	if len(held) != 1 || held[0] != (input.Held{Kind: input.HeldButton, Code: 1}) {
		t.Fatalf("held %v", held)
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
