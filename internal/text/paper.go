package text

import (
	"strings"
	"time"

	"duban/internal/duban"
)

// Messages about what leaves and comes back as a file.
type (
	// LedgerSent is said with the ledger.
	LedgerSent struct {
		Tasks int
		At    time.Time
	}
	ExportUsage struct{ Said string }
	PaperFailed struct{ Form bool }

	// FormTitle and FormHelp stand above the table of a form.
	FormTitle struct {
		Title       string
		Opens       time.Time
		Departments []duban.Department
	}
	FormHelp struct{ Closes time.Time }
	// FormSent is said with an empty form.
	FormSent struct {
		Departments []duban.Department
		Tasks       int
		Closes      time.Time
	}
	// FormRead shows what would be filed of a form that came back.
	FormRead struct {
		Departments []duban.Department
		Listed      int // tasks on the form
		Filled      int // of which something can be filed
		Figures     []FigureChange
		None, Stuck []int // numbers of what says 无新进展 and 有困难
		Claimed     []int
		Again       []int // reported since the form was made; this replaces it
		Same        []int // says what was reported last
		Empty       []int // asked and left empty
		Problems    []FormProblem
		More        int  // problems left out
		Changed     bool // this is not what was shown before
	}
	// FigureChange is a target whose value a form changes. Was tells whether one
	// was stated before.
	FigureChange struct {
		No       int
		Target   duban.Target
		Was      bool
		From, To float64
	}
	// FormProblem is a row that is not filed, and why.
	FormProblem struct {
		Line, No, Other int
		Reason, Said    string
		Targets         []duban.Target
	}
	// FormPage is what a form says, a page of it.
	FormPage struct {
		Lines       []FormLine
		Page, Pages int
	}
	FormLine struct {
		No    int
		Short string
		State duban.ReportState
		Words string
	}
	FormFiled struct {
		Departments []duban.Department
		Numbers     []int
		Open        []int // still not reported
	}
	FormDropped struct{}
	// FormRefused says why a whole form cannot be taken.
	FormRefused struct {
		Reason        string
		Name          string
		Theirs, Yours []duban.Department
	}
)

// List joins words as a list does.
func (v Voice) List(words []string) string { return strings.Join(words, v.comma()) }

// TableTerm is Term as a table says it: a date with its year, and nothing while
// nothing is settled.
func (v Voice) TableTerm(t duban.Task) string {
	if t.Kind != duban.StandingTask && t.Kind != duban.YearlyTask && t.Due.IsZero() {
		return ""
	}
	v.Now = time.Time{} // a paper is read in other years too
	return v.Term(t)
}

// Measured is a target with how far it has come, as a table says it: 职业技能培训
// 3500/10000人次（35%）.
func (v Voice) Measured(t TargetValue) string {
	return strings.TrimSpace(t.Target.Name + " " + v.Progress(t))
}
