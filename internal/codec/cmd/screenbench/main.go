// Command screenbench measures the codec on recorded screens and prints one JSON line for each file.
//
//	screenbench FILE.scr[.zst]…
//
// The fields: grabs; first_bytes, the length of the first update; bytes, that of all others together; enc_ms_median and
// enc_ms_p95, the time to encode a grab that changed something, dec_ms_median to decode one; exact, whether every decoded picture
// equals the grabbed one; peak_mb, the largest heap, sampled at each grab. The heap holds three pictures (grabbed, coded, decoded)
// and, of a compressed recording, the memory to read it, which may be more than all else: unpack it to see the codec's own.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
)

func main() {
	flag.Usage = func() {
		_, _ = fmt.Fprintln(flag.CommandLine.Output(), "usage: screenbench FILE.scr[.zst]…") // nobody to tell
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	out := json.NewEncoder(os.Stdout)
	for _, path := range flag.Args() {
		result, err := measure(path)
		if err == nil {
			err = out.Encode(result)
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "screenbench: %s: %v\n", path, err)
			os.Exit(1)
		}
	}
}
