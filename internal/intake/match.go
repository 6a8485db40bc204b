package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/internal/duban"
)

// match is what a number may be about.
type match struct {
	targets []int
	sure    bool // by its words, or since nothing else can be meant
	named   bool // the words name several
	strong  bool // the words name it, and not by a common word
}

// matchTargets finds the targets a number may be about: by unit first, by the words
// in front of it and behind, then by those of the sentence, and without any words
// by being the only one that fits.
func matchTargets(s stating, targets []duban.Target) match {
	fit := fits(s.unit, targets)
	if len(fit.all)+len(fit.named) == 0 {
		return match{}
	}
	if s.apart && len(fit.all) > 0 {
		return match{targets: fit.all, named: true}
	}
	for _, words := range []string{s.before, s.after} {
		if m, ok := byWords(words, targets, fit); ok {
			return m
		}
	}
	if s.unit == "" && s.crowded {
		return match{}
	}
	if besides(s.before+s.after) != "" {
		if s.unit == "" {
			return match{}
		}
		return match{targets: fit.all}
	}
	if m, ok := byWords(s.topic, targets, fit); ok && m.sure {
		return m
	}
	return fit.alone(s, targets)
}

// fit is the targets a unit fits: exactly, or by half (人 for 人次, a bare number).
type fit struct {
	exact, half, all []int
	named            []int // only if words name them: 两个带头人
}

func fits(unit string, targets []duban.Target) fit {
	var f fit
	for i, t := range targets {
		switch {
		case unitClass(unit) == unitClass(t.Unit):
			f.exact = append(f.exact, i)
		case unit == "" && t.Unit != duban.Percent, unit == "" && len(targets) == 1,
			unit == "个" && !isPersons(t.Unit) && t.Unit != duban.Percent && t.Unit != "元",
			unitClass(unit) == "人" && t.Unit == "人次":
			f.half = append(f.half, i)
		case unit == "个" && unitClass(t.Unit) == "人":
			f.named = append(f.named, i)
			continue
		default:
			continue
		}
		f.all = append(f.all, i)
	}
	return f
}

// unitClass makes one of units that count the same.
func unitClass(unit string) string {
	if unit == "名" || unit == "位" {
		return "人"
	}
	return unit
}

func isPersons(unit string) bool { return unitClass(unit) == "人" || unit == "人次" }

// alone is what a number without words is about.
func (f fit) alone(s stating, targets []duban.Target) match {
	switch {
	case len(f.exact) == 1 && (s.unit != duban.Percent || len(targets) == 1):
		return match{targets: f.exact, sure: true}
	case len(f.exact) > 1:
		return match{targets: f.exact, named: true}
	case len(f.exact) == 0 && len(targets) == 1 && len(f.half) == 1:
		return match{targets: f.half, sure: targets[0].Unit != duban.Percent}
	case len(f.exact) == 0 && len(f.half) > 1:
		return match{targets: f.half, named: true}
	}
	return match{targets: f.all}
}

// common are words that stand in many names and tell none apart.
var common = strings.Fields("教师 学校 学生 企业 人员 项目 基地 专业 职业 教育 培训 技能 市级 省级 国家 大连 建设 中心 院校 职业教育 职业技能 技能培训 职业技能培训 新增 人才 集团 教育集团 综合改革 市级思想政治课 市级思想政治 思想政治课 思想政治 课程")

// byWords finds the target that words name; ok is false where they name none.
func byWords(words string, targets []duban.Target, f fit) (match, bool) {
	text := []rune(lastOf(words, longestTopic))
	best, longest := []int{}, 0
	shared := make([]string, len(targets))
	for _, i := range slices.Concat(f.all, f.named) {
		shared[i] = longestShared(text, []rune(strings.ToLower(targets[i].Name)))
		n := len([]rune(shared[i]))
		switch {
		case n < 2 || n < longest:
			continue
		case n > longest:
			best, longest = nil, n
		}
		best = append(best, i)
	}
	if len(best) == 0 {
		return match{}, false
	}
	if len(best) == 1 {
		for _, i := range f.all { // 名师和带头人共6人 names two
			if i != best[0] && len([]rune(shared[i])) > 1 && !strings.Contains(targets[best[0]].Name, shared[i]) {
				best = append(best, i)
			}
		}
	}
	weak := slices.Contains(common, shared[best[0]])
	switch {
	case len(best) > 1:
		return match{targets: best, named: true}, true
	case !weak:
		return match{targets: best, sure: true, strong: true}, true
	case len(targets) == 1 || len(f.exact) == 1 && f.exact[0] == best[0]:
		return match{targets: best, sure: true}, true
	}
	return match{targets: best}, true
}

// longestShared is the longest run of characters that stands in both.
func longestShared(a, b []rune) string {
	row := make([]int, len(b)+1)
	longest, end := 0, 0
	for i := range a {
		last := 0
		for j := range b {
			last, row[j+1] = row[j+1], shareOf(a[i] == b[j], last)
			if row[j+1] > longest {
				longest, end = row[j+1], j+1
			}
		}
	}
	return string(b[end-longest : end])
}

func shareOf(same bool, before int) int {
	if same {
		return before + 1
	}
	return 0
}

// fillers say nothing about what is counted.
var fillers = strings.Fields(`任务 目标 指标 本项 该项 此项 这项 接近 将近 几乎 不到 不足 超过 减少 核减 提高 提升 增长 上升 累计 合计 总共 总计 总数 一共 共有 今年以来 今年 全年 截至 截止 目前为止 目前 现在 现已 已经 达到 完成 新增加 新增 增加 增至 比上期 较上期 本期 本月 本周 当月 这个月 月份
	我们 我局 我单位 我委 本单位 本局 本市 全市 全项 全部 大概 大约 左右 数字 更正 应该是 应为 应是 写错 填错 错了 上次 报错 还是 没变 人数 人次 学员 参训 受训 结业 参加 都完成 都建好 办结 建成 建好 进展 具体 那个 刚问 刚才 刚 数据
	完工 竣工 改造完 谢谢 左右 比例 进度 推进 实际 期末 农民工 情况 个别 情况说明 培训完
	累 计 共 总 达 到 已 又 再 增 多 有 是 了 的 吧 呢 嗯 啊 约 为 于 也 均 都 月 日 年 底 初 前 至 第 新 仍 等 全 各 报 数 率 占 现 还 少 近 上 自 从 由 : -`)

var stripper = func() *strings.Replacer {
	var pairs []string
	for _, w := range fillers {
		pairs = append(pairs, w, "")
	}
	return strings.NewReplacer(pairs...)
}()

var (
	latin          = regexp.MustCompile(`[a-z]+`)
	englishFillers = set("we have has of all total so far overall altogether trained train people another more in now this month about around at and the only just to date by")
)

// besides is what words say beside filling: 电工班 in 累计电工班.
func besides(words string) string {
	words = latin.ReplaceAllStringFunc(words, func(w string) string {
		if englishFillers[w] {
			return ""
		}
		return w
	})
	left := strings.TrimFunc(stripper.Replace(words), func(r rune) bool { return !unicode.IsLetter(r) })
	if utf8.RuneCountInString(left) < 2 {
		return "" // 投了, 干了
	}
	return left
}

// completions tell how far something is.
var completions = strings.Fields("完成 进度 进展 推进 落实 办理 finished done complete progress")

var completionStripper = strings.NewReplacer("完成率", "", "总体", "", "整体", "", "形象", "", "工作", "", "本项", "", "该项", "", "此项", "", "任务", "", "干", "", "过", "", "超", "",
	"落实", "", "办理", "", "finished", "", "done", "", "completed", "", "complete", "", "progress", "", "percent", "")

// besidesCompletion is what the words around a percent say beside how far it is.
func (s stating) besidesCompletion(targets []duban.Target) string {
	left := besides(completionStripper.Replace(s.before + s.after))
	for _, t := range targets {
		if left != "" && strings.Contains(t.Name, left) {
			return ""
		}
	}
	return left
}
