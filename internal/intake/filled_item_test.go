package intake

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/duban"
)

// The row's columns are one report, read as if it had been typed.
func TestARowOfAFormIsReadLikeAReply(t *testing.T) {
	trained := []duban.Target{{Name: "职业技能培训", Value: 10000, Unit: "人次", Relation: duban.About}}
	share := []duban.Target{{Name: "就业率", Value: 60, Unit: duban.Percent, Relation: duban.RaisedTo}}
	several := []duban.Target{{Name: "名师", Value: 4, Unit: "人"}, {Name: "带头人", Value: 2, Unit: "人"}}
	stretch := []duban.Target{{Name: "学校", Value: 1, Unit: "所"}, {Name: "示范校", Value: 1, Unit: "所", Stretch: true}}
	type reading struct {
		words   string
		state   duban.ReportState
		figures []Stated
		trouble string
		next    string
	}
	for _, c := range []struct {
		row     FormRow
		targets []duban.Target
		want    reading
	}{
		{FormRow{New: "又办两期电工班"}, nil, reading{words: "又办两期电工班", state: duban.Progressing}},
		{FormRow{New: "又办两期电工班", Total: "1500"}, trained,
			reading{"又办两期电工班\n累计1500人次", duban.Progressing, []Stated{{Value: 1500}}, "", ""}},
		{FormRow{Total: "１，５００"}, trained, reading{"累计１，５００人次", duban.Progressing, []Stated{{Value: 1500}}, "", ""}},
		{FormRow{Total: "1.2万"}, trained, reading{"累计1.2万人次", duban.Progressing, []Stated{{Value: 12000}}, "", ""}},
		{FormRow{Total: "35%"}, share, reading{"累计35%", duban.Progressing, []Stated{{Value: 35}}, "", ""}},
		{FormRow{Total: "35"}, share, reading{"累计35%", duban.Progressing, []Stated{{Value: 35}}, "", ""}},
		{FormRow{Total: "2"}, stretch, reading{"累计2所", duban.Progressing, []Stated{{Value: 2}}, "", ""}},
		{FormRow{New: "无"}, trained, reading{words: "无", state: duban.NoNews}},
		{FormRow{New: "本期无新进展", Trouble: "无", Next: "—"}, trained, reading{words: "本期无新进展", state: duban.NoNews}},
		{FormRow{New: "办法已印发", Trouble: "师资不足，请市财政局支持", Next: "十二月开班"}, nil,
			reading{"办法已印发\n困难：师资不足，请市财政局支持\n下步：十二月开班", duban.Stuck, nil, "师资不足，请市财政局支持", "十二月开班"}},
		{FormRow{Trouble: "场地"}, nil, reading{"困难：场地", duban.Stuck, nil, "场地", ""}},
		{FormRow{New: "1.召开推进会；\n2.印发方案；\n3、走访企业三家"}, nil, reading{words: "1.召开推进会；\n2.印发方案；\n3、走访企业三家", state: duban.Progressing}},
		{FormRow{New: "28 又办两期"}, nil, reading{words: "又办两期", state: duban.Progressing}},
		{FormRow{New: "two more courses", Trouble: "no teachers", Next: "start in May"}, nil,
			reading{"two more courses\nDifficulties: no teachers\nNext: start in May", duban.Stuck, nil, "no teachers", "start in May"}},
		{FormRow{New: "其余无新进展"}, nil, reading{words: "其余无新进展", state: duban.NoNews}},
		{FormRow{New: "已完成"}, nil, reading{words: "已完成", state: duban.Claimed}},
	} {
		item, reason, said := c.row.Item(28, ReplyContext{Targets: func(int) []duban.Target { return c.targets }})
		got := reading{item.Words, item.State, item.Figures, item.Trouble, item.Next}
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(reading{})); diff != "" || reason != "" || item.No != 28 {
			t.Errorf("%+v: %s %q\n%s", c.row, reason, said, diff)
		}
	}
	for _, c := range []struct {
		row     FormRow
		targets []duban.Target
		reason  FormReason
		said    string
	}{
		{FormRow{Total: "6"}, several, FormWhichFigure, "6"},
		{FormRow{Total: "很多"}, trained, FormNotNumber, "很多"},
	} {
		if _, reason, said := c.row.Item(37, ReplyContext{Targets: func(int) []duban.Target { return c.targets }}); reason != c.reason || said != c.said {
			t.Errorf("%+v: %q %q, want %q %q", c.row, reason, said, c.reason, c.said)
		}
	}
}
