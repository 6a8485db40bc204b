package app

import (
	"fmt"
	"testing"
	"time"
)

// floodOf is how many messages one contact sends at once.
const floodOf = 2000

// One contact sends two thousand messages at once while five others report. The
// others are answered within two seconds, every one of the two thousand is stored,
// and its author is not answered two thousand times.
func TestAFloodFromOnePersonDelaysNobodyAndLosesNothing(t *testing.T) {
	inBubble(t, func(w *world) {
		others := map[int64]string{21: "人社局", 22: "总工会", 23: "应急局", 24: "退役军人事务局", 25: "财政局"}
		for user, department := range others {
			w.bind(user, "某", department)
		}
		w.until(at(11, 23, 9, 1))
		sent := map[int64]time.Time{}
		for i := range floodOf {
			w.send(wang, fmt.Sprintf("%d 第%04d次", 2+i%9, i))
			if i%400 == 399 {
				user := int64(21 + i/400)
				sent[user] = w.Demo.Clock.Now()
				w.send(user, "其余无新进展")
			}
		}
		w.pass(5 * time.Minute)
		for user, department := range others {
			answer := w.newest(user, "已登记")
			if took := answer.Date.Sub(sent[user]); took > 2*time.Second {
				t.Errorf("%s was answered after %v", department, took)
			}
		}
		if n := w.row(`SELECT COUNT(DISTINCT words) FROM report WHERE words LIKE '第%次'`); n != floodOf {
			t.Errorf("%d of his messages are stored, want %d", n, floodOf)
		}
		answers, told := w.count(wang, "已登记"), w.count(wang, "您发得太快")
		if answers < floodBurst || answers > 10*floodBurst || told < 1 || told > 5 {
			t.Errorf("he was answered %d times and told %d times that it is too fast", answers, told)
		}
		w.nothingLeft()
	})
}

// He who is told that it is too fast is answered again when he is calm, and what
// others are told because of him is told all the time.
func TestAFloodCostsOnlyAnswersToItsAuthor(t *testing.T) {
	inBubble(t, func(w *world) {
		for i := range 2 * floodBurst {
			w.send(adminID, fmt.Sprintf("/task %d", 1+i))
		}
		w.send(adminID, "/unbind 教育局 王芳 确认") // her answer stands among the flood's
		w.pass(time.Minute)
		w.newest(wang, "不再是")
		w.expect(w.tell(adminID, "/task 28"), "第28项")
		w.nothingLeft()
	})
}
