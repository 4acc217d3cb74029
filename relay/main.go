// Command beside-relay is the relay: the one program that whoever hosts Beside runs. Everything it does is in the packages
// under internal; config.go lists what it can be told.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"beside.example/internal/product"
	"beside.example/relay/internal/cli"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := cli.New(declare).ExecuteContext(ctx); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", product.RelayBinary, err)
		os.Exit(1)
	}
}
