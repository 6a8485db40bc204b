package bot

import (
	"slices"
	"time"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// audience says who may go a way.
type audience int

const (
	anyone     audience = iota
	contact             // a contact of some department
	department          // a contact or a head
	leader              // a leader, an admin, or anybody in the leadership group
	viewer              // any of these
	admin
)

// route is one thing a person can say: a command, a button, an answer to a kind
// of message.
type route struct {
	command string // also the name of its label and its phrases
	button  string // verb of a button's data
	ids     int    // how many identities the button carries
	reply   string // kind of view that is answered
	who     audience
	private bool // only in private
	// anywhere lets it through in a group that is not on the allow-list.
	anywhere bool
	hidden   bool // no line in the help: a phrase, or part of another command
	do       handler
}

// routes is everything a person can say, in matching order. The help, the menu
// of the app and the table in the README are made from it.
var routes []route

func init() {
	routes = slices.Concat(commandRoutes(), pressRoutes(), replyRoutes(), answerRoutes(), figureRoutes(), formRoutes())
}

func commandRoutes() []route {
	return []route{
		{command: "start", who: anyone, private: true, do: (*Bot).start},
		{command: "help", who: anyone, do: (*Bot).help},
		{command: "whoami", who: anyone, do: (*Bot).whoami},
		{command: "lang", who: anyone, private: true, do: (*Bot).lang},

		{command: "tasks", who: department, private: true, do: (*Bot).tasks},
		{command: "task", who: viewer, do: (*Bot).task},
		{command: "find", who: viewer, do: (*Bot).find},
		{command: "report", who: contact, private: true, do: (*Bot).report},
		{command: "fill", who: contact, private: true, do: (*Bot).fill},
		{command: "form", who: contact, private: true, do: (*Bot).form},
		{command: "undo", who: contact, private: true, do: (*Bot).undo},
		{command: "away", who: contact, private: true, do: (*Bot).away},
		{command: "mute", who: contact, private: true, do: (*Bot).mute},

		{command: "status", who: leader, do: (*Bot).status},
		{command: "dept", who: leader, do: (*Bot).dept},
		{command: "overdue", who: leader, do: (*Bot).overdue},
		{command: "targets", who: leader, do: (*Bot).targets},
		{command: "silent", who: leader, hidden: true, do: (*Bot).silent},
		{command: "missing", who: leader, hidden: true, do: (*Bot).missing},

		{command: "invite", who: admin, private: true, do: (*Bot).invite},
		{command: "contact", who: admin, anywhere: true, do: (*Bot).contact},
		{command: "contacts", who: admin, private: true, do: (*Bot).contacts},
		{command: "unbind", who: admin, private: true, do: (*Bot).unbind},
		{command: "assign", who: admin, private: true, do: (*Bot).assign},
		{command: "unassign", who: admin, private: true, do: (*Bot).unassign},
		{command: "alias", who: admin, private: true, do: (*Bot).alias},
		{command: "members", who: admin, private: true, do: (*Bot).members},
		{command: "merge", who: admin, private: true, do: (*Bot).merge},
		{command: "due", who: admin, private: true, do: (*Bot).due},
		{command: "schedule", who: admin, private: true, do: (*Bot).schedule},
		{command: "holidays", who: admin, private: true, do: (*Bot).holidays},
		{command: "preview", who: admin, private: true, do: (*Bot).preview},
		{command: "remind", who: admin, private: true, do: (*Bot).remind},
		{command: "publish", who: admin, private: true, do: (*Bot).publish},
		{command: "group", who: admin, anywhere: true, do: (*Bot).allowGroup},
		{command: "role", who: admin, private: true, do: (*Bot).role},
		{command: "audit", who: admin, private: true, do: (*Bot).auditTrail},
		{command: "import", who: admin, private: true, do: (*Bot).importList},
		{command: "export", who: admin, private: true, do: (*Bot).export},
	}
}

func pressRoutes() []route {
	return []route{
		{button: "page", ids: 2, who: contact, private: true, do: (*Bot).turnDigest},
		{button: "tasks", ids: 1, who: department, private: true, do: (*Bot).turnTasks},
		{button: "lang", ids: 1, who: anyone, private: true, do: (*Bot).pressLang},
		{button: "here", ids: 0, who: anyone, do: (*Bot).here},
		{button: "card", ids: 1, who: viewer, do: (*Bot).pressCard},
		{button: "found", ids: 1, who: viewer, do: (*Bot).turnFound},
		{button: "cardpage", ids: 2, who: viewer, do: (*Bot).turnCard},
		{button: "contacts", ids: 1, who: admin, private: true, do: (*Bot).turnContacts},
		{button: "none", ids: 1, who: contact, private: true, do: (*Bot).pressNone},
		{button: "stuck", ids: 1, who: contact, private: true, do: (*Bot).pressStuck},
		{button: "undo", ids: 1, who: contact, private: true, do: (*Bot).pressUndo},
		{button: "place", ids: 2, who: contact, private: true, do: (*Bot).pressPlace},
		{button: "allnone", ids: 1, who: contact, private: true, do: (*Bot).pressAllNone},
		{button: "onlyone", ids: 1, who: contact, private: true, do: (*Bot).pressOnlyOne},
		{button: "see", ids: 1, who: leader, do: (*Bot).pressSee},
		{button: "dept", ids: 1, who: leader, do: (*Bot).pressDept},
		{button: "bind", ids: 2, who: admin, private: true, do: (*Bot).pressBind},
		{button: "unbind", ids: 2, who: admin, private: true, do: (*Bot).pressUnbind},
		{button: "release", ids: 2, who: admin, private: true, do: (*Bot).pressRelease},
		{button: "who", ids: 1, who: admin, private: true, do: (*Bot).pressWho},
		{button: "assign", ids: 3, who: admin, private: true, do: (*Bot).pressAssign},
		{button: "unassign", ids: 2, who: admin, private: true, do: (*Bot).pressUnassign},
		{button: "due", ids: 2, who: admin, private: true, do: (*Bot).pressDue},
		{button: "members", ids: 1, who: admin, private: true, do: (*Bot).pressMembers},
		{button: "seed", ids: 0, who: admin, private: true, do: (*Bot).pressSeed},
		{button: "load", ids: 1, who: admin, private: true, do: (*Bot).pressLoad},
		{button: "schedule", ids: 2, who: admin, private: true, do: (*Bot).pressSchedule},
		{button: "publish", ids: 1, who: admin, private: true, do: (*Bot).pressPublish},
		{button: "away", ids: 1, who: contact, private: true, do: (*Bot).pressAway},
		{button: "drop", ids: 1, who: admin, private: true, do: (*Bot).pressDrop},
		{button: "name", ids: 3, who: admin, private: true, do: (*Bot).pressName},
		{button: "confirm", ids: 2, who: admin, private: true, do: (*Bot).pressConfirm},
		{button: "settle", ids: 1, who: admin, private: true, do: (*Bot).pressSettle},
		{button: "leads", ids: 1, who: admin, private: true, do: (*Bot).pressLeads},
		{button: "lead", ids: 3, who: admin, private: true, do: (*Bot).pressLead},
		{button: "day", ids: 2, who: admin, private: true, do: (*Bot).pressDay},
		{button: "empty", ids: 1, who: admin, private: true, do: (*Bot).pressEmpty},
		{button: "pair", ids: 4, who: admin, private: true, do: (*Bot).pressPair},
		{button: "change", ids: 2, who: admin, private: true, do: (*Bot).turnChange},
		{button: "wins", ids: 2, who: admin, private: true, do: (*Bot).pressWins},
		{button: "revise", ids: 2, who: admin, private: true, do: (*Bot).pressRevise},
		{button: "leave", ids: 1, who: admin, private: true, do: (*Bot).pressLeave},
		{button: "merge", ids: 3, who: admin, private: true, do: (*Bot).pressMerge},
		{button: "holidays", ids: 1, who: admin, private: true, do: (*Bot).pressHolidays},
	}
}

func replyRoutes() []route {
	return []route{
		{reply: chat.Digest, who: contact, private: true, do: (*Bot).words},
		{reply: chat.Reminder, who: contact, private: true, do: (*Bot).words},
		{reply: chat.Nudge, who: contact, private: true, do: (*Bot).words},
		{reply: chat.Receipt, who: contact, private: true, do: (*Bot).words},
		{reply: chat.Holidays, who: admin, private: true, do: (*Bot).replyHolidays},
		{reply: chat.DayWanted, who: admin, private: true, do: (*Bot).replyDay},
		{reply: chat.NoNotice, who: admin, private: true, do: (*Bot).replyHolidays},
		{reply: chat.Which, who: contact, private: true, do: (*Bot).replyWhich},
	}
}

// commandRoute finds the route of a command.
func commandRoute(name string) (route, bool) {
	for _, r := range routes {
		if r.command == name && name != "" {
			return r, true
		}
	}
	return route{}, false
}

// Command is one line of the platform's menu.
type Command struct {
	Name, Description string
}

// Menu lists the commands of the app's menu: in private those of a role, in
// groups those of the leadership group. Roles are Contact, Leader and Admin.
func (b *Bot) Menu(lang string, p duban.Person, private bool) []Command {
	a := &ask{who: p}
	if !private {
		a.group.Role = duban.Leadership
	}
	return b.commands(b.voice(lang, time.Time{}), a, private)
}

// commands lists what the person of a may say here.
func (b *Bot) commands(voice text.Voice, a *ask, private bool) []Command {
	var list []Command
	for _, r := range routes {
		if r.command == "" || r.hidden || !a.may(r.who) || r.private && !private {
			continue
		}
		list = append(list, Command{r.command, voice.Label("command." + r.command)})
	}
	return list
}
