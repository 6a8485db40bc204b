package bot

import (
	"testing"
	"time"

	"duban/internal/duban"
)

// After 更正 the next words take the report's place, whether it was filed by words or
// by a press, and whatever others write in between.
func TestTheWordsAfterTheQuestionCorrect(t *testing.T) {
	for name, file := range map[string]func(*desk) said{
		"by words": func(k *desk) said { return k.tell(wang, "28 已开一次会") },
		"by a press": func(k *desk) said {
			return k.press(wang, k.tell(wang, "第28项").button("无新进展"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newDesk(t)
			k.now = opens
			k.open(duban.Round{}, opens.Add(96*time.Hour))
			k.press(wang, file(k).button("更正"))
			for range 5 {
				k.tell(zhao, "30 已办一期")
			}
			k.tell(wang, "已开两次协调会").expect("已登记 第28项")
			if got := k.standing(28, "教育局"); got != "已开两次协调会" {
				t.Errorf("%q stands", got)
			}
		})
	}
}

// What was reported since, and what was said and answered in between, ends the
// question: then it is asked which task is meant.
func TestTheQuestionEndsWithWhatIsSaidNext(t *testing.T) {
	for name, say := range map[string][]string{"a report": {"27 方案已印发"}, "two questions": {"/tasks", "/help"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newDesk(t)
			k.press(wang, k.tell(wang, "28 已开一次会").button("更正"))
			for _, words := range say {
				k.tell(wang, words)
			}
			k.tell(wang, "已开两次协调会").expect("哪一项")
			if got := k.standing(28, "教育局"); got != "已开一次会" {
				t.Errorf("%q stands", got)
			}
		})
	}
}
