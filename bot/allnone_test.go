package bot

import (
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
)

// That nothing is new, said of no task by somebody who owes several, is asked about
// before anything is filed.
func TestNothingNewWithoutANumberIsAskedAbout(t *testing.T) {
	t.Parallel()
	k := newDesk(t)
	k.now = opens
	k.open(duban.Round{}, opens.Add(96*time.Hour))
	for _, words := range []string{"本周没有什么新情况", "无", "本月无", "同上月", "没有进展", "暂无", "nothing new this month"} {
		asked := k.tell(zhao, words).expect("“"+words+"”", "本期未报的46项都无新进展？", "尚未登记")
		asked.button("是")
		asked.button("只指一项")
		if got := k.standing(28, "人社局"); got != "" {
			t.Fatalf("after %q task 28 stands as %q", words, got)
		}
	}

	asked := k.tell(zhao, "本月无")
	which := k.press(zhao, asked.button("只指一项")).expect("哪一项？")
	k.press(zhao, which.button("1 ")).expect("已登记 第1项", "还有45项未报")

	asked = k.tell(zhao, "本周没有什么新情况")
	yes := asked.button("是")
	k.press(zhao, yes).expect("已登记", "45项")
	if got := k.standing(28, "人社局"); got != "本周没有什么新情况" {
		t.Errorf("task 28 stands as %q", got)
	}
	k.press(zhao, yes).expect("已失效")
	k.tell(zhao, "无").expect("目前没有未报的任务")
}

// A press can be typed in reply to the question.
func TestAllNoneCanBeTyped(t *testing.T) {
	t.Parallel()
	k := newDesk(t)
	k.now = opens
	k.open(duban.Round{}, opens.Add(96*time.Hour))
	answer := func(words string) said {
		return k.heard(chat.Incoming{
			Kind: chat.Message, Chat: chat.Chat{ID: zhao, Private: true}, From: chat.Person{ID: zhao}, Text: words,
			Reply: &chat.Reply{Message: k.last, From: chat.Person{Bot: true}},
		})
	}
	k.tell(zhao, "无")
	answer("只指一项").expect("哪一项？")
	answer("28").expect("已登记 第28项", "还有45项未报")
	k.tell(zhao, "无")
	answer("是").expect("已登记", "45项")
}

// What is owed alone is what is meant, and so is the task of a card that is answered.
func TestNothingNewIsAboutTheOneThatIsOwed(t *testing.T) {
	t.Parallel()
	k := newDesk(t)
	k.now = opens
	k.open(duban.Round{List: k.list.ID, Kind: duban.Ask, Schedule: "30 8 * * 1"}, opens.Add(96*time.Hour), 28)
	k.tell(zhao, "本周没有什么新情况").expect("已登记 第28项")
	k.tell(wang, "第28项")
	k.heard(chat.Incoming{
		Kind: chat.Message, Chat: chat.Chat{ID: wang, Private: true}, From: chat.Person{ID: wang}, Text: "无",
		Reply: &chat.Reply{Message: k.last, From: chat.Person{Bot: true}},
	}).expect("已登记 第28项")
}

// Words that say themselves that all is meant are not asked about.
func TestWhoSaysAllIsNotAsked(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"都没有进展", "以上均无", "全部无新进展", "其余无新进展"} {
		k := newDesk(t)
		k.now = opens
		k.open(duban.Round{}, opens.Add(96*time.Hour))
		k.tell(zhao, words).expect("已登记", "46项")
	}
}
