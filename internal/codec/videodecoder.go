package codec

import (
	"errors"
	"image"
)

// decodeVideo applies an update of the video lane.
func (d *contextDecoder) decodeVideo(update []byte, following bool) error {
	c := &d.canvas
	a := &c.area
	head, mask, frame, err := parseFrameHead(update)
	d.region = d.region[:0]
	switch {
	case !following && err == nil && a.live && head.epoch == a.epoch: // the keyframe that must come ends this video
		return errors.New("a frame of a video of which something was refused")
	case !following: // until the keyframe comes nothing is known of videos
		return ErrEarly
	case err != nil:
		return err
	case head.epoch > a.epoch:
		return ErrEarly
	case head.epoch < a.epoch || !a.live: // of a video that a keyframe ended
		return nil
	case head.after > c.now:
		return ErrEarly
	case head.frame != a.lane.frames+1:
		return errors.New("a frame out of order")
	}
	return d.decodeFrame(head, mask, frame)
}

// decodeFrame decodes a frame and paints what is still video of it.
func (d *contextDecoder) decodeFrame(head frameHead, mask, frame []byte) error {
	c := &d.canvas
	lane := c.area.lane
	lane.coder.StartDecoding(mask)
	lane.codeMask(nil)
	if lane.coder.Rest() > 0 || lane.coder.Exhausted() {
		return errors.New("a mask that does not end where its bytes do")
	}
	if err := lane.decoder.Decode(frame, lane.mask); err != nil {
		c.work = frameWork
		return err
	}
	lane.frames++
	painted := c.ownedBlocks(head.after)
	for i := range painted {
		painted[i] = painted[i] && lane.mask[i]
	}
	lane.paint(c.fb, painted)
	d.noteFrame(painted)
	return nil
}

// noteFrame adds to the region what a frame painted: runs of blocks, row by row.
func (d *contextDecoder) noteFrame(painted []bool) {
	c := &d.canvas
	rect, columns := c.area.rect, c.area.lane.columns
	for from := 0; from < len(painted); from++ {
		if !painted[from] {
			continue
		}
		x, y := from%columns, from/columns
		to := x
		for to < columns && painted[y*columns+to] {
			to++
		}
		run := image.Rect(rect.Min.X+x, rect.Min.Y+y, rect.Min.X+to, rect.Min.Y+y+1)
		box := image.Rectangle{Min: run.Min.Mul(blockSide), Max: run.Max.Mul(blockSide)}.Intersect(c.fb.Bounds())
		if n := len(d.region); n > 0 && d.region[n-1].Min.X == box.Min.X && d.region[n-1].Max.X == box.Max.X && d.region[n-1].Max.Y == box.Min.Y {
			d.region[n-1].Max.Y = box.Max.Y
		} else {
			d.region = append(d.region, box)
		}
		from = y*columns + to - 1
	}
}
