package telegram

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"duban/internal/chat"
)

var (
	self    = Identity{ID: 7000000001, Name: "督办", Username: "duban_bot"}
	at      = time.Unix(1795395300, 0).UTC()
	li      = chat.Person{ID: 11, Name: "Li Ming", Lang: "zh-hans"}
	private = chat.Chat{ID: 11, Private: true}
	group   = chat.Chat{ID: -100500, Title: "领导小组"}
)

const (
	fromLi    = `"from":{"id":11,"is_bot":false,"first_name":"Li","last_name":"Ming","language_code":"zh-hans"}`
	inPrivate = `"chat":{"id":11,"type":"private","first_name":"Li"},"date":1795395300`
	inGroup   = `"chat":{"id":-100500,"type":"supergroup","title":"领导小组"},"date":1795395300`
)

// message is a message of Li's in his private chat with these fields besides.
func message(fields string) string {
	return `{"update_id":1,"message":{"message_id":5,` + fromLi + `,` + inPrivate + `,` + fields + `}}`
}

// said is what message must become, changed by change.
func said(change func(*chat.Incoming)) chat.Incoming {
	in := chat.Incoming{Kind: chat.Message, Source: "m:11:5", Chat: private, From: li, Message: 5, At: at}
	change(&in)
	return in
}

func TestDecode(t *testing.T) {
	for _, row := range []struct {
		name, data string
		want       chat.Incoming
	}{
		{"text", message(`"text":"第28项 又培训300人次"`), said(func(in *chat.Incoming) { in.Text = "第28项 又培训300人次" })},
		{"entities nobody could want", message(`"text":"/完成","entities":[{"type":"bot_command","offset":-3,"length":99}]`), said(func(in *chat.Incoming) { in.Text = "/完成" })},
		{"what no keyboard has", message(`"text":"28 \u0000开\u0000班\ud800"`), said(func(in *chat.Incoming) { in.Text = "28 开班\uFFFD" })},
		{"fields of tomorrow", message(`"text":"x","poll":7,"venue":[],"effect_id":{}`), said(func(in *chat.Incoming) { in.Text = "x" })},

		{"reply", message(`"text":"已办","reply_to_message":{"message_id":4,"from":{"id":7000000001,"is_bot":true,"first_name":"督办"},"chat":{"id":11},"date":1,"text":"催办"},"quote":{"text":"28","position":0}`),
			said(func(in *chat.Incoming) {
				in.Text = "已办"
				in.Reply = &chat.Reply{Message: 4, From: chat.Person{ID: self.ID, Name: "督办", Bot: true}, Text: "催办"}
			})},
		{"reply to a caption", message(`"text":"x","reply_to_message":{"message_id":4,"caption":"台账"}`),
			said(func(in *chat.Incoming) { in.Text = "x"; in.Reply = &chat.Reply{Message: 4, Text: "台账"} })},
		{"reply in another chat", message(`"text":"x","external_reply":{"origin":{},"chat":{"id":-5},"message_id":4}`), said(func(in *chat.Incoming) { in.Text = "x" })},
		{"topic", message(`"text":"x","is_topic_message":true,"reply_to_message":{"message_id":2,"forum_topic_created":{"name":"a"}}`), said(func(in *chat.Incoming) { in.Text = "x" })},

		{"document", message(`"caption":"佐证","document":{"file_id":"F","file_name":"a.docx","file_size":12}`),
			said(func(in *chat.Incoming) { in.Text = "佐证"; in.File = &chat.File{ID: "F", Name: "a.docx", Size: 12} })},
		{"album", message(`"media_group_id":"77","photo":[{"file_id":"S","width":90,"height":60,"file_size":1},{"file_id":"L","width":900,"height":600,"file_size":9},{"file_id":"M","width":320,"height":200}]`),
			said(func(in *chat.Incoming) { in.Album = "77"; in.File = &chat.File{ID: "L", Size: 9, Photo: true} })},
		{"voice", message(`"voice":{"file_id":"V","duration":3,"file_size":8}`), said(func(in *chat.Incoming) { in.File = &chat.File{ID: "V", Size: 8} })},

		{"contact", message(`"contact":{"phone_number":"+86","first_name":"王","user_id":22}`), said(func(in *chat.Incoming) { in.Shared = &chat.SharedContact{User: 22, Name: "王"} })},
		{"contact of nobody", message(`"contact":{"phone_number":"+86","first_name":"王","last_name":"芳"}`), said(func(in *chat.Incoming) { in.Shared = &chat.SharedContact{Name: "王 芳"} })},
		{"chosen", message(`"users_shared":{"request_id":9,"users":[{"user_id":22,"first_name":"王","last_name":"芳"}]}`),
			said(func(in *chat.Incoming) {
				in.Chosen = &chat.Chosen{Request: 9, Users: []chat.Person{{ID: 22, Name: "王 芳"}}}
			})},
		{"chosen, 7.0", message(`"users_shared":{"request_id":9,"user_ids":[22]}`), said(func(in *chat.Incoming) { in.Chosen = &chat.Chosen{Request: 9, Users: []chat.Person{{ID: 22}}} })},
		{"chosen, 6.5", message(`"user_shared":{"request_id":9,"user_id":22}`), said(func(in *chat.Incoming) { in.Chosen = &chat.Chosen{Request: 9, Users: []chat.Person{{ID: 22}}} })},

		{"forwarded", message(`"text":"x","forward_origin":{"type":"hidden_user"}`), said(func(in *chat.Incoming) { in.Text = "x"; in.Forwarded = true })},
		{"forwarded, old", message(`"text":"x","forward_date":1`), said(func(in *chat.Incoming) { in.Text = "x"; in.Forwarded = true })},
		{"not forwarded", message(`"text":"x","forward_origin":null`), said(func(in *chat.Incoming) { in.Text = "x" })},

		{"sticker", message(`"sticker":{"file_id":"S"}`), said(func(in *chat.Incoming) { in.Unread = true })},
		{"a place", message(`"location":{"latitude":1}`), said(func(in *chat.Incoming) { in.Unread = true })},
		{"a poll of tomorrow", message(`"poll":7`), said(func(in *chat.Incoming) { in.Unread = true })},
		{"somebody joined", message(`"new_chat_members":[{"id":1}]`), said(func(in *chat.Incoming) { in.Kind = chat.Other; in.Source = "u:1" })},

		{"edit", `{"update_id":1,"edited_message":{"message_id":5,` + fromLi + `,` + inPrivate + `,"edit_date":1795395360,"text":"y"}}`,
			said(func(in *chat.Incoming) {
				in.Kind, in.Source, in.At, in.Text = chat.Edited, "m:11:5:1795395360", at.Add(time.Minute), "y"
			})},

		{"anonymous admin", `{"update_id":1,"message":{"message_id":5,"from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"sender_chat":{"id":-100500,"type":"supergroup","title":"领导小组"},` + inGroup + `,"text":"/status"}}`,
			chat.Incoming{Kind: chat.Message, Source: "m:-100500:5", Chat: group, From: chat.Person{ID: -100500, Name: "领导小组", Bot: true}, Message: 5, At: at, Text: "/status"}},
		{"anonymous admin, bare", `{"update_id":1,"message":{"message_id":5,"from":{"id":1087968824,"first_name":"Group"},` + inGroup + `,"text":"x"}}`,
			chat.Incoming{Kind: chat.Message, Source: "m:-100500:5", Chat: group, From: chat.Person{ID: group.ID, Name: "Group", Bot: true}, Message: 5, At: at, Text: "x"}},

		{"migrated to", `{"update_id":1,"message":{"message_id":5,` + fromLi + `,"chat":{"id":-500,"type":"group","title":"领导小组"},"date":1795395300,"migrate_to_chat_id":-100500}}`,
			chat.Incoming{Kind: chat.Migrated, Source: "m:-500:5", Chat: chat.Chat{ID: -500, Title: "领导小组"}, From: li, Message: 5, At: at, NewChat: -100500}},
		{"migrated from", `{"update_id":1,"message":{"message_id":1,` + fromLi + `,` + inGroup + `,"migrate_from_chat_id":-500}}`,
			chat.Incoming{Kind: chat.Migrated, Source: "m:-100500:1", Chat: chat.Chat{ID: -500, Title: "领导小组"}, From: li, Message: 1, At: at, NewChat: -100500}},

		{"press", `{"update_id":1,"callback_query":{"id":"99",` + fromLi + `,"message":{"message_id":5,` + inGroup + `,"text":"卡片"},"chat_instance":"1","data":"r:28"}}`,
			chat.Incoming{Kind: chat.Press, Source: "c:99", Chat: group, From: li, Message: 5, Button: "r:28", PressID: "99"}},
		{"press under something old", `{"update_id":1,"callback_query":{"id":"99",` + fromLi + `,"message":{"message_id":5,"chat":{"id":-100500,"type":"supergroup","title":"领导小组"},"date":0},"data":"r:28"}}`,
			chat.Incoming{Kind: chat.Press, Source: "c:99", Chat: group, From: li, Message: 5, Button: "r:28", PressID: "99"}},
		{"press under nothing", `{"update_id":1,"callback_query":{"id":"99",` + fromLi + `,"inline_message_id":"x"}}`,
			chat.Incoming{Kind: chat.Press, Source: "c:99", From: li, PressID: "99"}},

		{"blocked", membership(`"chat":{"id":11,"type":"private"}`, self.ID, `"kicked"`), chat.Incoming{Kind: chat.Member, Source: "s:11:1795395300:kicked", Chat: private, From: li, At: at, Standing: chat.Gone}},
		{"unblocked", membership(`"chat":{"id":11,"type":"private"}`, self.ID, `"member"`), chat.Incoming{Kind: chat.Member, Source: "s:11:1795395300:member", Chat: private, From: li, At: at, Standing: chat.CanWrite}},
		{"silenced", membership(`"chat":{"id":11,"type":"private"}`, self.ID, `"restricted","can_send_messages":false`), chat.Incoming{Kind: chat.Member, Source: "s:11:1795395300:restricted", Chat: private, From: li, At: at, Standing: chat.Gone}},
		{"somebody else's standing", membership(`"chat":{"id":11,"type":"private"}`, 5, `"left"`), chat.Incoming{Kind: chat.Other, Source: "u:1"}},

		{"a kind of tomorrow", `{"update_id":1,"dream":{"x":1}}`, chat.Incoming{Kind: chat.Other, Source: "u:1"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := Decode(Update{ID: 1, Data: json.RawMessage(row.data)}, self)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func membership(chat string, user int64, status string) string {
	id, _ := json.Marshal(user)
	return `{"update_id":1,"my_chat_member":{` + chat + `,` + fromLi + `,"date":1795395300,"new_chat_member":{"user":{"id":` + string(id) + `},"status":` + status + `}}}`
}

var unreadable = []string{
	``, `[`, `7`, `"x"`, `{"message":"rubbish"}`, `{"message":{}}`, `{"message":{"message_id":"five"}}`,
	`{"message":{"message_id":5,"chat":{"id":1e400}}}`, `{"callback_query":{}}`, `{"my_chat_member":{"new_chat_member":{"user":{"id":7000000001}}}}`,
}

func TestDecodeRefuses(t *testing.T) {
	for _, data := range unreadable {
		if got, err := Decode(Update{ID: 1, Data: json.RawMessage(data)}, self); err == nil {
			t.Errorf("%s became %+v", data, got)
		}
	}
}

// Whatever is wrong with an update, nothing that stands in it gets into an error,
// and so into the log.
func TestAnErrorTellsNothingOfAnUpdate(t *testing.T) {
	for _, value := range []string{"31415926535897", "-31415926535897.5e300", `"密3141592653"`, `["密3141592653"]`, `{"密":3141592653}`, `密3141592653`, "true"} {
		for _, form := range []string{
			`{"message":%s}`, `{"message":{"message_id":%s}}`, `{"message":{"message_id":5,"chat":{"id":%s}}}`, `{"message":{"text":%s}}`, `{"callback_query":{"id":%s}}`,
			`{"message":{"photo":%s}}`, `{"message":{"contact":{"user_id":%s}}}`, `{"message":{"date":1}}%s`, `%s`,
		} {
			data := fmt.Sprintf(form, value)
			if _, err := Decode(Update{ID: 1, Data: json.RawMessage(data)}, self); err != nil && (strings.Contains(err.Error(), "14159") || strings.Contains(err.Error(), "密")) {
				t.Errorf("%s: %v", data, err)
			}
		}
	}
}

// A group's admin who hides their name speaks in the group's, however the platform
// says so.
func TestAnAnonymousAdminSpeaksInTheGroupsName(t *testing.T) {
	for _, data := range []string{
		`{"update_id":1,"message":{"message_id":5,"from":{"id":1087968824,"is_bot":true,"first_name":"Group"},"chat":{"id":-100500,"type":"supergroup"},"date":1795395300,"text":"/status"}}`,
		`{"update_id":1,"message":{"message_id":5,"from":{"id":1087968824,"is_bot":true},"sender_chat":{"id":-100500,"type":"supergroup"},"chat":{"id":-100500,"type":"supergroup"},"date":1795395300,"text":"/status"}}`,
	} {
		in, err := Decode(Update{ID: 1, Data: json.RawMessage(data)}, self)
		if err != nil || !in.From.Bot || in.From.ID != in.Chat.ID {
			t.Errorf("from %+v, %v", in.From, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, data := range unreadable {
		f.Add([]byte(data))
	}
	f.Add([]byte(message(`"text":"x","reply_to_message":{"message_id":4,"forum_topic_created":null},"photo":[{}],"users_shared":{"users":[{}],"user_ids":[0]}`)))
	f.Add([]byte(message(`"contact":{},"document":{},"migrate_from_chat_id":-1`)))
	f.Add([]byte(membership(inPrivate, self.ID, `"restricted"`)))
	f.Add([]byte(`{"callback_query":{"id":"1",` + fromLi + `,"message":null}}`))
	for _, fields := range []string{
		`"text":"\u0000"`, `"text":"\ud800","caption":"\udc00\ud800"`, "\"text\":\"\xff\xfe\xc0\"", `"text":null,"from":null,"chat":null`,
		`"text":"x","entities":[{"offset":-1,"length":1e9},{"offset":0,"length":0},null]`, `"date":-9223372036854775808,"edit_date":9223372036854775807,"text":"x"`,
		`"text":"x","y":` + strings.Repeat("[", 300) + strings.Repeat("]", 300), `"photo":[{"file_id":"a","width":2147483647,"height":2147483647},null]`,
		`"chat":{"id":-9223372036854775808,"type":"private"},"text":"/start"`, `"migrate_to_chat_id":0,"migrate_from_chat_id":null,"text":"` + strings.Repeat("长", 5000) + `"`,
		`"users_shared":{"user_ids":[null,0,-1],"users":null},"user_shared":{"user_id":9}`, `"reply_to_message":{"reply_to_message":{"reply_to_message":{}}},"text":""`,
	} {
		f.Add([]byte(message(fields)))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		in, err := Decode(Update{ID: 1, Data: data}, self)
		if err != nil {
			return
		}
		if in.Kind == "" || in.Source == "" {
			t.Errorf("decoded to %+v", in)
		}
		words := []string{in.Text, in.From.Name, in.Chat.Title, in.Button}
		if in.File != nil {
			words = append(words, in.File.Name)
		}
		for _, s := range words {
			if !utf8.ValidString(s) || strings.Contains(s, "\x00") {
				t.Errorf("decoded to %q", s)
			}
		}
		again, err := Decode(Update{ID: 1, Data: data}, self)
		if diff := cmp.Diff(in, again); err != nil || diff != "" {
			t.Errorf("not the same twice: %v %s", err, diff)
		}
	})
}
