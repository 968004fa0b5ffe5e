// Reads a witness's line with code that is not ours: golang.org/x/mod/sumdb/note opens the note, Go's Ed25519 checks the signature. What
// is signed stands here as https://c2sp.org/tlog-cosignature writes it.
// Usage: go run read-cosignature.go URL VKEY. Prints the time of the cosignature, or what is wrong and ends with 1.
package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

func fail(format string, args ...interface{}) {
	fmt.Printf(format+"\n", args...)
	os.Exit(1)
}

type witness struct {
	name string
	key  []byte
	time uint64
}

func (w *witness) Name() string { return w.name }
func (w *witness) KeyHash() uint32 {
	sum := sha256.Sum256(append(append([]byte(w.name), '\n', 4), w.key...))
	return binary.BigEndian.Uint32(sum[:])
}
func (w *witness) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	w.time = binary.BigEndian.Uint64(sig)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", w.time, msg)
	return ed25519.Verify(w.key, []byte(signed), sig[8:])
}

func main() {
	parts := strings.SplitN(os.Args[2], "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		fail("key: %q", os.Args[2])
	}
	by := &witness{name: parts[0], key: key[1:]}
	if fmt.Sprintf("%08x", by.KeyHash()) != parts[1] {
		fail("id of the key: %08x", by.KeyHash())
	}
	reply, err := http.Get(os.Args[1])
	if err != nil {
		fail("%v", err)
	}
	text, err := io.ReadAll(reply.Body)
	if err != nil {
		fail("%v", err)
	}
	opened, err := note.Open(text, note.VerifierList(by))
	if err != nil {
		fail("note: %v", err)
	}
	if len(opened.Sigs) != 1 || opened.Sigs[0].Name != by.name {
		fail("signatures: %v", opened.Sigs)
	}
	fmt.Printf("cosigned %d\n", by.time)
}
