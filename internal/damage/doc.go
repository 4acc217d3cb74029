// Package damage finds out what changed between two pictures of a display: the exact rectangles inside the tiles that may
// have changed, and the parts that only moved.
//
// The encoder uses it. It looks at pixels only and keeps no picture itself.
package damage
