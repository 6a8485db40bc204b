package sandbox

import (
	"bytes"
	"image"
	_ "image/gif" // with jpeg and png, the formats Telegram takes as photos
	"image/jpeg"
	_ "image/png"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

const (
	maxPhoto    = 10 << 20
	maxDocument = 50 << 20
	maxDownload = 20 << 20
)

// storedFile is a file on Telegram's servers.
type storedFile struct {
	ID     string
	Unique string
	Name   string
	MIME   string
	Bytes  []byte
	Path   string // for the download, "" before getFile
	Photo  bool
	Small  string // file id of the small size of a photo
	Width  int
	Height int
}

// store keeps a file. kind is its MIME type, or "" to guess.
func (s *Server) store(u upload, kind string) *storedFile {
	s.world.LastFile++
	n := strconv.Itoa(s.world.LastFile)
	f := &storedFile{ID: "sandbox-file-" + n, Unique: "sandboxunique" + n, Name: path.Base(strings.ReplaceAll(u.name, `\`, "/")), MIME: kind, Bytes: u.bytes}
	if kind == "" {
		f.MIME = mime.TypeByExtension(path.Ext(f.Name))
	}
	if f.MIME == "" {
		f.MIME = http.DetectContentType(u.bytes)
	}
	f.Photo = kind == "image/jpeg"
	f.Width, f.Height = 1280, 960
	if c, _, err := image.DecodeConfig(bytes.NewReader(u.bytes)); err == nil {
		f.Width, f.Height = c.Width, c.Height
	}
	s.world.Files[f.ID] = f
	return f
}

func (f *storedFile) size() wirePhoto {
	return wirePhoto{FileID: f.ID, UniqueID: f.Unique, Width: f.Width, Height: f.Height, Size: int64(len(f.Bytes))}
}

// sizes are the sizes in which a photo can be fetched, the whole one last.
func (s *Server) sizes(f *storedFile) []wirePhoto {
	out := []wirePhoto{f.size()}
	if small := s.world.Files[f.Small]; small != nil {
		out = append([]wirePhoto{small.size()}, out...)
	}
	return out
}

// storePhoto keeps a photo and, as another file, a small one of it.
func (s *Server) storePhoto(u upload) *storedFile {
	f := s.store(u, "image/jpeg")
	scale := max(f.Width, f.Height, 90)
	tiny := image.NewGray(image.Rect(0, 0, max(f.Width*90/scale, 1), max(f.Height*90/scale, 1)))
	var data bytes.Buffer
	if err := jpeg.Encode(&data, tiny, nil); err == nil {
		f.Small = s.store(upload{name: u.name, bytes: data.Bytes()}, "image/jpeg").ID
	}
	return f
}

func (s *Server) file(id string) *File {
	f := s.world.Files[id]
	if f == nil {
		return nil
	}
	return &File{ID: f.ID, Name: f.Name, MIME: f.MIME, Size: int64(len(f.Bytes))}
}

// File returns the content of a file by its id.
func (s *Server) File(id string) (File, []byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.world.Files[id]
	if f == nil {
		return File{}, nil, false
	}
	return *s.file(id), f.Bytes, true
}

// input is a file the bot wants to send: uploaded now or known already.
type input struct {
	upload *upload
	id     string
}

// inputFile finds the file of a call; nil if there is none.
func (c *call) inputFile(field string) (*input, *refusal) {
	name := field
	if attached, ok := strings.CutPrefix(c.arg(field), "attach://"); ok {
		name = attached
	}
	if u, ok := c.files[name]; ok {
		return &input{upload: &u}, nil
	}
	if c.arg(field) == "" || name != field {
		return nil, nil
	}
	if strings.Contains(c.arg(field), "://") {
		return nil, bad("sandbox: sending by URL is not simulated")
	}
	return &input{id: c.arg(field)}, nil
}

// accept looks at a file as Telegram does when it is sent, and keeps it.
func (s *Server) accept(in *input, field string) (string, *refusal) {
	if in.upload == nil {
		f := s.world.Files[in.id]
		if f == nil {
			return "", bad("wrong file identifier/HTTP URL specified")
		}
		if f.Photo != (field == "photo") {
			return "", bad("can't use file of type %s as %s", fileType(f.Photo), fileType(field == "photo"))
		}
		return f.ID, nil
	}
	size := len(in.upload.bytes)
	if size == 0 {
		return "", bad("file must be non-empty")
	}
	if size > maxDocument {
		return "", tooLarge()
	}
	if field != "photo" {
		return s.store(*in.upload, "").ID, nil
	}
	if size > maxPhoto {
		return "", bad("file of size %d bytes is too big for a photo; the maximum size is %d bytes", size, maxPhoto)
	}
	if no := checkPhoto(in.upload.bytes); no != nil {
		return "", no
	}
	return s.storePhoto(*in.upload).ID, nil
}

func fileType(photo bool) string {
	if photo {
		return "Photo"
	}
	return "Document"
}

func checkPhoto(data []byte) *refusal {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return bad("IMAGE_PROCESS_FAILED")
	}
	if c.Width+c.Height > 10000 || c.Width > 20*c.Height || c.Height > 20*c.Width {
		return bad("PHOTO_INVALID_DIMENSIONS")
	}
	return nil
}

func (s *Server) getFile(c *call) (any, *refusal) {
	if c.arg("file_id") == "" {
		return nil, bad("file_id not specified")
	}
	f := s.world.Files[c.arg("file_id")]
	if f == nil {
		return nil, bad("invalid file_id")
	}
	if len(f.Bytes) > maxDownload {
		return nil, bad("file is too big")
	}
	f.Path = "documents/" + f.Unique + path.Ext(f.Name)
	if f.Photo {
		f.Path = "photos/" + f.Unique + ".jpg"
	}
	return wirePath{FileID: f.ID, UniqueID: f.Unique, Size: int64(len(f.Bytes)), Path: f.Path}, nil
}

// serveFile answers a download; rest is "<token>/<path>".
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request, rest string) {
	token, name, _ := strings.Cut(rest, "/")
	if no := s.checkToken(token); no != nil {
		write(w, no.reply())
		return
	}
	c := &call{method: "file", args: map[string]string{"text": name}}
	s.playFile(w, r, c, func() reply {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, f := range s.world.Files {
			if f.Path == name && name != "" {
				return reply{status: http.StatusOK, header: http.Header{"Content-Type": {"application/octet-stream"}}, body: f.Bytes}
			}
		}
		return notFound("").reply()
	})
}
