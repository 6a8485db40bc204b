package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// compact is JSON without the blanks that are laid out for its reader.
func compact(t *testing.T, s string) string {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		t.Fatalf("%v: %s", err, s)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestAReplyIsExplainedWithoutADatabase(t *testing.T) {
	h := newHost(t)
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"28 又办两期电工班，累计1500人次"}, `{"reports":[{"task":28,"state":"progressing","percent":null,"targets":[
			{"name":"职业技能培训","value":1500,"unit":"人次","increment":false}],"words":"又办两期电工班，累计1500人次"}],"unsure":[]}`},
		{[]string{"35 完成85%\n其余无新进展"}, `{"reports":[{"task":35,"state":"progressing","percent":85,"targets":[],"words":"完成85%"},
			{"task":0,"state":"none","percent":null,"targets":[],"words":"无新进展"}],"unsure":[]}`},
		{[]string{"--task", "28", "又培训300人"}, `{"reports":[{"task":28,"state":"progressing","percent":null,"targets":[
			{"name":"职业技能培训","value":300,"unit":"人次","increment":true}],"words":"又培训300人"}],"unsure":[]}`},
		{[]string{"收到"}, `{"reports":[{"task":0,"state":"","percent":null,"targets":[],"words":"收到"}],"unsure":[]}`},
		{[]string{"又办两期"}, `{"reports":[{"task":0,"state":"progressing","percent":null,"targets":[],"words":"又办两期"}],
			"unsure":["“又办两期”没有写项号，是哪一项？"]}`},
		{[]string{"--lang", "en", "37 4"}, `{"reports":[{"task":37,"state":"progressing","percent":null,"targets":[],"words":"4"}],
			"unsure":["Task 37, “4”: which target is 4 about (市级名师, 市级专业带头人, 市级骨干教师)?"]}`},
		{[]string{"58 无"}, `{"reports":[{"task":58,"state":"none","percent":null,"targets":[],"words":"无"}],"unsure":["清单里没有第58项，不登记。"]}`},
	} {
		out, code := h.do(append([]string{"explain", "--json"}, c.args...)...)
		if code != exitOK {
			t.Errorf("%v: exit %d", c.args, code)
			continue
		}
		if diff := cmp.Diff(compact(t, c.want), compact(t, out)); diff != "" {
			t.Errorf("%v: %s", c.args, diff)
		}
	}
	out, code := h.do("explain", "--task", "28", "申请延期到2027年3月底")
	if want := "第28项：有进展\n· 申请延期至2027年3月31日\n· 原文：申请延期到2027年3月底\n"; out != want || code != exitOK {
		t.Errorf("exit %d, said %q, want %q", code, out, want)
	}
	for _, args := range [][]string{{"explain"}, {"explain", " "}, {"explain", "--task", "99", "无"}, {"explain", "--lang", "fr", "无"}} {
		if _, code := h.do(args...); code != exitUsage {
			t.Errorf("%v: exit %d, want %d", args, code, exitUsage)
		}
	}
	if h.exists() {
		t.Error("it made a database")
	}
}

func TestAReplyIsExplainedByTheListOfTheDatabase(t *testing.T) {
	h := newHost(t)
	list := filepath.Join(t.TempDir(), "list.txt")
	body := "清单\n序号\n主要任务\n任务内容\n责任部门\n1\n农业\n建成高标准农田2万亩以上\n市教育局\n"
	if err := os.WriteFile(list, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, code := h.do("import", list); code != exitOK {
		t.Fatalf("import: exit %d", code)
	}
	out, _ := h.do("explain", "1 已建成高标准农田1.5万亩")
	if !strings.Contains(out, "高标准农田：累计15000亩") {
		t.Errorf("said %q", out)
	}
	if _, code := h.do("explain", "--task", "28", "无"); code != exitUsage {
		t.Errorf("task 28 of a list of one: exit %d", code)
	}
}
