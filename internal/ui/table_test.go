package ui

import (
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestTableByKeyboard(t *testing.T) {
	newApp(t, ForAgent)
	var log []string
	table := NewTable(testColumns())
	table.SetRows(testRows(func() {}))
	table.OnSelected = func(id string) { log = append(log, "select "+id) }
	table.OnActivated = func(id string) { log = append(log, "open "+id) }
	table.OnDeleted = func(id string) { log = append(log, "delete "+id) }
	w := show(t, table, 640, 240)
	w.Canvas().Focus(table)
	press(w, fyne.KeyDown, fyne.KeyReturn, fyne.KeyEnd, fyne.KeyDown, fyne.KeyUp, fyne.KeyDelete, fyne.KeyHome)
	want := "[select a select b open b select c select b delete b select a]"
	if got := fmt.Sprint(log); got != want {
		t.Errorf("did %s, want %s", got, want)
	}
	golden(t, "table/focused", w)
}

func TestTableKeepsItsSelection(t *testing.T) {
	newApp(t, ForAgent)
	table := NewTable(testColumns())
	rows := testRows(nil)
	table.SetRows(rows)
	show(t, table, 640, 240)
	table.Select("b")
	table.SetRows(rows[1:])
	if table.Selected() != "b" {
		t.Errorf("selected %q after another row went", table.Selected())
	}
	table.SetRows(rows[2:])
	if table.Selected() != "" {
		t.Errorf("selected %q after its row went", table.Selected())
	}
}

func TestTableByPointer(t *testing.T) {
	newApp(t, ForAgent)
	opened, withdrawn := "", 0
	table := NewTable(testColumns())
	table.SetRows(testRows(func() { withdrawn++ }))
	table.OnActivated = func(id string) { opened = id }
	show(t, table, 640, 240)
	line := table.list.body.live[1].(*tableLine)
	test.Tap(line)
	if table.Selected() != "b" || opened != "" {
		t.Fatalf("a click selects %q and opens %q", table.Selected(), opened)
	}
	test.Tap(line)
	if opened != "b" {
		t.Error("a double click opens nothing")
	}
	test.Tap(line.cells[4].action)
	if withdrawn != 1 {
		t.Error("the cell's button does nothing")
	}
}

func TestTableSorts(t *testing.T) {
	newApp(t, ForAgent)
	var log []string
	table := NewTable(testColumns())
	table.OnSorted = func(column int, descending bool) { log = append(log, fmt.Sprint(column, descending)) }
	show(t, table, 640, 240)
	test.Tap(table.head.titles[1])
	test.Tap(table.head.titles[1])
	test.Tap(table.head.titles[3])
	test.Tap(table.head.titles[2]) // not sortable
	if got, want := fmt.Sprint(log), "[1 false 1 true 3 false]"; got != want {
		t.Errorf("sorted %s, want %s", got, want)
	}
}
