//go:build !purego

#include "textflag.h"

// PSADBW adds up the differences of 8 samples in each half of a register, PAVGB makes means that are rounded up.

// func sumDifferences16(of *byte, ofStride int, one, other *byte, stride int) int
//
// SI the samples and AX their stride, DI and BX the rows to compare them with and DX their stride, R8 and R9 three times the strides, CX how
// many times four rows are left; X0 and X1 the sums.
TEXT ·sumDifferences16(SB), NOSPLIT, $0-48
	MOVQ  of+0(FP), SI
	MOVQ  ofStride+8(FP), AX
	MOVQ  one+16(FP), DI
	MOVQ  other+24(FP), BX
	MOVQ  stride+32(FP), DX
	LEAQ  (DX)(DX*2), R8
	LEAQ  (AX)(AX*2), R9
	MOVQ  $4, CX
	PXOR  X0, X0
	PXOR  X1, X1
rows:
	MOVOU  (DI), X2
	MOVOU  (DI)(DX*1), X3
	MOVOU  (DI)(DX*2), X4
	MOVOU  (DI)(R8*1), X5
	MOVOU  (BX), X6
	MOVOU  (BX)(DX*1), X7
	MOVOU  (BX)(DX*2), X8
	MOVOU  (BX)(R8*1), X9
	PAVGB  X6, X2
	PAVGB  X7, X3
	PAVGB  X8, X4
	PAVGB  X9, X5
	MOVOU  (SI), X6
	MOVOU  (SI)(AX*1), X7
	MOVOU  (SI)(AX*2), X8
	MOVOU  (SI)(R9*1), X9
	PSADBW X6, X2
	PSADBW X7, X3
	PSADBW X8, X4
	PSADBW X9, X5
	PADDQ  X2, X0
	PADDQ  X3, X1
	PADDQ  X4, X0
	PADDQ  X5, X1
	LEAQ   (SI)(AX*4), SI
	LEAQ   (DI)(DX*4), DI
	LEAQ   (BX)(DX*4), BX
	DECQ   CX
	JNZ    rows
	PADDQ  X1, X0
	MOVO   X0, X1
	PSRLO  $8, X1
	PADDQ  X1, X0
	MOVQ   X0, ret+40(FP)
	RET

// func sumDifferences8(of *byte, ofStride int, one, other *byte, stride int) int
//
// SI the samples and AX their stride, DI and BX the rows to compare them with and DX their stride, CX how many times two rows are left;
// X0 the sum. A register holds two rows.
TEXT ·sumDifferences8(SB), NOSPLIT, $0-48
	MOVQ of+0(FP), SI
	MOVQ ofStride+8(FP), AX
	MOVQ one+16(FP), DI
	MOVQ other+24(FP), BX
	MOVQ stride+32(FP), DX
	MOVQ $4, CX
	PXOR X0, X0
rows:
	MOVQ   (SI), X1
	MOVHPS (SI)(AX*1), X1
	MOVQ   (DI), X2
	MOVHPS (DI)(DX*1), X2
	MOVQ   (BX), X3
	MOVHPS (BX)(DX*1), X3
	PAVGB  X3, X2
	PSADBW X1, X2
	PADDQ  X2, X0
	LEAQ   (SI)(AX*2), SI
	LEAQ   (DI)(DX*2), DI
	LEAQ   (BX)(DX*2), BX
	DECQ   CX
	JNZ    rows
	MOVO   X0, X1
	PSRLO  $8, X1
	PADDQ  X1, X0
	MOVQ   X0, ret+40(FP)
	RET
