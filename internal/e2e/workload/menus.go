package workload

import "time"

// menus is somebody who looks for something in the menus of a large program.
func menus() Workload {
	acts := []act{keys(0, alt, 'f')}
	acts = append(acts, times(7, keys(350*time.Millisecond, keyRight))...)
	acts = append(acts, times(6, keys(120*time.Millisecond, keyDown))...)
	acts = append(acts, keys(200*time.Millisecond, escape), keys(0, escape), move(200*time.Millisecond, 500, 500))
	acts = append(acts, click(0, rightHand)...)
	acts = append(acts, keys(600*time.Millisecond, escape), rest(300*time.Millisecond))
	w := sheetWork()
	w.Name, w.acts = "menus", acts
	return w
}
