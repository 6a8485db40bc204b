package intake

import (
	"fmt"
	"path"
	"strconv"
	"strings"

	"duban/internal/duban"
)

// What is wrong with a file, and what would work.
const (
	tooLarge       = "文件超过2MB，不像是一份任务清单；请只发清单本身（.docx、.xlsx、.csv或.txt）。"
	tooManyRows    = "表格超过1万行或20万格，不像是一份任务清单；请只保留清单本身再发。"
	tooManyTasks   = "清单超过9999项，未导入；请只保留要督办的任务再发。"
	longTitle      = "清单标题超过200字，未导入；请在第一行只写标题。"
	tooDeep        = "文件内部结构异常，不像是一份任务清单；请用Word或Excel打开后另存一次再发。"
	damagedFile    = "文件打不开，可能已损坏；请另存为.docx、.xlsx或纯文本（.txt）再发。"
	otherZip       = "这是压缩包或别的文档，不是Word或Excel文档；请发.docx、.xlsx、.csv或纯文本（.txt）。"
	pdfFile        = "这是PDF，读不出表格；请发Word文档（.docx）、Excel表格（.xlsx），或把清单复制到文本文件（.txt）里再发。"
	notText        = "这不是文本文件，也不是Word或Excel文档；请把清单另存为.docx、.xlsx或纯文本（.txt）再发。"
	noTasks        = "没有读到任务；请发带表头的表格，或逐段写明任务和责任单位的文本。"
	noHeader       = "没有找到表头；任务前应有“序号”“主要任务”“任务内容”“责任部门”这样的表头。"
	noTitle        = "表头前没有清单标题；请在第一行写上标题。"
	tooManyUnknown = "不在单位名录里的名称太多，不像是本地的任务清单；请核对责任单位一栏。"
	tooManyBad     = "问题太多，其余从略；请先改正以上各处。"
)

// oldOffice asks for the new form of an old file, after its name.
func oldOffice(name string) string {
	switch strings.ToLower(path.Ext(name)) {
	case ".xls", ".et", ".xlsx":
		return "这是旧版或网页格式的表格，读不了；请另存为Excel工作簿（.xlsx）再发。"
	case ".doc", ".wps", ".docx", ".rtf":
		return "这是旧版或网页格式的文档，读不了；请另存为Word文档（.docx）或纯文本（.txt）再发。"
	}
	return "这种格式读不了；请另存为.docx、.xlsx或纯文本（.txt）再发。"
}

func badHeader(got []string) string {
	return fmt.Sprintf("表头是“%s”；应有“序号”“任务内容”“责任部门”等栏。", clipTo(strings.Join(got, "、"), 60))
}

func noNumber(expected int) string {
	return fmt.Sprintf("这一项缺序号；前后相连应为%d，请在这里补一行。", expected)
}

func badNumber(cell string, expected int) string {
	return fmt.Sprintf("序号“%s”不是数字；请写成阿拉伯数字，如%d。", clip(cell), expected)
}

func numberTwice(no int, first place) string {
	where := fmt.Sprintf("第%d行", first.line)
	if first.cell != "" {
		where = first.cell
	}
	return fmt.Sprintf("序号%d重复，%s已有第%d项；请改正其中一个。", no, where, no)
}

func numberJumps(no, expected int) string {
	return fmt.Sprintf("序号不连续：这里应为%d，写的是%d；请补上缺的任务或改正序号。", expected, no)
}

func missing(no int, cell string) string {
	return fmt.Sprintf("第%d项缺%s；请补上这一栏。", no, cell)
}

func contentOrSection(no int) string {
	return fmt.Sprintf("第%d项缺任务内容或主要任务；请补上，主要任务与上一项相同时留一行只有制表符的空行。", no)
}

func fewCells(no, got, want int) string {
	return fmt.Sprintf("第%d项只有%d栏，应有%d栏；请补全。", no, got, want)
}

func stray(text string) string {
	return fmt.Sprintf("“%s”单独一行，不成一项任务；请删去，或并入它所属的那一栏。", clip(text))
}

func longField(no int, field string, most int) string {
	return fmt.Sprintf("第%d项的%s超过%d字，一张任务卡放不下；请写短后再发。", no, field, most)
}

func surplus(no, got, want int) string {
	return fmt.Sprintf("第%d项有%d栏，应为%d栏；请把同一栏的文字并成一行。", no, got, want)
}

func longColumn(no int) string {
	return fmt.Sprintf("第%d项的责任部门太长，不像是单位名称；请核对这一栏。", no)
}

func namedTwice(no int, name string) string {
	return fmt.Sprintf("第%d项的责任部门里“%s”出现两次；请删去一个。", no, name)
}

func unknownName(u duban.UnknownName) string {
	var tasks []string
	for _, no := range u.Tasks {
		tasks = append(tasks, strconv.Itoa(no))
	}
	near := ""
	if len(u.Nearest) > 0 {
		near = "，相近的有" + strings.Join(u.Nearest, "、")
	}
	return fmt.Sprintf("第%s项的责任部门“%s”不在单位名录里%s；请改用名录中的名称，或先把它登记为别名。",
		clipTo(strings.Join(tasks, "、"), 60), clip(u.Printed), near)
}

// clip keeps a quotation short.
func clip(s string) string { return clipTo(s, 20) }

func clipTo(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
