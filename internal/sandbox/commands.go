package sandbox

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

const maxCommands = 100

var (
	commandName  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	languageCode = regexp.MustCompile(`^[a-z]{2}$`)
)

// commandKey names a list of commands: scope, chat, user and language.
func commandKey(scope string, chat, user int64, language string) string {
	return fmt.Sprintf("%s/%d/%d/%s", scope, chat, user, language)
}

// Commands returns the lists the bot has set, by "scope/chat/user/language".
func (s *Server) Commands() map[string][]Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string][]Command{}
	for key, list := range s.world.Commands {
		out[key] = append([]Command(nil), list...)
	}
	return out
}

// Menu returns the commands a person is offered in a chat: those of the
// narrowest scope that has any, in his language if there are such.
func (s *Server) Menu(chat, user int64) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	language, _, _ := strings.Cut(s.user(user).LanguageCode, "-")
	for _, key := range menuScopes(s.world.Chats[chat], chat, user) {
		for _, full := range []string{key + language, key} {
			if list := s.world.Commands[full]; len(list) > 0 {
				return append([]Command(nil), list...)
			}
		}
	}
	return nil
}

// menuScopes are the scopes that hold for a person in a chat, narrowest first.
// c is nil if nothing was ever said in a private chat.
func menuScopes(c *chat, id, user int64) []string {
	inChat, everywhere := commandKey("chat", id, 0, ""), commandKey("default", 0, 0, "")
	allGroups, member := commandKey("all_group_chats", 0, 0, ""), commandKey("chat_member", id, user, "")
	switch {
	case c == nil || !c.isGroup():
		return []string{inChat, commandKey("all_private_chats", 0, 0, ""), everywhere}
	case c.Admins[user]:
		return []string{
			member, commandKey("chat_administrators", id, 0, ""), inChat,
			commandKey("all_chat_administrators", 0, 0, ""), allGroups, everywhere,
		}
	}
	return []string{member, inChat, allGroups, everywhere}
}

func (s *Server) setMyCommands(c *call) (any, *refusal) {
	list, no := c.readCommands()
	if no != nil {
		return nil, no
	}
	key, no := s.readScope(c)
	if no != nil {
		return nil, no
	}
	if len(list) == 0 {
		delete(s.world.Commands, key)
	} else {
		s.world.Commands[key] = list
	}
	s.changed()
	return true, nil
}

func (s *Server) getMyCommands(c *call) (any, *refusal) {
	key, no := s.readScope(c)
	if no != nil {
		return nil, no
	}
	return append([]Command{}, s.world.Commands[key]...), nil
}

func (s *Server) deleteMyCommands(c *call) (any, *refusal) {
	key, no := s.readScope(c)
	if no != nil {
		return nil, no
	}
	delete(s.world.Commands, key)
	s.changed()
	return true, nil
}

func (c *call) readCommands() ([]Command, *refusal) {
	raw := c.arg("commands")
	if raw == "" {
		return nil, nil
	}
	v, err := decodeJSON(raw)
	if err != nil {
		return nil, bad("can't parse commands JSON object")
	}
	list, ok := v.([]any)
	if !ok {
		return nil, bad("expected an Array of BotCommand")
	}
	var out []Command
	for _, item := range list {
		fields, ok := item.(map[string]any)
		if !ok {
			return nil, bad("can't parse BotCommand: expected an Object")
		}
		o := &object{fields: fields}
		cmd := Command{Command: strings.TrimPrefix(o.text("command", true), "/"), Description: o.text("description", true)}
		if o.err != nil {
			return nil, bad("can't parse BotCommand: %v", o.err)
		}
		out = append(out, cmd)
	}
	if no := checkObject("Array of BotCommand", v, "commands"); no != nil {
		return nil, no
	}
	return out, checkCommands(out)
}

func checkCommands(list []Command) *refusal {
	if len(list) > maxCommands {
		return bad("BOT_COMMANDS_TOO_MUCH")
	}
	for _, cmd := range list {
		if !commandName.MatchString(cmd.Command) {
			return bad("BOT_COMMAND_INVALID")
		}
		if n := utf16Len(cmd.Description); n < 1 || n > 256 {
			return bad("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	return nil
}

func (s *Server) readScope(c *call) (string, *refusal) {
	language := c.arg("language_code")
	if language != "" && !languageCode.MatchString(language) {
		return "", bad("BOT_COMMAND_LANG_CODE_INVALID")
	}
	raw := c.arg("scope")
	if raw == "" {
		return commandKey("default", 0, 0, language), nil
	}
	v, err := decodeJSON(raw)
	if err != nil {
		return "", bad("can't parse BotCommandScope JSON object")
	}
	fields, ok := v.(map[string]any)
	if !ok {
		return "", bad("can't parse BotCommandScope: BotCommandScope must be an Object")
	}
	key, no := s.scopeKey(&object{fields: fields}, language)
	if no != nil {
		return "", no
	}
	return key, checkObject("BotCommandScope", v, "scope")
}

func (s *Server) scopeKey(o *object, language string) (string, *refusal) {
	kind := o.text("type", true)
	var chat, user int64
	switch kind {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
	case "chat", "chat_administrators", "chat_member":
		id := o.text("chat_id", true)
		if o.err == nil && id == "" {
			o.fail("Empty chat_id specified")
		}
		chat, _ = strconv.ParseInt(id, 10, 64)
		if kind == "chat_member" {
			if user = o.int("user_id", true, 0); o.err == nil && user <= 0 {
				o.fail("Invalid user_id specified")
			}
		}
	default:
		if o.err == nil {
			o.fail("Unsupported type specified")
		}
	}
	if o.err != nil {
		return "", bad("can't parse BotCommandScope: %v", o.err)
	}
	if chat != 0 || strings.HasPrefix(kind, "chat") {
		in, no := s.chatFor(&call{args: map[string]string{"chat_id": strconv.FormatInt(chat, 10)}}, toRead)
		if no != nil {
			return "", no
		}
		if !in.isGroup() && kind != "chat" {
			return "", bad("can't use specified scope in private chats")
		}
	}
	return commandKey(kind, chat, user, language), nil
}
