package store

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"

	"duban/internal/duban"
)

type personRow struct {
	ID        int64
	UserID    int64
	Name      string // as they call themselves
	Given     string // as the office calls them
	Lang      string
	Started   bool
	Reachable bool
	Admin     bool
	Leader    bool
	MetAt     int64
	AwayFrom  string
	AwayUntil string
}

func (personRow) TableName() string { return "person" }

func (r personRow) person() duban.Person {
	return duban.Person{
		ID: duban.PersonID(r.ID), User: r.UserID, Name: cmp.Or(r.Given, r.Name), Nick: r.Name, Named: r.Given != "",
		Met: instant(r.MetAt), Lang: r.Lang,
		Started: r.Started, Reachable: r.Reachable, Admin: r.Admin, Leader: r.Leader, Away: span(r.AwayFrom, r.AwayUntil),
	}
}

func span(from, until string) (s duban.Span) {
	s.From, _ = duban.ParseDate(from)
	s.Until, _ = duban.ParseDate(until)
	return s
}

// SetAway records when a person is away; a zero span ends it.
func (tx *Tx) SetAway(id duban.PersonID, s duban.Span) error {
	return tx.exec("UPDATE person SET away_from = ?, away_until = ? WHERE id = ?", s.From.String(), s.Until.String(), id)
}

type contactRow struct {
	ID           int64
	PersonID     int64
	DepartmentID int64
	Rank         int
	Head         bool
	Since        int64
	Until        int64
}

func (contactRow) TableName() string { return "contact" }

// Meet returns the person with a platform identity, who is stored if they are new.
// What they call themselves is kept up to date, which changes nothing of the name
// an office gave; their language is what their app says until they choose one.
func (tx *Tx) Meet(user int64, nick, lang string) (duban.Person, error) {
	defer func(before int) { tx.writes = before }(tx.writes)
	p, found, err := tx.PersonByUser(user)
	if err != nil {
		return duban.Person{}, err
	}
	if !found {
		row := personRow{UserID: user, Name: nick, Lang: lang, Reachable: true, MetAt: millis(tx.now)}
		if err := tx.insert(&row); err != nil {
			return duban.Person{}, err
		}
		return row.person(), nil
	}
	if nick == "" || nick == p.Nick {
		return p, nil
	}
	if p.Nick = nick; !p.Named {
		p.Name = nick
	}
	return p, tx.exec("UPDATE person SET name = ? WHERE id = ?", nick, p.ID)
}

// SetName gives somebody the name by which the office calls them.
func (tx *Tx) SetName(id duban.PersonID, name string) error {
	return tx.exec("UPDATE person SET given = ? WHERE id = ?", name, id)
}

// PersonByUser returns the person with a platform identity, if the bot met him.
func (tx *Tx) PersonByUser(user int64) (duban.Person, bool, error) {
	return tx.person("SELECT * FROM person WHERE user_id = ?", user)
}

// Person returns one person.
func (tx *Tx) Person(id duban.PersonID) (duban.Person, error) {
	p, found, err := tx.person("SELECT * FROM person WHERE id = ?", id)
	if err == nil && !found {
		err = notFound("person", id)
	}
	return p, err
}

func (tx *Tx) person(sql string, args ...any) (duban.Person, bool, error) {
	row, found, err := one[personRow](tx, sql, args...)
	if err != nil || !found {
		return duban.Person{}, false, err
	}
	people, err := tx.withDepartments([]personRow{row})
	if err != nil {
		return duban.Person{}, false, err
	}
	return people[0], true, nil
}

// PeopleNamed returns up to 20 people the bot has met who bear exactly this name,
// whether Latin letters are small or capital: first those to whom the office gave
// it, then those with a role, then those met first. A name that somebody chose for
// themselves proves nothing.
func (tx *Tx) PeopleNamed(name string) ([]duban.Person, error) {
	return tx.people(`
		SELECT * FROM person WHERE given <> '' AND LOWER(given) = LOWER(?) OR LOWER(name) = LOWER(?)
		ORDER BY LOWER(given) = LOWER(?) DESC, admin OR leader OR id IN (SELECT person_id FROM contact WHERE until = 0) DESC, id
		LIMIT 20`, name, name, name)
}

// Admins returns the admins, those first met first.
func (tx *Tx) Admins() ([]duban.Person, error) {
	return tx.people("SELECT * FROM person WHERE admin = TRUE ORDER BY id")
}

// Staff returns everybody who has a role: admins, leaders and contacts.
func (tx *Tx) Staff() ([]duban.Person, error) {
	return tx.people(`SELECT * FROM person WHERE admin = TRUE OR leader = TRUE
		OR id IN (SELECT person_id FROM contact WHERE until = 0) ORDER BY id`)
}

func (tx *Tx) people(sql string, args ...any) ([]duban.Person, error) {
	rows, err := query[personRow](tx, sql, args...)
	if err != nil {
		return nil, err
	}
	return tx.withDepartments(rows)
}

func (tx *Tx) withDepartments(rows []personRow) ([]duban.Person, error) {
	people, index := make([]duban.Person, len(rows)), map[int64]int{}
	var found []int64
	for i, r := range rows {
		people[i], index[r.ID] = r.person(), i
		found = append(found, r.ID)
	}
	contacts, err := query[contactRow](tx, `
		SELECT c.* FROM contact c JOIN department d ON d.id = c.department_id
		WHERE c.until = 0 AND `+tx.among("c.person_id")+" ORDER BY d.position, d.id", ids(found))
	for _, c := range contacts {
		p := &people[index[c.PersonID]]
		if c.Head {
			p.Heads = append(p.Heads, duban.DepartmentID(c.DepartmentID))
		} else {
			p.Departments = append(p.Departments, duban.DepartmentID(c.DepartmentID))
		}
	}
	return people, err
}

// SetStarted records that a person pressed Start, so that he can be written to.
func (tx *Tx) SetStarted(id duban.PersonID) error {
	return tx.exec("UPDATE person SET started = TRUE, reachable = TRUE WHERE id = ? AND (started = FALSE OR reachable = FALSE)", id)
}

// SetReachable records whether the platform lets the bot write to a user. It
// tells whether that is news.
func (tx *Tx) SetReachable(user int64, reachable bool) (changed bool, err error) {
	n, err := tx.affected("UPDATE person SET reachable = ? WHERE user_id = ? AND reachable <> ?", reachable, user, reachable)
	return n > 0, err
}

// SetLang records the language a person chose.
func (tx *Tx) SetLang(id duban.PersonID, lang string) error {
	return tx.exec("UPDATE person SET lang = ? WHERE id = ?", lang, id)
}

// SetAdmin and SetLeader give or take a role.
func (tx *Tx) SetAdmin(id duban.PersonID, yes bool) error {
	return tx.exec("UPDATE person SET admin = ? WHERE id = ?", yes, id)
}

func (tx *Tx) SetLeader(id duban.PersonID, yes bool) error {
	return tx.exec("UPDATE person SET leader = ? WHERE id = ?", yes, id)
}

// Bind makes a person a contact of a department, after those it has, or its
// head. Who is that already stays what he is; added is false then.
func (tx *Tx) Bind(p duban.PersonID, dep duban.DepartmentID, head bool) (added bool, err error) {
	n, err := tx.affected(`
		INSERT INTO contact (person_id, department_id, rank, head, since)
		SELECT ?, ?, 1 + COALESCE(MAX(rank), 0), ?, ? FROM contact WHERE department_id = ? AND head = ? AND until = 0
		ON CONFLICT (person_id, department_id, head) WHERE until = 0 DO NOTHING`, p, dep, head, millis(tx.now), dep, head)
	return n > 0, err
}

// Unbind ends what a person is for a department, contact and head alike; found
// is false when he was neither.
func (tx *Tx) Unbind(p duban.PersonID, dep duban.DepartmentID) (found bool, err error) {
	n, err := tx.affected("UPDATE contact SET until = ? WHERE person_id = ? AND department_id = ? AND until = 0",
		millis(tx.now), p, dep)
	return n > 0, err
}

// Contacts returns the contacts and heads of all departments in official order,
// A岗 first, heads last.
func (tx *Tx) Contacts() ([]duban.Contact, error) {
	rows, err := query[struct {
		Contact             contactRow `gorm:"embedded"`
		UserID              int64
		Started, Reachable  bool
		AwayFrom, AwayUntil string
	}](tx, `
		SELECT c.*, p.user_id, p.started, p.reachable, p.away_from, p.away_until FROM contact c
		JOIN department d ON d.id = c.department_id JOIN person p ON p.id = c.person_id
		WHERE c.until = 0 ORDER BY d.position, d.id, c.head, c.rank, c.id`)
	contacts := make([]duban.Contact, len(rows))
	for i, r := range rows {
		c := r.Contact
		contacts[i] = duban.Contact{
			Person: duban.PersonID(c.PersonID), User: r.UserID, Department: duban.DepartmentID(c.DepartmentID), Rank: c.Rank, Head: c.Head,
			Reachable: r.Started && r.Reachable, Away: span(r.AwayFrom, r.AwayUntil),
		}
	}
	return contacts, err
}

type invitationRow struct {
	ID           int64
	CodeHash     string
	Admin        bool
	Leader       bool
	DepartmentID int64
	Head         bool
	Name         string
	CreatedAt    int64
	ExpiresAt    int64
	UsedAt       int64
	UsedBy       int64
}

func (invitationRow) TableName() string { return "invitation" }

// Invite makes a one-time code of 128 random bits. Only its hash is kept.
func (tx *Tx) Invite(inv duban.Invitation) (code string, err error) {
	raw := make([]byte, 16)
	rand.Read(raw)
	code = base64.RawURLEncoding.EncodeToString(raw)
	return code, tx.insert(&invitationRow{
		CodeHash: hashCode(code), Admin: inv.Admin, Leader: inv.Leader, DepartmentID: int64(inv.Department), Head: inv.Head, Name: inv.Name,
		CreatedAt: millis(tx.now), ExpiresAt: millis(tx.now.Add(duban.InvitationLife)),
	})
}

// KnowsCode reports whether a code was ever made, valid or not.
func (tx *Tx) KnowsCode(code string) (bool, error) {
	_, found, err := one[invitationRow](tx, "SELECT id FROM invitation WHERE code_hash = ?", hashCode(code))
	return found, err
}

// Redeem uses up a code. valid is false when it is unknown, used or expired;
// which of these is nobody's business.
func (tx *Tx) Redeem(code string, by duban.PersonID) (inv duban.Invitation, valid bool, err error) {
	row, found, err := one[invitationRow](tx, `
		UPDATE invitation SET used_at = ?, used_by = ?
		WHERE code_hash = ? AND used_at = 0 AND expires_at > ? RETURNING *`,
		millis(tx.now), by, hashCode(code), millis(tx.now))
	if err != nil || !found {
		return duban.Invitation{}, false, err
	}
	return duban.Invitation{
		Admin: row.Admin, Leader: row.Leader, Department: duban.DepartmentID(row.DepartmentID), Head: row.Head, Name: row.Name,
		Expires: instant(row.ExpiresAt),
	}, true, nil
}

func hashCode(code string) string {
	sum := sha256.Sum256([]byte(code))
	return hex.EncodeToString(sum[:])
}
