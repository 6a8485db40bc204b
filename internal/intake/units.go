package intake

import "strings"

// measures are the characters that make a quantity or a date of the number
// before them: 3个班, 28日, 1500人次, 10%.
const measures = "日号月年天周%‰℃°个名人家所位项期次场批班门节万亿千百十元台套件份篇本册条支队组户村镇乡处间栋亩米吨岁级届轮种类对双倍成余多时分秒点几座辆只张部款例宗校"

// measureWords begin with a character that begins many other words as well.
var measureWords = []string{
	"课时", "学时", "学分", "小时", "公里", "公顷", "平方", "季度", "星期", "左右", "以上", "以下", "来人", "来个", "来名",
}

// words that begin with a measure and are none, by whether they count only
// after a blank (28 名师4人) or even without one (28本月开班).
var (
	spacedWords = strings.Fields(`
		日常 日程 日报 日益 月报 年底 年初 年末 年终 年中 年度 年报 天津 周边 周末 周报
		个别 个人 个体 个性 名师 名单 名录 名额 名校 名称 人社 人员 人才 人大 人民 人力 人工 人数 人事 家长 家政 家庭 家校
		所有 所需 所属 所在 所辖 位于 位置 项目 期间 期末 期中 期待 期满 期初 次数 次月 次年 场地 场所 场馆 批复 批准 批示 
		班主任 班子 班级 班长 门户 门类 节点 节约 节能 万达 千方百计 百姓 百校 百千万 元旦 台账 台阶 套餐 件数 份额 条件 条例 条款
		支持 支付 支部 支出 支撑 支教 队伍 组织 组建 组长 组成 户外 处于 处理 处室 间接 级别 时间 时限 时效 分工 分管 分批 分析 分别
		分解 分配 分组 分类 分局 分两 分三 分阶段 点对点 点位 届时 届满 轮训 轮流 轮岗 种植 类似 类别 对接 对外 对照 对标 对口 对于
		对学 对此 对全 对各 对相关 双师 双方 双创 双高 双选 双元 倍增 成立 成效 成果 成功 成绩 成为 成熟 成人 余下 余款
		多次 多家 多方 多措 多所 多个 多部 多渠道 多轮 多元 几乎 部分 部门 部署 校企 校园 校长 校内 校外 校级 校区 校舍 校方 校本 校际
		多了 几百 几十 几千 十月 十一月 十二月 十几
		只有 只是 只剩 例会 例如 例行 张榜 款项`)
	attachedWords = strings.Fields(`
		本月 本期 本周 本季 本年 本校 本单位 本局 本项 本次 本部门 本学期 本地
		个别 所有 所需 所属 项目 期间 批复 支持 组织 组建 处于 对接 对照 对标 成立 双师 双高 部分 部门 部署 校企 校园 校长 几乎
		百姓 时间 条件 队伍 人社 人员 人才 场地 台账 门户 班子`)
	// and those that begin with one of the above and are quantities all the same
	stillMeasures = strings.Fields("名师傅 名师生 名师范 名师资 名单位 个人次")
)

// englishMeasures follow a number that counts or dates.
var englishMeasures = set(`people persons person person-times students teachers classes class courses course schools school sessions
	session times days day weeks week months month years year hours hour companies company firms enterprises trainees projects
	percent pct jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september
	october november december am pm o'clock`)

func set(words string) map[string]bool {
	m := make(map[string]bool)
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// isQuantity reports whether rest, the folded text after the number n, makes a
// quantity or a date of it. Spaced says that a blank stood between them.
func isQuantity(n int, rest []rune, spaced bool) bool {
	s := string(rest[:min(len(rest), 24)])
	if word, _, _ := strings.Cut(s, " "); spaced && englishMeasures[strings.Trim(word, ".,:;!?")] {
		return true
	}
	if startsWithAny(s, measureWords) {
		return true
	}
	if len(rest) == 0 || !strings.ContainsRune(measures, rest[0]) {
		return false
	}
	switch rest[0] {
	case '月':
		return n <= 12
	case '日', '号':
		if n > 31 {
			return false
		}
	}
	if startsWithAny(s, stillMeasures) {
		return true
	}
	return !startsWithAny(s, attachedWords) && !(spaced && startsWithAny(s, spacedWords))
}

func startsWithAny(s string, words []string) bool {
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return false
}
