package capture

import (
	"image"
	"math/rand/v2"
	"testing"

	"beside.example/internal/framebuffer"
)

func TestBoxes(t *testing.T) {
	letter, caret := image.Rect(10, 10, 18, 26), image.Rect(1800, 1000, 1802, 1016)
	line := framebuffer.Region{image.Rect(0, 40, 8, 56), image.Rect(8, 40, 16, 56), image.Rect(20, 40, 28, 56)}
	for name, test := range map[string]struct {
		region framebuffer.Region
		want   int
	}{
		"nothing":           {nil, 0},
		"one":               {framebuffer.Region{letter}, 1},
		"far apart":         {framebuffer.Region{letter, caret}, 2},
		"a line of letters": {line, 1},
		"empty ones":        {framebuffer.Region{{}, letter, {}}, 1},
	} {
		if got := boxes(test.region); len(got) != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestBoxesCover checks that boxes leave nothing out, are few, and are no more than the box around all.
func TestBoxesCover(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	for range 2000 {
		var region framebuffer.Region
		for range random.IntN(30) {
			at := image.Pt(random.IntN(1800), random.IntN(1000))
			region = append(region, image.Rectangle{Min: at, Max: at.Add(image.Pt(1+random.IntN(120), 1+random.IntN(80)))})
		}
		got := boxes(region)
		if len(got) > maxBoxes {
			t.Fatalf("%d boxes", len(got))
		}
		for _, r := range region {
			covered := false
			for _, b := range got {
				covered = covered || r.In(b)
			}
			if !covered {
				t.Fatalf("%v of %v is not in %v", r, region, got)
			}
		}
		if !got.Bounds().In(region.Bounds()) {
			t.Fatalf("%v is beyond %v", got, region.Bounds())
		}
	}
}
