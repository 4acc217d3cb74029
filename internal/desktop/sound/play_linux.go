package sound

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
)

// play gives a WAV file to the first player that takes it: PulseAudio's and PipeWire's, which reads bare samples from a pipe,
// then ALSA's.
func play(ctx context.Context, file []byte) error {
	var errs []error
	for _, player := range []struct {
		command []string
		bytes   []byte
	}{
		{[]string{"paplay", "--raw", "--rate=" + strconv.Itoa(rate), "--channels=1", "--format=s16le"}, file[header:]},
		{[]string{"aplay", "-q", "-"}, file},
	} {
		cmd := exec.CommandContext(ctx, player.command[0], player.command[1:]...)
		cmd.Stdin = bytes.NewReader(player.bytes)
		err := cmd.Run()
		if err == nil {
			return nil
		}
		errs = append(errs, fmt.Errorf("play a sound with %s: %w", player.command[0], err))
		if ctx.Err() != nil {
			break
		}
	}
	return errors.Join(errs...)
}
