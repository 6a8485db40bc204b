package intake_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"duban/internal/intake"
)

const hostileEnv = "DUBAN_TEST_HOSTILE"

// lying is a Word file whose part says it has 1,000 bytes and unpacks to n.
func lying(t testing.TB, n int) []byte {
	t.Helper()
	var deflated, out bytes.Buffer
	d, _ := flate.NewWriter(&deflated, flate.BestCompression)
	_, _ = d.Write(bytes.Repeat([]byte(" "), n))
	_ = d.Close()
	z := zip.NewWriter(&out)
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "word/document.xml", Method: zip.Deflate, CompressedSize64: uint64(deflated.Len()), UncompressedSize64: 1000,
	})
	if err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write(deflated.Bytes())
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func wordPart(body string) string {
	return `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body + `</w:body></w:document>`
}

// mainPart are relations that name a Word file's main part.
func mainPart(name string) string {
	return `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="` + name + `"/></Relationships>`
}

// hostile are files that would take much more than they are.
func hostile(t testing.TB) map[string]func() []byte {
	word := func(body string) func() []byte {
		return func() []byte { return packed(t, "word/document.xml", wordPart(body)) }
	}
	sheet := func(body string) func() []byte { return func() []byte { return packed(t, sheetParts(body)...) } }
	text := func(s string) func() []byte {
		return func() []byte { return []byte(s[:min(len(s), intake.MaxListBytes)]) }
	}
	many, head := strings.Repeat, "标题\n序号\t主要任务\t任务内容\t责任部门\n"
	return map[string]func() []byte{
		"a zip bomb": word(many(" ", 100<<20)),
		"a bomb beside the text": func() []byte {
			return packed(t, "word/document.xml", wordPart(""), "word/media/a.bin", many("a", 80<<20))
		},
		"a size that is a lie": func() []byte { return lying(t, 80<<20) },
		"deep XML":             word(many("<w:x>", 300_000)),
		"deep tables":          word(many("<w:tbl><w:tr><w:tc>", 80) + "<w:p><w:r><w:t>" + many("字", 1<<20) + "</w:t></w:r></w:p>" + many("</w:tc></w:tr></w:tbl>", 80)),
		"deep tables by another name": func() []byte {
			return packed(t, "_rels/.rels", mainPart("word/document.dat"), "word/document.dat", wordPart(many("<w:tbl><w:tr><w:tc>", 300_000)))
		},
		"deep tables by a name in other letters": func() []byte {
			return packed(t, "_rels/.rels", mainPart("/x/..//Word/%64ocument"), "word\\DOCUMENT", wordPart(many("<w:tbl><w:tr><w:tc>", 300_000)))
		},
		"deep tables behind a remark": word("<!-- ' -->" + many("<w:tbl><w:tr><w:tc>", 300_000)),
		"deep relations": func() []byte {
			return packed(t, "_rels/.rels", many("<a>", 300_000), "word/document.xml", wordPart(""))
		},
		"deep headers": func() []byte {
			return packed(t, "word/document.xml", wordPart(""), "word/header1.xml", many("<w:tbl>", 300_000))
		},
		"two parts of one name": func() []byte { return packed(t, "word/document.xml", wordPart(""), "Word/Document.xml", wordPart("")) },
		"many wide tables":      word(many("<w:tbl>"+many(`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="255"/></w:tcPr></w:tc></w:tr>`, 9)+"</w:tbl>", 1_000)),
		"deep styles in Excel":  func() []byte { return packed(t, append(sheetParts(""), "xl/styles.xml", many("<a>", 300_000))...) },
		"deep strings in Excel": func() []byte {
			return packed(t, append(sheetParts(""), "xl/sharedStrings.xml", "<sst><si>"+many("<a>", 300_000))...)
		},
		"a hidden sheet of 15 MB": func() []byte {
			return packed(t, append(sheetParts(""), "xl/worksheets/sheet2.xml", many("<a/>", 3<<20))...)
		},
		"one sheet a thousand times": func() []byte {
			parts := sheetParts(many(`<row><c t="inlineStr"><is><t>`+many("字", 500)+`</t></is></c></row>`, 9_000))
			parts[1] = strings.Replace(parts[1], `<sheet name="S" sheetId="1" r:id="rId1"/>`, many(`<sheet name="S" sheetId="1" r:id="rId1"/>`, 1_000), 1)
			return packed(t, parts...)
		},
		"many rows in Word":    word("<w:tbl>" + many("<w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr>", 100_000) + "</w:tbl>"),
		"wide spans in Word":   word("<w:tbl>" + many(`<w:tr><w:tc><w:tcPr><w:gridSpan w:val="255"/></w:tcPr></w:tc></w:tr>`, 9_000) + "</w:tbl>"),
		"one text of 15 MB":    word("<w:p><w:r><w:t>" + many("a", 15<<20) + "</w:t></w:r></w:p>"),
		"many paragraphs":      word(many("<w:p/>", 2_000_000)),
		"many rows in Excel":   sheet(many(`<row><c><v>1</v></c></row>`, 100_000)),
		"far columns in Excel": sheet(many(`<row><c r="XFD1"><v>1</v></c></row>`, 9_000)),
		"a far row in Excel":   sheet(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`),
		"many merges in Excel": sheet(`<row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells>` + many(`<mergeCell ref="A1:XFD1048576"/>`, 300_000) + `</mergeCells><sheetData>`),
		"many entries":         func() []byte { return packed(t, strings.Split(many("a.xml,<a/>,", 9_000), ",")[:18_000]...) },
		"a wrong name":         func() []byte { return packed(t, "ppt/presentation.xml", "<p/>") },
		"many rows of text":    text(head + many("1\t甲\t乙\t丙\n", 100_000)),
		"many rows of CSV":     text(strings.ReplaceAll(head, "\t", ",") + many("1,a,b,c\n", 200_000)),
		"one line of text":     text("1." + many("（责任单位：", 200_000)),
		"brackets":             text("1.甲（责任单位：" + many("（牵头", 200_000)),
		"labels":               text(many("1.甲 责任单位：乙\n", 100_000)),
		"a long column":        text(head + "1\t甲\t乙\t" + many("和负责", 200_000)),
		"quotes":               text(many(`"a,`, 700_000)),
		"many unknown names":   text(head + many("1\t甲\t乙\t丙丁、戊己\n", 9_000)),
	}
}

// highWater is the most memory this process has had, in MiB.
func highWater(t testing.TB) (mib int) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	if _, err := fmt.Sscan(after, &mib); err != nil {
		t.Fatal(err)
	}
	return mib >> 10
}

// TestHostileFilesAreRefusedInLittleTimeAndMemory reads each file in a process of
// its own and looks at what that took from the machine. The time is that of the
// processor, so that a busy machine does not count.
func TestHostileFilesAreRefusedInLittleTimeAndMemory(t *testing.T) {
	if file := os.Getenv(hostileEnv); file != "" {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		says := refusal(t, data)
		fmt.Println(highWater(t), says)
		return
	}
	files := hostile(t)
	if raceEnabled { // it makes each ten times as long, and nothing runs side by side here
		files = map[string]func() []byte{"a zip bomb": files["a zip bomb"], "many rows in Excel": files["many rows in Excel"]}
	}
	for name, make := range files {
		for _, reader := range []string{readsList, readsForm} {
			t.Run(name+" as a "+reader, func(t *testing.T) { tookLittle(t, reader, make()) })
		}
	}
}

// Which reader a process is to try.
const (
	readerEnv = "DUBAN_TEST_HOSTILE_READER"
	readsList = "list"
	readsForm = "form"
)

// refusal is what a reader says of hostile data.
func refusal(t *testing.T, data []byte) string {
	t.Helper()
	if os.Getenv(readerEnv) == readsForm {
		_, fault := intake.ReadForm(data)
		if fault == "" {
			t.Fatal("it was accepted")
		}
		return string(fault)
	}
	_, problems := intake.ReadList("清单.docx", data, directory(t), today)
	if len(problems) == 0 {
		t.Fatal("it was accepted")
	}
	return problems[0].Text
}

// tookLittle lets a process of its own read data and looks at what that took.
func tookLittle(t *testing.T, reader string, data []byte) {
	t.Helper()
	file := t.TempDir() + "/list"
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	c := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestHostileFilesAreRefusedInLittleTimeAndMemory$")
	c.Env = append(os.Environ(), hostileEnv+"="+file, readerEnv+"="+reader)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	used := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	memory, says := 0, ""
	if _, err := fmt.Sscan(string(out), &memory, &says); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%v, %d MiB: %s", used.Round(time.Millisecond), memory, says)
	if !raceEnabled && (used > 2*time.Second || memory > 128) {
		t.Errorf("took %v and %d MiB", used, memory)
	}
}
