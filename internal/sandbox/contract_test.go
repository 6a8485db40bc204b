package sandbox

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// official is the machine-readable description of the Bot API. It is not part
// of the repository: it lies in ../shared/contract/bot-api.json beside it.
type official struct {
	Methods map[string]struct {
		Fields []officialField
	}
	Types map[string]struct {
		Fields   []officialField
		Subtypes []string
	}
}

type officialField struct {
	Name     string
	Types    []string
	Required bool
}

func loadOfficial(t *testing.T) official {
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; filepath.Dir(dir) != dir; dir = filepath.Dir(dir) {
		data, err := os.ReadFile(filepath.Join(dir, "..", "shared", "contract", "bot-api.json"))
		if err != nil {
			continue
		}
		var o official
		if err := json.Unmarshal(data, &o); err != nil {
			t.Fatal(err)
		}
		return o
	}
	t.Skip("no ../shared/contract/bot-api.json beside the repository")
	return official{}
}

// fields returns what the Bot API says about a method or a type; for a union,
// all fields of its members.
func (o official) fields(name string) (map[string]officialField, bool) {
	out := map[string]officialField{}
	if m, ok := o.Methods[name]; ok {
		for _, f := range m.Fields {
			out[f.Name] = f
		}
		return out, true
	}
	kind, ok := o.Types[name]
	for _, f := range kind.Fields {
		out[f.Name] = f
	}
	for _, sub := range kind.Subtypes {
		members, _ := o.fields(sub)
		for name, f := range members {
			f.Required = f.Required && name == "type" // what only some members have cannot be required
			out[name] = f
		}
	}
	return out, ok
}

func TestTableAgreesWithTheBotAPI(t *testing.T) {
	o := loadOfficial(t)
	for name, fields := range parseContract(contract) {
		known, ok := o.fields(name)
		if !ok {
			t.Errorf("the Bot API has no %s", name)
		}
		for field, f := range fields {
			want, ok := known[field]
			if !ok {
				t.Errorf("%s has no field %q", name, field)
				continue
			}
			checkKind(t, name+"."+field, f.kind, want.Types)
			if _, method := o.Methods[name]; !method && len(o.Types[name].Subtypes) == 0 && f.required != want.Required {
				t.Errorf("%s.%s: required is %v, want %v", name, field, f.required, want.Required)
			}
		}
	}
}

func checkKind(t *testing.T, where, kind string, types []string) {
	t.Helper()
	words := strings.NewReplacer("[]", "Array of ", "|", " or ").Replace(kind)
	parts := strings.Split(words, " or ")
	for i, p := range parts {
		n := strings.LastIndex(p, " ") + 1
		if full := map[string]string{"S": "String", "I": "Integer", "B": "Boolean"}[p[n:]]; full != "" {
			parts[i] = p[:n] + full
		}
	}
	got := strings.Join(parts, " or ")
	want := strings.Join(types, " or ")
	if got == "ReplyMarkup" {
		got = strings.Join(markups, " or ")
	}
	if got != want {
		t.Errorf("%s is %s, want %s", where, got, want)
	}
}

func TestLegacyNamesAreNoLongerInTheBotAPI(t *testing.T) {
	o := loadOfficial(t)
	for name, fields := range parseContract(legacy) {
		known, ok := o.fields(name)
		if !ok {
			t.Errorf("the Bot API has no %s", name)
		}
		for field := range fields {
			if _, still := known[field]; still {
				t.Errorf("%s.%s is documented: it belongs into contract", name, field)
			}
		}
	}
}

func TestEveryMethodIsDescribed(t *testing.T) {
	described := parseContract(contract)
	for _, m := range methodTable() {
		if described[m.name] == nil {
			t.Errorf("%s is not in the contract", m.name)
		}
	}
}

// sentLegacy are fields the Bot API server still sends without documenting them.
var sentLegacy = map[string]bool{"Message.forward_from": true, "Message.forward_date": true}

// What the bot is sent has the official names and types too, and no required
// field is left out when it is empty.
func TestAnswersAgreeWithTheBotAPI(t *testing.T) {
	o := loadOfficial(t)
	for kind, v := range map[string]any{
		"User": wireMe{}, "Chat": wireChat{}, "ChatFullInfo": wireFullChat{}, "AcceptedGiftTypes": wireGiftTypes{},
		"Message": wireMessage{}, "MessageOriginUser": wireOrigin{}, "TextQuote": wireQuote{}, "MessageEntity": wireEntity{},
		"PhotoSize": wirePhoto{}, "Document": wireFile{}, "File": wirePath{}, "Contact": wireContact{}, "UsersShared": wireShared{},
		"SharedUser": wireSharedUser{}, "InlineKeyboardMarkup": wireInline{}, "InlineKeyboardButton": wireButton{},
		"CopyTextButton": wireCopy{}, "CallbackQuery": wireCallback{}, "ChatMemberUpdated": wireMemberUpdate{},
		"MessageReactionUpdated": wireReactionUpdate{}, "ReactionTypeEmoji": wireReaction{}, "WebhookInfo": wireHook{},
		"ChatMemberMember": wireMember{}, "ChatMemberOwner": wireOwner{}, "ChatMemberBanned": wireBanned{},
		"ChatMemberAdministrator": wireAdmin{}, "BotCommand": Command{},
	} {
		known, ok := o.fields(kind)
		if !ok {
			t.Errorf("the Bot API has no %s", kind)
		}
		sent := map[string]bool{}
		checkSent(t, kind, reflect.TypeOf(v), known, sent)
		for name, f := range known {
			if f.Required && !sent[name] {
				t.Errorf("%s lacks the required field %q", kind, name)
			}
		}
	}
}

func checkSent(t *testing.T, kind string, of reflect.Type, known map[string]officialField, always map[string]bool) {
	t.Helper()
	for i := range of.NumField() {
		f := of.Field(i)
		if f.Anonymous {
			checkSent(t, kind, f.Type, known, always)
			continue
		}
		name, optional := strings.CutSuffix(f.Tag.Get("json"), ",omitempty")
		want, ok := known[name]
		switch {
		case sentLegacy[kind+"."+name]:
		case !ok:
			t.Errorf("%s has no field %q", kind, name)
		case !fits(f.Type, want.Types):
			t.Errorf("%s.%s is a %v, want %v", kind, name, f.Type, want.Types)
		}
		always[name] = !optional
	}
}

func fits(have reflect.Type, want []string) bool {
	first := want[0]
	for have.Kind() == reflect.Pointer {
		have = have.Elem()
	}
	switch have.Kind() {
	case reflect.Slice:
		rest, ok := strings.CutPrefix(first, "Array of ")
		return ok && fits(have.Elem(), []string{rest})
	case reflect.Int, reflect.Int64:
		return slices.Contains(want, "Integer")
	case reflect.String:
		return slices.Contains(want, "String")
	case reflect.Bool:
		return slices.Contains(want, "Boolean")
	}
	return first != "Integer" && first != "String" && first != "Boolean" && !strings.HasPrefix(first, "Array")
}

func TestUpdateTypesAgreeWithTheBotAPI(t *testing.T) {
	o := loadOfficial(t)
	known, _ := o.fields("Update")
	for _, name := range updateTypes {
		if _, ok := known[name]; !ok {
			t.Errorf("Update has no field %q", name)
		}
	}
}
