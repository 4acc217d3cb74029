package slack

/*
#include <sys/prctl.h>

// Threads have it from the one that starts them, and Go starts its monitor before any code in Go runs. It is counted in nanoseconds.
__attribute__((constructor)) static void slacken(void) {
	prctl(PR_SET_TIMERSLACK, 500000UL, 0, 0, 0);
}
*/
import "C"
