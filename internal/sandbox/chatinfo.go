package sandbox

import (
	"slices"
	"strings"
)

func (s *Server) wireMember(id int64, status string) any {
	m := wireMember{Status: status, User: s.user(id).wire()}
	switch status {
	case "creator":
		return wireOwner{wireMember: m}
	case "kicked":
		return wireBanned{wireMember: m}
	case "administrator":
		return wireAdmin{wireMember: m, ManageChat: true, DeleteMessages: true, RestrictMembers: true, ChangeInfo: true, InviteUsers: true, PinMessages: true}
	}
	return m
}

func (s *Server) getChat(c *call) (any, *refusal) {
	in, no := s.chatFor(c, toRead)
	if no != nil {
		return nil, no
	}
	full := wireFullChat{wireChat: s.wireChat(in), MaxReactions: 11}
	if m := in.pinned(); m != nil {
		full.PinnedMessage = s.wireMessage(in, m, false)
	}
	return full, nil
}

func (s *Server) getChatMember(c *call) (any, *refusal) {
	id := c.number("user_id")
	if id <= 0 {
		return nil, bad("invalid user_id specified")
	}
	in, no := s.chatFor(c, toRead)
	if no != nil {
		return nil, no
	}
	p := s.world.People[id]
	unknown := id != s.world.Bot.ID && (p == nil || !p.Met)
	if unknown && in.Type == "supergroup" {
		return nil, bad("PARTICIPANT_ID_INVALID")
	}
	if unknown || !in.isGroup() && id != in.ID && id != s.world.Bot.ID {
		return nil, bad("member not found")
	}
	return s.wireMember(id, s.status(in, id)), nil
}

func (s *Server) status(c *chat, id int64) string {
	switch {
	case id == s.world.Bot.ID && c.BotAdmin:
		return "administrator"
	case id == s.world.Bot.ID && c.BotLeft != "":
		return c.BotLeft
	case id == s.world.Bot.ID || !c.isGroup() && c.ID == id:
		return "member"
	case !c.has(id):
		return "left"
	case c.owner() == id:
		return "creator"
	case c.Admins[id]:
		return "administrator"
	}
	return "member"
}

const chatActions = "typing upload_photo record_video upload_video record_voice record_audio upload_voice upload_audio " +
	"upload_document choose_sticker find_location pick_up_location record_video_note upload_video_note cancel"

func (s *Server) sendChatAction(c *call) (any, *refusal) {
	if action := strings.ToLower(c.arg("action")); action == "" || !slices.Contains(strings.Fields(chatActions), action) {
		return nil, bad("wrong parameter action in request")
	}
	in, no := s.chatFor(c, toWrite)
	if no == nil {
		no = s.reachable(in)
	}
	return true, no
}
