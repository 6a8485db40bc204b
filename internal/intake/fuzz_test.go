package intake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"duban/internal/duban"
	"duban/internal/intake"
	"duban/seeds"
)

// FuzzReadList checks that nothing makes the reader panic and that it either
// refuses a list or returns one that is whole.
func FuzzReadList(f *testing.F) {
	dir := directory(f)
	shapes, err := filepath.Glob("testdata/lists/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range shapes {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(seeds.List())
	f.Add([]byte("标题\n\t序号\n\t主要任务\n\t任务内容\n\t责任部门\n\n\t1\n\t甲\n\t乙\n\t市教育局 、人社局\n"))
	f.Add([]byte("标题\n序号\n主要任务\n任务内容\n责任部门\n1\n\n乙\n市教育局"))
	f.Add([]byte("\xff\xfe1\x00\n\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		pub, problems := intake.ReadList("list.txt", data, dir, today)
		if len(problems) > 0 {
			for _, p := range problems {
				if p.Line < 1 || p.Text == "" {
					t.Errorf("problem %+v", p)
				}
			}
			return
		}
		if pub.Title == "" || len(pub.Tasks) == 0 {
			t.Fatal("accepted without a title or tasks")
		}
		for i, task := range pub.Tasks {
			if task.No != i+1 || task.Content == "" || len(pub.Unknown) == 0 && (len(task.Shares) == 0 || task.Shares[0].Role != duban.Lead) {
				t.Errorf("accepted %+v", task)
			}
			for _, s := range task.Shares {
				if _, ok := dir.Find(s.Name); !ok {
					t.Errorf("task %d: unknown %q", task.No, s.Name)
				}
			}
		}
	})
}

// markers are the characters that may be taken off: numbers, what stands around
// them, and 其余.
const markers = "0123456789零一二三四五六七八九十百第项号任务序编和与以及至到其余它他剩下的别各几所有全部上述本期月目前暂时均都也律皆工作" +
	"+-~:,.、。;)(][#|=>·*\"&!"

// FuzzReadReply checks that no word is lost: each character that is no marker
// appears at least as often in the parts as in the text.
func FuzzReadReply(f *testing.F) {
	for _, c := range replyCases(f) {
		f.Add(strings.Join(c.text, "\n"), c.card)
	}
	f.Fuzz(func(t *testing.T, text string, card int) {
		if len(text) > 20_000 {
			return
		}
		r := intake.ReadReply(text, intake.ReplyContext{Task: card, Known: known})
		left := map[rune]int{}
		count := func(words string, n int) {
			for _, c := range words {
				left[c] += n
			}
		}
		seen := map[int]bool{}
		for _, i := range append(r.Items, r.Unknown...) {
			if seen[i.No] {
				t.Errorf("task %d twice", i.No)
			}
			seen[i.No] = true
			count(i.Words, 1)
		}
		if r.Rest != nil {
			count(r.Rest.Words, 1)
		}
		count(r.Loose, 1)
		count(text, -1)
		for c, n := range left {
			if n < 0 && !isMarker(c) {
				t.Errorf("%q is lost %d times from %q: %+v", c, -n, text, r)
			}
		}
	})
}

func isMarker(c rune) bool {
	if unicode.IsSpace(c) || unicode.IsControl(c) || unicode.Is(unicode.Cf, c) {
		return true
	}
	if c >= '\uff01' && c <= '\uff5e' {
		c -= 0xfee0
	}
	if strings.ContainsRune("–—―−‐‑─〜∼【〔［】〕］•●▪■◆○", c) {
		return true
	}
	c = unicode.ToLower(c)
	return strings.ContainsRune(markers, c) || c >= 'a' && c <= 'z' // task 28, the rest
}

func BenchmarkReadList(b *testing.B) {
	dir, data := directory(b), seeds.List()
	for b.Loop() {
		intake.ReadList(seeds.ListName, data, dir, today)
	}
}

func BenchmarkReadReply(b *testing.B) {
	text := "28 又办两期电工班，累计1500人次\n35 办法已送市委编办会签，月底前印发\n48 有困难：待市财政局答复\n其余无新进展，下半年集中开展"
	for b.Loop() {
		intake.ReadReply(text, intake.ReplyContext{Known: known})
	}
}

// BenchmarkReadReplyOfEveryTask reads as long a reply as a message can hold.
func BenchmarkReadReplyOfEveryTask(b *testing.B) {
	text := ""
	for no := 1; no <= 57; no++ {
		text += "第" + string(rune('0'+no/10)) + string(rune('0'+no%10)) + "项 又办两期电工班，累计1500人次；正在推进，暂未完成，下步准备开会研究，请市财政局支持\n"
	}
	for b.Loop() {
		intake.ReadReply(text, intake.ReplyContext{Known: known})
	}
}

// FuzzReadWord and FuzzReadWorkbook put the fuzzer behind the zip: it writes the
// part itself.
func FuzzReadWord(f *testing.F) {
	dir := directory(f)
	f.Add(`<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/><w:vMerge/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>`)
	f.Add(`<w:p><w:r><w:t>1.甲（责任单位：市教育局）</w:t></w:r></w:p>`)
	f.Fuzz(func(t *testing.T, body string) {
		part := `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`
		intake.ReadList("x.docx", packed(t, "word/document.xml", part), dir, today)
	})
}

// FuzzReadPackage leaves to the fuzzer what names a package's parts: relations,
// content types, the parts' own names, twice or leading out of it.
func FuzzReadPackage(f *testing.F) {
	dir := directory(f)
	const types = `<Types><Override PartName="/word/document.xml" ContentType="application/xml"/></Types>`
	sheet := sheetParts(`<row><c t="inlineStr"><is><t>序号</t></is></c></row>`)
	f.Add("_rels/.rels", mainPart("word/document.dat"), types, "word/document.dat", wordPart(strings.Repeat("<w:tbl><w:tr><w:tc>", 300)))
	f.Add("_rels/.rels", mainPart("/../WORD/%64ocument.xml"), types, "word\\document.xml", wordPart("<w:p><w:r><w:t>1.甲（责任单位：市教育局）</w:t></w:r></w:p>"))
	f.Add("_RELS/.rels", mainPart("http://example.com/word/a"), "<Types", "word/document.xml", "<!-- ' --><w:tbl>")
	f.Add(sheet[2], sheet[3], sheet[1], sheet[4], sheet[5])
	f.Add("xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="rId1" Target="/xl/worksheets/../../xl/workbook.xml"/></Relationships>`, sheet[1], "xl/workbook.xml", sheet[5])
	f.Add("word/document.xml", wordPart(""), types, "Word/Document.xml", wordPart(""))
	f.Add("a", "", "", "%zz", "\xff")
	f.Fuzz(func(t *testing.T, relations, related, types, name, part string) {
		var parts []string
		for _, p := range [][2]string{{relations, related}, {"[Content_Types].xml", types}, {name, part}, {"xl/workbook.xml", types}} {
			if p[0] != "" && len(p[0]) < 1<<16 && !strings.HasSuffix(p[0], "/") {
				parts = append(parts, p[0], p[1])
			}
		}
		data := packed(t, parts...)
		pub, problems := intake.ReadList("x.docx", data, dir, today)
		if len(problems) == 0 && len(pub.Tasks) == 0 {
			t.Error("neither tasks nor problems")
		}
		if form, fault := intake.ReadForm(data); fault == "" && len(form.Rows)+len(form.Problems) == 0 {
			t.Error("neither rows nor a fault")
		}
		words := intake.Words(data)
		for _, task := range pub.Tasks {
			for line := range strings.Lines(task.Content) {
				if !strings.Contains(words, strings.TrimSpace(line)) {
					t.Errorf("the words lack %q", line)
				}
			}
		}
	})
}

func FuzzReadWorkbook(f *testing.F) {
	dir := directory(f)
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells><sheetData>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		intake.ReadList("x.xlsx", packed(t, sheetParts(sheet)...), dir, today)
	})
}

func BenchmarkReadListWord(b *testing.B) {
	dir := directory(b)
	data, err := os.ReadFile("testdata/published.docx")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		intake.ReadList("published.docx", data, dir, today)
	}
}
