package duban

// Relation says how a target's value is meant.
type Relation string

const (
	Exactly  Relation = "="  // 2名, or a range that Max ends
	AtLeast  Relation = ">=" // 至少, 不少于, 以上, 及以上
	AtMost   Relation = "<=" // 以内, 不超过
	About    Relation = "~"  // 左右, 约
	RaisedTo Relation = "->" // 提高到, 达到: a level, whatever it was before
)

// Percent is the unit of a target that is a share and of a figure about it. Such
// values are levels: they are never added up.
const Percent = "%"

// Target is a number that a task's text promises, or that an admin set. It
// belongs to the task, not to one department's duty.
type Target struct {
	ID       TargetID // zero until the store keeps it
	Name     string   // what is counted, as the text calls it: 职业技能培训
	Value    float64  // in Unit: 1万人次 is 10000 of 人次
	Max      float64  // upper end of a range, zero for none
	Unit     string   // 人次, 个, %
	Relation Relation
	Stretch  bool // 力争: wished for, not promised; it never makes a light
	By       Date // the day the text names, zero for none; a past or unconfirmed one is no due date
}
