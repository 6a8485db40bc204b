package text

import "duban/internal/duban"

// Messages of a search.
type (
	Found struct {
		Words      string
		Count, Own int // all tasks, and those of the viewer's departments, which come first
		Lines      []FoundLine
	}
	FoundLine struct {
		No    int
		Short string
		Light duban.Light
		Own   duban.Role // of the viewer's department, empty where it has none
		Lead  duban.Department
		Leads int    // how many lead
		Words string // of a report, where nothing but that has what was looked for
	}
	NotFound struct {
		Words   string
		Nearest string // what was probably meant
		Apart   bool   // each of several words is found, but not all in one task
	}
	// FindUsage says what can be looked for; Said is what cannot.
	FindUsage struct {
		Said string
		Long bool
	}
)
