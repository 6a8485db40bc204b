package bot

import (
	"fmt"
	"hash/fnv"
	"strings"

	"duban/internal/chat"
	"duban/internal/duban"
	"duban/internal/text"
)

// Door decides how much of the office's time people without a role may take.
type Door interface {
	// Hear reports whether somebody without a role is heard now, and counts it.
	Hear(user int64) bool
	// Try reports whether somebody may try a one-time code now, and counts it.
	Try(user int64) bool
}

// meet finds out who said it, where, and what it answers. Nobody is kept of whom
// nothing is heard: then there is nothing to answer.
func (b *Bot) meet(tx Tx, a *ask) (heard bool, err error) {
	in := a.in
	who, known, err := tx.PersonByUser(in.From.ID)
	if err != nil {
		return false, err
	}
	a.who = who
	if !in.Chat.Private {
		if a.group, _, err = tx.Group(in.Chat.ID); err != nil {
			return false, err
		}
	}
	if a.group.ID == 0 && !a.may(viewer) && in.Kind != chat.Arrived {
		if heard, err := b.hears(a); err != nil || !heard {
			return false, err
		}
	}
	if !known || who.Name != in.From.Name {
		if a.who, err = tx.Meet(in.From.ID, in.From.Name, text.LanguageOf(in.From.Lang)); err != nil {
			return false, err
		}
	}
	lang := text.Chinese // of a group
	if in.Chat.Private {
		if lang = a.who.Lang; !a.who.Started || !a.who.Reachable {
			err = tx.SetStarted(a.who.ID)
		}
	}
	if err == nil && in.Reply != nil && in.Reply.From.Bot {
		a.about, _, err = tx.About(in.Chat.ID, in.Reply.Message)
	}
	a.voice = b.voice(lang, tx.Now())
	return true, err
}

// hears lets in somebody without a role: with a code that exists at once, else
// as far as there is time for all of them together.
func (b *Bot) hears(a *ask) (bool, error) {
	if b.Door == nil {
		return true, nil
	}
	if code, ok := b.code(a.in); ok {
		exists, err := a.KnowsCode(code)
		if err != nil || exists && b.Door.Try(a.in.From.ID) {
			return true, err
		}
	}
	a.stranger = true
	return b.Door.Hear(a.in.From.ID), nil
}

// code is the one-time code that a message brings.
func (b *Bot) code(in chat.Incoming) (code string, ok bool) {
	name, args, command := parseCommand(in.Text, b.Username)
	if !command || name != "start" || in.Kind != chat.Message || !in.Chat.Private || args == "" {
		return "", false
	}
	return strings.Fields(args)[0], true
}

// BringsCode reports whether a message brings a one-time code, which is kept nowhere.
func (b *Bot) BringsCode(in chat.Incoming) bool {
	_, brings := b.code(in)
	return brings
}

// toStranger makes what somebody without a role is told leave after everything
// else, and each thing once a day.
func toStranger(say []chat.Post, today duban.Date) {
	for i := range say {
		say[i].Lane = chat.Stranger
		if say[i].Text != nil && say[i].Edit == 0 {
			h := fnv.New64a()
			_, _ = h.Write([]byte(say[i].Text.HTML)) // cannot fail
			say[i].Key = fmt.Sprintf("stranger:%d:%s:%x", say[i].Chat, today, h.Sum64())
		}
	}
}
