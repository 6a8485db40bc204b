package intake

import (
	"regexp"
	"strings"

	"duban/internal/calendar"
	"duban/internal/duban"
)

// leads are the words with which a promise begins and that are no part of what is
// counted: when, where, how and, most of all, what is done with it. A verb of
// growth (新增, 压减) is a part of it and stays.
var leads = strings.Fields(`力争 争取 确保 全年 今年 年内 年底前 全市 全区 全县 全省 其中 同时 并 新 累计 重点 逐步 积极 加快 着力 继续 分别 为 向 对 在 将 使 以上 的
	新改扩建 改扩建 新建成 新建 改建 扩建 建成 建设 建立 建好 改造提升 改造 提升 打造 培育 遴选 培养 培训 引进 招引 引育 创建 创成 开展 组织 举办 承办 完成 实现 落实
	办好 办理 成立 组建 开设 开发 开通 发放 资助 救助 惠及 服务 接待 争创 评选 认定 推出 推广 推进 推动 建有 设立 设置 配备 配置 招收 招录 招聘 选派 选聘 选拔 投放 购置 筹集 筹建
	安排 投入 争取到 吸引 支持 扶持 帮扶 修建 修缮 种植 栽植 制定 出台 编制 布局 储备 签约 落地 申报`)

// stillNames begin with a lead and are names as a whole.
var stillNames = strings.Fields("新增 招聘会 建成区 完成率 落实率 服务业 服务站 服务中心 服务点 培训率 培训基地 改造率 对外 新能源 新材料 新型 新兴 新农村 新登记 新生 组织部 在校 在线 在园 开发区 推进率 培训班 种植业 对口")

// wishes make a target a stretch.
const wish = "力争"

// withoutLead takes the leads off the front of a name, and tells whether one of
// them only wishes. Where nothing else is left, the last verb is what is counted:
// 培训500人.
func withoutLead(s string) (name string, stretch bool) {
	for s != "" && !startsWithAny(s, stillNames) {
		lead := longestLead(s)
		if lead == "" {
			break
		}
		stretch = stretch || lead == wish
		s = s[len(lead):]
	}
	return trimYear(s), stretch
}

func longestLead(s string) string {
	longest := ""
	for _, w := range leads {
		if len(w) > len(longest) && strings.HasPrefix(s, w) {
			longest = w
		}
	}
	return longest
}

var year = regexp.MustCompile(`^\d{4}年(度|底前|前)?`)

func trimYear(s string) string {
	if s == "" || !isDigit(rune(s[0])) {
		return s
	}
	return year.ReplaceAllString(s, "")
}

const (
	newly      = "新增"
	longestOne = 24 // runes of a name; what is longer is a sentence
)

// name is what is counted: the words in front of the number or, where nothing is
// left of them but 新增, those behind it.
func (r *targetReader) name(front, after string, c clause) string {
	grown, isNew := strings.CutPrefix(front, newly)
	if isNew {
		front, _ = withoutLead(grown)
	}
	if front == "" {
		front = behind(after)
	}
	switch level := levels[front]; {
	case front == "" && r.follows(c):
		return r.found[len(r.found)-1].Name
	case level && r.follows(c):
		return levelled(r.found[len(r.found)-1].Name, front)
	case front == "":
		return ""
	}
	name := inFewWords(front)
	if isNew {
		name = newly + name
	}
	return string([]rune(name)[:min(longestOne, len([]rune(name)))])
}

// behind is the name that begins behind a number: up to the first verb.
func behind(after string) string {
	after = strings.TrimLeft(after, "的 ")
	for _, w := range []string{"以上的", "以上", "左右的"} {
		after = strings.TrimPrefix(after, w)
	}
	if thing, standard, ok := strings.Cut(after, "达到"); ok && thing != "" && strings.Contains(standard, "标准") {
		return thing + "达标"
	}
	if i := verb.FindStringIndex(after); i != nil {
		after = after[:i[0]]
	}
	return after
}

var verb = regexp.MustCompile(`达到|达标|建成|建有|参加|参与|实施|开展|用于|实现|完成|进行|设立|设置|配备|纳入|通过|落地|投产|投入|开工|竣工|享受|接受|获得|取得|成为|加入|并|和|及[^以]|,`)

var levels = map[string]bool{"国家级": true, "省级": true, "市级": true, "区级": true, "县级": true, "校级": true, "区县级": true}

// levelled is a name at another level: 市级 of 省级产教融合型企业.
func levelled(name, level string) string {
	for l := range levels {
		if rest, ok := strings.CutPrefix(name, l); ok {
			return level + rest
		}
	}
	return level + name
}

var ratio = regexp.MustCompile(`^(.+?)(教师|人员|人数|企业|项目|面积)?占.+(比例|比重|比率|比)$`)

// inFewWords says a name in fewer words: what stands behind the last 的, from the level
// on, and 占比 for a proportion.
func inFewWords(s string) string {
	if m := ratio.FindStringSubmatch(s); m != nil {
		s = m[1] + m[2] + "占比"
	}
	if i := strings.LastIndex(s, "的"); i >= 0 && i+len("的") < len(s) {
		s = s[i+len("的"):]
	}
	for l := range levels {
		if i := strings.Index(s, l); i > 0 && !strings.HasSuffix(s, l) {
			s = s[i:]
		}
	}
	return strings.TrimSpace(s)
}

var byWhen = regexp.MustCompile(`^(到|至|截至|截止到|在)?(\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?)(年?底前?|末前?|之前|以前|前|年底前?)?`)

// deadline reads the day that the front of a clause names, and where the words
// about it end. A year alone is a deadline only behind 到 or in front of 底 or 前.
func deadline(text []rune) (duban.Date, int) {
	m := byWhen.FindStringSubmatch(string(text[:min(len(text), 24)]))
	if m == nil || (m[1] == "" || m[1] == "在") && m[3] == "" {
		return duban.Date{}, 0
	}
	d, err := calendar.ParseDate(m[2], calendar.Day{})
	if err != nil {
		return duban.Date{}, 0
	}
	return duban.Date{Year: d.Year, Month: d.Month, Day: d.Day}, len([]rune(m[0]))
}
