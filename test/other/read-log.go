// Reads a log that Fuyi serves with code that is not ours: golang.org/x/mod/sumdb/tlog and note, as Go's checksum database uses them.
// Usage: go run read-log.go URL VKEY [RECEIPT]. Prints the size, or what is wrong and ends with 1.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func fail(format string, args ...interface{}) {
	fmt.Printf(format+"\n", args...)
	os.Exit(1)
}

func get(url string) []byte {
	reply, err := http.Get(url)
	if err != nil {
		fail("%s: %v", url, err)
	}
	defer reply.Body.Close()
	body, err := io.ReadAll(reply.Body)
	if err != nil || reply.StatusCode != 200 {
		fail("%s: %d %v", url, reply.StatusCode, err)
	}
	return body
}

// Tiles of height 8 under the names of tlog-tiles: Go's own have the height in them, and call bundles of entries data.
type server struct{ base string }

func (s server) Height() int { return 8 }
func (s server) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		all = append(all, get(s.base+"/tile/"+strings.TrimPrefix(tile.Path(), "tile/8/")))
	}
	return all, nil
}
func (s server) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func parse(text string, vkey string) (string, tlog.Tree) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 || lines[0] != strings.Split(vkey, "+")[0] {
		fail("no checkpoint of this log: %q", text)
	}
	n, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail("size: %v", err)
	}
	hash, err := tlog.ParseHash(lines[2])
	if err != nil {
		fail("root: %v", err)
	}
	return lines[0], tlog.Tree{N: n, Hash: hash}
}

func open(signed []byte, vkey string) tlog.Tree {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		fail("key: %v", err)
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		fail("checkpoint: %v", err)
	}
	_, tree := parse(opened.Text, vkey)
	return tree
}

func entriesOf(base string, size int64) [][]byte {
	var entries [][]byte
	for n := int64(0); n*256 < size; n++ {
		width := size - n*256
		if width > 256 {
			width = 256
		}
		path := tlog.Tile{H: 8, L: -1, N: n, W: int(width)}.Path()
		bundle := get(base + "/tile/entries/" + strings.TrimPrefix(path, "tile/8/data/"))
		for len(bundle) > 0 {
			length := int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:2+length])
			bundle = bundle[2+length:]
		}
	}
	return entries
}

// A receipt: https://c2sp.org/tlog-proof.
func checkReceipt(file string, vkey string, entries [][]byte) {
	text, err := os.ReadFile(file)
	if err != nil {
		fail("receipt: %v", err)
	}
	halves := strings.SplitN(string(text), "\n\n", 2)
	lines := strings.Split(halves[0], "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		fail("receipt: %q", lines[0])
	}
	lines = lines[1:]
	if strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil {
		fail("receipt: %v", err)
	}
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			fail("receipt: %v", err)
		}
		proof = append(proof, hash)
	}
	tree := open([]byte(halves[1]), vkey)
	if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entries[index])); err != nil {
		fail("receipt: %v", err)
	}
	fmt.Printf("receipt of line %d\n", index)
}

func main() {
	base, vkey := os.Args[1], os.Args[2]
	tree := open(get(base+"/checkpoint"), vkey)
	// This reader takes no tile that does not lead to the root of the tree.
	reader := tlog.TileHashReader(tree, server{base})
	root, err := tlog.TreeHash(tree.N, reader)
	if err != nil || root != tree.Hash {
		fail("root: %v %v", root, err)
	}
	entries := entriesOf(base, tree.N)
	if int64(len(entries)) != tree.N {
		fail("%d entries of %d", len(entries), tree.N)
	}
	for i, entry := range entries {
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(i))})
		if err != nil || hashes[0] != tlog.RecordHash(entry) {
			fail("entry %d: %v", i, err)
		}
	}
	for _, i := range []int64{0, tree.N / 2, tree.N - 1} {
		proof, err := tlog.ProveRecord(tree.N, i, reader)
		if err != nil {
			fail("proof of %d: %v", i, err)
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, i, tlog.RecordHash(entries[i])); err != nil {
			fail("proof of %d: %v", i, err)
		}
		if tlog.CheckRecord(proof, tree.N, tree.Hash, i, tlog.RecordHash([]byte("another"))) == nil {
			fail("another entry passes for %d", i)
		}
	}
	for _, old := range []int64{1, tree.N / 2, tree.N - 1, tree.N} {
		before, err := tlog.TreeHash(old, reader)
		if err != nil {
			fail("root of %d: %v", old, err)
		}
		proof, err := tlog.ProveTree(tree.N, old, reader)
		if err != nil {
			fail("proof from %d: %v", old, err)
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old, before); err != nil {
			fail("proof from %d: %v", old, err)
		}
	}
	if len(os.Args) > 3 {
		checkReceipt(os.Args[3], vkey, entries)
	}
	if !bytes.Contains(entries[0], []byte("log_begun")) {
		fail("first entry: %s", entries[0])
	}
	fmt.Printf("size %d\n", tree.N)
}
