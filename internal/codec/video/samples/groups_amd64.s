//go:build !purego

#include "textflag.h"

// VPERMD's order that puts groups of four samples, which packing leaves in both halves of a register in turns, behind each other.
DATA ·groupsInOrder+0(SB)/8, $0x0000000400000000
DATA ·groupsInOrder+8(SB)/8, $0x0000000500000001
DATA ·groupsInOrder+16(SB)/8, $0x0000000600000002
DATA ·groupsInOrder+24(SB)/8, $0x0000000700000003
GLOBL ·groupsInOrder(SB), RODATA|NOPTR, $32
