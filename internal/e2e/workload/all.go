package workload

import (
	"fmt"
	"slices"
)

// All returns the workloads of the tables.
func All() []Workload {
	return []Workload{
		edit(), term(), web(), flood(), drag(), sheetWork(), photo(),
		film("video360", smallFilm.Y, "--geometry=640x360+500+300", "--no-border"), film("video1080", 720, "--fs"), idle(),
	}
}

// More returns workloads that are recorded for the codec, whose thresholds a few kinds of activity would mislead.
func More() []Workload {
	return []Workload{animation(), colours(), dark(), menus(), resize()}
}

// Named returns the workload with a name.
func Named(name string) (Workload, error) {
	all := append(append(All(), More()...), awake())
	i := slices.IndexFunc(all, func(w Workload) bool { return w.Name == name })
	if i < 0 {
		return Workload{}, fmt.Errorf("no workload is called %q", name)
	}
	return all[i], nil
}
