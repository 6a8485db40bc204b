package store

import (
	"duban/internal/duban"
)

type departmentRow struct {
	ID       int64
	Kind     string
	Name     string
	Formal   string
	English  string
	Position int

	MergedInto int64
}

func (departmentRow) TableName() string { return "department" }

type aliasRow struct {
	NameKey      string
	Name         string
	DepartmentID int64
}

func (aliasRow) TableName() string { return "alias" }

type membershipRow struct {
	ID           int64
	CollectiveID int64
	MemberID     int64
	Since        int64
	Until        int64
}

func (membershipRow) TableName() string { return "membership" }

// Directory returns the departments and collectives in official order.
func (tx *Tx) Directory() (duban.Directory, error) {
	if tx.known.dir != nil {
		return tx.known.dir, nil
	}
	rows, err := query[departmentRow](tx, "SELECT * FROM department WHERE merged_into = 0 ORDER BY position, id")
	if err != nil {
		return nil, err
	}
	aliases, err := query[aliasRow](tx, "SELECT * FROM alias ORDER BY name_key")
	if err != nil {
		return nil, err
	}
	names := map[int64][]string{}
	for _, a := range aliases {
		names[a.DepartmentID] = append(names[a.DepartmentID], a.Name)
	}
	dir := make(duban.Directory, 0, len(rows))
	for _, r := range rows {
		dir = append(dir, duban.Department{
			ID: duban.DepartmentID(r.ID), Kind: duban.DepartmentKind(r.Kind), Name: r.Name, Formal: r.Formal,
			English: r.English, Aliases: names[r.ID], Position: r.Position,
		})
	}
	tx.known.dir = dir
	return dir, nil
}

// AddDepartments stores departments that are not there yet under any of their
// names; those that are keep what an admin changed.
func (tx *Tx) AddDepartments(deps ...duban.Department) error {
	dir, err := tx.Directory()
	if err != nil {
		return err
	}
	for _, d := range deps {
		if _, known := dir.Find(d.Name); known {
			continue
		}
		if d.Position == 0 {
			d.Position = len(dir) + 1
		}
		if err := tx.addDepartment(d); err != nil {
			return err
		}
	}
	tx.forget()
	return nil
}

func (tx *Tx) addDepartment(d duban.Department) error {
	row := departmentRow{
		Kind: string(d.Kind), Name: d.Name, Formal: d.Formal, English: d.English, Position: d.Position,
	}
	if err := tx.insert(&row); err != nil {
		return err
	}
	for _, name := range append([]string{d.Name, d.Formal}, d.Aliases...) {
		if err := tx.addAlias(duban.DepartmentID(row.ID), name); err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) addAlias(dep duban.DepartmentID, name string) error {
	return tx.exec("INSERT INTO alias (name_key, name, department_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		duban.NameKey(name), name, dep)
}

// AddAlias gives a department another name. A name that is another department's
// is a Conflict with the reason "name-taken".
func (tx *Tx) AddAlias(dep duban.DepartmentID, name string) error {
	dir, err := tx.Directory()
	if err != nil {
		return err
	}
	if other, known := dir.Find(name); known && other.ID != dep {
		return &duban.Error{Kind: duban.Conflict, Reason: "name-taken", Detail: other.Name}
	}
	tx.forget()
	return tx.addAlias(dep, name)
}

// RemoveAlias takes a name away; the canonical and the formal name stay.
func (tx *Tx) RemoveAlias(dep duban.DepartmentID, name string) error {
	tx.forget()
	return tx.exec(`
		DELETE FROM alias WHERE department_id = ? AND name_key = ?
		AND name NOT IN (SELECT name FROM department WHERE id = ? UNION SELECT formal FROM department WHERE id = ?)`,
		dep, duban.NameKey(name), dep, dep)
}

func (r membershipRow) membership() duban.Membership {
	return duban.Membership{
		Collective: duban.DepartmentID(r.CollectiveID), Member: duban.DepartmentID(r.MemberID),
		Since: instant(r.Since), Until: instant(r.Until),
	}
}

// Members returns the memberships that hold now, members in official order.
func (tx *Tx) Members() ([]duban.Membership, error) {
	rows, err := query[membershipRow](tx, `
		SELECT m.* FROM membership m JOIN department d ON d.id = m.member_id
		WHERE m.until = 0 ORDER BY d.position, d.id`)
	return mapped(rows, membershipRow.membership), err
}

// MembersOf returns all memberships of a collective there ever were: those that
// hold first, in official order, then those that ended, the latest first.
func (tx *Tx) MembersOf(collective duban.DepartmentID) ([]duban.Membership, error) {
	rows, err := query[membershipRow](tx, `
		SELECT m.* FROM membership m JOIN department d ON d.id = m.member_id
		WHERE m.collective_id = ? ORDER BY m.until = 0 DESC, m.until DESC, d.position, d.id`, collective)
	return mapped(rows, membershipRow.membership), err
}

// SetMembers makes exactly these departments the members of a collective from
// now on. Members that leave keep the time they belonged to it.
func (tx *Tx) SetMembers(collective duban.DepartmentID, members []duban.DepartmentID) error {
	if err := tx.touch("TRUE"); err != nil {
		return err
	}
	err := tx.exec("UPDATE membership SET until = ? WHERE collective_id = ? AND until = 0 AND NOT "+tx.among("member_id"),
		millis(tx.now), collective, ids(members))
	if err != nil {
		return err
	}
	for _, m := range members {
		err := tx.exec(`
			INSERT INTO membership (collective_id, member_id, since) VALUES (?, ?, ?)
			ON CONFLICT (collective_id, member_id) WHERE until = 0 DO NOTHING`, collective, m, millis(tx.now))
		if err != nil {
			return err
		}
	}
	return nil
}
