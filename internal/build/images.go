package build

import (
	"bytes"
	"image"
	_ "image/gif"
	_ "image/jpeg"
	_ "image/png"
	"path"
	"strings"

	"pandect/internal/source"
)

// size is the size of an image in pixels; zero when it is unknown.
type size struct{ width, height int }

func (l *load) imageSize(f *source.File) size {
	switch strings.ToLower(path.Ext(f.Path)) {
	case ".png", ".jpg", ".jpeg", ".gif":
	default:
		return size{}
	}
	s, _ := l.b.images.Get(f.Sum, func() (size, error) {
		data, err := f.Bytes()
		if err != nil {
			return size{}, err
		}
		c, _, err := image.DecodeConfig(bytes.NewReader(data))
		if err != nil { // not a valid image: published without a size
			return size{}, nil
		}
		return size{c.Width, c.Height}, nil
	})
	return s
}
