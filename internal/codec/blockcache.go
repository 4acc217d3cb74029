package codec

import (
	"image"

	"beside.example/internal/codec/rangecoder"
	"beside.example/internal/framebuffer"
)

const (
	// cacheBlocks is how many blocks the cache holds: three screens of 1080p.
	cacheBlocks = 24576
	// cachePage is in how many blocks its memory is made, so that a quiet session needs little.
	cachePage = 512
)

// blockCache keeps blocks that were overwritten after they had stood for a while. Both ends fill it alike, in a ring.
type blockCache struct {
	pages [cacheBlocks / cachePage][]blockColours
	// owners are the places of the picture that the blocks come from.
	owners [cacheBlocks]int32
	// next is the place of the next block, filled how many there are.
	next, filled int
	// last follows the block fetched last: neighbours mostly left together and return together.
	last int
	// index finds blocks by their hash; only the encoder has one.
	index *cacheIndex

	wanted rangecoder.Prob
	id     rangecoder.Number
}

func (b *blockCache) restart() {
	b.next, b.filled, b.last = 0, 0, 0
	b.wanted, b.id = 0, rangecoder.Number{}
	if b.index != nil {
		b.index.forget()
	}
}

// has reports whether there is a block of this number.
func (b *blockCache) has(id int) bool { return id >= 0 && id < b.filled }

func (b *blockCache) at(id int) *blockColours { return &b.pages[id/cachePage][id%cachePage] }

// owner returns the place of the picture that a block comes from.
func (b *blockCache) owner(id int) int { return int(b.owners[id]) }

// offer keeps a block of the picture, if the encoder wants it, and returns its number. Stood is the block that was kept of the same
// place before.
func (b *blockCache) offer(c *canvas, box image.Rectangle, place, stood int) (id int, kept bool) {
	wanted := false
	hash := uint64(0)
	if !c.coder.Decoding() {
		hash, wanted = b.index.wants(box, stood)
	}
	if !c.coder.Bit(&b.wanted, wanted) {
		return 0, false
	}
	page := &b.pages[b.next/cachePage]
	if *page == nil {
		*page = make([]blockColours, cachePage)
	}
	b.at(b.next).load(c.fb, box)
	if !c.coder.Decoding() {
		b.index.put(hash, b.next, b.index.lossy[place])
	}
	id = b.next
	b.owners[id] = int32(place)
	b.next = (id + 1) % cacheBlocks
	b.filled = min(b.filled+1, cacheBlocks)
	return id, true
}

// codeID codes the number of a block.
func (b *blockCache) codeID(c *rangecoder.Coder, id int) int {
	got := b.last + c.Signed(&b.id, id-b.last)
	b.last = got + 1
	return got
}

// fetch writes a block into a patch.
func (b *blockCache) fetch(id int, p *patch) {
	from := b.at(id)
	for y := range blockSide {
		copy(p[patchOrigin+y*patchStride:][:blockSide], from[y*blockSide:][:blockSide])
	}
}

// hash returns a number that differs for nearly all different blocks. It goes four ways, none of which waits for another.
func (b *blockColours) hash() uint64 {
	const k1, k2, k3, k4 = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xBF58476D1CE4E5B9
	var h1, h2, h3, h4 uint64
	for i := 0; i < blockPixels; i += 8 {
		h1 = (h1 ^ (uint64(b[i]) | uint64(b[i+1])<<32)) * k1
		h2 = (h2 ^ (uint64(b[i+2]) | uint64(b[i+3])<<32)) * k2
		h3 = (h3 ^ (uint64(b[i+4]) | uint64(b[i+5])<<32)) * k3
		h4 = (h4 ^ (uint64(b[i+6]) | uint64(b[i+7])<<32)) * k4
		h1 ^= h1 >> 32
		h2 ^= h2 >> 29
		h3 ^= h3 >> 31
		h4 ^= h4 >> 30
	}
	return (h1 ^ h2*k1) ^ (h3^h4*k3)*k4
}

const (
	// indexBits is the size of the index's table, four places for each block.
	cacheIndexBits = 17
	// indexProbes is at how many places a block may stand; when all are taken, an older one is forgotten.
	cacheIndexProbes = 4
)

// cacheIndex finds the blocks of a cache by their hash.
type cacheIndex struct {
	hashes [cacheBlocks]uint64
	// places holds numbers of blocks, plus one.
	places  [1 << cacheIndexBits]int32
	scratch blockColours
	// source is the picture given before, of which the hashes are made.
	source *framebuffer.Framebuffer
	// lossy marks blocks of the picture, nearly those blocks of the cache, that are not as in source.
	lossy  []bool
	nearly [cacheBlocks]bool
	// lossyLeft counts the blocks that lossy marks.
	lossyLeft int
}

// setLossy marks a block of the picture.
func (x *cacheIndex) setLossy(at int, lossy bool) {
	if x.lossy[at] != lossy {
		x.lossy[at] = lossy
		x.lossyLeft += 2*one(lossy) - 1
	}
}

// wants returns the hash of a block that is about to be overwritten, and whether it is worth keeping: it is not if that has been done, and
// not if it has one colour.
func (x *cacheIndex) wants(box image.Rectangle, stood int) (hash uint64, wanted bool) {
	if plain(x.source, box) {
		return 0, false
	}
	x.scratch.load(x.source, box)
	hash = x.scratch.hash()
	had, ok := x.find(hash)
	return hash, !ok || had != stood
}

// forget forgets the cache.
func (x *cacheIndex) forget() {
	clear(x.hashes[:])
	clear(x.places[:])
}

// restart begins with a picture of so many blocks, none of which is lossy.
func (x *cacheIndex) restart(blocks int) {
	x.lossy = resized(x.lossy, blocks)
	clear(x.lossy)
	x.lossyLeft = 0
}

// find returns the block of a hash.
func (x *cacheIndex) find(hash uint64) (id int, ok bool) {
	for i := range uint64(cacheIndexProbes) {
		if id := x.places[(hash+i)%(1<<cacheIndexBits)]; id > 0 && x.hashes[id-1] == hash {
			return int(id - 1), true
		}
	}
	return 0, false
}

// put notes that a block replaces what was at its place.
func (x *cacheIndex) put(hash uint64, id int, nearly bool) {
	x.hashes[id], x.nearly[id] = hash, nearly
	to := hash % (1 << cacheIndexBits)
	for i := range uint64(cacheIndexProbes) {
		place := (hash + i) % (1 << cacheIndexBits)
		// Free, or of a block that is no more.
		if old := x.places[place]; old == 0 || (place-x.hashes[old-1])%(1<<cacheIndexBits) >= cacheIndexProbes {
			to = place
			break
		}
	}
	x.places[to] = int32(id + 1)
}
