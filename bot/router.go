package bot

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/intake"
	"duban/internal/text"
)

// Handle answers one incoming inside its transaction. Its error is never
// something a person did: then nothing of the transaction may stay. A name with what
// must not be kept in it is taken for none.
func (b *Bot) Handle(ctx context.Context, tx Tx, in chat.Incoming) (Reply, error) {
	in = in.Renamed(duban.KeptName)
	switch in.Kind {
	case chat.Other:
		return Reply{}, nil
	case chat.Migrated:
		return b.migrated(tx, in)
	case chat.Member:
		return b.standing(tx, in)
	}
	if in.From.Bot || in.From.ID == 0 {
		return b.nobody(tx, in)
	}
	a := &ask{Context: ctx, Tx: tx, in: in}
	heard, err := b.meet(tx, a)
	if err != nil || !heard {
		return Reply{Unheard: err == nil}, err
	}
	r, found, err := b.match(a)
	if err != nil || !found {
		return Reply{}, err
	}
	reply, err := b.answer(r, a)
	if err == nil && in.Late && b.guard(a) == nil {
		reply = a.late(reply)
	}
	if a.stranger {
		toStranger(reply.Say, b.today(tx))
	}
	reply.Say = fitted(a.voice, reply.Say)
	return reply, err
}

// late says before the answers to what was said earlier what they are to.
func (a *ask) late(reply Reply) Reply {
	if !slices.ContainsFunc(reply.Say, func(p chat.Post) bool { return p.Chat == a.in.Chat.ID }) {
		return reply
	}
	said := a.post(text.Late{At: a.in.At, Words: brief(a.in.Text, 40)})
	said.ReplyTo = a.in.Message
	reply.Say = append([]chat.Post{said}, reply.Say...)
	return reply
}

// answer goes a way and words its refusal. What a handler wrote before it refused
// makes the refusal a fault of ours, so that nothing of it stays.
func (b *Bot) answer(r route, a *ask) (Reply, error) {
	before := a.Writes()
	reply, err := b.enter(r, a)
	var no refusal
	if !errors.As(err, &no) {
		return reply, err
	}
	if n := a.Writes() - before; n > 0 {
		return Reply{}, fmt.Errorf("%w after %d writes", no, n)
	}
	return a.refused(no), nil
}

func (b *Bot) enter(r route, a *ask) (Reply, error) {
	if err := a.permitted(r); err != nil {
		return Reply{}, err
	}
	if r.command != "" && r.command != "fill" && a.who.IsContact() && a.in.Chat.Private {
		if err := a.RestWalk(a.who.ID); err != nil {
			return Reply{}, err
		}
	}
	return r.do(b, a)
}

// nobody answers what is said by nobody who could be held to it. Who gives a command
// in the name of an allowed group, as its admins may, is told how to give it.
func (b *Bot) nobody(tx Tx, in chat.Incoming) (Reply, error) {
	if in.Kind != chat.Message || in.Chat.Private || in.From.ID >= 0 || in.Forwarded {
		return Reply{}, nil
	}
	name, _, command := parseCommand(in.Text, b.Username)
	if _, known := commandRoute(name); !command || !known {
		return Reply{}, nil
	}
	_, allowed, err := tx.Group(in.Chat.ID)
	if err != nil || !allowed {
		return Reply{}, err
	}
	said := b.voice(text.Chinese, tx.Now()).Say(text.Anonymous{})
	return Reply{Say: []chat.Post{{Chat: in.Chat.ID, Text: &chat.Outgoing{HTML: said, ReplyTo: in.Message}}}}, nil
}

// match finds the route for what was said; found is false when nothing is to be
// answered: chatter in groups, groups that are not allowed.
func (b *Bot) match(a *ask) (r route, found bool, err error) {
	if do := b.guard(a); do != nil {
		return route{do: do}, a.in.Chat.Private || a.group.ID != 0, nil
	}
	switch {
	case a.in.Kind == chat.Press:
		return b.matchPress(a), true, nil
	case a.in.Kind == chat.Arrived:
		return route{do: arrival(a.in.Work)}, true, nil
	case a.in.Kind == chat.Edited:
		return a.edit(), a.in.Chat.Private, nil
	case a.in.Unread:
		return route{do: (*Bot).unread}, a.in.Chat.Private, nil
	case a.in.Chosen != nil || a.in.Shared != nil:
		return route{who: admin, private: true, do: (*Bot).chosen}, a.in.Chat.Private, nil
	}
	if forAnother(a.in.Text, b.Username) {
		return route{do: (*Bot).anotherBot}, a.in.Chat.Private, nil
	}
	if name, args, ok := parseCommand(a.in.Text, b.Username); ok {
		r, found = matchCommand(a, name, args)
		return r, found && a.heard(r), nil
	}
	if !a.in.Chat.Private && (a.group.ID == 0 || a.in.Reply == nil || !a.in.Reply.From.Bot) {
		return route{}, false, nil
	}
	return b.matchWords(a)
}

// edit is the way of a changed message: a report's, or one that says that nothing
// comes of it.
func (a *ask) edit() route {
	switch {
	case a.in.Unread:
		return route{do: (*Bot).unread}
	case a.may(viewer):
		return route{do: (*Bot).edited}
	}
	return route{who: contact, do: (*Bot).edited}
}

// unread answers what holds nothing that is read: a sticker, a place, a poll. One
// whose place goes on changing is answered once.
func (b *Bot) unread(a *ask) (Reply, error) {
	return a.onceOf(text.OnlyWords{Contact: a.who.IsContact()}), nil
}

// matchCommand finds the route of /name, or of /我的任务. What is no command is
// said so in private; in a group it may be meant for another bot.
func matchCommand(a *ask, name, args string) (r route, found bool) {
	if r, found = commandRoute(name); found && !r.hidden {
		a.args = args
		return r, true
	}
	if name, args, ok := text.Phrase(strings.TrimLeft(a.in.Text, " /／")); ok {
		a.args = args
		return commandRoute(name)
	}
	a.args = name
	return route{do: (*Bot).unknownCommand}, a.in.Chat.Private
}

// guard keeps out what must not be stored: words or files with a secrecy marking,
// numbers of persons, and in what is said to the bot whatever is called secret. It
// comes before everything else.
func (b *Bot) guard(a *ask) handler {
	switch found := duban.Inspect(everyWord(a.in)); {
	case found.Marking:
		return (*Bot).secret
	case found.Numbers > 0:
		return (*Bot).personal
	case found.Secret && (a.in.Chat.Private || b.addressed(a.in)):
		return (*Bot).calledSecret
	}
	return nil
}

// addressed reports whether something said in a group is said to the bot.
func (b *Bot) addressed(in chat.Incoming) bool {
	_, _, command := parseCommand(in.Text, b.Username)
	return command || in.Reply != nil && in.Reply.From.Bot
}

// everyWord is all that was written, the name of a file included.
func everyWord(in chat.Incoming) string {
	if in.File == nil {
		return in.Text
	}
	return in.Text + "\n" + in.File.Name
}

func (b *Bot) matchPress(a *ask) route {
	verb, ids, ok := parseData(a.in.Button)
	a.ids = ids
	for _, r := range routes {
		if ok && a.heard(r) && r.button == verb && len(ids) == r.ids {
			return r
		}
	}
	return route{do: (*Bot).oldButton}
}

// matchWords finds what words without a slash mean: an answer to what the
// message replied to, a phrase that stands for a command, or a report.
func (b *Bot) matchWords(a *ask) (route, bool, error) {
	for _, r := range routes {
		if r.reply != "" && r.reply == a.about.Kind {
			return r, true, nil
		}
	}
	if a.in.File != nil && a.in.Chat.Private && a.who.Admin && isList(a.in.File) {
		return route{who: admin, do: (*Bot).importFile}, true, nil
	}
	if _, ok := intake.TaskNo(a.in.Text); ok && a.about.Kind == chat.Found {
		a.args = a.in.Text
		return route{who: viewer, do: (*Bot).task}, true, nil
	}
	if name, args, ok := text.Phrase(a.in.Text); ok {
		if r, found := commandRoute(name); found && a.permitted(r) == nil {
			a.args = args
			return r, true, nil
		}
	}
	if !a.in.Chat.Private {
		return route{who: leader, do: (*Bot).query}, true, nil
	}
	if !a.who.IsContact() && (a.who.Leader || a.who.Admin) {
		return route{who: leader, do: (*Bot).query}, true, nil
	}
	return route{who: contact, do: (*Bot).words}, true, nil
}

// heard reports whether a way is answered here at all: a group that is not allowed
// hears nothing but what an admin of the office does in it.
func (a *ask) heard(r route) bool {
	return a.in.Chat.Private || a.group.ID != 0 || r.anywhere && a.may(r.who)
}

// permitted checks that this person may go this way here.
func (a *ask) permitted(r route) error {
	if r.private && !a.in.Chat.Private {
		return refusal{text.PrivateOnly{}}
	}
	if a.may(r.who) {
		return nil
	}
	switch r.who {
	case admin:
		return refusal{text.AdminsOnly{}}
	case leader:
		return refusal{text.LeadersOnly{}}
	default:
		return refusal{text.Stranger{}}
	}
}

func (a *ask) may(who audience) bool {
	switch who {
	case anyone:
		return true
	case contact:
		return a.who.IsContact()
	case department:
		return len(a.who.Sees()) > 0
	case leader:
		return a.who.Leader || a.who.Admin || a.group.Role == duban.Leadership
	case viewer:
		return a.may(department) || a.may(leader)
	default:
		return a.who.Admin
	}
}

// refused words a refusal. A press is told in a toast; in private it also
// stays as a message, because a toast is gone in a moment.
func (a *ask) refused(no refusal) Reply {
	reply := a.say(no.message)
	if a.in.Kind != chat.Press {
		reply.Say[0].ReplyTo = a.replyTo()
		return reply
	}
	reply.Toast, reply.Alert = text.Toast(reply.Say[0].Text.HTML), true
	if !a.in.Chat.Private {
		reply.Say = nil
	}
	return reply
}

// replyTo is the message to answer visibly: in a group, where many talk.
func (a *ask) replyTo() int64 {
	if a.in.Chat.Private {
		return 0
	}
	return a.in.Message
}

// parseCommand reads /name args, /name@bot args and /nameargs where the
// arguments begin with something that cannot stand in a name: /report28,
// /task第28项. It does not panic on anything a person can type.
func parseCommand(s, username string) (name, args string, ok bool) {
	s = strings.TrimSpace(s)
	s, ok = strings.CutPrefix(s, "/")
	if !ok {
		if s, ok = strings.CutPrefix(s, "／"); !ok {
			return "", "", false
		}
	}
	end := strings.IndexFunc(s, func(r rune) bool { return !(r < unicode.MaxASCII && (unicode.IsLetter(r) || r == '_')) })
	if end < 0 {
		end = len(s)
	}
	name, args = strings.ToLower(s[:end]), s[end:]
	if to, addressed := strings.CutPrefix(args, "@"); addressed {
		end := strings.IndexFunc(to, func(r rune) bool {
			return !(r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_'))
		})
		if end < 0 {
			end = len(to)
		}
		if !strings.EqualFold(to[:end], username) {
			return "", "", false
		}
		args = to[end:]
	}
	return name, strings.TrimSpace(strings.Map(plainBlank, args)), true
}

var addressee = regexp.MustCompile(`^\s*[/／][A-Za-z_]*@([A-Za-z0-9_]+)`)

// forAnother reports whether a command bears the name of another bot.
func forAnother(s, username string) bool {
	to := addressee.FindStringSubmatch(s)
	return to != nil && !strings.EqualFold(to[1], username)
}

// plainBlank makes every blank a keyboard has, the full-width one first of all,
// the one that parts words; lines stay lines.
func plainBlank(r rune) rune {
	if unicode.Is(unicode.Zs, r) || r == '\t' {
		return ' '
	}
	return r
}
