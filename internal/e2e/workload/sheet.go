package workload

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// sheetName is the file with the table.
const sheetName = "orders.csv"

// sheet returns a table of orders.
func sheet() string {
	order := rand.New(rand.NewPCG(3, 0)) // the same each time
	items := []string{"Keyboard", "Monitor", "Laptop dock", "Router", "Cable CAT6", "Headset", "Webcam", "SSD 1TB", "Toner", "Support hours"}
	one := func(of ...string) string { return of[order.IntN(len(of))] }
	var b strings.Builder
	b.WriteString("Date,Order,Item,Qty,Unit price,Total,Region,Status,Agent,Note\n")
	const rows = 900
	for i := range rows {
		count, price := 1+order.IntN(40), float64(500+order.IntN(89500))/100
		fmt.Fprintf(&b, "2025-%02d-%02d,%d,%s,%d,%.2f,=%d*%.2f,%s,%s,%s,checked %d\n", 1+i%12, 1+i%28, 10000+i, one(items...), count, price, count, price,
			one("North", "South", "East", "West"), one("open", "paid", "late", "sent"), one("amy", "bob", "cho", "dee"), 100+order.IntN(900))
	}
	return b.String()
}

// sheetWork is a spreadsheet over the whole display: figures typed in, the cursor in all directions, pages, a formula, a dialogue.
func sheetWork() Workload {
	var acts []act
	for i := range 6 {
		acts = append(acts, typing(40*time.Millisecond, fmt.Sprintf("%d.50", (i+1)*37))...)
		acts = append(acts, keys(20*time.Millisecond, enter), rest(100*time.Millisecond))
	}
	acts = append(acts, times(14, keys(50*time.Millisecond, keyDown))...)
	acts = append(acts, times(3, keys(250*time.Millisecond, keyPageDown))...)
	acts = append(acts, times(6, keys(70*time.Millisecond, keyRight))...)
	acts = append(acts, typing(40*time.Millisecond, "=sum(D2:D40)")...)
	acts = append(acts, keys(40*time.Millisecond, enter), keys(200*time.Millisecond, control, '1'), keys(900*time.Millisecond, escape), keys(300*time.Millisecond, control, keyHome))
	return Workload{
		Name: "sheet",
		setUp: func(ctx context.Context, d *Desk) error {
			path, err := d.paper(sheetName)
			if err != nil {
				return err
			}
			if err := d.open(ctx, "gnumeric", "--no-splash", path); err != nil {
				return err
			}
			return d.show(ctx, sheetName, whole)
		},
		reset: []act{keys(0, escape), keys(100*time.Millisecond, control, keyHome), rest(calm)},
		acts:  acts,
	}
}
