//go:build !purego

#include "textflag.h"

// The colours of chroma and what rounds them, in words.
DATA redOfRed<>+0(SB)/4, $0x00b300b3
GLOBL redOfRed<>(SB), RODATA|NOPTR, $4
DATA blueOfBlue<>+0(SB)/4, $0x00e300e3
GLOBL blueOfBlue<>(SB), RODATA|NOPTR, $4
DATA greenOfRed<>+0(SB)/4, $0x005b005b
GLOBL greenOfRed<>(SB), RODATA|NOPTR, $4
DATA greenOfBlue<>+0(SB)/4, $0x002c002c
GLOBL greenOfBlue<>(SB), RODATA|NOPTR, $4
DATA colourHalf<>+0(SB)/4, $0x00400040
GLOBL colourHalf<>(SB), RODATA|NOPTR, $4
DATA greenGrey<>+0(SB)/8, $0x0087008700870087
DATA greenGrey<>+8(SB)/8, $0x0087008700870087
DATA greenGrey<>+16(SB)/8, $0x0087008700870087
DATA greenGrey<>+24(SB)/8, $0x0087008700870087
GLOBL greenGrey<>(SB), RODATA|NOPTR, $32
DATA blendHalf<>+0(SB)/8, $0x0002000200020002
DATA blendHalf<>+8(SB)/8, $0x0002000200020002
DATA blendHalf<>+16(SB)/8, $0x0002000200020002
DATA blendHalf<>+24(SB)/8, $0x0002000200020002
GLOBL blendHalf<>(SB), RODATA|NOPTR, $32

// LOAD takes nine samples of chroma in words: the first eight in the lower half of the register, the last eight in the upper one.
#define LOAD(FROM, X, Y) \
	VMOVQ     (FROM), X      \
	VPINSRQ   $1, 1(FROM), X, X \
	VPMOVZXBW X, Y

// SPREAD makes chroma of 16 pixels, in words, in Y and its half X, from a nearer row and another.
#define SPREAD(NEAR, FAR, Y, X, TY, TX, UX) \
	VPADDW       NEAR, NEAR, Y        \
	VPADDW       NEAR, Y, Y           \
	VPADDW       FAR, Y, Y            \
	VPADDW       blendHalf<>(SB), Y, Y \
	VPSRLW       $2, Y, Y             \
	VEXTRACTI128 $1, Y, TX            \
	VPAVGW       X, TX, TX            \
	VPUNPCKHWD   TX, X, UX            \
	VPUNPCKLWD   TX, X, X             \
	VINSERTI128  $1, UX, Y, Y

// ROW paints a row at TO from LUMA: Y0 and Y2 are the other rows of blue and red chroma, Y1 and Y3 the nearer ones. Chroma spread over the
// pixels is in Y4 and Y5, luma in Y6, and green in Y7; then blue and red together are in Y4, pixels in Y5 and Y6.
#define ROW(LUMA, TO) \
	SPREAD(Y1, Y0, Y4, X4, Y6, X6, X7)  \
	SPREAD(Y3, Y2, Y5, X5, Y6, X6, X7)  \
	VPMOVZXBW  LUMA, Y6          \
	VPMULLW    Y12, Y5, Y7       \
	VPMULLW    Y13, Y4, Y8       \
	VPADDW     Y8, Y7, Y7        \
	VPADDW     Y14, Y7, Y7       \
	VPSRLW     $7, Y7, Y7        \
	VPSUBW     Y7, Y6, Y7        \
	VPADDW     greenGrey<>(SB), Y7, Y7 \
	VPMULLW    Y10, Y5, Y5       \
	VPADDW     Y14, Y5, Y5       \
	VPSRLW     $7, Y5, Y5        \
	VPADDW     Y6, Y5, Y5        \
	VPSUBW     Y10, Y5, Y5       \
	VPMULLW    Y11, Y4, Y4       \
	VPADDW     Y14, Y4, Y4       \
	VPSRLW     $7, Y4, Y4        \
	VPADDW     Y6, Y4, Y4        \
	VPSUBW     Y11, Y4, Y4       \
	VPACKUSWB  Y5, Y4, Y4        \
	VPACKUSWB  Y15, Y7, Y7       \
	VPUNPCKLBW Y7, Y4, Y5        \
	VPUNPCKHBW Y7, Y4, Y4        \
	VPUNPCKLWD Y4, Y5, Y6        \
	VPUNPCKHWD Y4, Y5, Y5        \
	VPERM2I128 $0x20, Y5, Y6, Y4 \
	VPERM2I128 $0x31, Y5, Y6, Y5 \
	VMOVDQU    Y4, (TO)          \
	VMOVDQU    Y5, 32(TO)

// func paintPairs(to *byte, stride int, luma *byte, lumaStride int, blue, red *byte, chromaStride, pairs int)
//
// DI the pixels and DX their stride, SI luma and AX its stride, R8 and R9 the last rows of blue and red chroma that were taken and R10 their
// stride, CX how many pairs are left. Y10 to Y13 are the colours of chroma, Y14 rounds them, Y15 is zero. Red and blue of grey are as much
// as their colours.
TEXT ·paintPairs(SB), NOSPLIT, $0-64
	MOVQ         to+0(FP), DI
	MOVQ         stride+8(FP), DX
	MOVQ         luma+16(FP), SI
	MOVQ         lumaStride+24(FP), AX
	MOVQ         blue+32(FP), R8
	MOVQ         red+40(FP), R9
	MOVQ         chromaStride+48(FP), R10
	MOVQ         pairs+56(FP), CX
	VPBROADCASTD redOfRed<>(SB), Y10
	VPBROADCASTD blueOfBlue<>(SB), Y11
	VPBROADCASTD greenOfRed<>(SB), Y12
	VPBROADCASTD greenOfBlue<>(SB), Y13
	VPBROADCASTD colourHalf<>(SB), Y14
	VPXOR        Y15, Y15, Y15
	LOAD(R8, X0, Y0)
	LOAD(R9, X2, Y2)
	ADDQ         R10, R8
	ADDQ         R10, R9
	LOAD(R8, X1, Y1)
	LOAD(R9, X3, Y3)
pairs:
	ROW((SI), DI)
	ADDQ    DX, DI
	ADDQ    R10, R8
	ADDQ    R10, R9
	LOAD(R8, X0, Y0)
	LOAD(R9, X2, Y2)
	ROW((SI)(AX*1), DI)
	ADDQ    DX, DI
	LEAQ    (SI)(AX*2), SI
	// What was nearer is above the next pair, what was below is nearer.
	VMOVDQA Y0, Y4
	VMOVDQA Y1, Y0
	VMOVDQA Y4, Y1
	VMOVDQA Y2, Y4
	VMOVDQA Y3, Y2
	VMOVDQA Y4, Y3
	DECQ    CX
	JNZ     pairs
	VZEROUPPER
	RET
