package intake

import (
	"fmt"
	"path"
	"strings"
)

// What is wrong with a file, and what would work.
const (
	tooLarge   = "文件超过2MB，不像是一份任务清单；请只发清单本身的文本文件（.txt）。"
	pdfFile    = "这是PDF，不是文本；请把清单表格复制到文本文件（.txt）里再发。"
	notText    = "这不是文本文件；请把清单另存为纯文本（.txt，UTF-8或GB18030编码）再发。"
	noTasks    = "没有读到任务；每项任务应依次为序号、主要任务、任务内容、责任部门各一行，行首一个制表符。"
	noHeader   = "没有找到表头；任务前应依次有“序号”“主要任务”“任务内容”“责任部门”四行。"
	noTitle    = "表头前没有清单标题；请在第一行写上标题。"
	tooManyBad = "问题太多，其余从略；请先改正以上各处。"
)

func officeFile(name string) string {
	kind := "Word或Excel文档"
	switch strings.ToLower(path.Ext(name)) {
	case ".docx", ".doc", ".wps":
		kind = "Word文档"
	case ".xlsx", ".xls", ".et":
		kind = "Excel表格"
	}
	return fmt.Sprintf("这是%s，不是文本；请在文档里选择“另存为—纯文本（.txt）”，或把表格复制到文本文件里再发。", kind)
}

func badHeader(got []string) string {
	return fmt.Sprintf("表头是“%s”；应依次为“序号”“主要任务”“任务内容”“责任部门”。", strings.Join(got, "、"))
}

func noNumber(expected int) string {
	return fmt.Sprintf("这一项缺序号；前后相连应为%d，请在这里补一行。", expected)
}

func badNumber(cell string, expected int) string {
	return fmt.Sprintf("序号“%s”不是数字；请写成阿拉伯数字，如%d。", clip(cell), expected)
}

func numberTwice(no, line int) string {
	return fmt.Sprintf("序号%d重复，第%d行已有第%d项；请改正其中一个。", no, line, no)
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

func fewCells(no, cells int) string {
	return fmt.Sprintf("第%d项只有%d栏，应为序号、主要任务、任务内容、责任部门4栏；请补全。", no, cells)
}

func stray(text string) string {
	return fmt.Sprintf("“%s”单独一行，不成一项任务；请删去，或并入它所属的那一栏。", clip(text))
}

func surplus(no, cells int) string {
	return fmt.Sprintf("第%d项有%d栏，应为序号、主要任务、任务内容、责任部门4栏；请把同一栏的文字并成一行。", no, cells)
}

func namedTwice(no int, name string) string {
	return fmt.Sprintf("第%d项的责任部门里“%s”出现两次；请删去一个。", no, name)
}

// clip keeps a quotation short.
func clip(s string) string {
	if r := []rune(s); len(r) > 20 {
		return string(r[:20]) + "…"
	}
	return s
}
