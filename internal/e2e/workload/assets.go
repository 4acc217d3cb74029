package workload

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// photographs are what the Debian package mate-backgrounds has; the first is the wallpaper.
var photographs = [...]string{"Storm", "Dune", "Wood", "TwoWings", "LadyBird", "Blinds", "RainDrops", "YellowFlower"}

// photographDir is where that package puts them.
const photographDir = "/usr/share/backgrounds/mate/nature"

// Assets makes what programs open, when it is first asked for, in a folder of its own.
type Assets struct {
	dir  string
	made map[string]bool
}

// NewAssets returns assets that are kept in dir, which everybody may read.
func NewAssets(dir string) *Assets { return &Assets{dir: dir, made: map[string]bool{}} }

// make has a program make a file, once, and returns its path.
func (a *Assets) make(ctx context.Context, name, program string, args ...string) (string, error) {
	path := filepath.Join(a.dir, name)
	if a.made[name] {
		return path, nil
	}
	if out, err := exec.CommandContext(ctx, program, append(args, path)...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("make %s: %w\n%s", name, err, out)
	}
	a.made[name] = true
	return path, nil
}

// photos returns photographs as large as the display.
func (a *Assets) photos(ctx context.Context) ([]string, error) {
	folder := filepath.Join(a.dir, "photos")
	if err := os.Mkdir(folder, 0o755); err != nil && !errors.Is(err, os.ErrExist) {
		return nil, fmt.Errorf("make a folder for photographs: %w", err)
	}
	var paths []string
	for i, name := range photographs {
		path, err := a.make(ctx, fmt.Sprintf("photos/%02d.jpg", i), "ffmpeg", "-v", "error", "-y", "-i", filepath.Join(photographDir, name+".jpg"),
			"-vf", "scale=1920:1080:force_original_aspect_ratio=increase,crop=1920:1080", "-q:v", "2")
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// wallpaper returns a photograph, or a plain picture.
func (a *Assets) wallpaper(ctx context.Context, plain bool) (string, error) {
	if plain {
		return a.make(ctx, "plain.png", "convert", "-size", "1920x1080", "gradient:#3a6073-#16222a")
	}
	photos, err := a.photos(ctx)
	if err != nil {
		return "", err
	}
	return photos[0], nil
}

// film returns twelve seconds of moving photographs: a hand-held camera that zooms, soft and hard cuts, grain. Height is 360 or 720.
func (a *Assets) film(ctx context.Context, height int) (string, error) {
	photos, err := a.photos(ctx)
	if err != nil {
		return "", err
	}
	const shots = 4
	args, chain := []string{"-v", "error", "-y"}, ""
	for i := range shots {
		args = append(args, "-loop", "1", "-framerate", "25", "-t", "4", "-i", photos[i+1])
		chain += fmt.Sprintf("[%d:v]scale=2560:1440,zoompan=z='1.1+0.006*on':x='(iw-iw/zoom)/2+18*sin(on/7)':y='(ih-ih/zoom)/2+12*cos(on/5)':d=1:s=1280x720:fps=25,setsar=1,format=yuv420p[shot%d];", i, i)
	}
	chain += "[shot0][shot1]xfade=transition=fade:duration=0.6:offset=2.6[a];[a][shot2]xfade=transition=slideleft:duration=0.6:offset=5.4[b];" +
		"[b][shot3]xfade=transition=fade:duration=0.6:offset=8.2[c];[c]noise=alls=5:allf=t[film]"
	args = append(args, "-filter_complex", chain, "-map", "[film]", "-t", "12", "-c:v", "libx264", "-crf", "20", "-preset", "fast", "-pix_fmt", "yuv420p")
	large, err := a.make(ctx, "film720.mp4", "ffmpeg", args...)
	if err != nil || height != smallFilm.Y {
		return large, err
	}
	return a.make(ctx, "film360.mp4", "ffmpeg", "-v", "error", "-y", "-i", large, "-vf", fmt.Sprintf("scale=%d:%d", smallFilm.X, smallFilm.Y), "-c:v", "libx264", "-crf", "20", "-preset", "fast")
}

// licences are the texts that every Debian has.
const licences = "/usr/share/common-licenses"

// paper returns a text by its name.
func (a *Assets) paper(name string) (string, error) {
	switch name {
	case noteName:
		data, err := os.ReadFile(filepath.Join(licences, "GPL-3"))
		const enough = 6000 // bytes: some screens
		return string(data[:min(enough, len(data))]), err
	case sheetName:
		return sheet(), nil
	case pageName:
		return page()
	case cardsName:
		return cards(), nil
	}
	return "", fmt.Errorf("no paper is called %s", name)
}

// program is a text that looks like the source of a program, for terminals: lines of up to 165 characters in colours.
func program() ([]string, error) {
	const colour, comment, plain = "\x1b[35m", "\x1b[32m", "\x1b[0m"
	var lines []string
	for _, name := range []string{"GPL-3", "GPL-2"} {
		data, err := os.ReadFile(filepath.Join(licences, name))
		if err != nil {
			return nil, fmt.Errorf("read a text: %w", err)
		}
		for i, line := range strings.Split(string(data), "\n") {
			words := strings.Fields(line)
			if len(words) > 2 {
				words[1] = colour + words[1] + plain
			}
			text := strings.Repeat("    ", i%4) + strings.Join(words, " ")
			if i%5 == 0 {
				text += comment + " // see section " + fmt.Sprint(i%17) + plain
			}
			lines = append(lines, text)
		}
	}
	return lines, nil
}
