// Package rfb is a viewer of VNC servers without a window: it asks for what a desktop viewer asks for, counts what comes, and
// knows the pixels.
//
// The benchmark against other products uses it, and nothing else does. It speaks RFB 3.8 without security, for servers on
// loopback, with the encodings Tight, CopyRect and Raw, continuous updates and fences (RFC 6143 and the community's rfbproto). Its
// zlib streams are read to the end, since each builds on what came before, but a JPEG rectangle is decoded only where somebody looks:
// in favour of the server, with which it shares the processor.
package rfb
