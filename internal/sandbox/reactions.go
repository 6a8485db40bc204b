package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// React sets a person's reaction to a message; "" takes it back.
func (s *Server) React(from, chat int64, messageID int, emoji string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, err := s.seenBy(from, chat)
	if err != nil {
		return err
	}
	m := c.find(messageID)
	if m == nil {
		return fmt.Errorf("sandbox: no message %d in %d to react to", messageID, chat)
	}
	user := s.user(from).wire()
	u := wireReactionUpdate{Chat: s.wireChat(c), MessageID: m.ID, User: &user, Date: s.now().Unix(), Old: m.react(from), New: []wireReaction{}}
	if emoji != "" {
		m.Reactions = append(m.Reactions, Reaction{From: from, Emoji: emoji})
		u.New = append(u.New, wireReaction{Type: "emoji", Emoji: emoji})
	}
	if !c.isGroup() || c.BotAdmin { // in groups only administrators are told
		s.queue("message_reaction", u, messageLife, Event{Chat: c.ID, Message: m.ID, Text: emoji})
	}
	s.changed()
	return nil
}

// react takes back what from thought of m and returns it.
func (m *message) react(from int64) []wireReaction {
	old := []wireReaction{}
	kept := []Reaction{}
	for _, r := range m.Reactions {
		if r.From == from {
			old = append(old, wireReaction{Type: "emoji", Emoji: r.Emoji})
		} else {
			kept = append(kept, r)
		}
	}
	m.Reactions = kept
	return old
}

const reactionEmoji = "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"

func (s *Server) setMessageReaction(c *call) (any, *refusal) {
	emoji, no := c.readReaction()
	if no != nil {
		return nil, no
	}
	_, m, no := s.messageFor(c, toRead, "message to react")
	if no != nil {
		return nil, no
	}
	if emoji != "" && !slices.Contains(strings.Fields(reactionEmoji), strings.TrimSuffix(emoji, "\ufe0f")) {
		return nil, bad("REACTION_INVALID")
	}
	m.react(s.world.Bot.ID)
	if emoji != "" {
		m.Reactions = append(m.Reactions, Reaction{From: s.world.Bot.ID, Emoji: emoji})
	}
	s.changed()
	return true, nil
}

func (c *call) readReaction() (string, *refusal) {
	raw := c.arg("reaction")
	if raw == "" {
		return "", nil
	}
	v, err := decodeJSON(raw)
	if err != nil {
		return "", bad("can't parse reaction types JSON object")
	}
	list, ok := v.([]any)
	if !ok {
		return "", bad("expected an Array of ReactionType")
	}
	var emoji string
	for i, item := range list {
		fields, ok := item.(map[string]any)
		if !ok {
			return "", bad("can't parse ReactionType: expected an Object")
		}
		o := &object{fields: fields}
		kind, value := o.text("type", true), o.text("emoji", true)
		switch {
		case o.err != nil:
			return "", bad("can't parse ReactionType: %v", o.err)
		case kind != "emoji":
			return "", bad("can't parse ReactionType: invalid reaction type specified")
		case i > 0:
			return "", bad("REACTIONS_TOO_MANY")
		}
		emoji = value
	}
	return emoji, checkObject("Array of ReactionType", v, "reaction")
}
