//go:build unix

package disk

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestAStampMovesWhenTheTimeIsSetBack(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.md")
	stamp := func(text string) Stamp {
		t.Helper()
		then := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, then, then); err != nil {
			t.Fatal(err)
		}
		info, err := System{}.Lstat(name)
		if err != nil {
			t.Fatal(err)
		}
		return StampOf(info)
	}
	one := stamp("limit is 9000")
	time.Sleep(20 * time.Millisecond) // file systems count in ticks of up to 10 ms
	two := stamp("limit is 1000")
	if one.Size != two.Size || one.Time != two.Time || one.Inode != two.Inode {
		t.Fatalf("the files differ in more than their text: %+v, %+v", one, two)
	}
	if one == two {
		t.Error("a write whose time was set back does not show in the stamp")
	}
}
