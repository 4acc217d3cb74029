// Package rangecoder is an adaptive binary range coder, the last stage of the screen codec: it turns decisions into bytes, each
// for about as many bits as it surprises.
//
// One method codes a decision in both directions, so that a format is written once and its reader cannot differ from its writer.
// Package codec uses it; it knows nothing of pixels.
//
// # Format
//
// The bytes are one number, most significant byte first, that lies in an interval which every decision narrows. The interval begins
// as [0, 2³²). A decision that is true with the chance p/65536 takes the lower part of it, size·p/65536 rounded down, and one that
// is false the rest. When the size falls below 2²⁴, the number gets another byte. The writer ends with the number in the interval that
// has the fewest bytes, zeros at the end left out; the reader takes zeros for what is missing, but no more than [Slack].
package rangecoder
