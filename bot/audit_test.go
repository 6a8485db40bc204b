package bot

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

var writes = regexp.MustCompile(`(?:changed\(|Audit\([a-zA-Z"]+, )"([a-z-]+)"`)

// Whatever is written into the audit chain anywhere has a sentence in both languages.
func TestEveryChangeHasASentence(t *testing.T) {
	found := map[string]bool{}
	for _, pattern := range []string{"*.go", "../internal/app/*.go", "../scheduler/*.go", "../cmd/duban/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			body, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range writes.FindAllStringSubmatch(string(body), -1) {
				found[m[1]] = true
			}
		}
	}
	if len(found) < 25 {
		t.Fatalf("only %d actions were found", len(found))
	}
	for action := range found {
		for _, lang := range []string{text.Chinese, text.English} {
			if !(text.Voice{Lang: lang}).Tells(action) {
				t.Errorf("%s: no sentence for %q", lang, action)
			}
		}
	}
}

// The trail is read, not decoded: /audit shows the latest changes of all, /audit 28
// those of the task, both a page at a time and in the words of the office.
func TestTheAuditTrailSpeaksInSentences(t *testing.T) {
	stage(t, plight{name: "王芳", words: "已启动"}, func(s *scene) {
		task, _, err := s.tx.TaskByNo(s.list.ID, 28)
		if err != nil {
			t.Fatal(err)
		}
		targets, err := s.tx.TaskTargets(task.ID)
		if err != nil || len(targets) == 0 {
			t.Fatal(targets, err)
		}
		a := &ask{Tx: s.tx, who: s.person}
		dir, err := s.tx.Directory()
		if err != nil {
			t.Fatal(err)
		}
		education, _ := dir.Find("教育局")
		a.changed("report", taskSubject(task), (&filing{ask: a}).detail(duban.Report{
			ID: 2, State: duban.Progressing, Figures: []duban.Figure{{ID: 2, Target: targets[0].ID, Total: 1500, Value: 1500, Whole: true}},
		}, education))
		a.changed("schedule", taskSubject(task), map[string]any{"kind": duban.Ask, "schedule": "每周五15:00", "revision": 1})
		for range auditLines {
			a.changed("remind", departmentSubject(education), map[string]any{"departments": 1})
		}
		if err := s.tx.Flush(); err != nil {
			t.Fatal(err)
		}
		words, _ := s.show(chat.View{Kind: chat.Audit, Person: int64(s.person.ID), Task: int64(task.ID)})
		for _, want := range []string{"第28项", "王芳 报送（教育局）：1500人次（全项数）", "王芳 定报送安排：每周五15:00"} {
			if !strings.Contains(words, want) {
				t.Errorf("%q is not in\n%s", want, words)
			}
		}
		if strings.ContainsAny(words, "=[]") || strings.Contains(words, "map") {
			t.Errorf("machine words:\n%s", words)
		}
		first, buttons := s.show(chat.View{Kind: chat.Audit, Person: int64(s.person.ID)})
		if !strings.Contains(first, "教育局") || strings.Contains(first, "没有改动") || len(buttons) != 1 {
			t.Errorf("of all: %v\n%s", buttons, first)
		}
		second, _ := s.show(chat.View{Kind: chat.Audit, Person: int64(s.person.ID), Page: 1})
		if !strings.Contains(second, "第28项") {
			t.Errorf("the second page:\n%s", second)
		}
	})
}
