//go:build !purego

#include "textflag.h"

// A register holds one place of eight rows or columns: a pass turns all of them at once, then they are transposed for the other pass.

// ROTATION puts one of the constants of rotations in all eight places of a register.
#define ROTATION(OFFSET, TWICE) \
	DATA rotations<>+(OFFSET+0)(SB)/8, $TWICE  \
	DATA rotations<>+(OFFSET+8)(SB)/8, $TWICE  \
	DATA rotations<>+(OFFSET+16)(SB)/8, $TWICE \
	DATA rotations<>+(OFFSET+24)(SB)/8, $TWICE

ROTATION(0, 0x0000098e0000098e) // 2446
ROTATION(32, 0x00000c7c00000c7c) // 3196
ROTATION(64, 0x0000115100001151) // 4433
ROTATION(96, 0x0000187e0000187e) // 6270
ROTATION(128, 0x00001ccd00001ccd) // 7373
ROTATION(160, 0x000025a1000025a1) // 9633
ROTATION(192, 0x0000300b0000300b) // 12299
ROTATION(224, 0x00003b2100003b21) // 15137
ROTATION(256, 0x00003ec500003ec5) // 16069
ROTATION(288, 0x000041b3000041b3) // 16819
ROTATION(320, 0x0000520300005203) // 20995
ROTATION(352, 0x0000625400006254) // 25172
GLOBL rotations<>(SB), RODATA|NOPTR, $384

#define R0298 rotations<>+0(SB)
#define R0390 rotations<>+32(SB)
#define R0541 rotations<>+64(SB)
#define R0765 rotations<>+96(SB)
#define R0899 rotations<>+128(SB)
#define R1175 rotations<>+160(SB)
#define R1501 rotations<>+192(SB)
#define R1847 rotations<>+224(SB)
#define R1961 rotations<>+256(SB)
#define R2053 rotations<>+288(SB)
#define R2562 rotations<>+320(SB)
#define R3072 rotations<>+352(SB)

// What rounds before a shift by 2, 11, 15 and 21.
DATA rounding<>+0(SB)/4, $0x2
DATA rounding<>+4(SB)/4, $0x400
DATA rounding<>+8(SB)/4, $0x4000
DATA rounding<>+12(SB)/4, $0x100000
GLOBL rounding<>(SB), RODATA|NOPTR, $16

// TRANSPOSE transposes the rows A to H, which are Y0 to Y7 in some order; they are Y0 to Y7 then. Y8 to Y15 are lost.
#define TRANSPOSE(A, B, C, D, E, F, G, H) \
	VPUNPCKLDQ  B, A, Y8    \
	VPUNPCKHDQ  B, A, Y9    \
	VPUNPCKLDQ  D, C, Y10   \
	VPUNPCKHDQ  D, C, Y11   \
	VPUNPCKLDQ  F, E, Y12   \
	VPUNPCKHDQ  F, E, Y13   \
	VPUNPCKLDQ  H, G, Y14   \
	VPUNPCKHDQ  H, G, Y15   \
	VPUNPCKLQDQ Y10, Y8, Y0 \
	VPUNPCKHQDQ Y10, Y8, Y1 \
	VPUNPCKLQDQ Y11, Y9, Y2 \
	VPUNPCKHQDQ Y11, Y9, Y3 \
	VPUNPCKLQDQ Y14, Y12, Y8  \
	VPUNPCKHQDQ Y14, Y12, Y9  \
	VPUNPCKLQDQ Y15, Y13, Y10 \
	VPUNPCKHQDQ Y15, Y13, Y11 \
	VPERM2I128  $0x31, Y8, Y0, Y4  \
	VPERM2I128  $0x31, Y9, Y1, Y5  \
	VPERM2I128  $0x31, Y10, Y2, Y6 \
	VPERM2I128  $0x31, Y11, Y3, Y7 \
	VPERM2I128  $0x20, Y8, Y0, Y0  \
	VPERM2I128  $0x20, Y9, Y1, Y1  \
	VPERM2I128  $0x20, Y10, Y2, Y2 \
	VPERM2I128  $0x20, Y11, Y3, Y3

// ROUND rounds V and shifts it.
#define ROUND(HALF, SHIFT, V) \
	VPADDD HALF, V, V \
	VPSRAD SHIFT, V, V

// FORWARD8 turns the values Y0 to Y7 into frequencies, as forward8 does: 0 in Y0, 4 in Y1, 2 in Y2, 6 in Y3, and 1, 3, 5 and 7 in Y7 down to Y4.
#define FORWARD8 \
	/* Sums in Y8 to Y11, differences in Y7 down to Y4. */ \
	VPADDD  Y7, Y0, Y8  \
	VPSUBD  Y7, Y0, Y7  \
	VPADDD  Y6, Y1, Y9  \
	VPSUBD  Y6, Y1, Y6  \
	VPADDD  Y5, Y2, Y10 \
	VPSUBD  Y5, Y2, Y5  \
	VPADDD  Y4, Y3, Y11 \
	VPSUBD  Y4, Y3, Y4  \
	/* a, b, c and d in Y12 to Y15, z in Y8. */ \
	VPADDD  Y11, Y8, Y12 \
	VPSUBD  Y11, Y8, Y13 \
	VPADDD  Y10, Y9, Y14 \
	VPSUBD  Y10, Y9, Y15 \
	VPADDD  Y14, Y12, Y0 \
	VPSUBD  Y14, Y12, Y1 \
	VPADDD  Y15, Y13, Y8 \
	VPMULLD R0541, Y8, Y8   \
	VPMULLD R0765, Y13, Y13 \
	VPMULLD R1847, Y15, Y15 \
	VPADDD  Y13, Y8, Y2  \
	VPSUBD  Y15, Y8, Y3  \
	/* z1 to z4 in Y8 to Y11, z5 in Y12; the first two are taken away. */ \
	ODD(Y4, Y5, Y6, Y7)  \
	VPMULLD R1501, Y7, Y7 \
	VPMULLD R3072, Y6, Y6 \
	VPMULLD R2053, Y5, Y5 \
	VPMULLD R0298, Y4, Y4 \
	ODDSUMS(Y4, Y5, Y6, Y7)

// ODD makes z1 to z4 in Y8 to Y11, of which the first two are to be taken away. Y12 is lost.
#define ODD(A, B, C, D) \
	VPADDD  D, A, Y8  \
	VPADDD  C, B, Y9  \
	VPADDD  C, A, Y10 \
	VPADDD  D, B, Y11 \
	VPADDD  Y11, Y10, Y12 \
	VPMULLD R1175, Y12, Y12 \
	VPMULLD R0899, Y8, Y8   \
	VPMULLD R2562, Y9, Y9   \
	VPMULLD R1961, Y10, Y10 \
	VPMULLD R0390, Y11, Y11 \
	VPSUBD  Y10, Y12, Y10 \
	VPSUBD  Y11, Y12, Y11

// ODDSUMS adds z1 to z4 to what they belong to.
#define ODDSUMS(A, B, C, D) \
	VPSUBD Y8, D, D  \
	VPSUBD Y9, C, C  \
	VPSUBD Y9, B, B  \
	VPSUBD Y8, A, A  \
	VPADDD Y11, D, D \
	VPADDD Y10, C, C \
	VPADDD Y11, B, B \
	VPADDD Y10, A, A

// DIFFERENCES takes a row of differences.
#define DIFFERENCES(Y) \
	VPMOVZXBD (SI), Y   \
	VPMOVZXBD (BX), Y8  \
	VPSUBD    Y8, Y, Y  \
	ADDQ      DX, SI    \
	ADDQ      DX, BX

// func forwardBlock(frequencies *int32, of, from *byte, stride int)
//
// DI the frequencies, SI the samples and BX those they differ from, DX the stride of both.
TEXT ·forwardBlock(SB), NOSPLIT, $0-32
	MOVQ frequencies+0(FP), DI
	MOVQ of+8(FP), SI
	MOVQ from+16(FP), BX
	MOVQ stride+24(FP), DX
	DIFFERENCES(Y0)
	DIFFERENCES(Y1)
	DIFFERENCES(Y2)
	DIFFERENCES(Y3)
	DIFFERENCES(Y4)
	DIFFERENCES(Y5)
	DIFFERENCES(Y6)
	DIFFERENCES(Y7)
	TRANSPOSE(Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7)
	FORWARD8
	VPSLLD       $2, Y0, Y0
	VPSLLD       $2, Y1, Y1
	VPBROADCASTD rounding<>+4(SB), Y8
	ROUND(Y8, $11, Y2)
	ROUND(Y8, $11, Y3)
	ROUND(Y8, $11, Y4)
	ROUND(Y8, $11, Y5)
	ROUND(Y8, $11, Y6)
	ROUND(Y8, $11, Y7)
	TRANSPOSE(Y0, Y7, Y2, Y6, Y1, Y5, Y3, Y4)
	FORWARD8
	VPBROADCASTD rounding<>+0(SB), Y8
	VPBROADCASTD rounding<>+8(SB), Y9
	ROUND(Y8, $2, Y0)
	ROUND(Y8, $2, Y1)
	ROUND(Y9, $15, Y2)
	ROUND(Y9, $15, Y3)
	ROUND(Y9, $15, Y4)
	ROUND(Y9, $15, Y5)
	ROUND(Y9, $15, Y6)
	ROUND(Y9, $15, Y7)
	VMOVDQU      Y0, (DI)
	VMOVDQU      Y7, 32(DI)
	VMOVDQU      Y2, 64(DI)
	VMOVDQU      Y6, 96(DI)
	VMOVDQU      Y1, 128(DI)
	VMOVDQU      Y5, 160(DI)
	VMOVDQU      Y3, 192(DI)
	VMOVDQU      Y4, 224(DI)
	VZEROUPPER
	RET

// INVERSE8 turns the frequencies Y0 to Y7 into values, as inverse8 does, with HALF added and shifted: 0 to 3 in Y0, Y2, Y4 and Y6, 4 to 7 in
// Y7, Y5, Y3 and Y1.
#define INVERSE8(HALF, SHIFT) \
	ODD(Y7, Y5, Y3, Y1)   \
	VPMULLD R1501, Y1, Y1 \
	VPMULLD R3072, Y3, Y3 \
	VPMULLD R2053, Y5, Y5 \
	VPMULLD R0298, Y7, Y7 \
	ODDSUMS(Y7, Y5, Y3, Y1) \
	/* c in Y6, d in Y2, a in Y8, b in Y9. */ \
	VPADDD  Y6, Y2, Y8    \
	VPMULLD R0541, Y8, Y8 \
	VPMULLD R1847, Y6, Y6 \
	VPMULLD R0765, Y2, Y2 \
	VPSUBD  Y6, Y8, Y6    \
	VPADDD  Y2, Y8, Y2    \
	VPADDD  Y4, Y0, Y8    \
	VPSUBD  Y4, Y0, Y9    \
	VPSLLD  $13, Y8, Y8   \
	VPSLLD  $13, Y9, Y9   \
	VPBROADCASTD HALF, Y10 \
	VPADDD  Y10, Y8, Y8   \
	VPADDD  Y10, Y9, Y9   \
	/* e0, e3, e1 and e2 in Y10 to Y13. */ \
	VPADDD  Y2, Y8, Y10   \
	VPSUBD  Y2, Y8, Y11   \
	VPADDD  Y6, Y9, Y12   \
	VPSUBD  Y6, Y9, Y13   \
	VPADDD  Y1, Y10, Y0   \
	VPSUBD  Y1, Y10, Y1   \
	VPADDD  Y3, Y12, Y2   \
	VPSUBD  Y3, Y12, Y3   \
	VPADDD  Y5, Y13, Y4   \
	VPSUBD  Y5, Y13, Y5   \
	VPADDD  Y7, Y11, Y6   \
	VPSUBD  Y7, Y11, Y7   \
	VPSRAD  SHIFT, Y0, Y0 \
	VPSRAD  SHIFT, Y1, Y1 \
	VPSRAD  SHIFT, Y2, Y2 \
	VPSRAD  SHIFT, Y3, Y3 \
	VPSRAD  SHIFT, Y4, Y4 \
	VPSRAD  SHIFT, Y5, Y5 \
	VPSRAD  SHIFT, Y6, Y6 \
	VPSRAD  SHIFT, Y7, Y7

// ADDROW adds a row of differences to samples, in 32 bits.
#define ADDROW(Y) \
	VPMOVZXBD (SI), Y8 \
	VPADDD    Y8, Y, Y \
	ADDQ      DX, SI

// PACK writes four rows of samples from 32 bits.
#define PACK(A, B, C, D, X) \
	VPACKSSDW    B, A, A       \
	VPACKSSDW    D, C, C       \
	VPACKUSWB    C, A, A       \
	VPERMD       A, Y15, A     \
	VMOVQ        X, (DI)       \
	VPEXTRQ      $1, X, (DI)(DX*1) \
	LEAQ         (DI)(DX*2), DI \
	VEXTRACTI128 $1, A, X      \
	VMOVQ        X, (DI)       \
	VPEXTRQ      $1, X, (DI)(DX*1) \
	LEAQ         (DI)(DX*2), DI

// func inverseBlock(frequencies *int32, to *byte, stride int)
//
// AX the frequencies, SI the samples as they are read and DI as they are written, DX their stride. In the first pass Y14 is what becomes of
// columns that have only the first frequency, and Y15 tells which those are: multiplied, large ones would not fit.
TEXT ·inverseBlock(SB), NOSPLIT, $0-24
	MOVQ      frequencies+0(FP), AX
	MOVQ      to+8(FP), DI
	MOVQ      stride+16(FP), DX
	MOVQ      DI, SI
	VMOVDQU   (AX), Y0
	VMOVDQU   32(AX), Y1
	VMOVDQU   64(AX), Y2
	VMOVDQU   96(AX), Y3
	VMOVDQU   128(AX), Y4
	VMOVDQU   160(AX), Y5
	VMOVDQU   192(AX), Y6
	VMOVDQU   224(AX), Y7
	VPSLLD    $2, Y0, Y14
	VPOR      Y2, Y1, Y8
	VPOR      Y4, Y3, Y9
	VPOR      Y6, Y5, Y10
	VPOR      Y9, Y8, Y8
	VPOR      Y10, Y7, Y9
	VPOR      Y9, Y8, Y8
	VPXOR     Y9, Y9, Y9
	VPCMPEQD  Y9, Y8, Y15
	INVERSE8(rounding<>+4(SB), $11)
	VPBLENDVB Y15, Y14, Y0, Y0
	VPBLENDVB Y15, Y14, Y1, Y1
	VPBLENDVB Y15, Y14, Y2, Y2
	VPBLENDVB Y15, Y14, Y3, Y3
	VPBLENDVB Y15, Y14, Y4, Y4
	VPBLENDVB Y15, Y14, Y5, Y5
	VPBLENDVB Y15, Y14, Y6, Y6
	VPBLENDVB Y15, Y14, Y7, Y7
	TRANSPOSE(Y0, Y2, Y4, Y6, Y7, Y5, Y3, Y1)
	INVERSE8(rounding<>+12(SB), $21)
	TRANSPOSE(Y0, Y2, Y4, Y6, Y7, Y5, Y3, Y1)
	ADDROW(Y0)
	ADDROW(Y1)
	ADDROW(Y2)
	ADDROW(Y3)
	ADDROW(Y4)
	ADDROW(Y5)
	ADDROW(Y6)
	ADDROW(Y7)
	VMOVDQU   ·groupsInOrder(SB), Y15
	PACK(Y0, Y1, Y2, Y3, X0)
	PACK(Y4, Y5, Y6, Y7, X4)
	VZEROUPPER
	RET

// BEYOND makes bits of four rows of frequencies, at OFFSET, in R.
#define BEYOND(OFFSET, R) \
	VPABSD    OFFSET(SI), Y0    \
	VPABSD    OFFSET+32(SI), Y1 \
	VPABSD    OFFSET+64(SI), Y2 \
	VPABSD    OFFSET+96(SI), Y3 \
	VPCMPGTD  Y4, Y0, Y0   \
	VPCMPGTD  Y4, Y1, Y1   \
	VPCMPGTD  Y4, Y2, Y2   \
	VPCMPGTD  Y4, Y3, Y3   \
	VPACKSSDW Y1, Y0, Y0   \
	VPACKSSDW Y3, Y2, Y2   \
	VPACKSSWB Y2, Y0, Y0   \
	VPERMD    Y0, Y5, Y0   \
	VPMOVMSKB Y0, R

// func findBeyond(frequencies *int32, size int32) uint64
//
// SI the frequencies, Y4 what they must be beyond, Y5 the order of what is packed, AX and BX the bits of the first rows and the last.
TEXT ·findBeyond(SB), NOSPLIT, $0-24
	MOVQ         frequencies+0(FP), SI
	MOVL         size+8(FP), AX
	VMOVD        AX, X4
	VPBROADCASTD X4, Y4
	VMOVDQU      ·groupsInOrder(SB), Y5
	BEYOND(0, AX)
	BEYOND(128, BX)
	SHLQ         $32, BX
	ORQ          BX, AX
	MOVQ         AX, ret+16(FP)
	VZEROUPPER
	RET
