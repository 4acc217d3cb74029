//go:build !purego

#include "textflag.h"

// func mean16(to, one, other *byte, stride int)
//
// DI what is written, SI and BX what it is the mean of, DX the stride of all, R8 three times that, CX how many times four rows are left.
TEXT ·mean16(SB), NOSPLIT, $0-32
	MOVQ to+0(FP), DI
	MOVQ one+8(FP), SI
	MOVQ other+16(FP), BX
	MOVQ stride+24(FP), DX
	LEAQ (DX)(DX*2), R8
	MOVQ $4, CX
rows:
	MOVOU (SI), X0
	MOVOU (SI)(DX*1), X1
	MOVOU (SI)(DX*2), X2
	MOVOU (SI)(R8*1), X3
	MOVOU (BX), X4
	MOVOU (BX)(DX*1), X5
	MOVOU (BX)(DX*2), X6
	MOVOU (BX)(R8*1), X7
	PAVGB X4, X0
	PAVGB X5, X1
	PAVGB X6, X2
	PAVGB X7, X3
	MOVOU X0, (DI)
	MOVOU X1, (DI)(DX*1)
	MOVOU X2, (DI)(DX*2)
	MOVOU X3, (DI)(R8*1)
	LEAQ  (SI)(DX*4), SI
	LEAQ  (BX)(DX*4), BX
	LEAQ  (DI)(DX*4), DI
	DECQ  CX
	JNZ   rows
	RET

// WORDS puts a number in all words of a register.
#define WORDS(R, X) \
	MOVQ       R, X     \
	PSHUFLW    $0, X, X \
	PUNPCKLQDQ X, X

// ACROSS weighs the samples of the row at SI with those to their right, in X.
#define ACROSS(X, T) \
	MOVQ      (SI), X  \
	MOVQ      1(SI), T \
	PUNPCKLBW X15, X   \
	PUNPCKLBW X15, T   \
	PMULLW    X8, X    \
	PMULLW    X9, T    \
	PADDW     T, X

// func weigh8(to, from *byte, stride, x, y int)
//
// DI what is written, SI the samples, DX the stride of both, CX how many rows are left. X8 and X9 are the weights to the left and to the right,
// X10 and X11 those above and below, X12 rounds, X15 is zero; X0 is the row above, X1 the one below.
TEXT ·weigh8(SB), NOSPLIT, $0-40
	MOVQ to+0(FP), DI
	MOVQ from+8(FP), SI
	MOVQ stride+16(FP), DX
	MOVQ x+24(FP), AX
	MOVQ y+32(FP), BX
	WORDS(AX, X9)
	WORDS(BX, X11)
	MOVQ $8, CX
	MOVQ $8, R8
	SUBQ AX, R8
	WORDS(R8, X8)
	MOVQ $8, R8
	SUBQ BX, R8
	WORDS(R8, X10)
	MOVQ $32, R8
	WORDS(R8, X12)
	PXOR X15, X15
	ACROSS(X0, X2)
rows:
	ADDQ     DX, SI
	ACROSS(X1, X2)
	PMULLW   X10, X0
	MOVO     X1, X2
	PMULLW   X11, X2
	PADDW    X2, X0
	PADDW    X12, X0
	PSRLW    $6, X0
	PACKUSWB X0, X0
	MOVQ     X0, (DI)
	MOVO     X1, X0
	ADDQ     DX, DI
	DECQ     CX
	JNZ      rows
	RET
