//go:build !purego

#include "textflag.h"

// Weights of pairs of taps, as VPMADDUBSW multiplies them: the earlier of a pair in the low byte.
DATA outerTaps<>+0(SB)/8, $0xfb01fb01fb01fb01 // 1, −5
GLOBL outerTaps<>(SB), RODATA|NOPTR, $8
DATA middleTaps<>+0(SB)/8, $0x1414141414141414 // 20, 20
GLOBL middleTaps<>(SB), RODATA|NOPTR, $8
DATA innerTaps<>+0(SB)/8, $0x01fb01fb01fb01fb // −5, 1
GLOBL innerTaps<>(SB), RODATA|NOPTR, $8
DATA halfTaps<>+0(SB)/8, $0x0010001000100010 // half of 32
GLOBL halfTaps<>(SB), RODATA|NOPTR, $8

// FILTER turns the taps in A to F, of 32 samples or of 8 in the low half of X registers, into the sums of the low and the high eight of each
// half, in 16 bits: in A and in B.
#define FILTER(A, B, C, D, E, F, T, U) \
	VPUNPCKHBW B, A, T   \
	VPUNPCKLBW B, A, A   \
	VPUNPCKHBW D, C, U   \
	VPUNPCKLBW D, C, C   \
	VPUNPCKHBW F, E, D   \
	VPUNPCKLBW F, E, E   \
	VPMADDUBSW Y12, A, A \
	VPMADDUBSW Y12, T, T \
	VPMADDUBSW Y13, C, C \
	VPMADDUBSW Y13, U, U \
	VPMADDUBSW Y14, E, E \
	VPMADDUBSW Y14, D, D \
	VPADDW     C, A, A   \
	VPADDW     E, A, A   \
	VPADDW     Y15, A, A \
	VPSRAW     $5, A, A  \
	VPADDW     U, T, T   \
	VPADDW     D, T, T   \
	VPADDW     Y15, T, T \
	VPSRAW     $5, T, B

// func filterSixTaps(to, from *byte, step, groups int)
//
// DI what is filled, SI the first tap, DX the step, R8 and R9 three and five times that, CX how many groups of 8 are left; Y12 to Y15 the
// weights and what rounds.
TEXT ·filterSixTaps(SB), NOSPLIT, $0-32
	MOVQ         to+0(FP), DI
	MOVQ         from+8(FP), SI
	MOVQ         step+16(FP), DX
	MOVQ         groups+24(FP), CX
	LEAQ         (DX)(DX*2), R8
	LEAQ         (DX)(DX*4), R9
	VPBROADCASTQ outerTaps<>(SB), Y12
	VPBROADCASTQ middleTaps<>(SB), Y13
	VPBROADCASTQ innerTaps<>(SB), Y14
	VPBROADCASTQ halfTaps<>(SB), Y15
	SUBQ         $4, CX
	JLT          single
four:
	VMOVDQU   (SI), Y0
	VMOVDQU   (SI)(DX*1), Y1
	VMOVDQU   (SI)(DX*2), Y2
	VMOVDQU   (SI)(R8*1), Y3
	VMOVDQU   (SI)(DX*4), Y4
	VMOVDQU   (SI)(R9*1), Y5
	FILTER(Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7)
	VPACKUSWB Y1, Y0, Y0
	VMOVDQU   Y0, (DI)
	ADDQ      $32, SI
	ADDQ      $32, DI
	SUBQ      $4, CX
	JGE       four
single:
	ADDQ $4, CX
	JZ   done
one:
	VMOVQ     (SI), X0
	VMOVQ     (SI)(DX*1), X1
	VMOVQ     (SI)(DX*2), X2
	VMOVQ     (SI)(R8*1), X3
	VMOVQ     (SI)(DX*4), X4
	VMOVQ     (SI)(R9*1), X5
	FILTER(Y0, Y1, Y2, Y3, Y4, Y5, Y6, Y7)
	VPACKUSWB Y0, Y0, Y0
	VMOVQ     X0, (DI)
	ADDQ      $8, SI
	ADDQ      $8, DI
	DECQ      CX
	JNZ       one
done:
	VZEROUPPER
	RET
