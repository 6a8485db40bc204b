package chat

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// Posts wait in the database as JSON: what is read back is what was written.
func TestWhatWaitsIsReadBackAsItWas(t *testing.T) {
	text := rapid.String()
	rapid.Check(t, func(t *rapid.T) {
		view := rapid.Make[View]().Draw(t, "view")
		out := Outgoing{HTML: text.Draw(t, "html"), ReplyTo: rapid.Int64().Draw(t, "reply to"), Pin: rapid.Bool().Draw(t, "pin")}
		for range rapid.IntRange(0, 3).Draw(t, "rows") {
			out.Buttons = append(out.Buttons, []Button{{Label: text.Draw(t, "label"), Data: text.Draw(t, "data"), URL: text.Draw(t, "url")}})
		}
		if rapid.Bool().Draw(t, "chooser") {
			out.Choose = &Chooser{Request: rapid.Int64().Draw(t, "request"), Label: text.Draw(t, "label")}
		}
		if rapid.Bool().Draw(t, "file") {
			out.File = &Document{Name: text.Draw(t, "name"), Data: rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")}
		}
		again(t, view)
		again(t, out)
	})
}

func again[T any](t *rapid.T, v T) {
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var back T
	if err := json.Unmarshal(body, &back); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	if diff := cmp.Diff(v, back, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("%s: %s", body, diff)
	}
}

func TestEveryViewHasANameOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range []string{
		Digest, Nudge, Walk, Note, Summary, Board, Departments, Sections, Department, Overdue, Silent, Missing, Tasks, Remind, Card,
		Receipt, Which, Choose, Uploaded,
	} {
		if kind == "" || seen[kind] {
			t.Errorf("%q is there twice", kind)
		}
		seen[kind] = true
	}
}

func TestAMessageIsRefreshedInPlace(t *testing.T) {
	view := View{Kind: Board, List: 3}
	p := Showing{Chat: -100, Message: 7, View: view}.Refresh()
	if diff := cmp.Diff(Post{Chat: -100, Edit: 7, View: &view, About: &view, Lane: Refresh}, p); diff != "" {
		t.Error(diff)
	}
	if !(Answer < Notice && Notice < Refresh) {
		t.Error("who waits for an answer goes first")
	}
}
