// Command screenbench measures the codec on recorded screens and prints one JSON line for each file.
//
//	screenbench [-quality exact|auto|save] [-encoding context|tiles] [-runs 3] FILE.scr[.zst]|FOLDER…
//
// With -quality save only eight grabs a second are coded, as where bytes are dear.
//
// Of a folder it takes all recordings, by name. The fields: grabs, how many pictures there are, and of them
// first_bytes, the length of the first in coded form; bytes, that of all others together, of which video_bytes are in video_frames frames of
// the video lane; enc_ms_median and enc_ms_p95, the time to encode a
// grab that changed something, dec_ms_median to decode one, each grab's the shortest of the runs, since other programs run as well;
// enc_cpu_ms_median and dec_cpu_ms_median, the processor time that all threads spend on that, on Linux, which tells more on a busy machine; psnr,
// the mean over the grabs of how near the decoded picture is to the grabbed one, in dB, 99 for the same; exact, whether all are the same, or
// with the other qualities the last after it was refined, which took refine_bytes;
// peak_mb, the memory of all three pictures (grabbed, coded, decoded) and all else that encoder and decoder made, however much of it
// was given back.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"beside.example/internal/codec"
	"beside.example/protocol"
)

// qualities are the values of the flag -quality.
func qualities() map[string]codec.Loss {
	return map[string]codec.Loss{"exact": codec.LossNone, "auto": codec.LossSome, "save": codec.LossMuch}
}

// encodings are the values of the flag -encoding.
func encodings() map[string]protocol.Encoding {
	return map[string]protocol.Encoding{"context": protocol.EncodingContext, "tiles": protocol.EncodingTiles}
}

func main() {
	quality := flag.String("quality", "exact", "exact, auto: photographs with loss at first, or save: with more of it, eight grabs a second")
	encoding := flag.String("encoding", "context", "context or tiles")
	runs := flag.Int("runs", 3, "how often each recording is run; times are the shortest")
	flag.Usage = func() {
		_, _ = fmt.Fprintln(flag.CommandLine.Output(), "usage: screenbench [flags] FILE.scr[.zst]|FOLDER…") // nobody to tell
		flag.PrintDefaults()
	}
	flag.Parse()
	number, known := encodings()[*encoding]
	loss, may := qualities()[*quality]
	if flag.NArg() == 0 || !known || !may || *runs < 1 {
		flag.Usage()
		os.Exit(2)
	}
	files, err := find(flag.Args())
	out := json.NewEncoder(os.Stdout)
	for _, path := range files {
		var r result
		if r, err = measure(path, options{encoding: number, loss: loss, runs: *runs}); err == nil {
			err = out.Encode(r)
		}
		if err != nil {
			err = fmt.Errorf("%s: %w", path, err)
			break
		}
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "screenbench: %v\n", err)
		os.Exit(1)
	}
}

// find returns the files that args name, and of folders the recordings in them.
func find(args []string) ([]string, error) {
	var files []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			files = append(files, arg)
			continue
		}
		entries, err := os.ReadDir(arg)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			if name := entry.Name(); strings.HasSuffix(name, ".scr") || strings.HasSuffix(name, ".scr.zst") {
				files = append(files, filepath.Join(arg, name))
			}
		}
	}
	return slices.Clip(files), nil
}
