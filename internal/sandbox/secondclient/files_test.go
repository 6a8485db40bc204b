package secondclient

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io"
	"net/http"
	"testing"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"duban/internal/sandbox"
)

// picture is a PNG of this size.
func picture(t *testing.T, width, height int) []byte {
	t.Helper()
	var data bytes.Buffer
	if err := png.Encode(&data, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// download fetches a file as the library says it is fetched.
func download(t *testing.T, b *bot.Bot, id string) []byte {
	t.Helper()
	f, err := b.GetFile(t.Context(), &bot.GetFileParams{FileID: id})
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.FileDownloadLink(f), nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || int64(len(data)) != f.FileSize {
		t.Fatalf("%s, %d of %d bytes, %v", resp.Status, len(data), f.FileSize, err)
	}
	return data
}

func TestWhatAPersonSendsCanBeFetched(t *testing.T) {
	l := newLine(t, sandbox.Options{})
	came := make(chan *models.Message, 1)
	b := l.bot(bot.WithDefaultHandler(func(_ context.Context, _ *bot.Bot, u *models.Update) { came <- u.Message }))
	l.run(b.Start)

	list := []byte("任务清单\n1 扩大招生范围")
	l.says(wang, "清单", sandbox.Document("清单.txt", list))
	m := received(l, came)
	if d := m.Document; m.Caption != "清单" || d == nil || d.FileName != "清单.txt" || d.FileSize != int64(len(list)) {
		t.Fatalf("the document came as %+v", m)
	}
	if got := download(t, b, m.Document.FileID); !bytes.Equal(got, list) {
		t.Errorf("downloaded %q", got)
	}

	photo := picture(t, 640, 480)
	l.says(wang, "28 开班", sandbox.Photo("现场.png", photo))
	m = received(l, came)
	if m.Caption != "28 开班" || len(m.Photo) < 2 {
		t.Fatalf("the photo came as %+v", m)
	}
	if largest := m.Photo[len(m.Photo)-1]; largest.Width != 640 || !bytes.Equal(download(t, b, largest.FileID), photo) {
		t.Errorf("the largest size is %+v", largest)
	}
}

func TestWhatTheBotUploadsArrivesAndCanBeSentAgain(t *testing.T) {
	l := newLine(t, sandbox.Options{})
	b := l.bot()
	l.says(wang, "你好") // opens the chat

	chart, ledger := picture(t, 800, 600), []byte("序号,任务\n1,扩大招生范围\n")
	photo, err := b.SendPhoto(t.Context(), &bot.SendPhotoParams{
		ChatID: wang, Photo: &models.InputFileUpload{Filename: "chart.png", Data: bytes.NewReader(chart)}, Caption: "<i>进度</i>", ParseMode: models.ParseModeHTML,
	})
	if err != nil {
		t.Fatal(err)
	}
	shown, _ := l.Message(wang, photo.ID)
	if shown.Photo == nil || shown.HTML != "<i>进度</i>" || photo.CaptionEntities[0].Type != models.MessageEntityTypeItalic {
		t.Fatalf("the photo is shown as %+v", shown)
	}
	if _, data, _ := l.File(shown.Photo.ID); !bytes.Equal(data, chart) {
		t.Errorf("the photo has %d bytes, want %d", len(data), len(chart))
	}

	document, err := b.SendDocument(t.Context(), &bot.SendDocumentParams{
		ChatID: wang, Document: &models.InputFileUpload{Filename: "台账.csv", Data: bytes.NewReader(ledger)},
		ReplyParameters: &models.ReplyParameters{MessageID: photo.ID},
	})
	if err != nil {
		t.Fatal(err)
	}
	shown, _ = l.Message(wang, document.ID)
	if shown.Document == nil || shown.Document.Name != "台账.csv" || shown.ReplyTo == nil || shown.ReplyTo.ID != photo.ID {
		t.Fatalf("the document is shown as %+v", shown)
	}
	if got := download(t, b, document.Document.FileID); !bytes.Equal(got, ledger) {
		t.Errorf("downloaded %q", got)
	}

	again, err := b.SendDocument(t.Context(), &bot.SendDocumentParams{ChatID: wang, Document: &models.InputFileString{Data: document.Document.FileID}})
	if err != nil {
		t.Fatal(err)
	}
	if again.Document.FileUniqueID != document.Document.FileUniqueID {
		t.Errorf("sent again it is another file: %+v", again.Document)
	}
}
