package viewtest

import (
	"bytes"
	"encoding/binary"

	"github.com/klauspost/compress/zstd"

	"beside.example/internal/codec"
	"beside.example/internal/framebuffer"
	"beside.example/protocol"
)

// tileBomb is an update that inflates to a thousand times its bytes.
func tileBomb() (Script, error) {
	const inflated = 256 << 20
	return tiles(codec.MaxBody, make([]byte, inflated))
}

// The layout of a tile, see package codec: a whole one has no box.
const (
	tileSide  = framebuffer.TileSide
	wholeTile = 0x80
	// tiledSide is the side of a large display of whole tiles.
	tiledSide = largeSide / tileSide * tileSide
)

// paletteTiles are tiles of two colours, over the whole of the largest display.
func paletteTiles() (Script, error) {
	const along, palette = tiledSide / tileSide, 2
	tile := append([]byte{palette | wholeTile, 0, 1, 9, 9, 9, 0, 0, 0}, make([]byte, tileSide*tileSide/8)...)
	body := []byte{0, 0} // no copies
	for range along * along {
		body = append(body, tile...)
	}
	return tiles(len(body), body)
}

// noiseTiles are as many tiles of noise as an update may hold, and a wrong one.
func noiseTiles() (Script, error) {
	const raw, colours = 3, 3
	noise := random(tileSide * tileSide * colours)
	body := []byte{0, 0}
	for len(body)+len(noise)+2 < codec.MaxBody {
		body = append(append(body, raw|wholeTile, 0), noise...)
	}
	body = append(body, 0)
	return tiles(len(body), body)
}

// tiles is an update of tiles with a body, of which it claims the length.
func tiles(claimed int, body []byte) (Script, error) {
	var deflated bytes.Buffer
	w, err := zstd.NewWriter(&deflated, zstd.WithWindowSize(codec.Window), zstd.WithEncoderCRC(false))
	if err != nil {
		return Script{}, err
	}
	if _, err := w.Write(body); err != nil {
		return Script{}, err
	}
	if err := w.Flush(); err != nil {
		return Script{}, err
	}
	coded := binary.BigEndian.AppendUint32(claim(tiledSide, tiledSide), uint32(claimed))
	coded = append(coded, deflated.Bytes()...)
	return wrong(keyframe(tiledSide, tiledSide, protocol.EncodingTiles, coded)), w.Close()
}
