package store

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/postgrestest"
)

// testdata/schema7.db.gz is the database of a program of schema 7, as it was when
// that was killed on the morning of a round: all people in it are invented. The
// list is confirmed, every department has a contact, the round is open and some
// have reported; messages wait, one is on its way, and a job runs.
const olderSchema = 7

func olderFile(t *testing.T) string {
	t.Helper()
	packed, err := os.ReadFile("testdata/schema7.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "duban.db")
	if err := os.WriteFile(path, must[[]byte](t)(io.ReadAll(r)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// olderServer is the same database on a server.
func olderServer(t *testing.T) string {
	t.Helper()
	where := postgrestest.Empty(t)
	up(t, where, olderSchema)
	from := must[*sql.DB](t)(sql.Open(sqliteDriver, olderFile(t)))
	defer from.Close()
	d := must[dialect](t)(locate(where))
	to := must[*sql.DB](t)(d.connect(writing))
	defer to.Close()
	to.SetMaxOpenConns(1)
	run := func(statement string, args ...any) {
		t.Helper()
		if _, err := to.Exec(statement, args...); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	run("SET session_replication_role = replica") // in whatever order the tables come
	for _, table := range listed(t, from, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'") {
		truths := listed(t, to, "SELECT column_name FROM information_schema.columns WHERE data_type = 'boolean' AND table_name = '"+table+"'")
		run("DELETE FROM " + table) // what a migration put there
		rows := must[*sql.Rows](t)(from.Query("SELECT * FROM " + table))
		columns := must[[]string](t)(rows.Columns())
		for rows.Next() {
			values, into, marks := make([]any, len(columns)), make([]any, len(columns)), make([]string, len(columns))
			for i := range columns {
				into[i], marks[i] = &values[i], fmt.Sprint("$", i+1)
			}
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			for i, column := range columns {
				if slices.Contains(truths, column) {
					values[i] = fmt.Sprint(values[i]) == "1" || fmt.Sprint(values[i]) == "true"
				}
			}
			run("INSERT INTO "+table+" ("+strings.Join(columns, ", ")+") VALUES ("+strings.Join(marks, ", ")+")", values...)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if len(listed(t, to, "SELECT column_name FROM information_schema.columns WHERE is_identity = 'YES' AND table_name = '"+table+"'")) > 0 {
			run("SELECT setval(pg_get_serial_sequence('" + table + "', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM " + table + "))")
		}
	}
	return where
}

func listed(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// up brings a database up to a schema and ends, as a process does that is killed
// behind that step.
func up(t *testing.T, where string, schema int64) {
	t.Helper()
	s := &Store{dialect: must[dialect](t)(locate(where)), now: time.Now}
	defer s.Close()
	var err error
	if s.write, err = s.connect(writing, writers); err != nil {
		t.Fatal(err)
	}
	provider, err := s.provider()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(t.Context(), schema); err != nil {
		t.Fatal(err)
	}
}

// newestSchema is the one this program makes.
func newestSchema(t *testing.T) int64 {
	t.Helper()
	files, err := migrations.ReadDir("migrations/sqlite")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	if _, err := fmt.Sscanf(files[len(files)-1].Name(), "%d", &n); err != nil {
		t.Fatal(err)
	}
	return int64(n)
}

// held is what must outlast every migration.
func held(t *testing.T, where string) (all []string) {
	t.Helper()
	db := must[*sql.DB](t)(must[dialect](t)(locate(where)).connect(writing))
	defer db.Close()
	for _, query := range []string{
		"SELECT 'report ' || id || ' ' || assignment_id || ' ' || source || ' ' || words || ' ' || state FROM report ORDER BY id",
		"SELECT 'unplaced ' || id || ' ' || words FROM unplaced ORDER BY id",
		"SELECT 'post ' || id || ' ' || chat_id || ' ' || state || ' ' || attempts || ' ' || ambiguous FROM outbox ORDER BY id",
		"SELECT 'attempt ' || outbox_id || ' ' || n || ' ' || outcome FROM attempt ORDER BY outbox_id, n",
		"SELECT 'job ' || id || ' ' || kind || ' ' || state || ' ' || payload FROM job ORDER BY id",
		"SELECT 'opening ' || id || ' ' || opens_at || ' ' || closes_at || ' ' || step FROM opening ORDER BY id",
		"SELECT 'owed ' || opening_id || ' ' || assignment_id || ' ' || answered_at FROM owed ORDER BY opening_id, assignment_id",
		"SELECT 'asked ' || person_id || ' ' || kind || ' ' || cause FROM occurrence ORDER BY id",
		"SELECT 'update ' || update_id || ' ' || status FROM inbox ORDER BY update_id",
		"SELECT 'contact ' || person_id || ' ' || department_id FROM contact ORDER BY id",
		"SELECT 'audit ' || id || ' ' || hash FROM audit ORDER BY id",
	} {
		all = append(all, listed(t, db, query)...)
	}
	return all
}

// A database of schema 7 with a round under way goes over to this program, wherever
// it is killed on the way: nothing is lost, nothing is sent or asked twice, and the
// audit chain holds.
func TestAnOlderDatabaseGoesOverWhereverItIsKilled(t *testing.T) {
	for name, place := range map[string]func(*testing.T) string{"sqlite": olderFile, "postgres": olderServer} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for killed := int64(olderSchema); killed <= newestSchema(t); killed++ {
				where := place(t)
				before := held(t, where)
				up(t, where, killed)
				s, err := Open(t.Context(), where, time.Now, Secured)
				if err != nil {
					t.Fatalf("killed behind schema %d: %v", killed, err)
				}
				s.Close()
				if diff := cmp.Diff(before, held(t, where)); diff != "" || len(before) < 400 {
					t.Errorf("killed behind schema %d, of %d before (-), after (+):\n%s", killed, len(before), diff)
				}
				w := openWorld(t, where)
				w.do(func(tx *Tx) error {
					left, err := tx.Interrupted(time.Unix(1<<40, 0))
					if err == nil && len(left) != 1 {
						t.Errorf("%d posts are on their way, want 1", len(left))
					}
					_, n, broken, failed := tx.VerifyAudit()
					if broken != nil || failed != nil || n == 0 {
						t.Errorf("%d entries, broken at %v, %v", n, broken, failed)
					}
					return err
				})
			}
		})
	}
}

// The same with a process that is really killed, at whatever moment that hits.
func TestAnOlderDatabaseGoesOverThoughTheProcessIsKilled(t *testing.T) {
	const variable = "DUBAN_TEST_GO_OVER"
	if where := os.Getenv(variable); where != "" {
		fmt.Println("begins")
		s, err := Open(t.Context(), where, time.Now, Secured)
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		return
	}
	for name, place := range map[string]func(*testing.T) string{"sqlite": olderFile, "postgres": olderServer} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			where := place(t)
			before := held(t, where)
			for range 3 {
				c := exec.Command(os.Args[0], "-test.run=^TestAnOlderDatabaseGoesOverThoughTheProcessIsKilled$", "-test.v")
				c.Env = append(os.Environ(), variable+"="+where)
				out, err := c.StdoutPipe()
				if err != nil {
					t.Fatal(err)
				}
				if err := c.Start(); err != nil {
					t.Fatal(err)
				}
				for said := make([]byte, 4096); !bytes.Contains(said, []byte("begins")); {
					if _, err := out.Read(said); err != nil {
						t.Fatal(err)
					}
				}
				_ = c.Process.Kill()
				_ = c.Wait()
			}
			s, err := Open(t.Context(), where, time.Now, Secured)
			if err != nil {
				t.Fatal(err)
			}
			s.Close()
			if diff := cmp.Diff(before, held(t, where)); diff != "" {
				t.Errorf("before (-), after (+):\n%s", diff)
			}
		})
	}
}
