package duban

import (
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
)

// FormKey ties a form 填报表 to what it asks: whose answers it holds and which
// openings asked for them. It names no person, so that any contact of the
// departments may bring the form back.
type FormKey struct {
	List        ListID
	Departments []DepartmentID
	Openings    []OpeningID
}

// formMark begins a form's key and tells which kind of form it is.
const formMark = "duban-form-1"

// IsFormKey reports whether s was written as a form's key, whole or damaged.
func IsFormKey(s string) bool { return strings.HasPrefix(s, formMark+":") }

// String is the key as a form carries it, with a sum that shows damage. The sum
// is no secret: whoever sends a form is asked who he is all the same.
func (k FormKey) String() string {
	return sealed(fmt.Sprintf("%s:%d:%s:%s", formMark, k.List, joined(k.Departments), joined(k.Openings)))
}

// ParseFormKey reads what String wrote; ok is false for anything else.
func ParseFormKey(s string) (k FormKey, ok bool) {
	body, ok := unsealed(s)
	parts := strings.Split(body, ":")
	if !ok || len(parts) != 4 || parts[0] != formMark {
		return FormKey{}, false
	}
	list, err := strconv.ParseInt(parts[1], 10, 64)
	k = FormKey{List: ListID(list)}
	if k.Departments, ok = parted[DepartmentID](parts[2]); !ok || err != nil {
		return FormKey{}, false
	}
	k.Openings, ok = parted[OpeningID](parts[3])
	return k, ok
}

// Row is the key of a task's row on this form and no other. It carries the number
// that was printed, so that a row whose number was changed since is noticed.
func (k FormKey) Row(t TaskID, no int) string {
	return fmt.Sprintf("%d.%d.%s", t, no, sum(fmt.Sprintf("%s/%d.%d", k, t, no)))
}

// ParseRow reads what Row wrote for this form; ok is false for anything else, the
// rows of other forms too.
func (k FormKey) ParseRow(s string) (t TaskID, no int, ok bool) {
	parts := strings.Split(s, ".")
	if len(parts) != 3 {
		return 0, 0, false
	}
	id, err := strconv.ParseInt(parts[0], 10, 64)
	if err != nil {
		return 0, 0, false
	}
	if no, err = strconv.Atoi(parts[1]); err != nil || k.Row(TaskID(id), no) != s {
		return 0, 0, false
	}
	return TaskID(id), no, true
}

// FormColumn is one column of a form. A hidden row of the form names them, so
// that they are found in whatever order and language.
type FormColumn string

// The columns of a form in their order.
const (
	FormNo      FormColumn = "no"
	FormRowKey  FormColumn = "key" // hidden, and between two that are not, so that sorting takes it along
	FormTask    FormColumn = "task"
	FormLast    FormColumn = "last"
	FormNew     FormColumn = "new"
	FormTarget  FormColumn = "target"
	FormTotal   FormColumn = "total"
	FormTrouble FormColumn = "trouble"
	FormNext    FormColumn = "next"
)

func sum(s string) string { return strconv.FormatUint(uint64(crc32.ChecksumIEEE([]byte(s))), 36) }

func sealed(s string) string { return s + ":" + sum(s) }

func unsealed(s string) (body string, ok bool) {
	i := strings.LastIndexByte(s, ':')
	return s[:max(i, 0)], i > 0 && sum(s[:i]) == s[i+1:]
}

func joined[ID ~int64](ids []ID) string {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = strconv.FormatInt(int64(id), 10)
	}
	return strings.Join(parts, ",")
}

func parted[ID ~int64](s string) (ids []ID, ok bool) {
	for part := range strings.SplitSeq(s, ",") {
		id, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return nil, false
		}
		ids = append(ids, ID(id))
	}
	return ids, true
}
