package seeds

import (
	"encoding/json"
	"fmt"
)

// Demo is who plays in the demo. All of them are invented.
type Demo struct {
	Bot, Group, Admin, Leader string            // names
	Suggest, SuggestEn        map[string]string // what to write at a step of the tour
	Contacts                  []string          // of the departments, in official order, then of the members
	Members                   []struct {
		Collective string
		Members    []string // departments, or bodies that do not exist
	}
}

// LoadDemo returns the demo's invented people and bodies.
func LoadDemo() (d Demo, err error) {
	if err := json.Unmarshal(mustRead("demo.json"), &d); err != nil {
		return d, fmt.Errorf("read the demo's people: %w", err)
	}
	return d, nil
}
