package bot

import (
	"context"
	"strings"
	"testing"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/store"
	"duban/internal/text"
)

// seen is what somebody reads in a view.
func (k *desk) seen(v chat.View) (words string) {
	k.t.Helper()
	k.act(func(tx *store.Tx) error {
		out, err := k.Render(context.Background(), tx, v)
		words = text.Plain(out.HTML)
		return err
	})
	return words
}

// person is the bot's own number of somebody.
func (k *desk) person(user int64) (id int64) {
	k.t.Helper()
	k.act(func(tx *store.Tx) error { id = int64(k.met(tx, user).ID); return nil })
	return id
}

// Whoever looks sees one light; that help is asked for stands beside it, said once.
func TestATaskThatNeedsHelpHasOneLight(t *testing.T) {
	t.Parallel()
	k := newDesk(t)
	k.now = opens
	k.open(duban.Round{}, opens.Add(96*time.Hour))
	k.tell(wang, "30 有困难：缺少牵头企业").expect("已登记")
	k.now = opens.Add(30 * 24 * time.Hour)
	k.open(duban.Round{}, k.now.Add(96*time.Hour))
	who := k.person(wang)
	for view, got := range map[string]string{
		"board":      k.tell(boss, "/status").words(),
		"department": k.tell(boss, "/dept 教育局").words(),
		"card":       k.tell(wang, "第30项").words(),
		"digest":     k.seen(chat.View{Kind: chat.Digest, Person: who, Opening: 2}),
	} {
		if !strings.Contains(got, "🟢") || strings.Contains(got, "🟡 30") || strings.Contains(got, "🟡 滞后1") {
			t.Errorf("%s: it is not green everywhere:\n%s", view, got)
		}
		switch view {
		case "board", "department":
			if !strings.Contains(got, "🟢 30 ") || !strings.Contains(got, "需协调：“缺少牵头企业”") {
				t.Errorf("%s: what is needed is not said once:\n%s", view, got)
			}
		case "digest":
			if !strings.Contains(got, "🟢 正常、需协调1项\n30 ") {
				t.Errorf("the digest puts it elsewhere:\n%s", got)
			}
		}
	}
}

// On track with news is told from on track without; what was said comes before where
// nothing new was.
func TestADepartmentShowsItsNewsBeforeItsSilence(t *testing.T) {
	t.Parallel()
	k := newDesk(t)
	k.now = opens
	k.open(duban.Round{}, opens.Add(96*time.Hour))
	k.tell(zhao, "28 又办两期电工班\n48 有困难：绩效总量待核定")
	k.tell(zhao, "其余无新进展").expect("已登记")
	got := k.tell(boss, "/dept 人社局").words()
	for _, want := range []string{"（需协调\u20601，无新进展\u2060", "（有进展\u20601，无新进展\u2060", "最近报送\n28 又办两期电工班", "无新进展44项"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in:\n%s", want, got)
		}
	}
	board := k.tell(boss, "/status").words()
	if !strings.Contains(board, "（需协调\u20601，无新进展\u2060") {
		t.Errorf("the board does not tell news from none:\n%s", board)
	}
}
