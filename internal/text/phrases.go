package text

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// phrases are words without a slash that stand for a command.
var phrases = map[string]string{
	"开始": "start", "帮助": "help", "使用说明": "help", "我是谁": "whoami",
	"我的任务": "tasks", "任务": "tasks", "清单": "tasks",
	"填报": "fill", "逐项填报": "fill", "填报表": "form", "下载填报表": "form", "撤回": "undo", "撤销": "undo",
	"汇总": "status", "总览": "status", "进展汇总": "status", "按单位": "dept", "逾期": "overdue", "逾期任务": "overdue",
	"指标": "targets", "指标进度": "targets", "targets": "targets", "numbers": "targets",
	"哪些没动": "silent", "没动静": "silent", "没有动静": "silent", "谁没报": "missing", "未报": "missing", "哪些没报": "missing",
	"联络员": "contacts", "报送安排": "schedule", "放假安排": "holidays", "节假日": "holidays", "导入": "import", "导出": "export", "导出台账": "export", "人员": "role",

	"my tasks": "tasks", "tasks": "tasks", "fill": "fill", "form": "form", "help": "help", "who am i": "whoami", "undo": "undo",
	"status": "status", "summary": "status", "departments": "dept", "overdue": "overdue", "days off": "holidays",
	"what has not moved": "silent", "silent": "silent", "who is missing": "missing", "missing": "missing",
}

// Phrase finds the command that words without a slash stand for: 我的任务, 第28项.
func Phrase(s string) (command, args string, ok bool) {
	s = strings.ToLower(strings.Trim(strings.TrimSpace(s), "。.！!？?"))
	if command, ok = phrases[s]; ok {
		return command, "", true
	}
	no, is := strings.CutPrefix(s, "第")
	if is {
		no, is = strings.CutSuffix(no, "项")
	} else {
		no, is = strings.CutPrefix(s, "task ")
	}
	if no = strings.TrimSpace(no); is && isNumber(no) {
		return "task", no, true
	}
	if words, is := looksFor(s); is {
		return "find", words, true
	}
	return "", "", false
}

// looksFor reads what is looked for: 查 实训. A blank must follow, and a search is
// short: 查处违规办学三起 is a report.
func looksFor(s string) (words string, ok bool) {
	const most = 40
	verb, words, ok := strings.Cut(strings.Map(plainBlank, s), " ")
	words = strings.TrimSpace(words)
	return words, ok && slices.Contains(verbs, verb) && words != "" && !strings.Contains(s, "\n") && utf8.RuneCountInString(words) <= most
}

var verbs = []string{"查", "找", "搜", "查找", "查询", "搜索", "find", "search"}

func plainBlank(r rune) rune {
	if unicode.IsSpace(r) {
		return ' '
	}
	return r
}

// isNumber keeps reports from being taken for questions: 第三方评估事项, task 28
// is done.
func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789０１２３４５６７８９〇零一二三四五六七八九十百两廿卅") == ""
}
