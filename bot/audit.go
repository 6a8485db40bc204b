package bot

import (
	"encoding/json"
	"fmt"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// auditTrail shows what changed last: of everything, or of a task or department, as in
// /audit 28.
func (b *Bot) auditTrail(a *ask) (Reply, error) {
	v := chat.View{Kind: chat.Audit, Person: int64(a.who.ID)}
	if strings.TrimSpace(a.args) == "" {
		return a.show(v), nil
	}
	list, err := a.list()
	if err != nil {
		return Reply{}, err
	}
	if _, isTask := intake.TaskNo(a.args); isTask {
		t, err := a.task(list, a.args)
		v.Task = int64(t.ID)
		return a.show(v), err
	}
	d, err := a.seen(a.args)
	v.Department = int64(d.ID)
	return a.show(v), err
}

func (b *Bot) turnAudit(a *ask) (Reply, error) {
	return a.show(chat.View{Kind: chat.Audit, Person: int64(a.who.ID), Task: a.ids[0], Department: a.ids[1], Page: int(a.ids[2])}), nil
}

// auditLines is how many changes stand on a page.
const auditLines = 15

// renderAudit shows a page of changes, the newest first, in sentences.
func (b *Bot) renderAudit(r *render) (chat.Outgoing, error) {
	if !r.who.Admin {
		return chat.Outgoing{}, ErrNothing
	}
	m, subject := text.AuditTrail{}, ""
	switch {
	case r.view.Task != 0:
		t, err := r.Task(duban.TaskID(r.view.Task))
		if err != nil {
			return chat.Outgoing{}, err
		}
		subject, m.No = taskSubject(t), t.No
	case r.view.Department != 0:
		m.Department, _ = r.dir.ByID(duban.DepartmentID(r.view.Department))
		subject = departmentSubject(m.Department)
	}
	page := max(0, r.view.Page)
	entries, err := r.AuditOf(subject, auditLines+1, page*auditLines)
	if err != nil {
		return chat.Outgoing{}, err
	}
	more := len(entries) > auditLines
	for _, e := range entries[:min(len(entries), auditLines)] {
		m.Lines = append(m.Lines, r.auditLine(e, subject == ""))
	}
	if m.Head, err = r.AuditHead(); err != nil {
		return chat.Outgoing{}, err
	}
	var row []chat.Button
	turn := func(label string, to int) {
		row = append(row, chat.Button{Label: label, Data: data("audit", r.view.Task, r.view.Department, int64(to))})
	}
	if page > 0 {
		turn("‹", page-1)
	}
	if more {
		turn("›", page+1)
	}
	if row == nil {
		return r.out(m), nil
	}
	return r.out(m, row), nil
}

// auditLine is one change, with what it is about where that is not said above.
func (r *render) auditLine(e duban.Entry, about bool) text.AuditLine {
	line := text.AuditLine{At: e.At, By: r.called(e.Actor), Action: e.Action, Fields: r.auditFields(e)}
	if about {
		line.About = r.called(e.Subject)
		if line.About == line.By {
			line.About = ""
		}
	}
	return line
}

// called is the name of what an entry names; empty where it has none to be told by.
func (r *render) called(subject string) string {
	kind, number, _ := strings.Cut(subject, ":")
	var id int64
	if _, err := fmt.Sscan(number, &id); err != nil {
		return ""
	}
	switch kind {
	case "person":
		if p, err := r.Person(duban.PersonID(id)); err == nil {
			return p.Name
		}
	case "task":
		if t, err := r.Task(duban.TaskID(id)); err == nil {
			return r.voice.Label("auditask", t.No)
		}
	case "department":
		if d, ok := r.dir.ByID(duban.DepartmentID(id)); ok {
			return r.voice.Name(d)
		}
	}
	return ""
}

// auditFields words what an entry holds. What a later version writes otherwise is left
// out, never shown raw.
func (r *render) auditFields(e duban.Entry) map[string]string {
	var raw map[string]json.RawMessage
	fields := map[string]string{}
	if json.Unmarshal([]byte(e.Detail), &raw) != nil {
		return fields
	}
	for key, value := range raw {
		if words := r.auditField(e, key, value); words != "" {
			fields[key] = words
		}
	}
	return fields
}

func (r *render) auditField(e duban.Entry, key string, value json.RawMessage) string {
	switch key {
	case "figures":
		return r.auditFigures(e, value)
	case "target", "before":
		var t duban.Target
		if json.Unmarshal(value, &t) != nil || t.Name == "" {
			return ""
		}
		return t.Name + r.voice.Goal(t)
	}
	var plain any
	if json.Unmarshal(value, &plain) != nil {
		return ""
	}
	switch v := plain.(type) {
	case string:
		return r.auditWord(key, v)
	case bool:
		if v {
			return "1"
		}
	case float64:
		switch key {
		case "person":
			return r.called(fmt.Sprintf("person:%d", int64(v)))
		case "department":
			return r.called(fmt.Sprintf("department:%d", int64(v)))
		}
		return r.voice.Number(v)
	case []any:
		var parts []string
		for _, p := range v {
			if s, ok := p.(string); ok {
				parts = append(parts, s)
			}
		}
		return r.voice.Listed(parts)
	}
	return ""
}

// auditWord says a word of ours in the words of the reader, and anything else as it is.
func (r *render) auditWord(key, s string) string {
	switch d, err := duban.ParseDate(s); {
	case s == "":
		return ""
	case err == nil && !d.IsZero():
		return r.voice.Day(d)
	case key == "role":
		return r.voice.Role(duban.Role(s))
	case key == "state", key == "why":
		return r.voice.LabelIf(key + "." + s)
	case key == "kind":
		return r.voice.LabelIf("round." + s)
	}
	return brief(s, 40)
}

func (r *render) auditFigures(e duban.Entry, value json.RawMessage) string {
	var figures []duban.Figure
	if json.Unmarshal(value, &figures) != nil {
		return ""
	}
	var id int64
	_, _ = fmt.Sscanf(e.Subject, "task:%d", &id)
	targets, err := r.TaskTargets(duban.TaskID(id))
	if err != nil {
		return ""
	}
	var parts []string
	for _, f := range figures {
		amount := r.voice.Amount(f.Total, targetOf(targets, f.Target).Unit)
		if f.Whole {
			amount = r.voice.Label("auditwhole", amount)
		}
		parts = append(parts, amount)
	}
	return r.voice.Listed(parts)
}
