package text

import "duban/internal/duban"

// Messages about who somebody is, and refusals anybody can meet.
type (
	// Hello greets somebody the office has not registered.
	Hello struct{}
	// Welcome tells somebody what he was registered as.
	Welcome struct {
		Name                string
		Admin, Leader, Head bool
		Department          duban.Department
	}
	// Help lists what a person may do.
	Help struct {
		Lines                     []HelpLine
		Contact, Leader, Stranger bool
	}
	HelpLine    struct{ Command, Does, Example string }
	GroupIs     struct{ Allowed bool }
	Languages   struct{}
	LanguageSet struct{}
	NoLanguage  struct{ Said string }

	CodeInvalid   struct{}
	CodeForwarded struct{}
	Stranger      struct{} // not registered: nothing was stored
	AdminsOnly    struct{}
	LeadersOnly   struct{}
	PrivateOnly   struct{}
	OldButton     struct{}
	NoCommand     struct{ Said, Nearest string }
	AnotherBot    struct{ Said string } // a command that bears another bot's name
	Anonymous     struct{}              // a command in the name of a group: nobody's
	NoList        struct{ Admin, Waiting bool }
	NoTask        struct {
		Said        string
		First, Last int
		Others      bool // nothing else of the words was taken either
	}
	NoDepartment struct {
		Said    string
		Nearest []string
	}
	// Secret refuses words or a file with a secrecy marking: nothing was stored.
	Secret struct {
		File   bool
		Before []int // tasks about which an earlier version of a changed message was filed
	}
	// CalledSecret refuses words that call something secret without a marking.
	CalledSecret struct {
		File   bool
		Before []int
	}
	// Personal refuses identity or card numbers.
	Personal struct {
		Count  int // of a message
		File   bool
		Before []int
	}
	// Flood stands for the answers to somebody who writes faster than he can be
	// answered.
	Flood struct{}
)
