// Package codec turns pictures of a display into updates and back.
//
// The sharing side owns an Encoder, the viewing side a Decoder; both packages see only these two interfaces, so that a
// better codec replaces this one without touching them. The codec knows pixels and bytes, and nothing of networks,
// windows or time.
package codec
