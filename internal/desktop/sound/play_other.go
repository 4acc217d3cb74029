//go:build !linux && !windows

package sound

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
)

// play gives a WAV file to the system's player, which takes it from a file only.
func play(ctx context.Context, file []byte) error {
	temporary, err := os.CreateTemp("", "sound-*.wav")
	if err != nil {
		return fmt.Errorf("play a sound: %w", err)
	}
	_, written := temporary.Write(file)
	err = errors.Join(written, temporary.Close())
	if err == nil {
		err = exec.CommandContext(ctx, "afplay", temporary.Name()).Run()
	}
	return errors.Join(err, os.Remove(temporary.Name()))
}
