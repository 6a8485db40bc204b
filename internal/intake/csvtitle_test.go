package intake_test

import (
	"testing"

	"duban/internal/intake"
)

// A table saved as CSV often begins with its head; then the file's name is the title.
func TestACSVWithoutATitleGoesByItsName(t *testing.T) {
	csv := []byte("序号,主要任务,任务内容,责任部门\n1,产业,新建车间2个,教育局\n")
	for name, title := range map[string]string{"重点工作.csv": "重点工作", "/tmp/a b/重点工作.CSV": "重点工作", ".csv": "", "重点工作.txt": ""} {
		pub, problems := intake.ReadList(name, csv, directory(t), today)
		if pub.Title != title || (title == "") != (len(problems) == 1) {
			t.Errorf("%s: %q %v", name, pub.Title, problems)
		}
	}
}
