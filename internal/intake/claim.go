package intake

import (
	"regexp"
	"strings"
)

var (
	// done is a clause that ends in completion and has no object but the task
	// as a whole: 已完成1500人次 and 已完成初稿 are steps.
	done = regexp.MustCompile(`^(.*?)(已经?|现已|均|都|全部|全面|圆满|顺利|按期|如期|按时|提前|超额|彻底|高质量|保质保量)*(完成|办结|结项|销号|办理完毕|实施完毕|完毕)(了|啦)?(全部|全年|年度|本项|该项|此项|这项|各项|目标|任务|工作|建设|指标|既定|销号|办结|的|了)*(了|啦)?$`)
	// whole names completion in numbers: 完成100%.
	whole = regexp.MustCompile(`(完成率?(达到?|为)?|已经?)100%|100%(已经?)?(完成|落实)`)
	// short comes in front of a completion that has not happened, or not wholly.
	short = regexp.MustCompile(`未|没|还差|基本|大致|大体|大部|部分|多数|初步|阶段性?|即将|快要?|马上|接近|将近|近乎|差不多|几乎|左右|超过|过半|一半|半|预计|计划|争取|力争|拟|将|预期|有望|可望|确保|保证|要求|要|需|待|能|可|会|年底|月底|月前|年前|日前|底前|以前|之前|后|推进|推动|督促|抓紧|加快|不|逐步|陆续|正在|中|%|％|\d+个?(人|所|期|次|家|场|班|项|名|节|门|批|件|台|套)`)
	// step is what is completed in a step towards the task.
	step = regexp.MustCompile(`期|初稿|稿|方案|调研|起草|前期|摸底|招标|立项|选址|设计|论证|准备|报名|征求|意见|首批|第.批|其中|审核|初审|评审|申报|筹备|征集|可研|环评|一轮|上半年|季度|月份?$|^([一二两三四五六七八九十\d]+)(个|所|家|名|场|班)`)

	doneEnglish  = regexp.MustCompile(`^(it'?s|it|this|is|has been|have been|we are|we're|we|all|task|now|already|the|work|fully|been|was|\s)*(done|completed|finished|complete|closed)( now| already| on time| in full)?$`)
	shortEnglish = regexp.MustCompile(`\b(not|almost|nearly|mostly|half|partly|partially|isn't|hasn't|will|to be|soon)\b`)
)

var doneHints = strings.Fields("完成 办结 结项 销号 完毕 done complete finished closed")

// isClaimed reports whether a clause says that the task as a whole is done.
func isClaimed(s string) bool {
	if strings.Contains(s, "100%") && whole.MatchString(s) {
		return true
	}
	for _, c := range clauses(s) {
		if !containsAny(c, doneHints) {
			continue
		}
		c = strings.TrimSpace(c)
		if m := done.FindStringSubmatch(c); m != nil && !short.MatchString(m[1]) && !step.MatchString(m[1]) {
			return true
		}
		c = strings.Trim(c, ". ")
		if doneEnglish.MatchString(c) && !shortEnglish.MatchString(c) {
			return true
		}
	}
	return false
}
