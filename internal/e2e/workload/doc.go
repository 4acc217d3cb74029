// Package workload does on a display what people do: it types, scrolls, drags, calculates, looks at photographs and films, the same
// each time, at the pace of a clock.
//
// The benchmarks that compare products and the recorder of screens use it. It knows of no product: it opens ordinary programs on a
// display and moves a hand there.
package workload
