//go:build !purego

#include "textflag.h"

// VPSHUFB's orders, in each half of a register: which byte of four pixels goes where, 0x80 for none.

// Blue, green, red and green again in words, of the first two pixels and of the last two.
DATA firstTwo<>+0(SB)/8, $0x8001800280018000
DATA firstTwo<>+8(SB)/8, $0x8005800680058004
GLOBL firstTwo<>(SB), RODATA|NOPTR, $16
DATA lastTwo<>+0(SB)/8, $0x8009800a80098008
DATA lastTwo<>+8(SB)/8, $0x800d800e800d800c
GLOBL lastTwo<>(SB), RODATA|NOPTR, $16
// Blue, green, red and nothing in words, of the first pixel and the third.
DATA leftTwo<>+0(SB)/8, $0x8080800280018000
DATA leftTwo<>+8(SB)/8, $0x8080800a80098008
GLOBL leftTwo<>(SB), RODATA|NOPTR, $16

// Weights in that order, lowest word first. Green's in luma is too large for a word and stands there in two halves; those of chroma are
// negative, so that the largest fits.
DATA lumaWeights<>+0(SB)/8, $0x4b234c8b4b231d2f // 7471, 19235, 19595, 19235
GLOBL lumaWeights<>(SB), RODATA|NOPTR, $8
DATA blueWeights<>+0(SB)/8, $0x00002b3054d08000 // −32768, 21712, 11056, 0
GLOBL blueWeights<>(SB), RODATA|NOPTR, $8
DATA redWeights<>+0(SB)/8, $0x000080006b3014d0 // 5328, 27440, −32768, 0
GLOBL redWeights<>(SB), RODATA|NOPTR, $8
DATA lumaHalf<>+0(SB)/4, $0x8000
GLOBL lumaHalf<>(SB), RODATA|NOPTR, $4
DATA chromaGrey<>+0(SB)/4, $0x1010000 // greyTwo
GLOBL chromaGrey<>(SB), RODATA|NOPTR, $4
// LUMA makes luma of eight pixels in P, in 32 bits each, in A.
#define LUMA(P, A, B) \
	VPSHUFB  Y8, P, A    \
	VPSHUFB  Y9, P, B    \
	VPMADDWD Y11, A, A   \
	VPMADDWD Y11, B, B   \
	VPHADDD  B, A, A     \
	VPADDD   Y14, A, A   \
	VPSRLD   $16, A, A

// CHROMA makes chroma of the sums S and T, in 32 bits each, in A.
#define CHROMA(S, T, W, A, B) \
	VPMADDWD W, S, A     \
	VPMADDWD W, T, B     \
	VPHADDD  B, A, A     \
	VPSUBD   A, Y15, A   \
	VPSRLD   $17, A, A

// func convertPixels(luma *byte, lumaStride int, blue, red *byte, chromaStride int, from *byte, stride int)
//
// SI the pixels and DX their stride, DI luma and AX its stride, R8 and R9 blue and red chroma and R10 their stride, CX how many times two rows
// are left. Y0 and Y1 are the pixels of the upper row, Y2 and Y3 those of the lower; Y8 to Y10 are orders, Y11 to Y13 weights of luma, blue
// and red, Y14 and Y15 what rounds luma and chroma.
TEXT ·convertPixels(SB), NOSPLIT, $0-56
	MOVQ           luma+0(FP), DI
	MOVQ           lumaStride+8(FP), AX
	MOVQ           blue+16(FP), R8
	MOVQ           red+24(FP), R9
	MOVQ           chromaStride+32(FP), R10
	MOVQ           from+40(FP), SI
	MOVQ           stride+48(FP), DX
	MOVQ           $8, CX
	VBROADCASTI128 firstTwo<>(SB), Y8
	VBROADCASTI128 lastTwo<>(SB), Y9
	VBROADCASTI128 leftTwo<>(SB), Y10
	VPBROADCASTQ   lumaWeights<>(SB), Y11
	VPBROADCASTQ   blueWeights<>(SB), Y12
	VPBROADCASTQ   redWeights<>(SB), Y13
	VPBROADCASTD   lumaHalf<>(SB), Y14
	VPBROADCASTD   chromaGrey<>(SB), Y15
rows:
	VMOVDQU (SI), Y0
	VMOVDQU 32(SI), Y1
	VMOVDQU (SI)(DX*1), Y2
	VMOVDQU 32(SI)(DX*1), Y3

	// Luma: words of the upper row in Y4, of the lower in Y6, bytes of both in Y4.
	LUMA(Y0, Y4, Y7)
	LUMA(Y1, Y5, Y7)
	VPACKUSDW    Y5, Y4, Y4
	LUMA(Y2, Y6, Y7)
	LUMA(Y3, Y5, Y7)
	VPACKUSDW    Y5, Y6, Y6
	VPACKUSWB    Y6, Y4, Y4
	VMOVDQU      ·groupsInOrder(SB), Y5
	VPERMD       Y4, Y5, Y4
	VMOVDQU      X4, (DI)
	VEXTRACTI128 $1, Y4, (DI)(AX*1)

	// Chroma: the sums of upper and lower left pixels in Y0 and Y1.
	VPSHUFB      Y10, Y0, Y0
	VPSHUFB      Y10, Y1, Y1
	VPSHUFB      Y10, Y2, Y2
	VPSHUFB      Y10, Y3, Y3
	VPADDW       Y2, Y0, Y0
	VPADDW       Y3, Y1, Y1
	CHROMA(Y0, Y1, Y12, Y4, Y7)
	CHROMA(Y0, Y1, Y13, Y5, Y7)
	VPACKUSDW    Y5, Y4, Y4
	VPACKUSWB    Y4, Y4, Y4
	VEXTRACTI128 $1, Y4, X5
	VPUNPCKLWD   X5, X4, X4
	VMOVQ        X4, (R8)
	VPEXTRQ      $1, X4, (R9)

	LEAQ (SI)(DX*2), SI
	LEAQ (DI)(AX*2), DI
	ADDQ R10, R8
	ADDQ R10, R9
	DECQ CX
	JNZ  rows
	VZEROUPPER
	RET

DATA twoWords<>+0(SB)/8, $0x0002000200020002
GLOBL twoWords<>(SB), RODATA|NOPTR, $8

// HALVE adds up two rows of eight pixels at OFFSET, pairs of pixels in each half of a register, and makes four of them in A, in words.
#define HALVE(OFFSET, A, B, C, D) \
	VMOVDQU    OFFSET(SI), A        \
	VMOVDQU    OFFSET(SI)(DX*1), B  \
	VPUNPCKHBW Y15, A, C            \
	VPUNPCKLBW Y15, A, A            \
	VPUNPCKHBW Y15, B, D            \
	VPUNPCKLBW Y15, B, B            \
	VPADDW     B, A, A              \
	VPADDW     D, C, C              \
	VPUNPCKHQDQ C, A, B             \
	VPUNPCKLQDQ C, A, A             \
	VPADDW     B, A, A              \
	VPADDW     Y14, A, A            \
	VPSRLW     $2, A, A

// func halvePixels(to, from *byte, stride int)
//
// DI what is written, SI two rows of pixels, DX their stride, CX how many rows are left to write; Y14 what rounds, Y15 zero.
TEXT ·halvePixels(SB), NOSPLIT, $0-24
	MOVQ         to+0(FP), DI
	MOVQ         from+8(FP), SI
	MOVQ         stride+16(FP), DX
	MOVQ         $16, CX
	VPBROADCASTQ twoWords<>(SB), Y14
	VPXOR        Y15, Y15, Y15
rows:
	HALVE(0, Y0, Y1, Y2, Y3)
	HALVE(32, Y4, Y1, Y2, Y3)
	VPACKUSWB Y4, Y0, Y0
	VPERMQ    $0xd8, Y0, Y0 // the packed halves in order
	VMOVDQU   Y0, (DI)
	HALVE(64, Y0, Y1, Y2, Y3)
	HALVE(96, Y4, Y1, Y2, Y3)
	VPACKUSWB Y4, Y0, Y0
	VPERMQ    $0xd8, Y0, Y0
	VMOVDQU   Y0, 32(DI)
	LEAQ      (SI)(DX*2), SI
	ADDQ      $64, DI
	DECQ      CX
	JNZ       rows
	VZEROUPPER
	RET
