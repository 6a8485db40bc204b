package bot

import (
	"errors"
	"hash/crc32"
	"slices"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// What an unknown name is, where it is no department that is there; the number
// travels in the button's data in a department's place.
const (
	isNew        duban.DepartmentID = 0
	isCollective duban.DepartmentID = -1
)

// askName asks what the first name is that nobody knows. A name becomes a
// department only when somebody says so.
func (b *Bot) askName(a *ask, upload int64, pub duban.Publication) (Reply, error) {
	if err := a.AddDepartments(b.Seed.Directory...); err != nil { // a button names a department by its identity
		return Reply{}, err
	}
	dir, err := a.Directory()
	if err != nil {
		return Reply{}, err
	}
	u := pub.Unknown[0]
	button := func(label string, id duban.DepartmentID) []chat.Button {
		return []chat.Button{{Label: label, Data: data("name", upload, nameSum(u.Printed), int64(id))}}
	}
	var rows [][]chat.Button
	for _, near := range u.Nearest {
		if d, ok := dir.Find(near); ok {
			rows = append(rows, button(a.voice.Label("button.itis", a.voice.Name(d)), d.ID))
		}
	}
	rows = append(rows,
		append(button(a.voice.Label("button.isnew"), isNew), button(a.voice.Label("button.iscollective"), isCollective)...),
		[]chat.Button{{Label: a.voice.Label("button.notnow"), Data: data("drop", upload)}})
	return a.instead(text.NameUnknown{Name: u.Printed, Tasks: u.Tasks, Left: len(pub.Unknown) - 1}, rows...), nil
}

// nameSum stands for a name in a button's data, which is too short for it: so a
// late press never settles another name.
func nameSum(name string) int64 { return int64(crc32.ChecksumIEEE([]byte(duban.NameKey(name)))) }

// pressName settles a name and goes on with the list, read with the new name.
func (b *Bot) pressName(a *ask) (Reply, error) {
	_, pub, found, err := b.readAgain(a, a.ids[0])
	if err != nil {
		return Reply{}, err
	}
	if !found {
		return b.oldButton(a)
	}
	i := slices.IndexFunc(pub.Unknown, func(u duban.UnknownName) bool { return nameSum(u.Printed) == a.ids[1] })
	if i >= 0 {
		if err := b.settleName(a, pub.Unknown[i].Printed, duban.DepartmentID(a.ids[2])); err != nil {
			return Reply{}, err
		}
	}
	name, pub, _, err := b.readAgain(a, a.ids[0])
	var no refusal
	if errors.As(err, &no) { // with the name known the file shows a fault; the name stays
		return a.instead(no.message), nil
	}
	if err != nil {
		return Reply{}, err
	}
	reply, err := b.goOn(a, a.ids[0], name, pub)
	if i < 0 {
		reply.Toast = a.voice.Label("toast.settled")
	}
	return reply, err
}

func (b *Bot) settleName(a *ask, name string, id duban.DepartmentID) error {
	dir, err := a.Directory()
	if err != nil {
		return err
	}
	if id != isNew && id != isCollective {
		d, ok := dir.ByID(id)
		if !ok {
			return refusal{text.OldButton{}}
		}
		a.changed("name", departmentSubject(d), map[string]any{"name": name})
		return a.AddAlias(id, name)
	}
	d := duban.Department{Kind: duban.Single, Name: intake.ShortName(name), Formal: name}
	if id == isCollective {
		d.Kind, d.Name = duban.Collective, name
	}
	if same, known := dir.Find(d.Name); known { // it is there without whose it is
		return b.settleName(a, name, same.ID)
	}
	if err := a.AddDepartments(d); err != nil {
		return err
	}
	if dir, err = a.Directory(); err != nil {
		return err
	}
	d, _ = dir.Find(name)
	a.changed("name", departmentSubject(d), map[string]any{"name": name, "new": true, "kind": d.Kind})
	return nil
}

// instead answers a press in place of the message it was under, anything else with
// a new message.
func (a *ask) instead(message any, rows ...[]chat.Button) Reply {
	reply := a.say(message, rows...)
	if a.in.Kind == chat.Press {
		reply.Say[0].Edit = a.in.Message
	}
	return reply
}
