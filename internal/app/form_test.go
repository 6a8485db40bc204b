package app

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"duban/internal/duban"
	"duban/internal/need"
	"duban/internal/sandbox"
)

// The columns of a form that the tests write into.
const (
	formNew, formTotal, formTrouble, formNext = "E", "G", "H", "I"
)

var (
	sharedString = regexp.MustCompile(`(?s)<si>.*?<t[^>]*>(.*?)</t>`)
	formLine     = regexp.MustCompile(`(?s)<row r="(\d+)".*?</row>`)
	formNumber   = regexp.MustCompile(`<c r="A\d+"[^>]*t="s"[^>]*><v>(\d+)</v>`)
)

// fillForm writes words into a form as it was sent: what stands in a column of a
// task's row.
func fillForm(t *testing.T, form []byte, words func(no int) map[string]any) []byte {
	t.Helper()
	parts := unzipped(t, form)
	shared := sharedString.FindAllStringSubmatch(parts["xl/sharedStrings.xml"], -1)
	const sheet = "xl/worksheets/sheet1.xml"
	parts[sheet] = formLine.ReplaceAllStringFunc(parts[sheet], func(row string) string {
		number := formNumber.FindStringSubmatch(row)
		if number == nil {
			return row
		}
		i, _ := strconv.Atoi(number[1])
		no, err := strconv.Atoi(shared[i][1])
		if err != nil {
			return row // the heads
		}
		for column, value := range words(no) {
			row = typed(t, row, column+formLine.FindStringSubmatch(row)[1], value)
		}
		return row
	})
	return zipped(t, parts)
}

// typed types a value into a cell of a row.
func typed(t *testing.T, row, cell string, value any) string {
	t.Helper()
	at := regexp.MustCompile(`(?s)<c r="` + cell + `"( s="\d+")?[^>]*?(/>|>.*?</c>)`)
	if !at.MatchString(row) {
		t.Fatalf("no cell %s in %s", cell, row)
	}
	content := fmt.Sprintf(` t="inlineStr"><is><t xml:space="preserve">%v</t></is></c>`, value)
	if n, ok := value.(int); ok {
		content = fmt.Sprintf("><v>%d</v></c>", n)
	}
	return at.ReplaceAllString(row, `<c r="`+cell+`"$1`+content)
}

func unzipped(t *testing.T, body []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(text)
	}
	return parts
}

func zipped(t *testing.T, parts map[string]string) []byte {
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

// form lets a contact ask for his form.
func (w *world) form(user int64) []byte {
	w.t.Helper()
	w.tell(user, "/form")
	_, body := w.attached(user, "填好存为 .xlsx 发回这里")
	return body
}

// sendForm sends a form back and returns what the bot says of it.
func (w *world) sendForm(user int64, body []byte) []sandbox.Message {
	w.t.Helper()
	return w.tell(user, "", sandbox.Document("填报表.xlsx", body))
}

func only(no int, column string, value any) func(int) map[string]any {
	return func(n int) map[string]any {
		if n != no {
			return nil
		}
		return map[string]any{column: value}
	}
}

// withRound is an office of which 教育局 and 人社局 are asked.
func withRound(t *testing.T) *world {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	w.bind(wang, "王芳", "教育局")
	w.bind(zhao, "赵敏", "人社局")
	w.walk(at(11, 23, 9, 0))
	return w
}

const zhao = 31

func TestAFormComesBackIsShownAndFiledOnce(t *testing.T) {
	w := withRound(t)
	digest := w.newest(wang, "进展报送")
	w.press(wang, digest, "下载填报表")
	name, form := w.attached(wang, "教育局填报表：55项，11月27日（周五）17:00截止")
	if name != "填报表 教育局11月.xlsx" {
		t.Errorf("the form is called %s", name)
	}
	w.tell(wang, "28 累计1200人次")
	w.tell(wang, "3 已部署")
	form = fillForm(t, form, func(no int) map[string]any {
		switch no {
		case 3:
			return map[string]any{formNew: "遴选方案已印发"}
		case 10:
			return map[string]any{formNew: "无"}
		case 28:
			return map[string]any{formNew: "又办两期电工班", formTotal: 1500}
		case 29:
			return map[string]any{formNew: "第30项已完成"}
		case 35:
			return map[string]any{formTrouble: "编制不足", formNext: "下月会签"}
		}
		return nil
	})
	before := w.reports()
	said := w.sendForm(wang, form)
	w.expect(said, "填报表已读", "55项填了4项", "数字有变1项：28 1200→1500人次", "无新进展1项：10", "有困难1项：35", "已另行报过2项，登记后以本表为准：3、28", "看不懂1行", "第29项）里写的是别的项")
	if w.reports() != before {
		t.Fatal("something was filed before it was confirmed")
	}
	preview := said[len(said)-1]
	w.expect(w.press(wang, preview, "先看看"), "填报表内容", "又办两期电工班 累计1500人次", "困难：编制不足 下步：下月会签")
	w.expect(w.press(wang, preview, "全部登记"), "已登记4项", "3、10、28、35", "本期还有51项未报")
	if r := w.filed(28, "教育局"); r.Words != "又办两期电工班\n累计1500人次" || len(r.Figures) != 1 || r.Figures[0].Total != 1500 || !strings.HasPrefix(r.Source, "f:") {
		t.Errorf("task 28: %+v", r)
	}
	if r := w.filed(35, "教育局"); r.State != duban.Stuck || r.Words != "困难：编制不足\n下步：下月会签" {
		t.Errorf("task 35: %+v", r)
	}
	if n := w.reports(); n != before+4 {
		t.Errorf("%d reports, want %d", n, before+4)
	}
	w.step("pressed again, and sent again as it is", func() {
		w.expect(w.press(wang, preview, "全部登记"), "已登记过：第3、10、28、35项")
		w.expect(w.sendForm(wang, form), "55项填了4项", "与上次相同4项")
		if n := w.reports(); n != before+4 {
			t.Errorf("%d reports, want %d", n, before+4)
		}
	})
	w.step("taken back whole", func() {
		w.expect(w.press(wang, w.newest(wang, "已登记4项"), "撤回"), "已撤回", "第28项", "第35项")
		if r := w.filed(28, "教育局"); r.Words != "累计1200人次" {
			t.Errorf("task 28 after undo: %q", r.Words)
		}
	})
}

func TestAFormIsFiledOnlyAsItWasShownAndByItsSender(t *testing.T) {
	w := withRound(t)
	const second = 32
	w.bind(second, "周同", "教育局")
	form := fillForm(t, w.form(wang), only(28, formTotal, "1500"))
	said := w.sendForm(second, form) // passed round the office
	w.expect(said, "55项填了1项", "28 1500人次")
	preview := said[len(said)-1]
	w.step("somebody else's press counts for nothing", func() {
		mine := w.sendForm(wang, form)
		before := w.reports()
		w.press(wang, mine[len(mine)-1], "不登记")
		w.expect(w.press(wang, mine[len(mine)-1], "全部登记"), "已失效")
		if w.reports() != before {
			t.Error("a dropped form was filed")
		}
	})
	w.step("what was reported meanwhile shows it anew", func() {
		w.tell(wang, "28 累计1600人次")
		again := w.press(second, preview, "全部登记")
		w.expect(again, "情况有变，请重新核对", "28 1600→1500人次（减少）")
		if r := w.filed(28, "教育局"); r.Words != "累计1600人次" {
			t.Fatalf("filed all the same: %q", r.Words)
		}
		w.expect(w.press(second, again[len(again)-1], "全部登记"), "已登记1项")
		if r := w.filed(28, "教育局"); r.Words != "累计1500人次" {
			t.Errorf("task 28: %q", r.Words)
		}
	})
}

func TestAFormOfOthersIsRefusedWhole(t *testing.T) {
	w := withRound(t)
	form := fillForm(t, w.form(wang), only(28, formNew, "甲"))
	blank := w.form(zhao)
	before := w.reports()
	w.expect(w.sendForm(zhao, form), "这份填报表是市教育局的，您登记的单位是市人社局")
	w.expect(w.sendForm(zhao, blank), "一项也没有填")
	w.expect(w.sendForm(strangerID, form), "还没有登记")
	w.expect(w.tell(wang, "", sandbox.Document("名单.xlsx", []byte("PK"))), "不是填报表")
	w.expect(w.tell(wang, "", sandbox.Document("填报表.et", []byte("x"))), "请另存为 .xlsx")
	w.expect(w.tell(wang, "", sandbox.Document("方案.pdf", []byte("x"))), "暂不收附件")
	w.expect(w.sendForm(wang, fillForm(t, form, only(28, formNew, "机密★ 某某"))), "密级标志")
	w.expect(w.sendForm(wang, fillForm(t, form, only(28, formNew, "学员11010519491231002X已结业"))), "身份证号")
	if n := w.row("SELECT COUNT(*) FROM upload"); n != 0 {
		t.Errorf("%d files are kept", n)
	}
	w.walk(at(12, 25, 9, 0)) // December's is another round
	w.expect(w.sendForm(wang, form), "以前一期")
	if w.reports() != before {
		t.Error("something was filed")
	}
}

// An admin who is a contact as well sends lists and forms; which it is shows in the
// file.
func TestAnAdminWhoIsAContactSendsFormsToo(t *testing.T) {
	w := newWorld(t, at(11, 23, 8, 0))
	w.office()
	invited := w.tell(adminID, "/invite 教育局 刘督办")
	w.tell(adminID, "/start "+link.FindStringSubmatch(texts(invited))[1])
	w.walk(at(11, 23, 9, 0))
	form := fillForm(t, w.form(adminID), only(28, formTotal, "1500"))
	w.expect(w.sendForm(adminID, form), "55项填了1项")
	w.expect(w.tell(adminID, "填报表", sandbox.Document("a.xlsx", form)), "55项填了1项")
	w.expect(w.tell(adminID, "", sandbox.Document("清单.txt", w.Bot.Seed.Data)), "已在库中并已核定，没有改动")
}

// throughOffice saves a file again as LibreOffice does, by way of another format.
func throughOffice(t *testing.T, body []byte, by ...string) []byte {
	t.Helper()
	soffice := need.Program(t, "apt-get install --no-install-recommends libreoffice-writer libreoffice-calc", "soffice")
	dir := t.TempDir()
	name := filepath.Join(dir, "a.xlsx")
	if err := os.WriteFile(name, body, 0o600); err != nil {
		t.Fatal(err)
	}
	for i, format := range by {
		out := filepath.Join(dir, fmt.Sprint(i))
		c := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", format, "--outdir", out, name)
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, said)
		}
		name = filepath.Join(out, "a."+format)
	}
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// A full form goes through LibreOffice and back, and every row is filed under its
// own task.
func TestAFormFilledInLibreOfficeIsFiledRowByRow(t *testing.T) {
	t.Parallel()
	w := withRound(t)
	form := throughOffice(t, fillForm(t, w.form(wang), func(no int) map[string]any {
		if no == 28 {
			return map[string]any{formNew: "又办两期电工班", formTotal: 1500}
		}
		return map[string]any{formNew: fmt.Sprintf("办活动%d场", no), formNext: "年底前印发\n并报送"}
	}), "ods", "xlsx")
	said := w.sendForm(wang, form)
	w.expect(said, "55项填了55项", "28 1500人次")
	w.expect(w.press(wang, said[len(said)-1], "全部登记"), "已登记55项", "本期应报的都报完了")
	for no := range w.asksOf(wang) {
		want := fmt.Sprintf("办活动%d场\n下步：年底前印发\n并报送", no)
		if no == 28 {
			want = "又办两期电工班\n累计1500人次"
		}
		if r := w.filed(no, "教育局"); r.Words != want {
			t.Errorf("task %d: %q, want %q", no, r.Words, want)
		}
	}
}

// asksOf is the numbers of the tasks a contact is asked for.
func (w *world) asksOf(user int64) map[int]bool {
	nos := map[int]bool{}
	for _, no := range w.listed(user, w.newest(user, "进展报送")) {
		nos[no] = true
	}
	if len(nos) == 0 {
		w.t.Fatal("nothing is asked")
	}
	return nos
}

// The form is filled by typing into LibreOffice's own XML, as a macro would.
func TestAFormFilledInOpenDocumentIsRead(t *testing.T) {
	t.Parallel()
	w := withRound(t)
	form := w.form(wang)
	flat := string(throughOffice(t, form, "fods"))
	cells := regexp.MustCompile(`(?s)(<text:p>28</text:p>.*?<table:table-cell[^>]*?/>\s*)(<table:table-cell[^>]*?)/>`) // behind what was said last
	if len(cells.FindStringIndex(flat)) == 0 {
		t.Fatal("no empty cells behind task 28")
	}
	done := false
	flat = cells.ReplaceAllStringFunc(flat, func(s string) string {
		if done {
			return s
		}
		done = true
		m := cells.FindStringSubmatch(s)
		return m[1] + m[2] + ` office:value-type="string"><text:p>又办两期电工班</text:p></table:table-cell>`
	})
	w.expect(w.sendForm(wang, fromFlat(t, flat)), "55项填了1项")
	w.expect(w.press(wang, w.newest(wang, "55项填了1项"), "全部登记"), "已登记1项")
	if r := w.filed(28, "教育局"); r.Words != "又办两期电工班" {
		t.Errorf("task 28: %q", r.Words)
	}
}

// fromFlat saves flat XML of LibreOffice as a spreadsheet.
func fromFlat(t *testing.T, flat string) []byte {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.fods"), []byte(flat), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), "soffice", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless", "--convert-to", "xlsx", "--outdir", dir, filepath.Join(dir, "a.fods"))
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	body, err := os.ReadFile(filepath.Join(dir, "a.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	return body
}
