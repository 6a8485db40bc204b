package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"duban/internal/duban"
)

// filledForms are forms as files, for whoever damages them.
func filledForms(t testing.TB) [][]byte {
	t.Helper()
	names, err := filepath.Glob("testdata/filled/*.xlsx")
	if err != nil || len(names) == 0 {
		t.Fatal("no forms in testdata/filled", err)
	}
	var all [][]byte
	for _, name := range names {
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, body)
	}
	return all
}

// FuzzReadForm sees to it that a form, however damaged, is refused or read, that
// each of its tasks is read once, and that each row can be read as a reply.
func FuzzReadForm(f *testing.F) {
	for _, body := range filledForms(f) {
		f.Add(body)
		f.Add(body[:len(body)/2])
	}
	f.Add([]byte("PK"))
	f.Add([]byte("附件2"))
	f.Fuzz(func(t *testing.T, body []byte) {
		form, fault := ReadForm(body)
		checkForm(t, form, fault)
	})
}

// FuzzReadFormCells lets the sheet's own words vary, which a damaged zip seldom
// reaches.
func FuzzReadFormCells(f *testing.F) {
	key := duban.FormKey{List: 1, Departments: []duban.DepartmentID{3}, Openings: []duban.OpeningID{9}}
	f.Add(key.Row(128, 28), "28", "又办两期电工班", "1500", "编制不足", "下月会签")
	f.Add(key.Row(128, 28), "29", "第30项已完成", "名师4人", "无", "-")
	f.Add("", "三十七", "其余无新进展", "35%", "", "")
	f.Add("1.2.3", "=1+1", "1.甲\n2、乙", "1.2万", "困难：", "+补充")
	f.Fuzz(func(t *testing.T, rowKey, no, news, total, trouble, next string) {
		rows := [][]string{
			{"no", "key", "new", "total", "trouble", "next", key.String()}, {"项号", "", "本期新进展", "累计数", "困难", "下步"},
			{"27", key.Row(127, 27), "甲"}, {no, rowKey, news, total, trouble, next}, {no, rowKey, news, total, trouble, next},
		}
		r := formReader{lines: map[int]FormRow{}}
		form, fault := r.read(tableOf(rows).rows)
		checkForm(t, form, fault)
	})
}

func checkForm(t *testing.T, form Form, fault FormFault) {
	t.Helper()
	if fault != "" && len(form.Rows)+len(form.Problems) > 0 {
		t.Fatalf("%s, and yet %+v", fault, form)
	}
	seen := map[int]bool{}
	targets := []duban.Target{{Name: "职业技能培训", Value: 10000, Unit: "人次"}}
	for _, w := range form.Rows {
		if !w.filled() || w.No <= 0 || seen[w.No] {
			t.Fatalf("row %+v", w)
		}
		seen[w.No] = true
		item, reason, _ := w.Item(w.No, ReplyContext{Targets: func(int) []duban.Target { return targets }})
		if reason == "" && (item.No != w.No || item.Words == "" && item.State == duban.Said && meant(w.Trouble)+meant(w.Next) != "") {
			t.Fatalf("row %+v is read as %+v", w, item)
		}
	}
}

// What hostile files cost is measured in processes of their own, in
// hostile_linux_test.go.
func TestAHostileFormIsRefused(t *testing.T) {
	deep := strings.Repeat("<a>", 1<<20)
	many := map[string]string{}
	for i := range 200 {
		many[fmt.Sprint("xl/", i, ".xml")] = "<a/>"
	}
	for _, c := range []struct {
		name  string
		parts map[string]string
		want  FormFault
	}{
		{"a zip bomb", map[string]string{"xl/worksheets/sheet1.xml": strings.Repeat(" ", 64<<20)}, FormTooLarge},
		{"elements a million deep", map[string]string{"xl/worksheets/sheet1.xml": deep}, FormTooLarge},
		{"two hundred parts", many, FormTooLarge},
		{"a hundred thousand rows", map[string]string{"xl/worksheets/sheet1.xml": strings.Repeat(`<row r="1"><c r="A1" t="inlineStr"><is><t>甲</t></is></c></row>`, 100000)}, FormTooLarge},
		{"no workbook", map[string]string{"a.txt": "a"}, NotForm},
	} {
		if _, fault := ReadForm(zippedParts(t, c.parts)); fault != c.want {
			t.Errorf("%s: %q, want %q", c.name, fault, c.want)
		}
	}
}

func zippedParts(t *testing.T, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func tableOf(rows [][]string) *table {
	t := &table{}
	for i, cells := range rows {
		w := row{at: place{line: i + 1}}
		for _, text := range cells {
			w.cells = append(w.cells, cell{at: w.at, text: text})
		}
		t.rows = append(t.rows, w)
	}
	return t
}
